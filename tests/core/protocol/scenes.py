"""Small consortia for one behaviour at a time: clocks agree, the network is kind."""

from tests.core.protocol.simulation.node import Node
from tests.core.protocol.simulation.world import World
from tocsin.core.labels import Label, Tlp
from tocsin.core.protocol.messages import Offer, Page
from tocsin.core.protocol.store import Standing

LINE = [(0, 1), (1, 2)]
TRIANGLE = [(0, 1), (1, 2), (0, 2)]

EVERYONE = Label(tlp=Tlp.GREEN, everyone=True, forward=True)
DIRECT = Label(tlp=Tlp.GREEN, everyone=True)


def world(count: int = 3, pairs=TRIANGLE, *, seed: int = 7, **more) -> World:
    return World(seed, count, pairs=pairs, off=0, posted=False, **more)


def named(*nodes: Node) -> Label:
    return Label(tlp=Tlp.AMBER, bureaus=frozenset(node.id for node in nodes))


def standing(node: Node, record) -> Standing | None:
    entry = node.store.entry(record)
    return None if entry is None else entry.standing


def findings(node: Node, level: str = "red") -> list[str]:
    return sorted(found.kind for found in node.store.findings() if found.level == level)


def push(world: World, sender: Node, receiver: Node, *rows, again=()) -> list[str]:
    """Let a sender put rows before a receiver in the place it reads from; return the decisions."""
    at = receiver.store.peer(sender.id).reading
    page = Page(at, at, tuple(rows), more=False, again=tuple(again))
    now = receiver.clock(world.now)
    outcome = receiver.machine.receive(sender.id, page, now)
    world.network.send(receiver, outcome.messages)
    return [one.decision.value for one in outcome.decided]


def offer(node: Node, record, *, hops: int | None = None) -> Offer:
    """Return what a node would offer of a record now."""
    entry = node.store.entry(record)
    return Offer(1, entry.version, entry.blocks, entry.distance if hops is None else hops)
