"""What peers ask: the description of their table, the table, and elements to be multiplied."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from tocsin.core.errors import InvalidInput
from tocsin.rooms.blind.actions import answering
from tocsin.rooms.exchange import callers
from tocsin.rooms.exchange.callers import Caller, door
from tocsin.rooms.exchange.models import Peer

OCTETS = "application/octet-stream"


def _peer(who: Caller) -> Peer:
    if who.peer is None:
        raise callers.Unknown("only a peer says this")
    return who.peer


@door("GET", "POST", plain=True)
def blind(who: Caller, request: HttpRequest) -> HttpResponse:
    peer, at = _peer(who), timezone.now()
    if request.method == "GET":
        return JsonResponse(answering.describe(peer, at))
    reply = answering.answer(peer, _number(request), who.body, at)
    return HttpResponse(reply, content_type=OCTETS)


@door("GET", plain=True)
def table(who: Caller, _request: HttpRequest) -> HttpResponse:
    return HttpResponse(answering.hand_over(_peer(who), timezone.now()), content_type=OCTETS)


def _number(request: HttpRequest) -> int:
    text = request.GET.get("table", "")
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise InvalidInput("must be a whole number", place="table")
    return int(text)
