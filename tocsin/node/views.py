"""The pages of the node itself: home, health, manual, the API's description."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_GET

from tocsin.core.errors import NotFound
from tocsin.node import manual as pages
from tocsin.node import rooms
from tocsin.node.api import api
from tocsin.node.description import Operation, operations
from tocsin.node.health import readings, signs
from tocsin.node.welcome import steps
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reading.requests import reader

# The only addresses a stranger gets an answer from, each with its reason; tests hold the list.
OPEN = {
    "/healthz": "a load balancer asks whether the process lives",
    "/readyz": "a load balancer asks whether it may send work",
    "/metrics": "a monitor asks with the operator's own token; without it there is no such page",
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
    context = {"panels": rooms.panels("HOME", who), "steps": steps(who)}
    return render(request, "node/home.html", context)


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


@login_not_required
@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    said = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = settings.TOCSIN_METRICS_TOKEN
    if not token or not constant_time_compare(said, token):
        raise NotFound("there is no such page")
    lines = [f"tocsin_{name} {value}" for name, value in readings().items()]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4")


@require_GET
def health(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    who.need(Power.HEALTH_SEE)
    return render(request, "node/health.html", {"signs": signs(who, timezone.now())})


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
    words = request.GET.get("q", "").strip()[:80]
    found = {"q": words, "hits": pages.search(root, words) if words else []}
    return render(request, "node/manual.html", pages.read(root, page) | found)


@require_GET
def api_docs(request: HttpRequest) -> HttpResponse:
    """List every route in a line; of the room asked for, what each takes and answers."""
    base = request.build_absolute_uri("/").rstrip("/")
    described, room = _described(base), request.GET.get("room", "")
    if room and room not in described:
        raise NotFound("no room of this node has that name")
    shown = {room: described[room]} if room else described
    return render(request, "node/api_docs.html", {"rooms": shown, "room": room})


@lru_cache(maxsize=4)
def _described(base: str) -> dict[str, list[Operation]]:
    return operations(api.get_openapi_schema(), base)
