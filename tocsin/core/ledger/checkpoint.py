"""Checkpoints of a log in the C2SP text format: origin, size, root; signed, and cosigned by peers.

Each epoch is a log of its own to other people's tools: its origin is ``<origin>/<epoch>``, and the
signer's name is the origin.
"""

import re
from dataclasses import dataclass
from uuid import UUID

from tocsin.core.errors import InvalidStatement, ProofFailed
from tocsin.core.ledger import note
from tocsin.core.ledger.tree import EMPTY_ROOT, HASH_LENGTH
from tocsin.core.statements import octets
from tocsin.core.statements.cards import Journal
from tocsin.core.statements.keys import SigningKey

INTERVAL = 256  # an export has a checkpoint at most so many leaves after the one before

_SIZE = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)
_EPOCH = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of one epoch of a log: ``size`` leaves under ``root``."""

    origin: str
    epoch: int
    size: int
    root: bytes

    @property
    def name(self) -> str:
        """The origin line: what other tools know the epoch by."""
        return f"{self.origin}/{self.epoch}"

    def text(self) -> str:
        """Return what is signed."""
        return f"{self.name}\n{self.size}\n{octets.to_text(self.root)}\n"

    def sign(self, key: SigningKey) -> note.Note:
        """Return the checkpoint signed by the log's key."""
        return note.Note(self.text()).signed_by(self.name, key)


def parse(data: str | bytes) -> tuple[Checkpoint, note.Note]:
    """Return checkpoint and note with nothing verified; raises InvalidStatement.

    Extension lines (C2SP) are allowed; they are signed and mean nothing to us.
    """
    found = note.parse(data)
    lines = found.text.removesuffix("\n").split("\n")
    if len(lines) < 3 or not all(lines):
        raise InvalidStatement("a checkpoint says origin, size and root", place="checkpoint")
    origin, slash, epoch = lines[0].rpartition("/")
    if not slash or not origin or not _EPOCH.fullmatch(epoch):
        raise InvalidStatement("the origin must end in the epoch", place=ascii(lines[0])[:60])
    if not _SIZE.fullmatch(lines[1]):
        raise InvalidStatement("the size is a plain integer", place=ascii(lines[1])[:60])
    root = octets.from_text(lines[2], place="root", length=HASH_LENGTH)
    size = int(lines[1])
    if size == 0 and root != EMPTY_ROOT:
        raise InvalidStatement("an empty log has the empty root", place=lines[0])
    return Checkpoint(origin, int(epoch), size, root), found


def verify(data: str | bytes, journal: Journal) -> Checkpoint:
    """Return the checkpoint if the card's log key for its epoch signed it.

    Raises InvalidStatement for a broken form, ProofFailed for another origin or a signature that
    is missing or wrong.
    """
    checkpoint, found = parse(data)
    if checkpoint.origin != journal.origin:
        raise ProofFailed(
            "is of another log than {origin}", origin=journal.origin, place=checkpoint.origin
        )
    found.verify(checkpoint.name, journal.key(checkpoint.epoch))
    return checkpoint


def witness_name(bureau: UUID) -> str:
    """Return the name under which a bureau cosigns the checkpoints of others."""
    return f"tocsin/witness/{bureau}"


def origin(log: UUID) -> str:
    """Return the origin of this bureau's journal: the name its card and its checkpoints bear."""
    return f"tocsin/journal/{log}"
