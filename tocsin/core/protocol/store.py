"""What the machine asks of whoever keeps its state: in memory for simulation, tables in a node.

The contract. One ``Store`` serves one bureau. The caller of the machine opens a transaction for
each call (one message, one tick, one change) and commits before the messages that came out of it
are sent; when anything is raised, everything written in that call is rolled back. Within the call
every write is seen by the next read. Nothing here is volatile: after a crash the store as
committed is all there is, and the machine goes on from it. Rows are values: what is read is never
changed in place, it is ``kept`` again, whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol
from uuid import UUID

from tocsin.core.labels import Purpose
from tocsin.core.protocol.messages import Alarm, Cursor, Evidence, State, Version
from tocsin.core.statements.cards import Card
from tocsin.core.statements.signed import Signed

START = Cursor()


class Order(NamedTuple):
    """Which of two statements about a record its owner made later. Ties fall by digest.

    An owner's successive statements about a record must have rising moments, whatever its clock
    does: a caller that signs one takes ``max(now, the last moment + 1 ms)``.
    """

    revision: int
    at: datetime
    digest: str


class Standing(StrEnum):
    """What this bureau has of a record."""

    OWN = "own"  # it is the owner
    HELD = "held"  # a copy, in use
    LEAVING = "leaving"  # being purged: out of use already, not yet gone everywhere
    KEPT = "kept"  # out of use, kept under a legal hold
    GONE = "gone"  # purged, or never held; the entry remembers what must not come back


class Subject(StrEnum):
    """What a row of a feed is about."""

    RECORD = "record"
    GROUP = "group"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Source:
    """A peer that offers us the version we hold: how far from the owner, at which place."""

    hops: int
    cursor: Cursor


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything known of one record, its owner's or another's.

    ``order`` is the newest statement ever seen of it: nothing older is accepted again. ``final`` is
    the owner's withdrawal: with it, nothing is ever accepted again. ``barred`` is set while the
    owner's own feed has taken the record back from us. ``accepted`` is when this version came,
    ``route`` the peer through whom receipts go if the owner is no peer, and ``away`` over how many
    nodes; a route is never given up for a longer one, so that two never point at each other.
    ``distance`` is how many nodes it came through: only a peer that is nearer to the owner counts
    as a source, so that two holders never keep a record alive for each other; others stand by.
    ``answer`` is what the next receipt is to answer, ``said`` the moment of our newest receipt.
    ``evidence`` proves statements under a key that was compromised later.
    """

    id: UUID
    owner: UUID
    standing: Standing
    order: Order | None = None
    version: Version | None = None
    sources: Mapping[UUID, Source] = field(default_factory=dict)
    distance: int = 0
    blocks: tuple[Signed, ...] = ()
    final: Signed | None = None
    barred: bool = False
    accepted: datetime | None = None
    route: UUID | None = None
    away: int = 0
    answer: str = ""
    said: datetime | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One row of a reader's feed. Only the newest of a subject counts; rows never change.

    ``token`` names the state offered (a digest); ``offered`` False is a retract.
    """

    position: int
    subject: Subject
    id: UUID
    offered: bool
    token: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Holding:
    """The recall ledger: one holder of one record, as far as this bureau knows.

    At the owner every holder; at one who passed it on, those it gave it to. ``served`` is the
    token last served to it (empty: it only reported). ``outcome`` and ``receipt`` are its newest
    word. Confirmed when ``confirmed``; else, if ``recalled``, unconfirmed since then.
    """

    record: UUID
    holder: UUID
    served: str = ""
    outcome: str = ""
    receipt: Signed | None = None
    said: datetime | None = None
    recalled: datetime | None = None
    recall: str = ""
    confirmed: datetime | None = None


@dataclass(frozen=True, slots=True)
class PeerState:
    """One accepted peer.

    ``reading``: our place in its feed; ``shown``: the furthest place in ours that a page to it
    reached. ``behind``: there may be news to pull; ``pulled``: when we asked, until it is
    answered; ``synced``: when we last read to the end.
    ``sweeping``: it began new feeds, and what it offered in the old ones and not again is dropped
    when the end is reached. ``returned``: in catch-up, it has returned everything, up to
    ``returning`` so far. ``head``: the last checkpoint of its journal that we verified, with our
    cosignature; ``cosigned``: the last of ours with its own; ``asks``: what it wants proved of
    ours; ``claims``: heads of its journal told by others and not yet proved; ``told``: heads of
    others told to it, ``telling`` those in the pull that is not answered; ``alarm``: its journal
    contradicts itself; ``unproved``: how often in a row it proved less of it than it was asked.
    """

    bureau: UUID
    purposes: frozenset[Purpose] = frozenset(Purpose)
    reading: Cursor = START
    shown: Cursor = START
    heard: datetime | None = None
    pulled: datetime | None = None
    synced: datetime | None = None
    behind: bool = True
    sweeping: bool = False
    returned: bool = True
    returning: UUID | None = None
    head: str = ""
    cosigned: str = ""
    asks: tuple[State, ...] = ()
    claims: tuple[str, ...] = ()
    told: Mapping[UUID, State] = field(default_factory=dict)
    telling: Mapping[UUID, State] = field(default_factory=dict)
    alarm: Alarm | None = None
    unproved: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A group's newest membership known here, and until when it was known to be the newest."""

    id: UUID
    owner: UUID
    version: int
    members: frozenset[UUID]
    signed: Signed
    as_of: datetime


