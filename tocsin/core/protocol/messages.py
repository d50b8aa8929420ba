"""What peers say to each other. Nine messages; every one may be lost, doubled or come late.

A message is believed only from an authenticated peer (``parcels``, or the transport's own means);
what it carries of others is believed only by the author's signature. Statements travel byte for
byte as they were signed, whoever passes them on.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from tocsin.core.ledger.leaf import Part
from tocsin.core.statements.signed import Signed


class Cursor(NamedTuple):
    """A place in a peer's feed. Compares as a pair; it only moves forward.

    ``generation`` is the epoch of the server's journal in which its feeds were begun: a restored
    node begins new feeds, so an old position can never hide what came after the restore.
    """

    generation: int = 0
    position: int = 0


class State(NamedTuple):
    """A state of a journal: so many leaves of this epoch."""

    epoch: int
    size: int


@dataclass(frozen=True, slots=True)
class Turn:
    """How one epoch of a journal became the next: its first leaf carries the end of the other.

    ``consistency`` leads to that end; a restored journal cannot prove it, and declares so by the
    leaf's verb. The next state proved is the new epoch with this one leaf.
    """

    leaf: bytes
    consistency: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Continuation:
    """The proof that a journal's head continues an earlier state of it; turns for each epoch."""

    since: State
    turns: tuple[Turn, ...]
    consistency: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """That a statement stood in its author's journal under a cosigned checkpoint.

    ``detail`` is the leaf's salted part; its JSON names the statement's digest under ``statement``.
    """

    leaf: bytes
    detail: Part
    index: int
    path: tuple[bytes, ...]
    checkpoint: str


@dataclass(frozen=True, slots=True)
class Version:
    """A record as its owner last spoke of it: envelope, the newest ruling on it, body and salt.

    Without ``body`` and ``salt`` it says what is known, not what is held.
    """

    record: Signed
    ruling: Signed | None = None
    body: bytes | None = None
    salt: bytes | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A row of the reader's feed: this record is released to you, in this version.

    ``hops`` counts nodes between the owner and the sender. Blocks in force come along; a blocked
    record comes without its body, and only to those who hold it.
    """

    position: int
    version: Version
    blocks: tuple[Signed, ...] = ()
    hops: int = 0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Retract:
    """A row of the reader's feed: the sender offers this record no longer; purge your copy.

    ``statement`` is the owner's withdrawal when the record is at its end for everybody. Without
    one, only the owner's own feed obliges a reader who has the record from others too.
    """

    position: int
    id: UUID
    owner: UUID
    statement: Signed | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Members:
    """A row of the reader's feed: who is in a group the reader belongs to, signed by its owner."""

    position: int
    membership: Signed


@dataclass(frozen=True, slots=True)
class NewCard:
    """A row of the reader's feed: a newer card of a bureau, for those who know an older one."""

    position: int
    card: Signed


Row = Offer | Retract | Members | NewCard


class Fresh(NamedTuple):
    """The sender knows that this version of a group was still the newest at that moment."""

    group: UUID
    version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Alarm:
    """The receiver's journal contradicts itself: checkpoints that it signed, as evidence."""

    kind: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Witness:
    """What two peers tell each other of their journals at every sync.

    ``head`` is the sender's newest checkpoint; ``answers`` the states it was asked about, and
    ``proofs`` that the head continues them: one asked about and not proved is a contradiction.
    ``asks`` are states of the other's journal that the sender wants proved, ``cosigned`` is the
    other's head with the sender's cosignature, ``claims`` are heads of third parties.
    """

    head: str = ""
    answers: tuple[State, ...] = ()
    proofs: tuple[Continuation, ...] = ()
    asks: tuple[State, ...] = ()
    cosigned: str = ""
    claims: tuple[str, ...] = ()
    alarm: Alarm | None = None


NOTHING_TO_WITNESS = Witness()


@dataclass(frozen=True, slots=True)
class Poke:
    """There is news; pull when it suits you. Losing one costs time, nothing else."""


@dataclass(frozen=True, slots=True)
class Pull:
    """Give me my feed after this place. ``again`` asks for records set aside until now."""

    cursor: Cursor
    limit: int
    again: tuple[UUID, ...] = ()
    witness: Witness = NOTHING_TO_WITNESS


@dataclass(frozen=True, slots=True)
class Page:
    """The reader's feed after ``after``: rows in order, the place of the last, whether more wait.

    ``asked`` repeats the pull's ``again``, whose answers stand in ``again``. ``serving`` is false
    while the server is in catch-up: such a page says nothing about any record.
    """

    after: Cursor
    cursor: Cursor
    rows: tuple[Row, ...]
    more: bool
    asked: tuple[UUID, ...] = ()
    again: tuple[Offer | Retract, ...] = ()
    fresh: tuple[Fresh, ...] = ()
    serving: bool = True
    witness: Witness = NOTHING_TO_WITNESS


@dataclass(frozen=True, slots=True)
class Hand:
    """Statements on their way to whom they concern: receipts, and blocks of a reviewer."""

    statements: tuple[Signed, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """The handed statements with these digests are kept here now; hand them no more."""

    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """I was restored from a backup: return to me what is mine, after this record id."""

    after: UUID | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """What the sender keeps of the asker, in order of record id.

    Versions of the asker's records, and statements: withdrawals, blocks, receipts, memberships,
    its card. ``then`` is where to go on, None at the end; ``heads`` are the asker's checkpoints.
    """

    after: UUID | None
    then: UUID | None
    versions: tuple[Version, ...] = ()
    statements: tuple[Signed, ...] = ()
    heads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """What a pull says of journals, where a transport reads the rows by itself."""

    witness: Witness


@dataclass(frozen=True, slots=True)
class Seen:
    """The answer to a look: what a page says of journals."""

    witness: Witness


Message = Poke | Pull | Page | Hand | Taken | Ask | Returned | Look | Seen
