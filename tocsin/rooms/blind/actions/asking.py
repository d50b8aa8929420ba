"""The asking half of the line: a waiting question is put to the peer, and what it tells is kept.

The peer sees a number of elements that is one of four, and nothing else. What it hands over is
checked before it is believed: the table by its digest, the answer by its proof.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tocsin.core import blind
from tocsin.core.blind import Table as Tags
from tocsin.core.blind import group, keys
from tocsin.core.errors import MalformedFile, ProofFailed, TocsinError, Unavailable
from tocsin.core.sentences import Sentence
from tocsin.rooms.blind.actions import tables
from tocsin.rooms.blind.actions.answering import SUITE
from tocsin.rooms.blind.models import Finding, Match
from tocsin.rooms.exchange.actions.calling import Call
from tocsin.rooms.exchange.models import Peer
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.register.models import Record
from tocsin.web.fetch import Line, Reply

MOST_TRIES = 12
HIGHEST = 2**31 - 1  # number of a table


def due(at: datetime) -> Iterator[Match]:
    """Yield the questions to put now."""
    rows = Match.unrestricted.filter(state=Match.State.WAITING, next_try__lte=at)
    yield from rows.select_related("peer__partner", "peer__bureau", "bureau").order_by("asked")


def carry_out(match: Match, line: Line | None = None) -> Match:
    """Put a question to its peer; a line that is down is tried again, a refusal ends it."""
    call = Call(match.peer, line)
    try:
        witnesses, number = _put(call, match)
    except TocsinError as error:
        _failed(match, error, timezone.now())
    else:
        _learned(match, witnesses, number, timezone.now())
    finally:
        if line is None:
            call.line.close()
    return match


def of_peer(peer: Peer) -> None:
    """Put every waiting question to this peer, one after another."""
    for match in due(timezone.now()):
        if match.peer_id == peer.pk:
            carry_out(match)


def _put(call: Call, match: Match) -> tuple[dict[UUID, bytes], int]:
    said = _described(call.get("/blind/"))
    table = _table(call, match.peer, said)
    asked = list(_asked(match))
    asking = blind.ask([key for _pk, key in asked], os.urandom)
    reply = call.post(f"/blind/?table={said['table']}", asking.message)
    found = blind.learn(asking, said["public"], reply.body, table)
    return {pk: witness for (pk, _key), witness in zip(asked, found, strict=True) if witness}, said[
        "table"
    ]


def _asked(match: Match) -> Iterator[tuple[UUID, bytes]]:
    rows = Record.unrestricted.filter(pk__in=match.records, owner_id=match.bureau_id)
    for record in rows.filter(state="released").order_by("pk"):
        facts = tables.facts_of(record)
        for key in blind.keys_of(facts) if facts else ():
            yield record.pk, key


def _described(reply: Reply) -> dict[str, Any]:
    try:
        said = json.loads(reply.body)
        public = bytes.fromhex(said["public"])
        kept = {"table": said["table"], "digest": str(said["digest"]), "public": public}
        spoken = (said["form"], said["suite"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise MalformedFile("describes no table", place="table") from None
    # It is kept with the answer: what no column holds would leave the question to be put for ever.
    if type(kept["table"]) is not int or not 0 < kept["table"] <= HIGHEST:
        raise MalformedFile("gives its table no number", place="table")
    if spoken != (keys.FORM, SUITE):
        raise MalformedFile("speaks another form of the blind match", place="form")
    group.check(public, "public")
    return kept


def _table(call: Call, peer: Peer, said: dict[str, Any]) -> Tags:
    path = Path(settings.TOCSIN_HOME) / "blind" / "theirs" / f"{peer.pk}.tags"
    if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == said["digest"]:
        return Tags(path.read_bytes())
    data = call.get("/blind/table/").body
    if hashlib.sha256(data).hexdigest() != said["digest"]:
        raise ProofFailed("is not the table that was described", place="table")
    made = Tags(data)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(".part")
    part.write_bytes(data)
    part.replace(path)
    return made


def _learned(match: Match, witnesses: dict[UUID, bytes], number: int, at: datetime) -> None:
    match.state, match.answered, match.table, match.problem = "answered", at, number, ""
    with transaction.atomic():
        match.save(update_fields=["state", "answered", "table", "problem"])
        Finding.unrestricted.bulk_create(
            Finding(match=match, record=pk, witness=witness.hex())
            for pk, witness in sorted(witnesses.items())
        )
        _journalled(match, at, hits=len(witnesses), table=number)


def _failed(match: Match, error: TocsinError, at: datetime) -> None:
    match.tries += 1
    match.problem = error.sentence
    gives_up = match.tries >= MOST_TRIES or _is_refusal(error)
    match.state = Match.State.FAILED if gives_up else Match.State.WAITING
    match.next_try = at + timedelta(seconds=2 ** min(match.tries, 10))
    with transaction.atomic():
        match.save(update_fields=["tries", "problem", "state", "next_try"])
        if gives_up:
            _journalled(match, at, problem=str(error))


def _is_refusal(error: TocsinError) -> bool:
    """Say whether asking again would be refused again; 409 is a table made in between."""
    if not isinstance(error, Unavailable):
        return True
    said = error.sentence
    status = said.facts.get("status", 503) if isinstance(said, Sentence) else 503
    return isinstance(status, int) and 400 <= status < 500 and status != 409


def _journalled(match: Match, at: datetime, **detail: Any) -> None:
    journal.append(
        log=match.bureau_id,
        verb="match.learn",
        realm="live",
        objects=[match.pk, match.peer_id],
        actor=None,
        purpose=match.purpose or None,
        detail={"with": match.peer.partner.code, "elements": match.elements, **detail},
        at=at,
    )
