"""Reading the register over the API: search, one record with its signed bytes, what hangs on it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tocsin.rooms.bureaus.reading import reader
from tocsin.rooms.register.dossier import statements
from tocsin.rooms.register.dossier.page import fetch
from tocsin.rooms.register.forms import SearchForm
from tocsin.rooms.register.searching import search
from tocsin.rooms.register.views import files, imports

router = Router(tags=["register"])


@router.get("/records", operation_id="record.search", summary="Search; pages by ``after``.")
def find(
    request: HttpRequest,
    q: str = "",
    kind: str = "",
    state: str = "",
    strand: str = "",
    owner: str = "",
    country: str = "",
    since: str = "",
    weak: bool = False,  # noqa: FBT001, FBT002  a query parameter
    after: str = "",
) -> dict[str, Any]:
    who = reader(request)
    form = SearchForm.strict(who, request.GET)
    return statements.found(search(who, form.query()))


@router.get("/records/{pk}", operation_id="record.see", summary="One record, whole.")
def see(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    who = reader(request)
    return statements.whole(who, fetch(who, pk))


@router.get("/records/{pk}/history", summary="Its revisions and rulings, as signed.")
def history(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    who = reader(request)
    return statements.history(who, fetch(who, pk))


@router.get("/records/{pk}/links", summary="Its links whose both ends you see.")
def links(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    who = reader(request)
    return statements.links(who, fetch(who, pk))


@router.get("/attachments/{pk}", summary="An attachment's bytes.")
def attachment(request: HttpRequest, pk: UUID) -> HttpResponse:
    return files.attachment(request, pk)


@router.get("/imports/{pk}", summary="How far an import is.")
def job(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    return imports.fetch(request, pk).summary()
