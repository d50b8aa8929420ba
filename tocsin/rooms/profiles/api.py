"""Reading frameworks and profiles over the API; what is changed goes through the verbs."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.profiles import desk

router = Router(tags=["profiles"])


@router.get("/profiles", operation_id="profile.list", summary="Profiles you see, by pages.")
def listing(request: HttpRequest, page: int = 1) -> dict[str, Any]:
    said = desk.listing(reader(request), str(page))
    shown = said["page"]
    items = [row.record.summary() | {"body": row.record.body} for row in said["rows"]]
    return {"items": items, "page": shown.number, "pages": shown.paginator.num_pages}


@router.get("/profiles/{pk}", operation_id="profile.see", summary="A profile and what it meets.")
def profile(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    return desk.told(reader(request), pk)


@router.get("/frameworks/{pk}", operation_id="framework.see", summary="A framework, each version.")
def framework(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    return desk.told_framework(reader(request), pk)
