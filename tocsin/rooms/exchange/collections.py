"""The collections one caller reaches, each with what it lets read and write.

A peer reads its feeds and writes into its inbox; a token's officer reads and fills her bureau's
shelf of foreign objects. Whatever is somebody else's is not there at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction

from tocsin.core.errors import NotAllowed, NotFound
from tocsin.core.formats.limits import Limits
from tocsin.core.formats.rows import RowError
from tocsin.core.formats.stix.objects import Object, objects
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.exchange import shelving, taxii
from tocsin.rooms.exchange.actions import intake, machine, servings, shelves
from tocsin.rooms.exchange.callers import MOST, Caller
from tocsin.rooms.exchange.models import Feed, Memory, Peer, Shelf, Status

LIMITS = Limits(document=MOST, rows=20_000)


class Collection(Protocol):
    """What every collection can be asked."""

    def resource(self) -> dict[str, Any]: ...
    def page(self, asked: taxii.Asked, at: datetime) -> taxii.Page: ...
    def post(self, body: bytes, at: datetime) -> dict[str, Any]: ...


def of(who: Caller) -> Iterator[Collection]:
    """Yield the caller's collections."""
    if who.peer is not None:
        for feed in Feed.unrestricted.filter(peer=who.peer).select_related(
            "group", "peer__partner", "peer__bureau"
        ):
            yield Inbox(feed) if feed.inbox else Outbox(feed)
    elif who.reader is not None and who.reader.holds(Power.RECORD_SEE):
        yield Kept(shelves.shelf_of(who.bureau, who.reader.realm.value), who.reader)


def generation(who: Caller, at: datetime) -> dict[str, Any]:
    """Return, to a peer, in which generation its feeds are and how recent the groups it shares."""
    if who.peer is None:
        return {}
    memory = Memory.unrestricted.filter(bureau=who.bureau).first()
    shared = machine.fresh(who.bureau.pk, who.peer.partner_id, at)
    return {
        taxii.GENERATION: memory.generation if memory is not None else 0,
        taxii.GROUPS: [taxii.of_fresh(one) for one in shared],
    }


def find(who: Caller, pk: UUID) -> Collection:
    """Return one of the caller's collections; raise NotFound for any other."""
    for one in of(who):
        if one.resource()["id"] == str(pk):
            return one
    raise NotFound("there is no such collection for you")


def status(who: Caller, pk: UUID) -> dict[str, Any]:
    """Return what became of a post of this caller."""
    found = Status.unrestricted.filter(pk=pk, bureau=who.bureau, asker=who.id).first()
    if found is None:
        raise NotFound("there is no such status for you")
    return {"id": str(found.pk), **found.body}


@dataclass(frozen=True, slots=True)
class Outbox:
    """A peer's feed: read by it, written by the register alone."""

    feed: Feed

    def resource(self) -> dict[str, Any]:
        name = self.feed.group.name if self.feed.group else self.feed.peer.partner.code
        return taxii.collection(self.feed.pk, f"Released to {name}", read=True, write=False)

    def page(self, asked: taxii.Asked, at: datetime) -> taxii.Page:
        return servings.page(self.feed, asked, at)

    def post(self, _body: bytes, _at: datetime) -> dict[str, Any]:
        raise NotAllowed("nothing is written into a feed; receipts go to the inbox")


@dataclass(frozen=True, slots=True)
class Inbox:
    """Where a peer leaves its receipts."""

    feed: Feed

    def resource(self) -> dict[str, Any]:
        return taxii.collection(self.feed.pk, "Receipts", read=False, write=True)

    def page(self, _asked: taxii.Asked, _at: datetime) -> taxii.Page:
        raise NotAllowed("what was left here is not read back")

    def post(self, body: bytes, at: datetime) -> dict[str, Any]:
        peer = self.feed.peer
        return _received(peer, body, at)


@dataclass(frozen=True, slots=True)
class Kept:
    """The bureau's shelf of foreign objects."""

    shelf: Shelf
    reader: Reader

    @property
    def writes(self) -> bool:
        return self.reader.holds(Power.RECORD_DRAFT)

    def resource(self) -> dict[str, Any]:
        title = f"{self.reader.bureau_code}: foreign STIX objects"
        return taxii.collection(self.shelf.pk, title, read=True, write=self.writes)

    def page(self, asked: taxii.Asked, _at: datetime) -> taxii.Page:
        return shelving.page(self.shelf, asked)

    def post(self, body: bytes, at: datetime) -> dict[str, Any]:
        if not self.writes:
            raise NotAllowed("this token does not write here")
        sound, broken = _sorted(body)
        with transaction.atomic():
            taken, refused = shelves.put(self.reader, self.shelf, sound, at)
            wrong = [*refused, *broken]
            return _status(self.reader.bureau, self.reader.officer, taken, wrong, at)


def _received(peer: Peer, body: bytes, at: datetime) -> dict[str, Any]:
    sound, broken = _sorted(body)
    taken, refused = 0, list(broken)
    for one in sound:
        outcome = shelves.Outcome(one.id, str(one.value.get("modified", "")))
        row = intake.receipt(peer, one.value, at)
        if row:
            outcome.message = row
            refused.append(outcome)
        else:
            taken += 1
    return _status(peer.bureau_id, peer.partner_id, taken, refused, at)


def _sorted(body: bytes) -> tuple[list[Object], list[shelves.Outcome]]:
    sound: list[Object] = []
    broken: list[shelves.Outcome] = []
    for one in objects(body, LIMITS):
        if isinstance(one, RowError):
            said = f"{one.field}: {one.sentence}" if one.field else one.sentence
            broken.append(shelves.Outcome(one.place, "", said))
        else:
            sound.append(one)
    return sound, broken


def _status(
    bureau: UUID,
    asker: UUID,
    taken: int,
    refused: list[shelves.Outcome],
    at: datetime,
) -> dict[str, Any]:
    body = {
        "status": "complete",
        "request_timestamp": taxii.spelled(taxii.of_moment(at)),
        "total_count": taken + len(refused),
        "success_count": taken,
        "failure_count": len(refused),
        "failures": [_detail(one) for one in refused],
        "pending_count": 0,
    }
    kept = shelves.note_status(bureau, asker, body, at)
    return {"id": str(kept.pk), **body}


def _detail(one: shelves.Outcome) -> dict[str, str]:
    said = {"id": one.id, "version": one.version or "1970-01-01T00:00:00.000Z"}
    return {**said, "message": one.message} if one.message else said
