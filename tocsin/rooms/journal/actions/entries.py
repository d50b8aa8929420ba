"""Entries made and written: in the caller's transaction, or as looks that share a commit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from tocsin.core.errors import WrongState
from tocsin.core.ledger import leaf
from tocsin.core.ledger.leaf import Carried
from tocsin.rooms.journal.committer import Committer
from tocsin.rooms.journal.models import Entry, EntryObject, EntryRow

ATTEMPTS = 3  # each waits for the database's own timeout


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry that is not written yet."""

    entry: Entry
    objects: tuple[UUID, ...]
    rows: tuple[leaf.Part, ...]


def append(  # noqa: PLR0913 - an entry says these things
    *,
    log: UUID,
    verb: str,
    realm: str,
    objects: Sequence[UUID],
    actor: UUID | None,
    purpose: str | None = None,
    query: Any = None,
    detail: Any = None,
    rows: Iterable[Any] = (),
    at: datetime | None = None,
) -> UUID:
    """Append an entry in the caller's transaction and return its id; it has no number yet.

    ``rows`` are the looks of a manifest, one value each, under one leaf. Raises WrongState outside
    a transaction, InvalidInput or InvalidStatement for what has no place in a leaf.
    """
    made = draft(
        log=log,
        verb=verb,
        realm=realm,
        objects=objects,
        actor=actor,
        purpose=purpose,
        query=query,
        detail=detail,
        rows=rows,
        at=at,
    )
    return _appended(made)


def bind(*, log: UUID, verb: str, realm: str, statement: str, at: datetime) -> None:
    """Append, in the caller's transaction, that the bureau signed a statement of this digest.

    The leaf commits to it, so a checkpoint cosigned before a key was stolen proves it older.
    """
    made = draft(
        log=log,
        verb=verb,
        realm=realm,
        objects=[],
        actor=None,
        purpose="exchange",
        detail={"statement": statement},
        at=at,
    )
    made.entry.statement = statement
    _appended(made)


def _appended(made: Draft) -> UUID:
    if not connection.in_atomic_block:
        raise WrongState("an entry is appended in the transaction of what it records")
    write([made])
    return made.entry.uuid


def look(  # noqa: PLR0913 - an entry says these things
    *,
    log: UUID,
    verb: str,
    realm: str,
    objects: Sequence[UUID],
    actor: UUID | None,
    purpose: str | None = None,
    query: Any = None,
    detail: Any = None,
    rows: Iterable[Any] = (),
    at: datetime | None = None,
) -> UUID:
    """Journal a look and return its id once it is durable; only then may the answer leave.

    Looks made at the same time share one transaction; readers are never serialised. Inside a
    transaction it is appended there. Raises Unavailable if it could not be written, else as append.
    """
    made = draft(
        log=log,
        verb=verb,
        realm=realm,
        objects=objects,
        actor=actor,
        purpose=purpose,
        query=query,
        detail=detail,
        rows=rows,
        at=at,
    )
    if connection.in_atomic_block:
        write([made])
    else:
        _looks.commit(made)
    return made.entry.uuid


def draft(  # noqa: PLR0913 - an entry says these things
    *,
    log: UUID,
    verb: str,
    realm: str,
    objects: Sequence[UUID] = (),
    actor: UUID | None = None,
    purpose: str | None = None,
    query: Any = None,
    detail: Any = None,
    rows: Iterable[Any] = (),
    at: datetime | None = None,
    carried: Carried | None = None,
) -> Draft:
    """Return an entry of what was said, salted and hashed, not yet written."""
    moment = at or timezone.now()
    uuid = uuid4()
    made = leaf.make(
        id=uuid,
        at=moment,
        verb=verb,
        log=log,
        realm=realm,
        objects=objects,
        parts={
            "actor": None if actor is None else str(actor),
            "purpose": purpose,
            "query": query,
            "detail": detail,
        },
        rows=rows,
        carried=carried,
    )
    entry = Entry(
        uuid=uuid,
        log=log,
        verb=verb,
        realm=realm,
        at=moment,
        leaf=made.data.decode(),
        leaf_hash=made.hash,
        parts={name: [part.salt, part.text] for name, part in made.parts.items()},
        actor=actor,
    )
    return Draft(entry, tuple(dict.fromkeys(objects)), made.rows)


def write(drafts: Sequence[Draft]) -> None:
    """Insert the entries in one transaction; on PostgreSQL and SQLite the ids come back."""
    with transaction.atomic():
        Entry.unrestricted.bulk_create([one.entry for one in drafts])
        named = [
            EntryObject(entry_id=one.entry.id, object=item)
            for one in drafts
            for item in one.objects
        ]
        if named:
            EntryObject.unrestricted.bulk_create(named)
        rows = [
            EntryRow(
                entry_id=one.entry.id,
                position=position,
                commitment=part.commitment(),
                salt=part.salt,
                text=part.text,
            )
            for one in drafts
            for position, part in enumerate(one.rows)
        ]
        if rows:
            EntryRow.unrestricted.bulk_create(rows, batch_size=1_000)


def _write_looks(drafts: Sequence[Draft]) -> None:
    """Write a group of looks; while another writer holds SQLite's lock too long, try again."""
    for left in reversed(range(ATTEMPTS)):
        try:
            write(drafts)
        except OperationalError:
            if not left:
                raise
            for one in drafts:
                one.entry.id = None  # as before the first attempt
        else:
            return


_looks: Committer[Draft] = Committer(_write_looks)
