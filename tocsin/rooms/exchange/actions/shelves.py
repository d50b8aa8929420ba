"""Shelves of foreign STIX objects: put on one by one, superseded only by who brought them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from tocsin.core.formats.stix.objects import Object
from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.exchange.models import Item, Nonce, Shelf, Status
from tocsin.rooms.journal import actions as journal

KEPT = timedelta(days=1)
CHUNK = 500
KNOWN = "SELECT uuid, version, owner FROM exchange_item WHERE shelf_id = %s AND uuid IN ({many})"
INSERT = (
    "INSERT INTO exchange_item"
    " (shelf_id, owner, added, type, uuid, version, newest, oldest, raw)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


@dataclass(slots=True)
class Outcome:
    """What became of one object of a post, as TAXII's status says it."""

    id: str
    version: str
    message: str = ""


def shelf_of(bureau: Bureau, realm: str) -> Shelf:
    """Return the bureau's shelf in this realm, made when first asked for."""
    shelf, _made = Shelf.unrestricted.get_or_create(
        bureau=bureau, realm=realm, defaults={"title": "Foreign STIX objects"}
    )
    return shelf


def put(
    reader: Reader, shelf: Shelf, objects: Sequence[Object], at: datetime
) -> tuple[int, list[Outcome]]:
    """Put these on the shelf in one transaction; return how many were taken, and the refused.

    The same version again is taken as the same. A version of what another officer brought is
    refused, for only who brought an object supersedes it.
    """
    with transaction.atomic():
        locked = Shelf.unrestricted.select_for_update().get(pk=shelf.pk)
        post = _Post(locked, reader.officer, max(locked.last, _micros(at)))
        post.read(objects)
        for one in objects:
            post.take(one)
        post.write()
        journal.append(
            log=reader.bureau,
            verb="shelf.put",
            realm=reader.realm.value,
            objects=[shelf.pk],
            actor=reader.officer,
            purpose=reader.purpose or None,
            detail={"taken": post.taken, "refused": len(post.refused)},
            at=at,
        )
    return post.taken, post.refused


class _Post:
    """One post: what was known of its objects before, and the rows it adds."""

    def __init__(self, shelf: Shelf, officer: UUID, added: int) -> None:
        self.shelf, self.officer, self.added = shelf, officer.hex, added
        self.taken = 0
        self.refused: list[Outcome] = []
        # Ids stand here as hex: a value of its own for each of a million takes longer than to write
        # it down.
        self.rows: dict[tuple[str, int], _Row] = {}
        self.known: dict[str, list[int]] = {}
        self.owners: dict[str, str] = {}

    def read(self, objects: Sequence[Object]) -> None:
        """Look up what the shelf holds of these objects already."""
        ids = sorted({_hex(one.uuid) for one in objects})
        with connection.cursor() as cursor:
            for start in range(0, len(ids), CHUNK):
                some = ids[start : start + CHUNK]
                many = ",".join(["%s"] * len(some))
                cursor.execute(KNOWN.format(many=many), [self.shelf.pk.hex, *some])
                for pk, version, owner in cursor.fetchall():
                    self.owners[_hex(pk)] = _hex(owner)
                    self.known.setdefault(_hex(pk), []).append(version)

    def take(self, one: Object) -> None:
        """Take one object, or refuse it."""
        pk, version = _hex(one.uuid), _version(one)
        if self.owners.setdefault(pk, self.officer) != self.officer:
            said = str(one.value.get("modified") or one.value.get("created") or "")
            why = "another officer brought this object; only she supersedes it"
            self.refused.append(Outcome(one.id, said, why))
            return
        self.taken += 1
        versions = self.known.setdefault(pk, [])
        if version in versions:
            return
        self.added += 1
        row = _Row(self.added, one.type, pk, version, one.raw)
        if versions:
            row.newest, row.oldest = version > max(versions), version < min(versions)
            self._outdate(pk, row)
        versions.append(version)
        self.rows[pk, version] = row

    def _outdate(self, pk: str, row: "_Row") -> None:
        for (other, _version), earlier in self.rows.items():
            if other == pk:
                earlier.newest = earlier.newest and not row.newest
                earlier.oldest = earlier.oldest and not row.oldest
        rows = Item.unrestricted.filter(shelf=self.shelf, uuid=pk)
        if row.newest:
            rows.filter(newest=True).update(newest=False)
        if row.oldest:
            rows.filter(oldest=True).update(oldest=False)

    def write(self) -> None:
        """Add the rows, many at a stroke, and move the shelf's last place."""
        if not self.rows:
            return
        shelf, owner = self.shelf.pk.hex, self.officer
        rows = sorted(self.rows.values(), key=attrgetter("uuid"))  # neighbours in the index
        with connection.cursor() as cursor:
            cursor.executemany(INSERT, [(shelf, owner, *row.columns()) for row in rows])
        Shelf.unrestricted.filter(pk=self.shelf.pk).update(last=self.added)


@dataclass(slots=True)
class _Row:
    """A row to be added: a model's object for each of a million would take most of the time."""

    added: int
    type: str
    uuid: str
    version: int
    raw: str
    newest: bool = True
    oldest: bool = True

    def columns(self) -> tuple[Any, ...]:
        """Return the values in the order of ``INSERT``; both databases read a UUID's hex."""
        said = (self.added, self.type, self.uuid, self.version)
        return (*said, self.newest, self.oldest, self.raw)


def _hex(pk: str | UUID) -> str:
    """Return an id as both databases read it; one gives it back as text, the other as a UUID."""
    return pk.replace("-", "") if isinstance(pk, str) else pk.hex


def _version(one: Object) -> int:
    moment = one.modified or one.created
    return _micros(moment) if moment is not None else 0


def _micros(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000)


def note_status(bureau: UUID, asker: UUID, body: dict[str, Any], at: datetime) -> Status:
    """Keep what became of a post, for a day; return it with its id."""
    return Status.unrestricted.create(bureau_id=bureau, asker=asker, at=at, body=body)


def use_once(key: str, at: datetime) -> bool:
    """Return whether this number is used for the first time; then it is spent."""
    _row, made = Nonce.unrestricted.get_or_create(key=key, defaults={"at": at})
    return made


def sweep(at: datetime) -> int:
    """Forget, as the clock, statuses and spent numbers that nobody can ask for any more."""
    gone = Nonce.unrestricted.filter(at__lt=at - timedelta(hours=1)).delete()[0]
    return gone + Status.unrestricted.filter(at__lt=at - KEPT).delete()[0]
