"""Reading blind matches over the API; what is changed goes through the verbs."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from tocsin.rooms.blind import desk
from tocsin.rooms.blind.models import Arrangement, Match
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.bureaus.verb import look

router = Router(tags=["blind"])


@router.get("/matches", operation_id="match.list", summary="Blind questions of your bureau.")
def listing(request: HttpRequest) -> dict[str, Any]:
    who = reader(request)
    who.need(Power.MATCH_SEE)
    rows = Match.visible_to(who).prefetch_related("findings")
    return {"items": [row.summary() for row in rows[: desk.MOST]]}


@router.get("/matches/{pk}", operation_id="match.see", summary="A blind question and its findings.")
def one(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    who = reader(request)
    who.need(Power.MATCH_SEE)
    found = desk.fetch(who, pk)
    look(who, "match.see", found.pk)
    return found.summary()


@router.get("/arrangements", operation_id="arrangement.list", summary="Who may ask us blindly.")
def arrangements(request: HttpRequest) -> dict[str, Any]:
    who = reader(request)
    who.need(Power.MATCH_SEE)
    return {"items": [row.summary() for row in Arrangement.visible_to(who)]}
