"""Blind matching as officers read it: agreements, own questions, what peers asked, one question."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator

from tocsin.core.errors import NotFound
from tocsin.rooms.blind.models import Answered, Arrangement, Finding, Match
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.verb import look
from tocsin.rooms.exchange.models import Peer
from tocsin.rooms.register.models import titles_for

PAGE = 25
MOST = 100


def listing(reader: Reader, at: datetime, page: str | None) -> dict[str, Any]:
    """Return the page of the room."""
    agreed = list(Arrangement.visible_to(reader).filter(closed=None))
    return {
        "arrangements": [
            {"row": one, "spent": one.spent(at), "table": one.tables.first()} for one in agreed
        ],
        "page": Paginator(Match.visible_to(reader), PAGE).get_page(page),
        "answered": list(Answered.visible_to(reader)[:PAGE]),
        "can_ask": peers(reader).exists(),
    }


def peers(reader: Reader) -> Any:
    """Return the peers of the reader's bureau with an open line."""
    return Peer.visible_to(reader).filter(state=Peer.State.ACCEPTED).select_related("partner")


def fetch(reader: Reader, pk: UUID) -> Match:
    """Return one question as this reader sees it; raises NotFound."""
    found = Match.visible_to(reader).filter(pk=pk).first()
    if found is None:
        raise NotFound("there is no such question here for you")
    return found


def question(reader: Reader, match: Match) -> dict[str, Any]:
    """Return the page of one question with what it found, and journal the look."""
    rows = list(Finding.visible_to(reader).filter(match=match))
    look(reader, "match.see", match.pk, *(row.record for row in rows))
    titles = titles_for(reader, {row.record for row in rows})
    return {
        "match": match,
        "findings": [{"row": row, "title": titles.get(row.record, "")} for row in rows],
        "dummies": match.elements - match.keys,
    }


def open_findings(reader: Reader) -> int:
    """Return how many findings wait for somebody's decision."""
    return Finding.visible_to(reader).filter(state=Finding.State.OPEN).count()
