"""Reading the audit over the API; each call is itself a look, journalled before it answers."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import override
from ninja import Query, Router

from tocsin.core.errors import InvalidInput
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.bureaus.verb import look
from tocsin.rooms.oversight import audit, casefile, ledger
from tocsin.rooms.oversight.forms import SoughtForm
from tocsin.rooms.oversight.unusual import unusual

router = Router(tags=["oversight"])
PAGE = 200
PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]


@router.get("/audit/looks", operation_id="audit.looks", summary="Who looked at what.")
def looks(  # noqa: PLR0913, PLR0917 - each narrows
    request: HttpRequest,
    subject: str = "",  # noqa: ARG001 - read by the form
    officer: str = "",  # noqa: ARG001
    verb: str = "",  # noqa: ARG001
    purpose: str = "",  # noqa: ARG001
    since: str = "",  # noqa: ARG001
    until: str = "",  # noqa: ARG001
    page: PageNumber = 1,
) -> dict[str, Any]:
    who = reader(request)
    who.need(Power.AUDIT_SEE)
    with override("en"):
        form = SoughtForm(who, request.GET)
        if not form.is_valid():
            place, faults = next(iter(form.errors.items()))
            raise InvalidInput("{fault}", fault=faults[0], place=place)
    sought = form.sought()
    look(who, Power.AUDIT_SEE, *filter(None, [sought.subject]), query=sought.plain())
    found = audit.Pages(audit.entries(who, sought), PAGE)
    block = found.page(page) if page <= found.num_pages else []
    following = page + 1 if page < found.num_pages else None
    return {"items": [asdict(line) for line in audit.lines(who, block)], "next": following}


@router.get("/audit/unusual", operation_id="audit.unusual", summary="Looks that stand out.")
def standing_out(request: HttpRequest) -> dict[str, Any]:
    who = reader(request)
    who.need(Power.AUDIT_SEE)
    look(who, Power.AUDIT_SEE, query={"unusual": True})
    found = unusual(who)
    return asdict(found) if found else {}


@router.get("/audit/journal", operation_id="audit.journal", summary="The state of the own log.")
def journal(request: HttpRequest) -> dict[str, Any]:
    who = reader(request)
    who.need(Power.AUDIT_SEE)
    return asdict(ledger.state(who))


@router.get(
    "/petitions", operation_id="petitions", summary="Open petitions, the nearest due first."
)
def petitions(
    request: HttpRequest, *, closed: bool = False, page: PageNumber = 1
) -> dict[str, Any]:
    found = casefile.listing(reader(request), closed=closed, page=str(page))["page"]
    following = page + 1 if found.has_next() else None
    return {"items": [one.summary() for one in found], "next": following}


@router.get("/petitions/{uuid:pk}", operation_id="petitions.one", summary="One petition, whole.")
def petition(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    return casefile.plain(casefile.fetch(reader(request), pk))
