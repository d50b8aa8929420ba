"""Every address of the node. Refused to strangers unless ``OPEN`` in node/views names it."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from tocsin.node import rooms, views
from tocsin.node.api import api
from tocsin.node.doors import pages

# Routes ask for a token themselves; the API's description stays behind the log-in like any page.
API_URLS = api.urls
for route in API_URLS[0]:
    if isinstance(route, URLPattern) and route.name not in {"openapi-json", "api-root"}:
        route.callback.login_required = False  # type: ignore[attr-defined]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("health/", views.health, name="health"),
    path("metrics", views.metrics, name="metrics"),
    path("accounts/", include("tocsin.node.accounts")),
    path("manual/", views.manual, name="manual"),
    path("manual/<path:page>", views.manual, name="manual-page"),
    path("api/docs", views.api_docs, name="api-docs"),
    path("api/", API_URLS),
    path("", include("tocsin.web.urls")),
    *(path("", include(module)) for module in rooms.modules("urls")),
    *pages.patterns(),
]

handler400 = "tocsin.web.errors.bad_request"
handler403 = "tocsin.web.errors.forbidden"
handler404 = "tocsin.web.errors.not_found"
handler429 = "tocsin.web.errors.too_many"
handler500 = "tocsin.web.errors.server_error"

if settings.DEBUG:
    from django.contrib.staticfiles.urls import staticfiles_urlpatterns

    urlpatterns += staticfiles_urlpatterns()
