"""What is known of records: own ones from the register, others' from copies and the register."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db import models
from django.db.models import Q

from tocsin.core.protocol import facts, wire
from tocsin.core.protocol.blocks import is_blocked
from tocsin.core.protocol.decisions import Doubt
from tocsin.core.protocol.messages import Version
from tocsin.core.protocol.store import Entry, Standing
from tocsin.core.statements.canonical import decode, encode
from tocsin.core.statements.signed import Signed
from tocsin.rooms.exchange.actions.machine import journalled
from tocsin.rooms.exchange.models import Copy, Memory, Own, Peer
from tocsin.rooms.register.actions import copies as register
from tocsin.rooms.register.lifecycle import FINAL, State
from tocsin.rooms.register.models import Discarded, Record, Revision, Ruling, slowest_consumer

STATES = {
    Standing.HELD: Copy.State.HELD,
    Standing.LEAVING: Copy.State.PURGING,
    Standing.GONE: Copy.State.PURGED,
    Standing.KEPT: Copy.State.HOLD,
}
WITH_TEXT = frozenset({Standing.HELD, Standing.KEPT})


class Entries:
    """The part of the store about records."""

    memory: Memory
    at: datetime
    bureau: UUID

    def __init__(self) -> None:
        self._entries: dict[UUID, Entry | None] = {}
        self._copies: dict[UUID, Copy] = {}

    def lines(self) -> dict[UUID, Peer]:
        """Return the lines that this bureau's machine knows; see Ledger."""
        raise NotImplementedError

    def entry(self, record: UUID) -> Entry | None:
        """Return what is known of a record."""
        if record not in self._entries:
            self.load([record])
        return self._entries[record]

    def load(self, records: Iterable[UUID]) -> None:
        """Read entries of many records with a few queries."""
        ids = [one for one in records if one not in self._entries]
        mine = {"bureau_id": self.bureau, "subject__in": ids}
        self._copies |= {row.subject: row for row in Copy.unrestricted.filter(**mine)}
        owned = set(
            Record.unrestricted.filter(
                pk__in=ids, owner_id=self.bureau, revision__gt=0
            ).values_list("pk", flat=True)
        )
        beside = dict(Own.unrestricted.filter(**mine).values_list("subject", "memory"))
        versions = _versions([one for one in ids if one in owned or one in self._copies])
        for one in ids:
            if one in owned:
                kept = beside.get(one)
                found = _entry(kept) if kept else Entry(one, self.bureau, Standing.OWN)
                self._entries[one] = _with(found, versions.get(one), ordered=True)
            elif one in self._copies:
                found = _entry(self._copies[one].memory)
                version = versions.get(one) if found.standing in WITH_TEXT else None
                self._entries[one] = replace(found, version=version)
            else:
                self._entries[one] = None

    def keep_entry(self, entry: Entry) -> None:
        """Keep an entry, and do to the register what it says."""
        before = self.entry(entry.id)
        self._entries[entry.id] = entry
        self.changed_entry(entry.id)
        if entry.standing is Standing.OWN:
            self._keep_own(entry, before)
        else:
            self._keep_copy(entry, before)

    def changed_entry(self, record: UUID) -> None:
        """Forget what was concluded from the entry as it was; see Ledger."""

    def _keep_own(self, entry: Entry, before: Entry | None) -> None:
        if entry.version is not None and (before is None or before.version != entry.version):
            register.bring_back(_given(entry.version, frozenset()), self.at)
        if entry.final is not None and (before is None or before.final is None):
            self._end(entry.id)
        if entry.final is not None or entry.blocks or (before and before.blocks):
            Own.unrestricted.update_or_create(
                bureau_id=self.bureau,
                subject=entry.id,
                defaults={"memory": wire.plain(replace(entry, version=None, order=None))},
            )

    def _end(self, record: UUID) -> None:
        """End an own record whose withdrawal came back from peers after a restore."""
        found = Record.unrestricted.filter(pk=record).first()
        if found is not None and State(found.state) not in FINAL:
            register.put_away(found, self.at, erase=False)

    def _keep_copy(self, entry: Entry, before: Entry | None) -> None:
        copy = self._copies.get(entry.id)
        if copy is None:
            copy = Copy(bureau_id=self.bureau, subject=entry.id, since=self.at)
            self._copies[entry.id] = copy
        copy.owner = entry.owner
        copy.peer = self._giver(entry)
        copy.memory = wire.plain(replace(entry, version=None))
        copy.withdrawal = entry.final.to_text() if entry.final is not None else ""
        self._bring_in_line(copy, entry, before)
        copy.state = STATES[entry.standing]
        copy.save()
        journalled.entry(self.bureau, entry, before, self.at)

    def _bring_in_line(self, copy: Copy, entry: Entry, before: Entry | None) -> None:
        """Let the register hold, seal or have given up what the entry says; times with it."""
        was = before.standing if before is not None else Standing.GONE
        if entry.standing is Standing.HELD:
            self._hold(copy, entry, before)
        elif entry.standing is Standing.KEPT and was is Standing.HELD and copy.record:
            register.put_away(copy.record, self.at, erase=False)
        if entry.standing is not Standing.HELD and was is Standing.HELD:
            final = entry.final
            copy.recalled = facts.made_at(final) if final is not None else self.at
        if entry.standing in {Standing.GONE, Standing.KEPT} and was is not entry.standing:
            copy.ended = self.at

    def _hold(self, copy: Copy, entry: Entry, before: Entry | None) -> None:
        assert entry.version is not None
        blocked = is_blocked(entry.blocks, self.at)
        held = before is not None and before.standing is Standing.HELD
        same = held and before.version == entry.version  # type: ignore[union-attr]
        if same and blocked == is_blocked(before.blocks, self.at):  # type: ignore[union-attr]
            return
        if not held:
            copy.since, copy.recalled, copy.ended = self.at, None, None
        named = holders_here(entry.id) | {self.bureau}
        copy.record = register.take(_given(entry.version, named), self.at)
        if blocked:
            register.put_away(copy.record, self.at, erase=False)

    def _giver(self, entry: Entry) -> Peer | None:
        by = entry.owner if entry.owner in entry.sources else entry.route
        if by is None or by in self.lines():
            return self.lines().get(by) if by is not None else None
        return Peer.unrestricted.filter(bureau_id=self.bureau, partner_id=by).first()

    def entries_of(self, owner: UUID) -> Sequence[Entry]:
        """Return the entries of an owner, by id."""
        if owner == self.bureau:
            found = Record.unrestricted.filter(owner_id=owner, revision__gt=0, realm="live")
            ids = set(found.values_list("pk", flat=True))
        else:
            ids = set(self._mine().filter(owner=owner).values_list("subject", flat=True))
        return self._some(sorted(ids))

    def entries_from(self, source: UUID) -> Sequence[Entry]:
        """Return the entries this peer is a source of."""
        # A source stands in the memory by the peer's id; what is found is looked at as entries.
        ids = self._mine().filter(memory__contains=str(source)).values_list("subject", flat=True)
        return [one for one in self._some(list(ids)) if source in one.sources]

    def entries_in(self, group: UUID) -> Sequence[Entry]:
        """Return the usable entries released to the group."""
        near = Record.unrestricted.filter(release_class__groups=group, realm="live")
        own = near.filter(owner_id=self.bureau, revision__gt=0)
        held = self._mine().filter(state=Copy.State.HELD, record__in=near)
        ids = {*own.values_list("pk", flat=True), *held.values_list("subject", flat=True)}
        return self._some(sorted(ids))

    def entries_signed_by(self, key: str) -> Sequence[Entry]:
        """Return the entries with a statement by this key."""
        signed = Q(memory__contains=key)
        for rows in (Revision, Ruling):
            signed |= Q(record__in=rows.unrestricted.filter(key=key).values("record"))
        ids = set(self._mine().filter(signed).values_list("subject", flat=True))
        own = Record.unrestricted.filter(owner_id=self.bureau, revision__gt=0, realm="live")
        ids |= set(own.filter(revisions__key=key).values_list("pk", flat=True))
        ids |= set(own.filter(rulings__key=key).values_list("pk", flat=True))
        return self._some(sorted(ids))

    def entries_due(self, at: datetime) -> Sequence[Entry]:
        """Return the usable entries of which something is over since the last look."""
        since = self.memory.looked
        over = Q(expires__lte=at) | Q(release_class__until__lte=at)
        if since is not None:
            over &= Q(expires__gt=since) | Q(release_class__until__gt=since)
        near = Record.unrestricted.filter(over, realm="live")
        own = near.filter(owner_id=self.bureau, revision__gt=0).values_list("pk", flat=True)
        held = self._mine().filter(state=Copy.State.HELD)
        late = held.filter(record__expires__lte=at) | held.filter(
            record__release_class__until__lte=at
        )
        blocked = held.filter(memory__contains='"blocks":[{')
        ids = {*own, *late.values_list("subject", flat=True)}
        ids |= set(blocked.values_list("subject", flat=True))
        self.looked_at(self.bureau, at)
        return self._some(sorted(ids))

    def looked_at(self, record: UUID, at: datetime) -> None:  # noqa: ARG002 - one mark for all
        """Note that what was due is done: all of it, for one call looks at all."""
        if self.memory.looked is None or self.memory.looked < at:
            self.memory.looked = at
            self.memory.save(update_fields=["looked"])

    def entries_leaving(self) -> Sequence[Entry]:
        """Return what is being purged, and what no hold keeps any more."""
        leaving = Q(state=Copy.State.PURGING) | Q(state=Copy.State.HOLD, hold_reason="")
        return self._some(list(self._mine().filter(leaving).values_list("subject", flat=True)))

    def entries(self) -> Iterable[Entry]:
        """Return every entry."""
        own = Record.unrestricted.filter(owner_id=self.bureau, revision__gt=0, realm="live")
        ids = [*own.values_list("pk", flat=True), *self._mine().values_list("subject", flat=True)]
        return self._some(ids)

    def purge(self, record: UUID) -> None:
        """Begin to remove what the record says here."""
        copy = self._copies[record]
        if copy.record is None:
            return
        if holders_here(record) - {self.bureau}:
            copy.feed_number = register.leave(copy.record, self.bureau, self.at)
        else:
            copy.feed_number = register.put_away(copy.record, self.at, erase=True)
        copy.save(update_fields=["feed_number"])
        self.changed_entry(record)

    def is_purged(self, record: UUID) -> bool:
        """Say whether every consumer of the register's feed has passed it, and no file is left."""
        if Discarded.unrestricted.exists():
            return False
        passed = slowest_consumer()
        return passed is None or self._copies[record].feed_number <= passed

    def is_under_hold(self, record: UUID) -> bool:
        """Say whether a legal hold keeps it."""
        self.entry(record)
        copy = self._copies.get(record)
        return copy is not None and bool(copy.hold_reason)

    def _mine(self) -> models.QuerySet[Copy]:
        return Copy.unrestricted.filter(bureau_id=self.bureau)

    def _some(self, ids: Sequence[UUID]) -> list[Entry]:
        self.load(ids)
        return [entry for one in ids if (entry := self._entries[one]) is not None]


