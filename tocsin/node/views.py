"""The node's own pages: home, health, manual, the API's description."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from tocsin.core.errors import NotFound
from tocsin.node import manual as pages
from tocsin.node import rooms
from tocsin.node.api import api
from tocsin.node.health import readings
from tocsin.rooms.bureaus.reading import reader

# The only addresses a stranger gets an answer from, each with its reason; tests hold the list.
OPEN = {
    "/healthz": "a load balancer asks whether the process lives",
    "/readyz": "a load balancer asks whether it may send work",
    "/accounts/login/": "somebody must be able to log in",
    "/accounts/inactive/": "says that the account has ended",
    "/accounts/2fa/authenticate/": "the second half of logging in",
    "/accounts/2fa/webauthn/login/": "logging in with a passkey",
    "/theme": "light or dark, before logging in",
    "/language": "the language of the log-in page",
}


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    return render(request, "node/home.html", {"panels": rooms.panels("HOME", who)})


@login_not_required
@require_GET
def healthz(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_GET
def readyz(_request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ready\n", content_type="text/plain")


@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    reader(request)
    lines = [f"tocsin_{name} {value}" for name, value in readings().items()]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4")


@require_GET
def manual(request: HttpRequest, page: str = "") -> HttpResponseBase:
    root = Path(settings.MANUAL_ROOT)
    if page.endswith((".svg", ".png")):
        picture = pages.inside(root, page)
        if not picture.is_file():
            raise NotFound("the manual has no such picture")
        return FileResponse(picture.open("rb"))
    if page.endswith(".md"):
        return redirect("manual-page", page=page.removesuffix(".md"))
    return render(request, "node/manual.html", pages.read(root, page))


@require_GET
def api_docs(request: HttpRequest) -> HttpResponse:
    schema: dict[str, Any] = api.get_openapi_schema()
    return render(request, "node/api_docs.html", {"schema": schema, "groups": _by_room(schema)})


def _by_room(schema: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for where, methods in schema["paths"].items():
        for method, operation in methods.items():
            room = (operation.get("tags") or ["node"])[0]
            groups.setdefault(room, []).append(
                {"method": method.upper(), "path": where, **operation}
            )
    return groups
