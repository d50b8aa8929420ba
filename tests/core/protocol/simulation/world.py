"""A consortium of nodes: acquainted, peering, living through trouble and healing."""

import random
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from tests.core.protocol.simulation.network import Network, Weather
from tests.core.protocol.simulation.node import BEGIN, SETTINGS, Killed, Node
from tests.core.protocol.simulation.oracle import Oracle, WatchedStore
from tocsin.core.labels import Label, Tlp
from tocsin.core.protocol.store import Standing

TICK = timedelta(seconds=30)
PATIENCE = 300  # ticks until what is still missing counts as lost


class World:
    """Nodes, their network and the oracle, all from one seed."""

    def __init__(
        self, seed: int, count: int, *, posted: bool = True, degree: int | None = None,
        settings=SETTINGS, off: float = 8.0, pairs=None,
    ) -> None:  # fmt: skip
        self.random = random.Random(seed)
        self.network = Network(seed, posted)
        self.settings = settings
        self.nodes = [
            Node(n, seed, timedelta(minutes=self.random.uniform(-off, off) / 2), settings)
            for n in range(count)
        ]
        self.by_id = self.network.nodes = {node.id: node for node in self.nodes}
        self.oracle = Oracle(self.by_id, self._edges(degree, pairs), lambda: self.now)
        self.groups: dict[UUID, Node] = {}
        self.lost: dict[UUID, set] = {}
        for node in self.nodes:
            self.watch(node)
            for other in self.nodes:
                node.store.keep_card(other.card)
        for edge in sorted(self.oracle.edges, key=sorted):
            for one, other in (sorted(edge), sorted(edge, reverse=True)):
                self.do(self.by_id[one], lambda node, peer=other: node.call(
                    lambda: node.machine.accepted(peer, node.clock(self.now))))  # fmt: skip

    @property
    def now(self):
        return self.network.now

    def _edges(self, degree: int | None, pairs) -> set[frozenset[UUID]]:
        """A connected graph: these pairs, or a ring with chords."""
        ids = [node.id for node in self.nodes]
        if pairs is not None:
            return {frozenset((ids[a], ids[b])) for a, b in pairs}
        if degree is None:
            every = {frozenset((a, b)) for a in ids for b in ids if a != b}
            ring = {frozenset((ids[n - 1], ids[n])) for n in range(len(ids))}
            return {one for one in every if one in ring or self.random.random() < 0.6}
        found = {frozenset((ids[n - 1], ids[n])) for n in range(len(ids))}
        while len(found) < len(ids) * degree // 2:
            found.add(frozenset(self.random.sample(ids, 2)))
        return found

    def watch(self, node: Node) -> None:
        """Let the oracle see every entry a node writes."""
        node.store.__class__ = WatchedStore
        node.store.oracle = self.oracle

    def do(self, node: Node, what: Callable[[Node], object]) -> None:
        """Let a node do something and send what comes out."""
        self.network.send(node, what(node))

    def pass_time(self, ticks: int = 1) -> None:
        """Let messages arrive and clocks tick."""
        for _ in range(ticks):
            self.network.run(self.now + TICK)
            for node in self.nodes:
                if node.id not in self.network.down:
                    self.do(node, lambda one: one.tick(self.now))

    def heal(self) -> None:
        """End every trouble."""
        self.network.weather = Weather()
        self.network.cut.clear()
        for node in list(self.network.down):
            self.up(self.by_id[node])

    def settle(self, patience: int = PATIENCE) -> list[str]:
        """Let time pass until all is as it must be, and stays so; return what is not."""
        faults = ["not begun"]
        for _ in range(patience):
            self.pass_time()
            faults = self.oracle.unconverged()
            if not faults and not any(node.store.catching_up() for node in self.nodes):
                self.pass_time(12)
                faults = self.oracle.unconverged()
                if not faults:
                    break
        return faults

    def wrong(self) -> list[str]:
        """Return leaks and revivals seen so far."""
        return self.oracle.leaks + self.oracle.revivals

    # What happens to nodes.

    def kill(self, node: Node) -> None:
        """Stop a process: what is volatile and what is under way to it are gone."""
        self.network.down.add(node.id)

    def up(self, node: Node) -> None:
        self.network.down.discard(node.id)
        node.start()

    def restore(self, node: Node, kept: tuple) -> None:
        """Bring a node back from a backup; the oracle remembers what it knew to be withdrawn."""
        ended = {pair for pair in self.oracle.known_ended if pair[1] == node.id}
        self.oracle.known_ended -= ended
        self.lost[node.id] = ended
        node.when_opened = lambda: self._check_restored(node)
        messages = node.restore(kept, self.now)
        self.watch(node)
        self.network.send(node, messages)

    def _check_restored(self, node: Node) -> None:
        """At the call that leaves catch-up: what it knew to be withdrawn must not be in use.

        Not later, for it serves from then on, by what the restore has left.
        """
        self.oracle.restored(node)
        for record, _ in self.lost.pop(node.id):
            entry = node.store.entry(record)
            if entry is not None and entry.standing is Standing.HELD and entry.final is None:
                self.oracle.revivals.append(f"{node.card.code} restored {record}")

    # What bureaus do.

    def label(self, owner: Node) -> Label:
        """Choose who may have a record."""
        others = [node.id for node in self.nodes if node is not owner]
        some = self.random.sample(others, self.random.randint(0, min(3, len(others))))
        forward = self.random.random() < 0.5
        match self.random.randrange(6):
            case 0:
                return Label(tlp=Tlp.GREEN, everyone=True, forward=forward)
            case 1:
                return Label(tlp=Tlp.GREEN, everyone=True, exclude=frozenset(some), forward=forward)
            case 2 | 3:
                return Label(tlp=Tlp.AMBER, bureaus=frozenset(some))
        known = [group.id for group in owner.store.groups()]
        if not known:
            return Label()
        return Label(tlp=Tlp.AMBER, groups=frozenset({self.random.choice(known)}), forward=forward)

    def create(self, owner: Node, label: Label) -> UUID:
        record = None

        def act(node: Node):
            nonlocal record
            record = node.uuid()
            self.oracle.said(node, record, label, "released")
            return node.write(record, self.now, 1, label, "released")

        self.do(owner, act)
        return record

    def rule(self, owner: Node, record: UUID, **said) -> None:
        truth = self.oracle.records[record]
        label, state = said.get("label", truth.label), said.get("state", truth.state)
        self.oracle.said(owner, record, label, state)
        self.do(owner, lambda node: node.rule(record, self.now, label=label, state=state))

    def revise(self, owner: Node, record: UUID) -> None:
        truth = self.oracle.records[record]
        self.oracle.said(owner, record, truth.label, truth.state)
        self.do(owner, lambda node: node.revise(record, self.now))

    def found(self, owner: Node, members: frozenset[UUID]) -> UUID:
        group = owner.group_id()
        self.groups[group] = owner
        self.let(group, members)
        return group

    def let(self, group: UUID, members: frozenset[UUID]) -> None:
        owner = self.groups[group]
        members |= {owner.id}
        self.oracle.membership(group, members)
        self.do(owner, lambda node: node.let(group, self.now, members))


__all__ = ["BEGIN", "TICK", "Killed", "World"]
