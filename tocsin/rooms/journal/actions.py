"""The journal's verbs: append, look, sequence, erase, close an epoch. Nothing else writes here.

No power is asked for: the journal is written by whoever acts or looks, through the rooms above.
A signing key is always the caller's; none is ever stored here.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tocsin.core.errors import InvalidInput, WrongState
from tocsin.core.ledger import leaf
from tocsin.core.ledger.checkpoint import INTERVAL, Checkpoint, origin
from tocsin.core.ledger.leaf import PARTS, ROWS, Carried
from tocsin.core.ledger.tree import Frontier, fold
from tocsin.core.statements.keys import SigningKey
from tocsin.rooms.journal import models
from tocsin.rooms.journal.committer import Committer
from tocsin.rooms.journal.models import Entry, EntryObject, EntryQuerySet, EntryRow, Epoch, Tile

BATCH = 8 * INTERVAL  # entries sequenced in one transaction
TILE_BITS = INTERVAL.bit_length() - 1


@dataclass(frozen=True, slots=True)
class _Draft:
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
    if not connection.in_atomic_block:
        raise WrongState("an entry is appended in the transaction of what it records")
    draft = _draft(
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
    _write([draft])
    return draft.entry.uuid


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
    draft = _draft(
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
        _write([draft])
    else:
        _looks.commit(draft)
    return draft.entry.uuid


def sequence(log: UUID, signer: SigningKey, now: datetime) -> int:
    """Give the waiting entries their numbers, in order of insertion, sign, and return how many.

    One sequencer works on a log at a time. Each batch is a transaction of its own, with a signed
    checkpoint at its end and after every 256th leaf.
    """
    total = 0
    while True:
        with transaction.atomic():
            count = _sequence_batch(log, signer, now)
        total += count
        if count < BATCH:
            return total


def close_epoch(
    log: UUID, signer: SigningKey, now: datetime, *, successor: SigningKey | None = None
) -> int:
    """Close the open epoch and open the next, whose first leaf carries the end of this one.

    ``successor`` signs from there on, if the log's key changes. Return the new epoch's number.
    Raises WrongState while the open epoch is empty.
    """
    sequence(log, signer, now)
    with transaction.atomic():
        while _sequence_batch(log, signer, now):
            pass
        epoch = _open_epoch(log, now)
        if epoch.size == 0:
            raise WrongState("an epoch is closed only once it has an entry")
        root = Frontier.from_bytes(epoch.size, bytes(epoch.peaks)).root()
        epoch.closed = now
        epoch.save(update_fields=["closed"])
        carried = Carried(epoch.number, epoch.size, root.hex())
        draft = _draft(log=log, verb="journal.epoch", realm="live", at=now, carried=carried)
        draft.entry.epoch, draft.entry.sequence = epoch.number + 1, 0
        _write([draft])
        frontier = Frontier()
        frontier.append(bytes(draft.entry.leaf_hash))
        Epoch.unrestricted.create(
            log=log, number=epoch.number + 1, opened=now, size=1, peaks=frontier.to_bytes()
        )
    sequence(log, successor or signer, now)
    return epoch.number + 1


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
        raise InvalidInput(f"parts are {', '.join((*PARTS, ROWS))}", place="parts")
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
    return _erase(chosen, set(parts))


def _draft(  # noqa: PLR0913 - an entry says these things
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
) -> _Draft:
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
    return _Draft(entry, tuple(dict.fromkeys(objects)), made.rows)


def _write(drafts: Sequence[_Draft]) -> None:
    """Insert the entries in one transaction; on PostgreSQL and SQLite the ids come back."""
    with transaction.atomic():
        Entry.unrestricted.bulk_create([draft.entry for draft in drafts])
        named = [
            EntryObject(entry_id=draft.entry.id, object=item)
            for draft in drafts
            for item in draft.objects
        ]
        if named:
            EntryObject.unrestricted.bulk_create(named)
        rows = [
            EntryRow(
                entry_id=draft.entry.id,
                position=position,
                commitment=part.commitment(),
                salt=part.salt,
                text=part.text,
            )
            for draft in drafts
            for position, part in enumerate(draft.rows)
        ]
        if rows:
            EntryRow.unrestricted.bulk_create(rows, batch_size=1_000)


_looks: Committer[_Draft] = Committer(_write)


def _open_epoch(log: UUID, now: datetime) -> Epoch:
    """Return the open epoch, locked; the first sequencer of a log makes epoch 0."""
    waiting = Epoch.unrestricted.select_for_update().filter(log=log, closed__isnull=True)
    found = waiting.first()
    if found is None:
        try:
            with transaction.atomic():
                Epoch.unrestricted.create(log=log, number=0, opened=now)
        except IntegrityError:  # another process was first; wait for its lock below
            pass
        found = waiting.get()
    return found


def _sequence_batch(log: UUID, signer: SigningKey, now: datetime) -> int:
    epoch = _open_epoch(log, now)
    waiting = list(
        Entry.unrestricted.of(log)
        .unsequenced()
        .order_by("id")
        .values_list("id", "leaf_hash")[:BATCH]
    )
    frontier = Frontier.from_bytes(epoch.size, bytes(epoch.peaks))
    if not waiting:
        _sign_last(epoch, frontier, signer, now)
        return 0
    _number(epoch, [pk for pk, _ in waiting])
    _grow(epoch, frontier, [bytes(found) for _, found in waiting], signer, now)
    epoch.size, epoch.peaks = frontier.size, frontier.to_bytes()
    epoch.save(update_fields=["size", "peaks"])
    return len(waiting)


def _number(epoch: Epoch, keys: Sequence[int]) -> None:
    """Give the entries their sequence numbers, from the epoch's size on."""
    rows = [(epoch.number, epoch.size + i, pk) for i, pk in enumerate(keys)]
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE journal_entry SET epoch = %s, sequence = %s WHERE id = %s", rows)