@dataclass(frozen=True, slots=True)
class SetAside:
    """Quarantine: an offer that cannot be accepted yet, and why. Never the body, only its envelope.

    ``ready`` when what was missing has come: the next pull from ``peer`` asks for it again.
    """

    record: UUID
    peer: UUID
    why: str
    statement: Signed
    at: datetime
    waits_for: UUID | None = None
    until: datetime | None = None
    ready: bool = False


@dataclass(frozen=True, slots=True)
class Owed:
    """A statement on its way to a bureau; handed on at every chance until somebody took it."""

    digest: str
    to: UUID
    about: UUID
    statement: Signed
    via: UUID | None = None  # the peer through whom, where the addressee is none


class Level(StrEnum):
    """How a finding is shown."""

    RED = "red"  # somebody broke the rules or a journal contradicts itself
    AMBER = "amber"  # declared, or it may mend itself


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to show about a peer or a record; ``evidence`` are signed texts that prove it."""

    kind: str
    level: Level
    peer: UUID | None
    subject: UUID | None
    at: datetime
    evidence: tuple[str, ...] = ()


class Store(Protocol):
    """The tables of one bureau. ``keep_...`` replaces the row of the same key, or adds it."""

    def me(self) -> UUID:
        """Return whose state this is."""

    def generation(self) -> int:
        """Return the generation of our feeds; ``begin_feeds`` sets it."""

    def begin_feeds(self, generation: int) -> None:
        """Forget all rows of all feeds and begin empty ones: after a restore, and never else."""

    def catching_up(self) -> bool:
        """Say whether this node was restored and has not yet heard from its peers."""

    def end_catch_up(self) -> None:
        """Leave catch-up."""

    def card(self, bureau: UUID) -> Card | None:
        """Return the newest card of a bureau whose words were compared, or its successor."""

    def keep_card(self, card: Card) -> None:
        """Keep a card that replaces the one known."""

    def cards(self) -> Iterable[Card]:
        """Return every card known."""

    def peer(self, bureau: UUID) -> PeerState | None:
        """Return an accepted peer."""

    def peers(self) -> Sequence[PeerState]:
        """Return all accepted peers."""

    def keep_peer(self, state: PeerState) -> None:
        """Keep a peer's state."""

    def entry(self, record: UUID) -> Entry | None:
        """Return what is known of a record. For an own record, its current version."""

    def keep_entry(self, entry: Entry) -> None:
        """Keep an entry. A HELD one with a body comes into use; any other is out of use at once.

        Out of use: not shown, screened, matched, exported or passed on.
        """

    def entries_of(self, owner: UUID) -> Sequence[Entry]:
        """Return the entries of an owner, by id."""

    def entries_from(self, source: UUID) -> Sequence[Entry]:
        """Return the entries that this peer is a source of."""

    def entries_in(self, group: UUID) -> Sequence[Entry]:
        """Return OWN and HELD entries whose label names the group."""

    def entries_signed_by(self, key: str) -> Sequence[Entry]:
        """Return entries with a version, block or withdrawal signed by this key."""

    def entries_due(self, at: datetime) -> Sequence[Entry]:
        """Return OWN and HELD entries that need a look now.

        Their release, validity or a block is over by ``at``; ``looked_at`` ends the look.
        """

    def looked_at(self, record: UUID, at: datetime) -> None:
        """Note that what was due of this record up to ``at`` has been done."""

    def entries_leaving(self) -> Sequence[Entry]:
        """Return the entries that stand LEAVING, or KEPT though no hold keeps them any more."""

    def entries(self) -> Iterable[Entry]:
        """Return every entry; used when a new peer is accepted and after a restore."""

    def purge(self, record: UUID) -> None:
        """Begin to remove what the record says: body, search, index, attachments, exports list."""

    def is_purged(self, record: UUID) -> bool:
        """Say whether nothing of it is left and every consumer of the change feed has passed it."""

    def is_under_hold(self, record: UUID) -> bool:
        """Say whether a legal hold of this bureau keeps the record from being purged."""

    def newest_row(self, reader: UUID, subject: Subject, id: UUID) -> FeedRow | None:  # noqa: A002
        """Return the newest row about this in the reader's feed."""

    def append_row(
        self,
        reader: UUID,
        subject: Subject,
        id: UUID,  # noqa: A002
        *,
        offered: bool,
        token: str,
        at: datetime,
    ) -> FeedRow:
        """Append to the reader's feed at a position higher than any before in this generation."""

    def rows_after(self, reader: UUID, position: int, most: int) -> Sequence[FeedRow]:
        """Return rows after this position in order, each the newest about its subject."""

    def has_passed(self, reader: UUID, row: FeedRow) -> bool:
        """Say whether a page to the reader reached this row, so that it may have seen it."""

    def holding(self, record: UUID, holder: UUID) -> Holding | None:
        """Return the ledger's row."""

    def holdings(self, record: UUID) -> Sequence[Holding]:
        """Return all holders of a record known here."""

    def keep_holding(self, holding: Holding) -> None:
        """Keep the ledger's row."""

    def group(self, group: UUID) -> Group | None:
        """Return the newest membership known."""

    def groups(self) -> Sequence[Group]:
        """Return every group known."""

    def keep_group(self, group: Group) -> None:
        """Keep a membership; older versions may be kept beside it for people to read."""

    def set_aside(self, row: SetAside) -> None:
        """Keep a row of the quarantine; one for each record and peer."""

    def aside(self, *, peer: UUID | None = None, record: UUID | None = None) -> Sequence[SetAside]:
        """Return the quarantine, all or of this peer or record."""

    def drop_aside(self, record: UUID, peer: UUID) -> None:
        """Forget a row of the quarantine."""

    def owe(self, owed: Owed) -> None:
        """Keep a statement to be handed on; the same digest again changes nothing."""

    def owed(self) -> Sequence[Owed]:
        """Return what is still to be handed on."""

    def settle(self, digest: str) -> None:
        """Somebody nearer to the addressee took it."""

    def took(self, digest: str) -> bool:
        """Say whether this was ever kept to be handed on, even if it is settled by now."""

    def show(self, finding: Finding) -> bool:
        """Keep a finding once; return False if it (kind, peer, subject) was shown already."""
