"""Shelves of foreign STIX objects: put on one by one, superseded only by who brought them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from tocsin.core.formats.stix.objects import Object
from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.exchange.models import Item, Nonce, Shelf, Status, digest_of
from tocsin.rooms.journal import actions as journal

KEPT = timedelta(days=1)
CHUNK = 500
# All digests of a post as one parameter: one each costs more than to find the rows.
KNOWN = "SELECT id, shelf_id, type, uuid, version, owner FROM exchange_item WHERE digest "
AMONG = {
    "sqlite": "IN (SELECT value FROM json_each('[' || %s || ']'))",
    "postgresql": "= ANY(string_to_array(%s, ',')::bigint[])",
}
COLUMNS = "shelf_id, owner, added, type, uuid, digest, version, newest, oldest, raw"
INSERT = f"INSERT INTO exchange_item ({COLUMNS}) VALUES (%s{', %s' * 9})"  # noqa: S608
COPY = f"COPY exchange_item ({COLUMNS}) FROM STDIN"
DIGEST = COLUMNS.split(", ").index("digest")


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
        self.kept: dict[tuple[str, str], _Kept] = {}
        self.digests: dict[str, int] = {}

    def read(self, objects: Sequence[Object]) -> None:
        """Look up what the shelf holds of these objects already."""
        self.digests = {one.id: digest_of(one.id) for one in objects}
        wanted = ",".join(map(str, self.digests.values()))
        with connection.cursor() as cursor:
            cursor.execute(KNOWN + AMONG[connection.vendor], [wanted])
            for pk, shelf, kind, uuid, version, owner in cursor.fetchall():
                if _hex(shelf) == self.shelf.pk.hex:
                    kept = self.kept.setdefault((kind, _hex(uuid)), _Kept(_hex(owner)))
                    kept.known[version] = pk

    def take(self, one: Object) -> None:
        """Take one object, or refuse it."""
        uuid, version = _hex(one.uuid), _version(one)
        kept = self.kept.get((one.type, uuid))
        if kept is None:
            kept = self.kept[one.type, uuid] = _Kept(self.officer)
        elif kept.owner != self.officer:
            spelled = str(one.value.get("modified") or one.value.get("created") or "")
            why = "another officer brought this object; only she supersedes it"
            self.refused.append(Outcome(one.id, spelled, why))
            return
        self.taken += 1
        if version not in kept.known and version not in kept.fresh:
            self.added += 1
            said = (self.added, one.type, uuid, self.digests[one.id], version)
            kept.fresh[version] = (*said, one.raw)

    def write(self) -> None:
        """Add the rows, many at a stroke, and move the shelf's last place."""
        changed = [kept for kept in self.kept.values() if kept.fresh]
        if not changed:
            return
        rows = [row for kept in changed for row in kept.rows(self.shelf.pk.hex)]
        rows.sort(key=itemgetter(DIGEST))  # neighbours in the index
        _add(rows)
        again = [kept for kept in changed if kept.known]
        _mark([kept.known[max(kept.known)] for kept in again if kept.is_superseded], newest=False)
        _mark([kept.known[min(kept.known)] for kept in again if kept.is_preceded], oldest=False)
        Shelf.unrestricted.filter(pk=self.shelf.pk).update(last=self.added)


@dataclass(slots=True)
class _Kept:
    """What there is of one object: by version, the rows it has and the values of those it gets.

    A model's object for each of a million rows would take most of the time.
    """

    owner: str
    known: dict[int, int] = field(default_factory=dict)
    fresh: dict[int, tuple[int, str, str, int, int, str]] = field(default_factory=dict)

    @property
    def is_superseded(self) -> bool:
        """True when the newest version is among the fresh."""
        return max(self.fresh) > max(self.known)

    @property
    def is_preceded(self) -> bool:
        """True when the oldest version is among the fresh."""
        return min(self.fresh) < min(self.known)

    def rows(self, shelf: str) -> Iterator[tuple[Any, ...]]:
        """Yield the fresh in the order of ``COLUMNS``; both databases read a UUID's hex."""
        versions = [*self.known, *self.fresh]
        first, last = min(versions), max(versions)
        for version, (*said, raw) in self.fresh.items():
            yield shelf, self.owner, *said, version == last, version == first, raw


def _add(rows: Sequence[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(COPY) as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(INSERT, rows)


def _mark(rows: Sequence[int], **now: bool) -> None:
    for start in range(0, len(rows), CHUNK):
        Item.unrestricted.filter(pk__in=rows[start : start + CHUNK]).update(**now)


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
