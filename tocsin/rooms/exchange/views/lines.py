"""What only peers say to each other, beside TAXII: news, cards and the state of the journals."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from tocsin.core.protocol.messages import Ask, Look
from tocsin.rooms.exchange import callers
from tocsin.rooms.exchange.actions import files, lines, machine, relaying
from tocsin.rooms.exchange.callers import Caller, door
from tocsin.rooms.exchange.models import Peer

JSON = "application/json"


def _peer(who: Caller) -> Peer:
    if who.peer is None:
        raise callers.Unknown("only a peer says this")
    return who.peer


@door("POST", plain=True)
def poke(who: Caller, _request: HttpRequest) -> HttpResponse:
    lines.poked(_peer(who), timezone.now())
    return HttpResponse(status=204)


@door("GET", plain=True)
def card(who: Caller, _request: HttpRequest) -> HttpResponse:
    return HttpResponse(lines.introduction(_peer(who).bureau), content_type=JSON)


@door("POST", plain=True)
def ask(who: Caller, _request: HttpRequest) -> HttpResponse:
    said = machine.answered(_peer(who), who.body, Ask, timezone.now())
    return HttpResponse(said, content_type=JSON)


@door("GET", "POST", plain=True)
def relay(who: Caller, request: HttpRequest) -> HttpResponse:
    peer = _peer(who)
    if request.method == "POST":
        return JsonResponse({"refused": relaying.posted(peer, who.body, timezone.now())})
    return HttpResponse(relaying.waiting_for(peer), content_type=JSON)


@door("GET", plain=True)
def file(who: Caller, _request: HttpRequest, pk: UUID, name: str) -> FileResponse:
    found, where = files.given(_peer(who), pk, name, timezone.now())
    return FileResponse(where.open("rb"), content_type=found.media_type)


@door("POST", plain=True)
def witness(who: Caller, _request: HttpRequest) -> HttpResponse:
    said = machine.answered(_peer(who), who.body, Look, timezone.now())
    return HttpResponse(said, content_type=JSON)
