"""A random life of a consortium: releases, recalls and memberships amid every kind of trouble."""

import random
from datetime import timedelta
from unittest.mock import patch

from tests.core.protocol.simulation.hostile import Hostile
from tests.core.protocol.simulation.network import Weather
from tests.core.protocol.simulation.node import SETTINGS, Killed, Node
from tests.core.protocol.simulation.world import World
from tocsin.core.labels import Label
from tocsin.core.protocol.store import Standing
from tocsin.core.statements.keys import VerifyKey


class Story:
    """One seed's story: so many nodes, so many acts, then peace."""

    def __init__(self, seed: int, *, settings=SETTINGS, acts: int = 30, posted=None) -> None:
        self.random = random.Random(seed * 7919 + 1)
        count = self.random.randint(3, 8)
        posted = seed % 5 == 0 if posted is None else posted
        self.world = World(seed, count, posted=posted, settings=settings)
        self.acts = acts
        self.backups: dict[Node, tuple] = {}
        self.hostile = Hostile(self.world, self.world.nodes[-1]) if seed % 3 == 0 else None
        self.trouble = [
            self.weather, self.partition, self.kill, self.kill_in_a_call, self.hold,
            self.backup, self.restore,
        ]  # fmt: skip
        self.deeds = [
            self.create, self.create, self.revise, self.relabel, self.relabel, self.withdraw,
            self.suspend, self.until, self.found, self.let, self.rotate, self.block,
        ]  # fmt: skip

    def live(self) -> None:
        """Go through all acts, with trouble."""
        for _ in range(2):
            self.create()
        self.found()
        for _ in range(self.acts):
            self.random.choice(self.deeds)()
            if self.random.random() < 0.5:
                self.random.choice(self.trouble)()
            if self.hostile is not None and self.random.random() < 0.5:
                self.hostile.act()
            self.world.pass_time(self.random.randint(0, 3))

    def end(self) -> list[str]:
        """Make peace, and return everything that is wrong."""
        self.world.heal()
        for node in self.world.nodes:
            node.store.holds.clear()
            node.store.before_write = None
        if self.hostile is not None:
            self.hostile.act()
        faults = self.world.settle()
        return self.world.wrong() + faults + self.false_alarms()

    def false_alarms(self) -> list[str]:
        """Return red findings about anybody who did nothing wrong."""
        guilty = {self.hostile.node.id} if self.hostile is not None else set()
        return [
            f"{node.card.code} accuses {self.world.oracle.name(found.peer)} of {found.kind}"
            for node in self.world.nodes
            if node.id not in guilty
            for found in node.store.findings()
            if found.level == "red" and found.peer not in guilty and guilty == set()
        ]

    # Deeds of bureaus.

    def honest(self) -> Node | None:
        able = [
            node for node in self.world.nodes
            if node.id not in self.world.network.down
            and not node.store.catching_up()
            and (self.hostile is None or node is not self.hostile.node)
        ]  # fmt: skip
        return self.random.choice(able) if able else None

    def record(self, *states: str):
        """Choose an own record of an able node in one of these states."""
        owner = self.honest()
        found = [
            record for record, truth in self.world.oracle.records.items()
            if owner is not None and truth.owner == owner.id and truth.state in states
            and (entry := owner.store.entry(record)) is not None and entry.version is not None
        ]  # fmt: skip
        return (owner, self.random.choice(found)) if found else (None, None)

    def create(self) -> None:
        if (owner := self.honest()) is not None:
            self.world.create(owner, self.world.label(owner))

    def revise(self) -> None:
        owner, record = self.record("released", "suspended")
        if owner is not None:
            self.world.revise(owner, record)

    def relabel(self) -> None:
        owner, record = self.record("released")
        if owner is not None:
            label = self.world.label(owner) if self.random.random() < 0.7 else Label()
            self.world.rule(owner, record, label=label)

    def withdraw(self) -> None:
        owner, record = self.record("released", "suspended")
        if owner is not None:
            self.world.rule(owner, record, state="withdrawn")

    def suspend(self) -> None:
        owner, record = self.record("released", "suspended")
        if owner is not None:
            released = self.world.oracle.records[record].state == "released"
            self.world.rule(owner, record, state="suspended" if released else "released")

    def until(self) -> None:
        """Release for a short while only."""
        owner, record = self.record("released")
        if owner is None:
            return
        before = self.world.oracle.records[record].label
        until = self.world.now + timedelta(seconds=self.random.randint(1, 1200))
        label = Label(**{**dict(before), "until": owner.clock(until)})
        self.world.rule(owner, record, label=label)

    def found(self) -> None:
        if (owner := self.honest()) is not None:
            self.world.found(owner, self._some())

    def let(self) -> None:
        """Change who is in a group, removals included."""
        able = [
            group for group, owner in self.world.groups.items()
            if owner.id not in self.world.network.down and not owner.store.catching_up()
            and owner.store.group(group) is not None
        ]  # fmt: skip
        if able:
            self.world.let(self.random.choice(able), self._some())

    def rotate(self) -> None:
        if (node := self.honest()) is not None:
            self.world.do(node, lambda one: one.rotate(self.world.now))

    def block(self) -> None:
        """An owner blocks its own record, or lifts the block."""
        owner, record = self.record("released")
        if owner is not None:
            effect = self.random.choice(["block", "lift"])
            self.world.oracle.blocked.add(record)
            self.world.do(owner, lambda node: node.block(record, owner.id, self.world.now, effect))

    def _some(self) -> frozenset:
        ids = [node.id for node in self.world.nodes]
        return frozenset(self.random.sample(ids, self.random.randint(1, len(ids))))

    # Trouble.

    def weather(self) -> None:
        self.world.network.weather = Weather(
            self.random.choice([0, 0.1, 0.4]), self.random.choice([0, 0.2]),
            self.random.choice([0.1, 5, 90]),
        )  # fmt: skip

    def partition(self) -> None:
        network, edges = self.world.network, sorted(self.world.oracle.edges, key=sorted)
        if network.cut:
            network.cut.clear()
        else:
            network.cut |= set(self.random.sample(edges, self.random.randint(1, len(edges))))

    def kill(self) -> None:
        network = self.world.network
        if network.down and self.random.random() < 0.6:
            self.world.up(self.world.by_id[min(network.down)])
        elif (node := self.honest()) is not None:
            self.world.kill(node)

    def kill_in_a_call(self) -> None:
        """Kill a process at its n-th write from now; it comes up at once with what it kept."""
        node, left = self.honest(), self.random.randint(1, 30)
        if node is None:
            return

        def count() -> None:
            nonlocal left
            left -= 1
            if left == 0 and node.store.undo is not None:
                node.store.before_write = None
                raise Killed

        node.store.before_write = count

    def hold(self) -> None:
        """A receiver lays a legal hold on a copy, or lifts its holds."""
        if (node := self.honest()) is None:
            return
        held = [one.id for one in node.store.entries() if one.standing is Standing.HELD]
        if held and not node.store.holds:
            node.store.holds.add(self.random.choice(held))
        else:
            node.store.holds.clear()

    def backup(self) -> None:
        if (node := self.honest()) is not None:
            self.backups[node] = node.backup()

    def restore(self) -> None:
        able = [
            node for node in self.backups
            if node.id not in self.world.network.down and not node.store.catching_up()
        ]  # fmt: skip
        others = any(node.store.catching_up() for node in self.world.nodes)
        if able and not others:
            node = self.random.choice(able)
            self.world.restore(node, self.backups.pop(node))


def run(seed: int, **more) -> list[str]:
    """Live one story and return what was wrong in it."""
    with patch.object(VerifyKey, "_verify", _verified_once(VerifyKey._verify)):
        story = Story(seed, **more)
        story.live()
        return story.end()


def _verified_once(verify):
    """Return the verification, done once for each key, text and signature.

    All nodes live in one process, so the same statement is verified by each of them.
    """
    good = set()

    def verified(key: VerifyKey, data: bytes, signature: bytes) -> None:
        if (key.bytes, data, signature) not in good:
            verify(key, data, signature)
            good.add((key.bytes, data, signature))

    return verified
