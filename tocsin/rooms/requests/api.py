"""Reading requests over the API; what is changed goes through the verbs."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.requests import desk
from tocsin.rooms.requests.models import Request

router = Router(tags=["requests"])


@router.get("/requests", operation_id="request.list", summary="Requests of your bureau.")
def listing(request: HttpRequest) -> dict[str, Any]:
    who = reader(request)
    who.need(Power.REQUEST_SEE)
    rows = Request.visible_to(who).select_related("record", "asker", "asked")
    return {"items": [row.summary() for row in rows.order_by("-opened")[: desk.MOST]]}


@router.get("/requests/figures", operation_id="request.figures", summary="Who answers in time.")
def figures(request: HttpRequest) -> dict[str, Any]:
    who = reader(request)
    who.need(Power.REQUEST_SEE)
    found = desk.figures(who, timezone.now())
    return {name: [one.summary() for one in rows] for name, rows in found.items()}


@router.get("/requests/{pk}", operation_id="request.see", summary="A request with its entries.")
def one(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    who = reader(request)
    who.need(Power.REQUEST_SEE)
    found = desk.fetch(who, pk)
    return found.summary() | {"entries": desk.told(who, found, timezone.now())}
