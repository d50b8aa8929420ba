"""The node's doors plus the style guide and a few that go wrong on purpose."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from tocsin.core import errors
from tocsin.web import urls as web

RAISED = {
    "file": errors.MalformedFile("31 Feb does not exist; write YYYY-MM-DD", place="row 17, dob"),
    "markup": errors.InvalidInput("<script>alert(1)</script>", place="<b>"),
    "stale": errors.Stale("version 3 is there already"),
    "absent": Http404("Person 8 is hidden"),
    "denied": PermissionDenied("by rule 4"),
    "bug": ValueError("secret detail"),
}


@login_not_required
def fail(request: HttpRequest, how: str) -> HttpResponse:
    raise RAISED[how]


@login_not_required
def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("fine")


@login_not_required
def ended(request: HttpRequest) -> HttpResponse:
    return redirect_to_login(request.path)


def broken(request: HttpRequest) -> dict[str, str]:
    raise OSError("the database is away")


urlpatterns = [
    path("ended", ended),
    path("log-in", page, name="account_login"),
    path("fail/<how>", fail),
    path("api/fail/<how>", fail),
    path("page", page),
    path("web/", include((web.urlpatterns + web.styleguide_urlpatterns, "web"))),
]
handler400 = "tocsin.web.errors.bad_request"
handler403 = "tocsin.web.errors.forbidden"
handler404 = "tocsin.web.errors.not_found"
handler500 = "tocsin.web.errors.server_error"
