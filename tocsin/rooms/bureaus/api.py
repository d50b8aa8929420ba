"""Reading who is who over the API. What is changed goes through the verbs' own routes."""

from typing import Annotated, Any, TypeVar
from uuid import UUID

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from tocsin.core.errors import NotFound
from tocsin.rooms.bureaus.models import Bureau, Group, Officer, Post, Proposal, Token, Unit
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.bureaus.verb import look
from tocsin.rooms.bureaus.views.officers import knows_staff

router = Router(tags=["bureaus"])
PAGE = 100
Found = TypeVar("Found", bound=models.Model)
PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]


@router.get("/me", operation_id="me.see", summary="Whom this token speaks for, and its powers.")
def me(request: HttpRequest) -> dict[str, Any]:
    who = reader(request)
    return {
        "officer": str(who.officer),
        "name": who.name,
        "bureau": {"id": str(who.bureau), "code": who.bureau_code},
        "realm": who.realm.value,
        "purpose": who.purpose,
        "roles": sorted(role.value for role in who.roles),
        "powers": sorted(power.value for power in who.powers),
    }


@router.get("/bureaus", operation_id="bureau.list", summary="The bureaus this node knows.")
def bureaus(request: HttpRequest) -> dict[str, Any]:
    return _whole(Bureau.visible_to(reader(request)))


@router.get("/officers", operation_id="officer.list", summary="The officers of your bureau.")
def officers(request: HttpRequest, q: str = "", page: PageNumber = 1) -> dict[str, Any]:
    who = reader(request)
    knows_staff(who)
    found = Officer.visible_to(who).named(q.strip().replace("\0", ""))
    return _paged(found, page)


@router.get("/officers/{pk}", operation_id="officer.see", summary="One officer and her posts.")
def officer(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    who = reader(request)
    knows_staff(who)
    found = _one(Officer.visible_to(who), pk)
    posts = Post.visible_to(who).filter(officer=found)
    return found.summary() | {"posts": [post.summary() for post in posts]}


@router.get("/units", operation_id="unit.list", summary="The units of your bureau.")
def units(request: HttpRequest) -> dict[str, Any]:
    who = _insider(request)
    return _whole(Unit.visible_to(who).filter(ended__isnull=True))


@router.get("/groups", operation_id="group.list", summary="Groups you own or belong to.")
def groups(request: HttpRequest) -> dict[str, Any]:
    return _whole(Group.visible_to(_insider(request)).prefetch_related("members"))


@router.get("/groups/{pk}", operation_id="group.see", summary="One group, as signed.")
def group(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    found = _one(Group.visible_to(_insider(request)), pk)
    versions = [
        {"number": one.number, "key": one.key, "statement": one.text}
        for one in found.versions.all()
    ]
    return found.summary() | {"versions": versions}


@router.get("/proposals", operation_id="proposal.list", summary="What waits for a second officer.")
def proposals(request: HttpRequest) -> dict[str, Any]:
    who = reader(request)
    waiting = list(Proposal.visible_to(who).open(timezone.now()))
    look(who, "proposal.list", *[one.target for one in waiting if one.target])
    return {"items": [_proposal(one) for one in waiting]}


@router.get("/proposals/{pk}", operation_id="proposal.see", summary="One proposal, whole.")
def proposal(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    who = reader(request)
    found = _one(Proposal.visible_to(who), pk)
    look(who, "proposal.see", found.id, *([found.target] if found.target else []))
    return _proposal(found)


@router.get("/tokens", operation_id="token.list", summary="Your tokens, without their secrets.")
def tokens(request: HttpRequest) -> dict[str, Any]:
    who = reader(request)
    who.need(Power.TOKEN_CREATE)
    return _whole(Token.visible_to(who))


def _insider(request: HttpRequest) -> Reader:
    who = reader(request)
    who.need(Power.SESSION_END)  # every role has it but the observer's
    return who


def _proposal(found: Proposal) -> dict[str, Any]:
    return found.summary() | {
        "target": str(found.target) if found.target else None,
        "arguments": found.arguments,
        "proposer": str(found.proposer_id),
        "until": found.until.isoformat(),
    }


def _one(seen: models.QuerySet[Found], pk: UUID) -> Found:
    found = seen.filter(pk=pk).first()
    if found is None:
        raise NotFound("there is nothing here under this number for you")
    return found


def _whole(rows: Any) -> dict[str, Any]:
    return {"items": [row.summary() for row in rows]}


def _paged(rows: Any, number: int) -> dict[str, Any]:
    page = Paginator(rows, PAGE).get_page(number)
    following = number + 1 if number < page.paginator.num_pages else None
    items = page if number <= page.paginator.num_pages else []
    return {"items": [row.summary() for row in items], "next": following}