def _grow(
    epoch: Epoch, frontier: Frontier, hashes: Sequence[bytes], signer: SigningKey, now: datetime
) -> None:
    """Extend the tree block by block, keeping tiles and signing at each block's end."""
    begin = epoch.size - epoch.size % INTERVAL
    epoch.checkpoints.filter(size__gt=begin, cosigned=False).delete()
    signed, done = [], 0
    while done < len(hashes):
        inside = frontier.size % INTERVAL
        step = min(INTERVAL - inside, len(hashes) - done)
        frontier.extend(hashes[done : done + step])
        done += step
        if frontier.size % INTERVAL == 0:
            _keep_tiles(epoch, frontier.size)
        if frontier.size % INTERVAL == 0 or done == len(hashes):
            signed.append(_checkpoint(epoch, frontier, signer, now))
    models.Checkpoint.unrestricted.bulk_create(signed)


def _keep_tiles(epoch: Epoch, size: int) -> None:
    """Store the root of each block of 256, 256**2, ... leaves that ends at ``size``."""
    level, below = 1, _leaf_hashes(epoch, size - INTERVAL, size)
    while True:
        position = (size >> (TILE_BITS * level)) - 1
        Tile.unrestricted.create(epoch=epoch, level=level, position=position, hash=fold(below))
        level += 1
        if size % (1 << (TILE_BITS * level)):
            return
        first = ((size >> (TILE_BITS * level)) - 1) << TILE_BITS
        tiles = epoch.tiles.filter(level=level - 1, position__gte=first).order_by("position")
        below = [bytes(tile) for tile in tiles.values_list("hash", flat=True)]


def _leaf_hashes(epoch: Epoch, begin: int, end: int) -> list[bytes]:
    found = Entry.unrestricted.filter(
        log=epoch.log, epoch=epoch.number, sequence__gte=begin, sequence__lt=end
    ).order_by("sequence")
    return [bytes(item) for item in found.values_list("leaf_hash", flat=True)]


def _sign_last(epoch: Epoch, frontier: Frontier, signer: SigningKey, now: datetime) -> None:
    """Sign the present state if no checkpoint says it yet, as at the start of an epoch."""
    if epoch.size and not epoch.checkpoints.filter(size=epoch.size).exists():
        _checkpoint(epoch, frontier, signer, now).save()


def _checkpoint(
    epoch: Epoch, frontier: Frontier, signer: SigningKey, now: datetime
) -> models.Checkpoint:
    root = frontier.root()
    said = Checkpoint(origin(epoch.log), epoch.number, frontier.size, root)
    return models.Checkpoint(
        epoch=epoch,
        size=frontier.size,
        root=root,
        peaks=frontier.to_bytes(),
        text=said.sign(signer).render(),
        signed=now,
    )


def _erase(chosen: EntryQuerySet, parts: set[str]) -> int:
    touched: set[int] = set()
    if ROWS in parts:
        rows = EntryRow.unrestricted.filter(
            entry__in=chosen.order_by().values("id"), text__isnull=False
        )
        touched.update(rows.values_list("entry_id", flat=True).distinct())
        rows.update(salt=None, text=None)
    changed = []
    for entry in chosen.order_by("id").only("id", "parts", "actor").iterator(chunk_size=500):
        kept = {name: part for name, part in entry.parts.items() if name not in parts}
        if len(kept) == len(entry.parts):
            continue
        touched.add(entry.id)
        entry.parts = kept
        if "actor" in parts:
            entry.actor = None
        changed.append(entry)
    Entry.unrestricted.bulk_update(changed, ["parts", "actor"], batch_size=200)
    return len(touched)
