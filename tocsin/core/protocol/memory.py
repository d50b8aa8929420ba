"""A store in memory, as strict as tables: for simulation, and to read the contract by.

``begin``, ``commit`` and ``roll_back`` are the caller's transaction; every write is undone exactly.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from tocsin.core.protocol import facts
from tocsin.core.protocol.messages import Cursor
from tocsin.core.protocol.store import (
    Entry,
    FeedRow,
    Finding,
    Group,
    Holding,
    Owed,
    PeerState,
    SetAside,
    Standing,
    Subject,
)
from tocsin.core.statements.cards import Card

K = TypeVar("K")
V = TypeVar("V")

_USABLE = frozenset({Standing.OWN, Standing.HELD})


@dataclass
class MemoryStore:
    """The tables of one bureau as dictionaries. ``before_write`` is for tests that interrupt."""

    bureau: UUID
    tables: dict[str, dict[Any, Any]] = field(default_factory=dict)
    feeds: dict[UUID, list[FeedRow]] = field(default_factory=dict)
    begun: int = 0
    catching: bool = False
    holds: set[UUID] = field(default_factory=set)
    before_write: Callable[[], None] | None = None
    undo: list[Callable[[], Any]] | None = None

    def begin(self) -> None:
        """Begin a transaction."""
        self.undo = []

    def commit(self) -> None:
        """Keep what was written."""
        self.undo = None

    def roll_back(self) -> None:
        """Undo everything written since ``begin``."""
        for step in reversed(self.undo or []):
            step()
        self.undo = None

    def me(self) -> UUID:
        """Return whose state this is."""
        return self.bureau

    def generation(self) -> int:
        """Return the generation of the feeds."""
        return self.begun

    def begin_feeds(self, generation: int) -> None:
        """Forget all rows and begin empty feeds."""
        rows, newest, begun = self.feeds, self._table("newest"), self.begun
        self._write(lambda: self._set_feeds(rows, newest, begun))
        self._set_feeds({}, {}, generation)

    def catching_up(self) -> bool:
        """Say whether the node is in catch-up."""
        return self.catching

    def end_catch_up(self) -> None:
        """Leave catch-up."""
        self._write(lambda: setattr(self, "catching", True))
        self.catching = False

    def card(self, bureau: UUID) -> Card | None:
        """Return the newest card known."""
        return self._table("card").get(bureau)

    def keep_card(self, card: Card) -> None:
        """Keep a card."""
        self._put("card", card.bureau, card)

    def cards(self) -> Iterable[Card]:
        """Return every card known."""
        return list(self._table("card").values())

    def peer(self, bureau: UUID) -> PeerState | None:
        """Return an accepted peer."""
        return self._table("peer").get(bureau)

    def peers(self) -> Sequence[PeerState]:
        """Return all accepted peers."""
        return list(self._table("peer").values())

    def keep_peer(self, state: PeerState) -> None:
        """Keep a peer's state."""
        self._put("peer", state.bureau, state)

    def entry(self, record: UUID) -> Entry | None:
        """Return what is known of a record."""
        return self._table("entry").get(record)

    def keep_entry(self, entry: Entry) -> None:
        """Keep an entry and what it is found by."""
        self._put("entry", entry.id, entry)
        if entry.standing in _USABLE:
            self._drop("purging", entry.id)
        if entry.standing is Standing.LEAVING or entry.standing is Standing.KEPT:
            self._put("leaving", entry.id, True)
        else:
            self._drop("leaving", entry.id)
        self._put_due(entry, None)

    def entries_of(self, owner: UUID) -> Sequence[Entry]:
        """Return the entries of an owner, by id."""
        return sorted(self._where(lambda one: one.owner == owner), key=lambda one: one.id)

    def entries_from(self, source: UUID) -> Sequence[Entry]:
        """Return the entries this peer is a source of."""
        return self._where(lambda one: source in one.sources)

    def entries_in(self, group: UUID) -> Sequence[Entry]:
        """Return the usable entries released to the group."""
        return self._where(lambda one: one.standing in _USABLE and group in _groups(one))

    def entries_signed_by(self, key: str) -> Sequence[Entry]:
        """Return the entries with a statement by this key."""
        return self._where(lambda one: any(said.key == key for said in _said(one)))

    def entries_due(self, at: datetime) -> Sequence[Entry]:
        """Return the entries of which something is over."""
        due = self._table("due")
        return [self._table("entry")[record] for record, when in due.items() if when <= at]

    def looked_at(self, record: UUID, at: datetime) -> None:
        """Note that what was due is done."""
        self._put_due(self._table("entry")[record], at)

    def entries_leaving(self) -> Sequence[Entry]:
        """Return what is being purged, and what no hold keeps any more."""
        leaving = [self._table("entry")[record] for record in self._table("leaving")]
        return [
            one for one in leaving if one.standing is Standing.LEAVING or one.id not in self.holds
        ]

    def entries(self) -> Iterable[Entry]:
        """Return every entry."""
        return list(self._table("entry").values())

    def purge(self, record: UUID) -> None:
        """Begin to remove what the record says."""
        self._put("purging", record, True)

    def is_purged(self, record: UUID) -> bool:
        """Say whether every consumer has passed it: after ``consume``."""
        return record not in self._table("purging")

    def consume(self) -> None:
        """Let every consumer of the change feed pass what is being purged."""
        for record in list(self._table("purging")):
            self._drop("purging", record)

    def is_under_hold(self, record: UUID) -> bool:
        """Say whether a legal hold keeps it."""
        return record in self.holds

    def newest_row(self, reader: UUID, subject: Subject, id: UUID) -> FeedRow | None:  # noqa: A002
        """Return the newest row about this."""
        return self._table("newest").get((reader, subject, id))

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
        """Append to a feed."""
        rows = self.feeds.setdefault(reader, [])
        row = FeedRow(len(rows) + 1, subject, id, offered, token, at)
        self._write(rows.pop)
        rows.append(row)
        self._put("newest", (reader, subject, id), row)
        return row

    def rows_after(self, reader: UUID, position: int, most: int) -> Sequence[FeedRow]:
        """Return the newest rows about their subjects after this position."""
        rows, newest = self.feeds.get(reader, []), self._table("newest")
        found: list[FeedRow] = []
        for at in range(bisect_right(rows, position, key=lambda one: one.position), len(rows)):
            row = rows[at]
            if newest[reader, row.subject, row.id] is row:
                found.append(row)
                if len(found) == most:
                    break
        return found

    def has_passed(self, reader: UUID, row: FeedRow) -> bool:
        """Say whether a page to the reader reached this row."""
        peer = self.peer(reader)
        return peer is not None and Cursor(self.begun, row.position) <= peer.shown

    def holding(self, record: UUID, holder: UUID) -> Holding | None:
        """Return the ledger's row."""
        return self._table(_ledger(record)).get(holder)

    def holdings(self, record: UUID) -> Sequence[Holding]:
        """Return all holders known."""
        return list(self._table(_ledger(record)).values())

    def keep_holding(self, holding: Holding) -> None:
        """Keep the ledger's row."""
        self._put(_ledger(holding.record), holding.holder, holding)

    def group(self, group: UUID) -> Group | None:
        """Return the newest membership."""
        return self._table("group").get(group)

    def groups(self) -> Sequence[Group]:
        """Return every group."""
        return list(self._table("group").values())

    def keep_group(self, group: Group) -> None:
        """Keep a membership."""
        self._put("group", group.id, group)

    def set_aside(self, row: SetAside) -> None:
        """Keep a row of the quarantine."""
        self._put("aside", (row.record, row.peer), row)

    def aside(self, *, peer: UUID | None = None, record: UUID | None = None) -> Sequence[SetAside]:
        """Return the quarantine."""
        return [
            row
            for row in self._table("aside").values()
            if peer in {None, row.peer} and record in {None, row.record}
        ]

    def drop_aside(self, record: UUID, peer: UUID) -> None:
        """Forget a row of the quarantine."""
        self._drop("aside", (record, peer))

    def owe(self, owed: Owed) -> None:
        """Keep what is to be handed on, once."""
        if not self.took(owed.digest):
            self._put("took", owed.digest, True)
            self._put("owed", owed.digest, owed)

    def owed(self) -> Sequence[Owed]:
        """Return what is still to be handed on."""
        return list(self._table("owed").values())

    def settle(self, digest: str) -> None:
        """Forget what was taken."""
        self._drop("owed", digest)

    def took(self, digest: str) -> bool:
        """Say whether it was ever kept."""
        return digest in self._table("took")

    def show(self, finding: Finding) -> bool:
        """Keep a finding once."""
        key = (finding.kind, finding.peer, finding.subject)
        if key in self._table("finding"):
            return False
        self._put("finding", key, finding)
        return True

    def findings(self) -> Sequence[Finding]:
        """Return what is shown."""
        return list(self._table("finding").values())

    def _table(self, name: str) -> dict[Any, Any]:
        return self.tables.setdefault(name, {})

    def _where(self, wanted: Callable[[Entry], bool]) -> list[Entry]:
        return [one for one in self._table("entry").values() if wanted(one)]

    def _write(self, undo: Callable[[], Any]) -> None:
        if self.before_write is not None:
            self.before_write()
        if self.undo is not None:
            self.undo.append(undo)

    def _put(self, name: str, key: K, value: V) -> None:
        table = self._table(name)
        if key in table:
            before = table[key]
            self._write(lambda: table.__setitem__(key, before))
        else:
            self._write(lambda: table.pop(key))
        table[key] = value

    def _drop(self, name: str, key: K) -> None:
        table = self._table(name)
        if key in table:
            before = table[key]
            self._write(lambda: table.__setitem__(key, before))
            del table[key]

    def _set_feeds(
        self, rows: dict[UUID, list[FeedRow]], newest: dict[Any, Any], begun: int
    ) -> None:
        self.feeds, self.tables["newest"], self.begun = rows, newest, begun

    def _put_due(self, entry: Entry, after: datetime | None) -> None:
        ends = [] if entry.standing not in _USABLE else list(_ends(entry))
        later = [end for end in ends if after is None or end > after]
        if later:
            self._put("due", entry.id, min(later))
        else:
            self._drop("due", entry.id)


def _ledger(record: UUID) -> str:
    """Return the name of the table of one record's holders."""
    return f"holders of {record}"


def _groups(entry: Entry) -> Iterable[UUID]:
    return () if entry.version is None else facts.facts(entry.version).travelling.label.groups


def _said(entry: Entry) -> Iterable[Any]:
    version = entry.version
    ours = () if version is None else (version.record, version.ruling)
    return [said for said in (*ours, *entry.blocks, entry.final) if said is not None]


def _ends(entry: Entry) -> Iterable[datetime]:
    if entry.version is not None:
        said = facts.facts(entry.version)
        yield from (end for end in (said.travelling.label.until, said.valid_until) if end)
    for block in entry.blocks:
        if "until" in facts.heard(block.statement).body:
            yield facts.made_at(block, "until")
