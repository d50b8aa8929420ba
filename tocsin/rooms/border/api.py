"""Reading stations over the API; what is changed goes through the verbs."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Router

from tocsin.rooms.border import desk
from tocsin.rooms.border.models import Station
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reading.requests import reader

router = Router(tags=["border"])


@router.get("/stations", operation_id="station.list", summary="Your bureau's border stations.")
def listing(request: HttpRequest) -> dict[str, Any]:
    who = reader(request)
    who.need(Power.STATION_SEE)
    return {"items": [row.summary() for row in Station.visible_to(who)]}


@router.get("/stations/{pk}", operation_id="station.see", summary="A station and its newest copy.")
def one(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    who = reader(request)
    who.need(Power.STATION_SEE)
    return desk.fetch(who, pk).summary()


@router.get(
    "/stations/{pk}/copies/{number}", operation_id="station.fetch", summary="A copy, sealed."
)
def copy(request: HttpRequest, pk: UUID, number: int) -> Any:
    who = reader(request)
    who.need(Power.STATION_COPY)
    return FileResponse(desk.sealed(who, desk.fetch(who, pk), number))
