"""What must hold, said without the machine: from labels as their owners wrote them, and who peers.

Watched at every write: nobody holds what was never released to it (leaks), nobody holds again what
it knows to be withdrawn (revivals). Asked in the end: everybody has exactly what it may have, and
every recall is confirmed by every holder there ever was.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from tests.core.protocol.simulation.node import Node
from tocsin.core.labels import OWN_BUREAU, Handling, Label, Tlp
from tocsin.core.protocol.facts import facts, fits
from tocsin.core.protocol.memory import MemoryStore
from tocsin.core.protocol.recalls import KEPT, PURGED
from tocsin.core.protocol.store import Entry, Holding, Standing


@dataclass
class Truth:
    """One record as its owner means it."""

    owner: UUID
    label: Label
    state: str
    versions: dict[UUID, int]


@dataclass
class Oracle:
    """Knows every label and membership ever said, and watches every store."""

    nodes: dict[UUID, Node]
    edges: set[frozenset[UUID]]
    now: Callable[[], datetime]
    records: dict[UUID, Truth] = field(default_factory=dict)
    memberships: dict[UUID, list[frozenset[UUID]]] = field(default_factory=dict)
    released: set[tuple[UUID, UUID]] = field(default_factory=set)
    held: dict[UUID, set[UUID]] = field(default_factory=dict)
    known_ended: set[tuple[UUID, UUID]] = field(default_factory=set)
    blocked: set[UUID] = field(default_factory=set)
    leaks: list[str] = field(default_factory=list)
    revivals: list[str] = field(default_factory=list)
    hostile: set[UUID] = field(default_factory=set)
    reset: set[UUID] = field(default_factory=set)

    def clock(self, owner: UUID):
        """Return what the owner's clock shows."""
        return self.nodes[owner].clock(self.now())

    def said(self, owner: Node, record: UUID, label: Label, state: str) -> None:
        """An owner is about to say this of its record."""
        known = {g: found.version for g in label.groups if (found := owner.store.group(g))}
        self.records[record] = Truth(owner.id, label, state, known)
        self._release(record)

    def membership(self, group: UUID, members: frozenset[UUID]) -> None:
        """A group's owner is about to say who is in."""
        self.memberships.setdefault(group, []).append(members)
        for record, truth in self.records.items():
            if group in truth.label.groups:
                self._release(record)
            elif self._is_still_passed_on(record, truth, group):
                self.released |= {(record, one) for one in members}

    def _is_still_passed_on(self, record: UUID, truth: Truth, group: UUID) -> bool:
        """Say whether somebody holds an earlier word that lets him give it to this group's members.

        The owner narrowed it, and its word is on its way; the group lets somebody in meanwhile. No
        holder can know of a word that has not reached it, so what was said before reaches him.
        """
        for node in self.nodes.values():
            entry = node.store.entry(record)
            if node.id == truth.owner or entry is None or entry.standing is not Standing.HELD:
                continue
            said = facts(entry.version).travelling
            if group in said.label.groups and self._passes(said.label) and not said.named:
                return True
        return False

    def restored(self, node: Node) -> None:
        """An owner left catch-up: what nobody returned is lost, and it means what it has now.

        What any honest node knew to be withdrawn must have come back as withdrawn.
        """
        self.reset.add(node.id)
        known = {record for record, holder in self.known_ended if holder not in self.hostile}
        for record, truth in self.records.items():
            if truth.owner != node.id:
                continue
            entry = node.store.entry(record)
            if entry is not None and entry.final is not None:
                truth.state = "withdrawn"
            elif entry is None or entry.version is None:
                truth.state = "lost"
            else:
                said = facts(entry.version)
                truth.state, truth.versions = said.state, said.travelling.versions
                named = said.travelling.named
                label = node.home.get(said.order.digest, OWN_BUREAU)
                truth.label = label if named else said.travelling.label
            if record in known and truth.state == "released":
                self.revivals.append(f"{node.card.code} restored its withdrawn {record}")
        for group, versions in self.memberships.items():
            found = node.store.group(group)
            if found is not None and found.owner == node.id:
                del versions[found.version :]

    def _release(self, record: UUID) -> None:
        truth = self.records[record]
        if truth.state == "released":
            self.released |= {(record, one) for one in self._audience(truth)}

    def _audience(self, truth: Truth) -> set[UUID]:
        label = truth.label
        found = set(self.nodes) if label.everyone else set(label.bureaus)
        for group in label.groups:
            since = truth.versions.get(group, 1) - 1
            for members in self.memberships.get(group, [])[since:]:
                found |= members
        return found - label.exclude

    def wrote(self, node: UUID, entry: Entry) -> None:
        """A node keeps an entry."""
        if entry.owner == node or node in self.hostile:
            return
        if entry.version is not None and entry.version.body is not None:
            self.held.setdefault(entry.id, set()).add(node)
            if (entry.id, node) not in self.released:
                self.leaks.append(f"{self.name(node)} holds {entry.id} of {self.name(entry.owner)}")
            if (entry.id, node) in self.known_ended and entry.standing is Standing.HELD:
                self.revivals.append(f"{self.name(node)} holds the withdrawn {entry.id} again")
        if entry.final is not None:
            self.known_ended.add((entry.id, node))

    def served(self, server: UUID, record: UUID, reader: UUID) -> None:
        """An owner puts a record into a page at this moment: it must release it at this moment."""
        truth = self.records.get(record)
        if truth is None or truth.owner != server or server in self.hostile:
            return
        over = truth.label.until is not None and truth.label.until <= self.clock(server)
        in_force = truth.state == "released" and not over
        if not (in_force and self._reaches(truth, server, reader, served=True)):
            self.leaks.append(f"{self.name(server)} serves {record} to {self.name(reader)}")

    def name(self, bureau: UUID) -> str:
        return self.nodes[bureau].card.code if bureau in self.nodes else str(bureau)

    def unconverged(self, limit: int = 5) -> list[str]:
        """Return where the nodes are not yet as they must be."""
        faults = []
        for record, truth in self.records.items():
            faults += self._record_faults(record, truth)
            if len(faults) > limit:
                break
        return faults

    def _record_faults(self, record: UUID, truth: Truth) -> list[str]:
        expected = self.expected(truth)
        meant = self.nodes[truth.owner].store.entry(record)
        order = None if meant is None else meant.order
        faults = []
        for node in self.nodes.values():
            if node.id == truth.owner or node.id in self.hostile:
                continue
            entry = node.store.entry(record)
            has = entry is not None and entry.standing is Standing.HELD
            kept = entry is not None and entry.standing is Standing.KEPT
            if kept and not node.store.is_under_hold(record):
                faults.append(f"{node.card.code} keeps {record} without a hold")
            old = entry is not None and entry.order != order and record not in self.blocked
            old = old and not self._may_be_pushed(truth, node.id)
            if has and (old or not fits(entry.version)):
                faults.append(f"{node.card.code} has an old {record}")
            free = self._undecided(truth, node.id) or (record in self.blocked and not has)
            free = free or (not has and self._knows_newer(entry, meant))
            pushed = has and self._may_be_pushed(truth, node.id)
            if has != (node.id in expected) and not free and not pushed:
                word = "has" if has else "lacks"
                faults.append(f"{node.card.code} {word} {record} of {self.name(truth.owner)}")
        return faults + self._unconfirmed(record, truth, expected)

    def _undecided(self, truth: Truth, node: UUID) -> bool:
        """Say whether owner and group differ about a node, so that it may have a record or not.

        An owner that a group has let go does not hear of its new members; others pass on to them,
        unless the owner's own feed took the record back from them before.
        """
        return self._is_behind(truth) and not self._reaches(truth, truth.owner, node)

    def _knows_newer(self, entry: Entry | None, meant: Entry | None) -> bool:
        """Say whether a node remembers a newer word than the owner has after its restore.

        Who purged the copy cannot return that word, and takes nothing older again: that would
        undo what the owner said. The record reaches it when the owner speaks of it anew.
        """
        if entry is None or meant is None or meant.owner not in self.reset:
            return False
        return None not in (entry.order, meant.order) and entry.order > meant.order

    def _may_be_pushed(self, truth: Truth, node: UUID) -> bool:
        """Say whether a hostile peer may keep an old version alive here, as the manual owns.

        Only where the owner is no peer and has not withdrawn the record: then nothing signed by
        it has said that what was released once is released no more.
        """
        far = frozenset((truth.owner, node)) not in self.edges
        return bool(self.hostile) and far and truth.state != "withdrawn"

    def _is_behind(self, truth: Truth) -> bool:
        """Say whether an owner does not know the newest of the groups it released to."""
        owner = self.nodes[truth.owner].store
        return any(
            (found := owner.group(group)) is not None
            and found.version < len(self.memberships[group])
            for group in truth.label.groups
        )

    def expected(self, truth: Truth) -> set[UUID]:
        """Return who must have a record: reached over peers from its owner, as far as it may go."""
        label = truth.label
        over = label.until is not None and label.until <= self.clock(truth.owner)
        if truth.state != "released" or over:
            return set()
        passes = self._passes(label)
        found, front = set(), [truth.owner]
        while front:
            giver = front.pop()
            for edge in self.edges:
                if giver not in edge:
                    continue
                (other,) = edge - {giver}
                if other in found or other == truth.owner or other in self.hostile:
                    continue
                if self._reaches(truth, giver, other):
                    found.add(other)
                    if passes:
                        front.append(other)
        return found

    def _passes(self, label: Label) -> bool:
        return (
            label.forward
            and not (label.bureaus or label.exclude)
            and label.tlp not in {Tlp.RED, Tlp.AMBER_STRICT}
            and not label.handling & {Handling.H2, Handling.H3}
        )

    def _reaches(self, truth: Truth, giver: UUID, taker: UUID, *, served: bool = False) -> bool:
        label = truth.label
        if taker in label.exclude:
            return False
        if label.everyone or taker in label.bureaus:
            return True
        needed = truth.versions
        for group in label.groups:
            gives = self.nodes[giver].store.group(group)
            takes = self.nodes[taker].store.group(group)
            given = gives is not None and gives.version >= needed.get(group, 0)
            taken = takes is not None and takes.version >= needed.get(group, 0)
            # where bureaus are named, the taker asks nothing of groups
            named = served or bool(label.bureaus or label.exclude)
            if (given and taker in gives.members) and (named or (taken and taker in takes.members)):
                return True
        return False

    def _unconfirmed(self, record: UUID, truth: Truth, expected: set[UUID]) -> list[str]:
        owner = self.nodes[truth.owner].store
        faults = []
        for holder in self.held.get(record, set()) - expected - self.hostile - {truth.owner}:
            entry = self.nodes[holder].store.entry(record)
            if record in self.blocked and entry is not None and entry.standing is Standing.HELD:
                continue
            free = truth.state == "released" and self._reaches(truth, truth.owner, holder)
            if free or self._is_behind(truth) or self._may_be_pushed(truth, holder):
                continue  # still released to it, and lost on the way only; or not to be known
            holding = owner.holding(record, holder)
            if truth.state == "lost" and holding is not None and holding.outcome in {PURGED, KEPT}:
                continue  # its owner knows of it by this receipt alone: there is nothing to recall
            if holding is None or holding.recalled is None or holding.confirmed is None:
                faults.append(f"{self.name(holder)} had {record}, not confirmed: {holding}")
        return faults


class WatchedStore(MemoryStore):
    """A store that shows the oracle each entry as it is written."""

    oracle: Oracle

    def keep_entry(self, entry: Entry) -> None:
        self.oracle.wrote(self.bureau, entry)
        super().keep_entry(entry)

    def keep_holding(self, holding: Holding) -> None:
        before = self.holding(holding.record, holding.holder)
        if holding.served and (before is None or before.served != holding.served):
            self.oracle.served(self.bureau, holding.record, holding.holder)
        super().keep_holding(holding)
