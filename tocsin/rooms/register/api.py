"""Reading the register over the API: search, one record with its signed bytes, what hangs on it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.register.dossier import statements
from tocsin.rooms.register.dossier.page import fetch
from tocsin.rooms.register.exporting import FORMS, Form, one, several
from tocsin.rooms.register.forms import SearchForm
from tocsin.rooms.register.searching import search
from tocsin.rooms.register.views import files, imports

router = Router(tags=["register"])


class Asked(Schema):
    """The filters of a search, as on its page; ``after`` is the page before's ``following``."""

    q: str = ""
    kind: str = ""
    state: str = ""
    strand: str = ""
    owner: str = ""
    country: str = ""
    since: str = ""
    weak: str = ""
    after: str = ""


@router.get("/records", operation_id="record.search", summary="Search; pages by ``after``.")
def find(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    who = reader(request)
    return statements.found(search(who, SearchForm.strict(who, asked.dict()).query()))


@router.get("/records/export.stix", summary="What a search finds, as a STIX bundle.")
def export_stix(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    return _several(request, asked, FORMS["stix"])


@router.get("/records/export.misp", summary="What a search finds, as a MISP event.")
def export_misp(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    return _several(request, asked, FORMS["misp"])


@router.get("/records/{pk}/export.stix", summary="One record as a STIX bundle.")
def one_stix(request: HttpRequest, pk: UUID) -> HttpResponse:
    return HttpResponse(one(reader(request), pk, FORMS["stix"]), content_type=FORMS["stix"].media)


@router.get("/records/{pk}/export.misp", summary="One record as a MISP event.")
def one_misp(request: HttpRequest, pk: UUID) -> HttpResponse:
    return HttpResponse(one(reader(request), pk, FORMS["misp"]), content_type=FORMS["misp"].media)


def _several(request: HttpRequest, asked: Asked, form: Form) -> HttpResponse:
    who = reader(request)
    query = SearchForm.strict(who, asked.dict()).query()
    return HttpResponse(several(who, query, form), content_type=form.media)


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
def read_import(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    return imports.fetch(request, pk).summary()
