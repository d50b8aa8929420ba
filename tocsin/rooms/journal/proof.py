"""Proofs from the journal: that an entry is in the tree, that one state continues another.

They read a few hundred hashes at most, thanks to the tiles that the sequencer keeps.
"""

from dataclasses import dataclass
from uuid import UUID

from tocsin.core.errors import InvalidInput, NotFound, WrongState
from tocsin.core.ledger import leaf, proofs
from tocsin.core.ledger.tree import fold
from tocsin.core.protocol.messages import Continuation, Evidence, State, Turn
from tocsin.rooms.journal.models import Checkpoint, Entry, Epoch, Tile

_BITS = 8
WITNESSED = " tocsin/witness/"  # a checkpoint with a line of this name was cosigned


@dataclass(frozen=True, slots=True)
class Proof:
    """An entry's leaf, its place, the path to the root, and the checkpoint that signs the root."""

    leaf: str
    epoch: int
    sequence: int
    size: int
    path: list[bytes]
    checkpoint: str


def prove(uuid: UUID) -> Proof:
    """Return the proof that this entry is in its log, under the newest checkpoint of its epoch.

    Raises NotFound for no such entry, WrongState while no checkpoint covers it.
    """
    entry = Entry.unrestricted.filter(uuid=uuid).first()
    if entry is None:
        raise NotFound("the journal has no such entry")
    if entry.sequence is None or entry.epoch is None:
        raise WrongState("the entry has no number yet; it gets one within a second or so")
    epoch = Epoch.unrestricted.get(log=entry.log, number=entry.epoch)
    signed = epoch.checkpoints.order_by("-size").first()
    if signed is None or signed.size <= entry.sequence:
        raise WrongState("no checkpoint covers the entry yet")
    path = proofs.inclusion(entry.sequence, signed.size, _subtrees(epoch))
    return Proof(entry.leaf, epoch.number, entry.sequence, signed.size, path, signed.text)


def continues(log: UUID, epoch: int, old: int, new: int) -> list[bytes]:
    """Return the proof that the state of ``new`` leaves begins with that of ``old`` leaves."""
    found = Epoch.unrestricted.filter(log=log, number=epoch, size__gte=new).first()
    if found is None:
        raise NotFound("the journal has no such state")
    return proofs.consistency(old, new, _subtrees(found))


def continuation(log: UUID, since: State) -> Continuation | None:
    """Return the proof that the newest checkpoint continues this state; None if it never was.

    It goes through the epochs in between: each first leaf carries the end of the one before.
    """
    newest = latest_checkpoint(log)
    if newest is None or since.size < 1 or since.epoch > newest.epoch.number:
        return None
    turns, size = [], since.size
    try:
        for number in range(since.epoch, newest.epoch.number):
            turns.append(_turn(log, number, size))
            size = 1
        path = continues(log, newest.epoch.number, size, newest.size)
    except (InvalidInput, NotFound):
        return None
    return Continuation(since, tuple(turns), tuple(path))


def _turn(log: UUID, number: int, size: int) -> Turn:
    epoch = Epoch.unrestricted.filter(log=log, number=number).first()
    first = (
        Entry.unrestricted.filter(log=log, epoch__gt=number, sequence=0).order_by("epoch").first()
    )
    carried = leaf.read(first.leaf.encode()).carried if first is not None else None
    if first is None or carried is None:
        raise NotFound("this epoch continues no other")
    if epoch is None or epoch.size < carried.size:  # lost with the machine; the leaf declares it
        return Turn(first.leaf.encode(), ())
    path = proofs.consistency(size, carried.size, _subtrees(epoch))
    return Turn(first.leaf.encode(), tuple(path))


def evidence(log: UUID, digest: str) -> Evidence | None:
    """Return that a statement stands in the journal, under the earliest cosigned checkpoint.

    Asked only of what a key signed that was revoked later.
    """
    for entry in Entry.unrestricted.of(log).sequenced().filter(statement=digest).order_by("id"):
        epoch = Epoch.unrestricted.get(log=log, number=entry.epoch or 0)
        seen = epoch.checkpoints.filter(size__gt=entry.sequence, text__contains=WITNESSED)
        signed, detail = seen.order_by("size").first(), entry.parts.get("detail")
        if signed is None or detail is None or entry.sequence is None:
            continue
        path = proofs.inclusion(entry.sequence, signed.size, _subtrees(epoch))
        part = leaf.Part(*detail)
        return Evidence(entry.leaf.encode(), part, entry.sequence, tuple(path), signed.text)
    return None


def is_bound(log: UUID, digest: str) -> bool:
    """Say whether a leaf of the log commits to the statement of this digest."""
    return Entry.unrestricted.of(log).filter(statement=digest).exists()


def latest_checkpoint(log: UUID) -> Checkpoint | None:
    """Return the newest signed state of the log, for peers to keep and cosign."""
    newest = Checkpoint.unrestricted.filter(epoch__log=log).order_by("-epoch__number", "-size")
    return newest.first()


def cosigned_checkpoint(log: UUID) -> Checkpoint | None:
    """Return the newest signed state of the log that a witness cosigned."""
    seen = Checkpoint.unrestricted.filter(epoch__log=log, text__contains=WITNESSED)
    return seen.order_by("-epoch__number", "-size").first()


def _subtrees(epoch: Epoch) -> proofs.Subtree:
    def subtree(level: int, index: int) -> bytes:
        """Return the root of 2**level leaves from the nearest tiles below."""
        tile_level, rest = divmod(level, _BITS)
        begin, end = index << rest, (index + 1) << rest
        if tile_level == 0:
            rows = Entry.unrestricted.filter(
                log=epoch.log, epoch=epoch.number, sequence__gte=begin, sequence__lt=end
            ).order_by("sequence")
            return fold([bytes(item) for item in rows.values_list("leaf_hash", flat=True)])
        tiles = Tile.unrestricted.filter(
            epoch=epoch, level=tile_level, position__gte=begin, position__lt=end
        ).order_by("position")
        return fold([bytes(item) for item in tiles.values_list("hash", flat=True)])

    return subtree
