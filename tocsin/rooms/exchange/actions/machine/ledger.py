"""Feeds and the ledger of holders, read by the machine a row at a time and loaded many at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from tocsin.core.protocol.store import FeedRow as Row
from tocsin.core.protocol.store import Holding as Held
from tocsin.core.protocol.store import Subject
from tocsin.core.statements.signed import Signed
from tocsin.rooms.exchange import reach, taxii
from tocsin.rooms.exchange.actions.machine import journalled
from tocsin.rooms.exchange.models import Feed, FeedRow, Holding, Memory, Peer, Standing
from tocsin.rooms.register.models import Record

Act = FeedRow.Act
SUBJECTS = {Act.MEMBERSHIP: Subject.GROUP, Act.CARD: Subject.CARD}
ACTS = {Subject.GROUP: Act.MEMBERSHIP, Subject.CARD: Act.CARD}


@dataclass(frozen=True, slots=True)
class Kept:
    """The newest row about something in a reader's feed, and through which collection it went."""

    row: Row
    feed: Feed


class Ledger:
    """The part of the store about what was offered to whom, and what became of it."""

    memory: Memory
    at: datetime
    bureau: UUID

    def __init__(self) -> None:
        self._rows: dict[tuple[UUID, UUID], Kept | None] = {}
        self._holdings: dict[UUID, dict[UUID, Held]] = {}
        self._lines: dict[UUID, Peer] | None = None
        self._given: dict[tuple[UUID, UUID], bool] = {}
        self._records: dict[UUID, Record | None] = {}
        self._feeds: dict[tuple[UUID, UUID | None], Feed] = {}
        self._unwritten: list[FeedRow] = []
        self._stand: dict[tuple[UUID, UUID], Standing] = {}

    def forget_rows(self) -> None:
        """Forget what was read of rows, and what was to be written."""
        for held in (self._rows, self._feeds, self._unwritten, self._stand):
            held.clear()

    def lines(self) -> dict[UUID, Peer]:
        """Return the lines that this bureau's machine knows, by bureau."""
        if self._lines is None:
            found = Peer.unrestricted.of_the_machine(self.bureau)
            self._lines = {
                line.partner_id: line for line in found.select_related("bureau", "partner")
            }
        return self._lines

    def load_ledger(self, subjects: Iterable[UUID]) -> None:
        """Read rows, holders and what may be given, of many records for all peers."""
        ids = list(subjects)
        self.write_rows()
        found = Record.unrestricted.select_related("release_class").in_bulk(ids)
        self._records |= {one: found.get(one) for one in ids}
        for line in self.lines().values():
            for subject in ids:
                self._rows.setdefault((line.partner_id, subject), None)
        standing = Standing.unrestricted.filter(peer__bureau_id=self.bureau, subject__in=ids)
        for one in standing.select_related("feed", "peer"):
            self._rows[one.peer.partner_id, one.subject] = _kept(one)
        for subject in ids:
            self._holdings.setdefault(subject, {})
        for held in Holding.unrestricted.filter(bureau_id=self.bureau, record__in=ids):
            self._holdings[held.record_id].setdefault(held.holder, _held(held))
        self.load_given(ids)

    def load_given(self, ids: list[UUID]) -> None:
        """Ask the release rules which of these records each peer may be given now."""
        for bureau, line in self.lines().items():
            given: set[UUID] = set()
            if line.state != Peer.State.ENDED:
                given = set(reach.given_to(line, self.at, ids).values_list("pk", flat=True))
            self._given |= {(bureau, one): one in given for one in ids}

    def is_given(self, record: UUID, reader: UUID) -> bool | None:
        """Say whether the rules let the reader have the record; None for one who is no peer."""
        if reader not in self.lines():
            return None
        if (reader, record) not in self._given:
            self.load_given([record])
        return self._given[reader, record]

    def changed_entry(self, record: UUID) -> None:
        """Ask the rules again about a record that was written, and read it again."""
        self._records.pop(record, None)
        for reader in self.lines():
            self._given.pop((reader, record), None)

    def newest_row(self, reader: UUID, subject: Subject, id: UUID) -> Row | None:  # noqa: A002, ARG002
        """Return the newest row about this; ids of records, groups and bureaus never meet."""
        kept = self._newest(reader, id)
        return kept.row if kept is not None else None

    def _newest(self, reader: UUID, subject: UUID) -> Kept | None:
        if (reader, subject) not in self._rows:
            one = (
                Standing.unrestricted.filter(
                    peer__bureau_id=self.bureau, peer__partner_id=reader, subject=subject
                )
                .select_related("feed")
                .first()
            )
            self._rows[reader, subject] = _kept(one) if one is not None else None
        return self._rows[reader, subject]

    def append_row(
        self,
        reader: UUID,
        subject: Subject,
        id: UUID,  # noqa: A002
        *,
        offered: bool,
        token: str,
        at: datetime,
    ) -> Row:
        """Append a row whose moment is later than every one before, whatever the clock says."""
        line, before = self.lines()[reader], self._newest(reader, id)
        act = ACTS.get(subject, Act.OFFER if offered else Act.RETRACT)
        feed = self._feed(line, id, act, before)
        feed.last = max(at, timezone.now(), (feed.last or at) + taxii.MICROSECOND)
        said: dict[str, Any] = {"feed": feed, "added": feed.last, "act": act, "mark": token}
        self._unwritten.append(FeedRow(subject=id, **said))
        self._stand[line.pk, id] = Standing(peer=line, subject=id, **said)
        row = row_of(act, id, token, feed.last)
        self._rows[reader, id] = Kept(row, feed)
        return row

    def write_rows(self) -> None:
        """Write the rows appended so far: many with a few statements, in the caller's transaction.

        Whoever reads rows from the tables says this before.
        """
        if not self._unwritten:
            return
        FeedRow.unrestricted.bulk_create(self._unwritten)
        Standing.unrestricted.bulk_create(
            self._stand.values(),
            update_conflicts=True,
            unique_fields=["peer", "subject"],
            update_fields=["feed", "mark", "act", "added"],
        )
        written = {row.feed_id: row.feed for row in self._unwritten}
        for feed in written.values():
            Feed.unrestricted.filter(pk=feed.pk).update(last=feed.last)
        self._unwritten.clear()
        self._stand.clear()

    def _feed(self, line: Peer, subject: UUID, act: Act, before: Kept | None) -> Feed:
        """Return the collection, locked: of the group through which the peer has it, or direct."""
        if act == Act.RETRACT and before is not None:
            return self._locked(line, before.feed.group_id)
        group = None
        if act == Act.OFFER:
            record = self.record(subject)
            assert record is not None
            group = reach.group_for(line, record)
        return self._locked(line, group)

    def _locked(self, line: Peer, group: UUID | None) -> Feed:
        if (line.pk, group) not in self._feeds:
            mine = Feed.unrestricted.select_for_update()
            made, _new = mine.get_or_create(peer=line, group_id=group, inbox=False)
            self._feeds[line.pk, group] = made
        return self._feeds[line.pk, group]

    def record(self, record: UUID) -> Record | None:
        """Return the register's row, as it is since the machine last wrote it."""
        if record not in self._records:
            found = Record.unrestricted.select_related("release_class").filter(pk=record)
            self._records[record] = found.first()
        return self._records[record]

    def rows_after(self, reader: UUID, position: int, most: int) -> Sequence[Row]:
        """Return the newest rows about their subjects after this position."""
        self.write_rows()
        found = Standing.unrestricted.filter(
            peer__bureau_id=self.bureau,
            peer__partner_id=reader,
            added__gt=taxii.moment_of(position),
        )
        rows = found.select_related("feed").order_by("added")[:most]
        return [_kept(one).row for one in rows]

    def has_passed(self, reader: UUID, row: Row) -> bool:
        """Say whether a page reached this row."""
        kept = self._newest(reader, row.id)
        shown = kept.feed.shown if kept is not None else None
        return shown is not None and row.position <= taxii.of_moment(shown)

    def holding(self, record: UUID, holder: UUID) -> Held | None:
        """Return the ledger's row."""
        return self._held(record).get(holder)

    def holdings(self, record: UUID) -> Sequence[Held]:
        """Return all holders known."""
        return list(self._held(record).values())

    def _held(self, record: UUID) -> dict[UUID, Held]:
        if record not in self._holdings:
            rows = Holding.unrestricted.filter(bureau_id=self.bureau, record=record)
            self._holdings[record] = {row.holder: _held(row) for row in rows}
        return self._holdings[record]

    def keep_holding(self, holding: Held) -> None:
        """Keep the ledger's row, and journal what it says anew."""
        before = self.holding(holding.record, holding.holder)
        record = self.record(holding.record)
        if record is None:
            return  # a receipt about a record that never was here; it is journalled as taken
        values: dict[str, object] = {
            "mark": holding.served,
            "outcome": holding.outcome,
            "receipt": holding.receipt.to_text() if holding.receipt is not None else "",
            "said": holding.said,
            "recalled": holding.recalled,
            "recall": holding.recall,
            "confirmed": holding.confirmed,
            "peer": self.lines().get(holding.holder),
        }
        if holding.served and (before is None or before.served != holding.served):
            values |= {"served": self.at}
        if holding.outcome == "held" and (before is None or not before.outcome):
            values |= {"held": holding.said}
        if holding.recalled is not None and (before is None or before.recalled is None):
            values |= {"reminded": self.at}
        mine = {"bureau_id": self.bureau, "record": record, "holder": holding.holder}
        if before is None:
            Holding.unrestricted.create(**mine, **values)
        else:
            Holding.unrestricted.filter(**mine).update(**values)
        self._held(holding.record)[holding.holder] = holding
        journalled.holding(self.bureau, record, holding, before, self.at)


def row_of(act: str, subject: UUID, mark: str, added: datetime) -> Row:
    """Return the machine's row of a line of a collection; its place is the moment it was added."""
    offered = act != Act.RETRACT
    kind = SUBJECTS.get(Act(act), Subject.RECORD)
    return Row(taxii.of_moment(added), kind, subject, offered, mark, added)


def _kept(one: Standing) -> Kept:
    return Kept(row_of(one.act, one.subject, one.mark, one.added), one.feed)


def _held(row: Holding) -> Held:
    return Held(
        record=row.record_id,
        holder=row.holder,
        served=row.mark,
        outcome=row.outcome,
        receipt=Signed.from_text(row.receipt) if row.receipt else None,
        said=row.said,
        recalled=row.recalled,
        recall=row.recall,
        confirmed=row.confirmed,
    )
