"""Erasure: what lies beside a leaf goes; the leaf and every proof over it stay."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from tocsin.core.errors import InvalidInput, WrongState
from tocsin.core.ledger.leaf import PARTS, ROWS
from tocsin.rooms.journal.models import Entry, EntryQuerySet, EntryRow

CHUNK = 500


def erase(
    *,
    log: UUID,
    parts: Collection[str] = (*PARTS, ROWS),
    entries: Collection[UUID] | None = None,
    subject: UUID | None = None,
    actor: UUID | None = None,
    before: datetime | None = None,
) -> int:
    """Erase these parts of the entries chosen, and return how many entries lost something.

    Chosen are the entries that meet every condition given: their ids, an object they name, their
    actor, made before. The leaf and every proof stay. Raises InvalidInput without a condition or
    for an unknown part, WrongState outside a transaction.
    """
    if not connection.in_atomic_block:
        raise WrongState("erasing belongs in the transaction of the verb that orders it")
    if not set(parts) <= {*PARTS, ROWS}:
        raise InvalidInput("parts are {known}", known=", ".join((*PARTS, ROWS)), place="parts")
    chosen = Entry.unrestricted.of(log)
    if entries is not None:
        chosen = chosen.filter(uuid__in=entries)
    if subject is not None:
        chosen = chosen.looks_at(subject)
    if actor is not None:
        chosen = chosen.looks_by(actor)
    if before is not None:
        chosen = chosen.filter(at__lt=before)
    if entries is None and subject is None and actor is None and before is None:
        raise InvalidInput("say which entries: by id, subject, actor or age", place="entries")
    transaction.on_commit(leave_nothing_behind, robust=True)
    return _erase(chosen, set(parts))


def leave_nothing_behind() -> None:
    """Move SQLite's write-ahead log into the file and empty it: it holds what was erased.

    With ``secure_delete`` the file itself then holds zeros there. PostgreSQL vacuums by itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _erase(chosen: EntryQuerySet, parts: set[str]) -> int:
    """Erase chunk after chunk, so that memory does not grow with what is chosen."""
    last, count = 0, 0
    while chunk := list(chosen.filter(id__gt=last).order_by("id")[:CHUNK]):
        last = chunk[-1].id
        count += _erase_chunk(chunk, parts)
    return count


def _erase_chunk(chunk: Sequence[Entry], parts: set[str]) -> int:
    touched: set[int] = set()
    if ROWS in parts:
        rows = EntryRow.unrestricted.filter(entry__in=chunk, text__isnull=False)
        touched.update(rows.values_list("entry_id", flat=True).distinct())
        rows.update(salt=None, text=None)
    changed = []
    for entry in chunk:
        kept = {name: part for name, part in entry.parts.items() if name not in parts}
        if len(kept) < len(entry.parts):
            entry.parts = kept
            entry.actor = None if "actor" in parts else entry.actor
            entry.statement = "" if "detail" in parts else entry.statement
            changed.append(entry)
    Entry.unrestricted.bulk_update(changed, ["parts", "actor", "statement"], batch_size=100)
    return len(touched | {entry.id for entry in changed})
