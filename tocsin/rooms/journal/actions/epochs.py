"""Epochs: numbers for entries that wait, the tree over them, signed checkpoints, and the end."""

import contextlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from tocsin.core.errors import NotFound, WrongState
from tocsin.core.ledger.checkpoint import INTERVAL, Checkpoint, origin, parse
from tocsin.core.ledger.leaf import Carried
from tocsin.core.ledger.tree import Frontier, fold
from tocsin.core.statements.keys import SigningKey
from tocsin.rooms.journal import models
from tocsin.rooms.journal.actions.entries import draft, write
from tocsin.rooms.journal.models import Entry, Epoch, Tile

BATCH = 8 * INTERVAL  # entries sequenced in one transaction
RESTORE = "journal.restore"
TILE_BITS = INTERVAL.bit_length() - 1


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
        number = _begin(log, epoch.number + 1, "journal.epoch", carried, now)
    sequence(log, successor or signer, now)
    return number


def declare_restored(log: UUID, signer: SigningKey, now: datetime, *, carried: str = "") -> int:
    """Open the epoch of a journal that comes from a backup; return its number.

    Its first leaf, ``journal.restore``, carries the newest of its checkpoints that any peer kept,
    "" where none did: what was written after the backup is lost, and this says so. What was
    written during catch-up gets its numbers here.
    """
    with transaction.atomic():
        epoch = _open_epoch(log, now)
        epoch.closed = now
        epoch.save(update_fields=["closed"])
        end, last = None, epoch.number
        if carried:
            found = parse(carried)[0]
            end, last = Carried(found.epoch, found.size, found.root.hex()), max(last, found.epoch)
        elif epoch.size:
            root = Frontier.from_bytes(epoch.size, bytes(epoch.peaks)).root()
            end = Carried(epoch.number, epoch.size, root.hex())
        number = _begin(log, last + 1, RESTORE, end, now)
    sequence(log, signer, now)
    return number


def _begin(log: UUID, number: int, verb: str, carried: Carried | None, now: datetime) -> int:
    """Open an epoch with its first leaf."""
    first = draft(log=log, verb=verb, realm="live", at=now, carried=carried)
    first.entry.epoch, first.entry.sequence = number, 0
    write([first])
    frontier = Frontier()
    frontier.append(bytes(first.entry.leaf_hash))
    Epoch.unrestricted.create(log=log, number=number, opened=now, size=1, peaks=frontier.to_bytes())
    return number


def forget_epoch(log: UUID, number: int, now: datetime) -> int:
    """Delete the entries of a closed epoch whose time is over; return how many they were.

    Its last checkpoint stays, and the next epoch carries its root, so what is left still verifies.
    Epochs go in their order. Raises NotFound for no such epoch, WrongState while it is open or an
    earlier one is still there.
    """
    with transaction.atomic():
        epochs = Epoch.unrestricted.select_for_update().filter(log=log, number__lte=number)
        found = epochs.filter(number=number).first()
        if found is None:
            raise NotFound("the journal has no such epoch")
        if found.closed is None:
            raise WrongState("close the epoch first")
        if epochs.filter(number__lt=number, forgotten__isnull=True).exists():
            raise WrongState("forget the earlier epochs first")
        gone = Entry.unrestricted.filter(log=log, epoch=number)
        count = gone.count()
        gone.delete()
        found.tiles.all().delete()
        found.checkpoints.filter(size__lt=found.size, cosigned=False).delete()
        found.forgotten = found.forgotten or now
        found.save(update_fields=["forgotten"])
    return count


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


def show(log: UUID) -> models.Checkpoint | None:
    """Return the newest checkpoint of a log, and keep it for good: a witness is about to see it."""
    with transaction.atomic():
        newest = models.Checkpoint.unrestricted.filter(epoch__log=log).order_by(
            "-epoch__number", "-size"
        )
        found = newest.select_for_update().first()
        if found is not None and not found.cosigned:
            found.cosigned = True
            found.save(update_fields=["cosigned"])
    return found


def cosign(log: UUID, epoch: int, size: int, line: str) -> None:
    """Add a witness' signature line to a checkpoint of this log; twice is once.

    The caller has verified it. Nothing that was signed changes: lines only come to stand under it.
    """
    with transaction.atomic():
        row = (
            models.Checkpoint.unrestricted.select_for_update()
            .filter(epoch__log=log, epoch__number=epoch, size=size)
            .first()
        )
        if row is None:
            raise NotFound("the journal has no checkpoint of this size")
        if line not in row.text:
            row.text += line
            row.save(update_fields=["text"])


def keep_cosigned(log: UUID, text: str) -> None:
    """Add the witness' lines under a checkpoint of this log, where the log still has it.

    The caller has verified them.
    """
    found, signed = parse(text)
    for line in signed.lines[1:]:
        with contextlib.suppress(NotFound):
            cosign(log, found.epoch, found.size, line.render())