def holders_here(record: UUID) -> frozenset[UUID]:
    """Return the bureaus of this node that hold the record."""
    held = Copy.unrestricted.filter(subject=record, state=Copy.State.HELD)
    return frozenset(held.values_list("bureau_id", flat=True))


def _versions(ids: list[UUID]) -> dict[UUID, Version]:
    """Return the newest versions of these records, as the register holds them."""
    rulings: dict[UUID, Ruling] = {}
    for ruling in Ruling.unrestricted.filter(record__in=ids).order_by("at", "id"):
        rulings[ruling.record_id] = ruling
    found = {}
    for pk, revision in Revision.newest_of(ids).items():
        word = rulings.get(pk)
        found[pk] = Version(
            record=signed(revision),
            ruling=signed(word) if word is not None and word.at >= revision.at else None,
            body=None if revision.body is None else encode(revision.body),
            salt=bytes(revision.salt) if revision.salt is not None else None,
        )
    return found


def signed(row: Revision | Ruling) -> Signed:
    """Return a row's statement as it was signed."""
    return Signed(bytes(row.statement), row.key, bytes(row.signature))


@lru_cache(maxsize=8_192)
def _entry(text: str) -> Entry:
    found: Entry = wire.typed(Entry, text)
    return found


def _with(entry: Entry, version: Version | None, *, ordered: bool) -> Entry:
    if version is None or not ordered:
        return replace(entry, version=version)
    try:
        return replace(entry, version=version, order=facts.facts(version).order)
    except Doubt:  # a record of an earlier build that hangs together no more; the doctor finds it
        return entry


def _given(version: Version, named: frozenset[UUID]) -> register.Given:
    assert version.body is not None
    assert version.salt is not None
    body = decode(version.body)
    return register.Given(version.record, body, version.salt, version.ruling, named)
