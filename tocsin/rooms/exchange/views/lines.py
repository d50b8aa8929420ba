"""What only peers say to each other, beside TAXII: news, cards and the state of the journals."""

import json

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tocsin.core.errors import InvalidInput
from tocsin.core.statements import octets
from tocsin.rooms.exchange import callers
from tocsin.rooms.exchange.actions import lines, machine, witnesses
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
    said = machine.returned(_peer(who), who.body, timezone.now())
    return HttpResponse(said, content_type=JSON)


@door("GET", "POST", plain=True)
def witness(who: Caller, request: HttpRequest) -> HttpResponse:
    peer = _peer(who)
    if request.method == "POST":
        witnesses.cosigned(peer, who.body.decode("utf-8", "replace"))
        return HttpResponse(status=204)
    epoch, size = _number(request, "epoch"), _number(request, "size")
    shown = witnesses.show(peer.bureau_id, epoch, size)
    proof = [octets.to_text(one) for one in shown.proof]
    return HttpResponse(json.dumps({"checkpoint": shown.text, "proof": proof}), content_type=JSON)


@door("POST", plain=True)
def alarm(who: Caller, _request: HttpRequest) -> HttpResponse:
    peer = _peer(who)
    witnesses.accused(peer, _loaded(who.body), timezone.now())
    return HttpResponse(status=204)


def _loaded(body: bytes) -> list[str]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, list) or not all(isinstance(one, str) for one in said):
        raise InvalidInput("must be a list of signed states", place="body")
    return said


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "0")
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise InvalidInput("must be a whole number", place=name)
    return int(text)
