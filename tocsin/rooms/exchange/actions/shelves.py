"""Shelves of foreign STIX objects: put on one by one, superseded only by who brought them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from tocsin.core.formats.stix.objects import Object
from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.exchange.models import Item, Nonce, Shelf, Status
from tocsin.rooms.journal import actions as journal

KEPT = timedelta(days=1)
CHUNK = 500


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
) -> tuple[list[Outcome], list[Outcome]]:
    """Put these on the shelf in one transaction; return what was taken and what was refused.

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
            detail={"taken": len(post.taken), "refused": len(post.refused)},
            at=at,
        )
    return post.taken, post.refused


class _Post:
    """One post: what was known of its objects before, and the rows it adds."""

    def __init__(self, shelf: Shelf, officer: UUID, added: int) -> None:
        self.shelf, self.officer, self.added = shelf, officer, added
        self.taken: list[Outcome] = []
        self.refused: list[Outcome] = []
        self.rows: dict[tuple[UUID, int], Item] = {}
        self.known: dict[UUID, list[int]] = {}
        self.owners: dict[UUID, UUID] = {}

    def read(self, objects: Sequence[Object]) -> None:
        """Look up what the shelf holds of these objects already."""
        ids = list({UUID(one.uuid) for one in objects})
        for start in range(0, len(ids), CHUNK):
            rows = Item.unrestricted.filter(shelf=self.shelf, uuid__in=ids[start : start + CHUNK])
            for pk, version, owner in rows.values_list("uuid", "version", "owner"):
                self.owners[pk] = owner
                self.known.setdefault(pk, []).append(version)

    def take(self, one: Object) -> None:
        """Take one object, or refuse it."""
        pk, version = UUID(one.uuid), _version(one)
        said = str(one.value.get("modified") or one.value.get("created") or "")
        outcome = Outcome(one.id, said)
        if self.owners.setdefault(pk, self.officer) != self.officer:
            outcome.message = "another officer brought this object; only she supersedes it"
            self.refused.append(outcome)
            return
        self.taken.append(outcome)
        versions = self.known.setdefault(pk, [])
        if version in versions:
            return
        self.added += 1
        item = Item(
            shelf=self.shelf,
            added=self.added,
            type=one.type,
            uuid=pk,
            version=version,
            owner=self.officer,
            raw=one.raw,
        )
        if versions:
            item.newest, item.oldest = version > max(versions), version < min(versions)
            self._outdate(pk, item)
        versions.append(version)
        self.rows[pk, version] = item

    def _outdate(self, pk: UUID, item: Item) -> None:
        for (other, _version), row in self.rows.items():
            if other == pk:
                row.newest = row.newest and not item.newest
                row.oldest = row.oldest and not item.oldest
        rows = Item.unrestricted.filter(shelf=self.shelf, uuid=pk)
        if item.newest:
            rows.filter(newest=True).update(newest=False)
        if item.oldest:
            rows.filter(oldest=True).update(oldest=False)

    def write(self) -> None:
        """Add the rows and move the shelf's last place."""
        if self.rows:
            Item.unrestricted.bulk_create(self.rows.values(), batch_size=CHUNK)
            Shelf.unrestricted.filter(pk=self.shelf.pk).update(last=self.added)


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
