"""Reading missions over the API; what is changed goes through the verbs."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.missions import desk

router = Router(tags=["missions"])


@router.get("/missions", operation_id="mission.list", summary="Missions your bureau sees.")
def listing(request: HttpRequest) -> dict[str, Any]:
    who = reader(request)
    who.need(Power.MISSION_SEE)
    return {"items": [one.summary() for one in desk.newest(who)]}


@router.get("/missions/{pk}", operation_id="mission.see", summary="A mission with its entries.")
def one(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    who = reader(request)
    who.need(Power.MISSION_SEE)
    found = desk.fetch(who, pk)
    (seen,) = desk.seen(who, [found])
    return seen.summary() | {"entries": desk.told(who, found, timezone.now())}
