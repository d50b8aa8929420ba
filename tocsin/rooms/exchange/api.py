"""Reading peers, holders and quarantine over the API; what is changed goes through the verbs."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from tocsin.core.errors import NotFound
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.bureaus.verb import look
from tocsin.rooms.exchange.models import Copy, Holding, Peer, Quarantined, holders_of
from tocsin.rooms.register.models import Record

router = Router(tags=["exchange"])
MOST = 500


@router.get("/peers", operation_id="peer.list", summary="Your bureau's peers and their lines.")
def peers(request: HttpRequest) -> dict[str, Any]:
    who = reader(request)
    who.need(Power.PEER_SEE)
    rows = Peer.visible_to(who).select_related("partner")
    return {"items": [row.summary() for row in rows]}


@router.get("/recalls", operation_id="recall.list", summary="Copies asked back, unconfirmed first.")
def recalls(request: HttpRequest) -> dict[str, Any]:
    who = reader(request)
    who.need(Power.PEER_SEE)
    rows = Holding.visible_to(who).unconfirmed().select_related("peer__partner")
    return {"items": [row.summary() for row in rows.order_by("recalled")[:MOST]]}


@router.get("/records/{pk}/holders", operation_id="recall.see", summary="Who was given a record.")
def holders(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    who = reader(request)
    who.need(Power.PEER_SEE)
    if not Record.visible_to(who).filter(pk=pk, owner_id=who.bureau).exists():
        raise NotFound("there is no such record of your bureau for you")
    look(who, "recall.see", pk)
    return {"items": [row.summary() | {"receipt": row.receipt} for row in holders_of(who, pk)]}


@router.get("/quarantine", operation_id="quarantine.list", summary="What could not be accepted.")
def quarantine(request: HttpRequest) -> dict[str, Any]:
    who = reader(request)
    who.need(Power.PEER_SEE)
    rows = Quarantined.visible_to(who).select_related("peer__partner")
    return {"items": [row.summary() for row in rows[:MOST]]}


@router.get("/copies", operation_id="copy.list", summary="Copies of others' records held here.")
def copies(request: HttpRequest) -> dict[str, Any]:
    who = reader(request)
    who.need(Power.COPY_KEEP)
    return {"items": [row.summary() for row in Copy.visible_to(who)[:MOST]]}
