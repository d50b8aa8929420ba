"""A network that loses, doubles, delays and cuts, and hands over only what its sender signed."""

import heapq
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from tests.core.protocol.simulation.node import BEGIN, Node
from tocsin.core.errors import TocsinError
from tocsin.core.protocol import wire
from tocsin.core.protocol.messages import Message
from tocsin.core.protocol.parcels import Parcel
from tocsin.core.statements import signed


@dataclass
class Weather:
    """What the network does to a message."""

    lost: float = 0.0
    doubled: float = 0.0
    slowest: float = 1.0  # seconds


@dataclass
class Network:
    """Messages under way. ``posted`` is False where the transport itself knows who sends."""

    seed: int
    posted: bool = True
    weather: Weather = field(default_factory=Weather)
    now: datetime = BEGIN
    sent: int = 0
    bytes: int = 0
    refused: int = 0

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.nodes: dict[UUID, Node] = {}
        self.way: list[tuple[datetime, int, UUID, UUID, object]] = []
        self.cut: set[frozenset[UUID]] = set()
        self.down: set[UUID] = set()
        self.captured: list[tuple[UUID, Parcel]] = []
        self.kinds: dict[str, int] = {}
        self.count = 0

    def send(self, sender: Node, messages) -> None:
        """Put what came out of a call on its way."""
        for to, message in messages:
            self.put(sender.id, to, self._packed(sender, to, message))

    def put(self, sender: UUID, to: UUID, packed) -> None:
        """Put one parcel on its way, whoever says to have sent it."""
        self.sent += 1
        if to not in self.nodes or self.random.random() < self.weather.lost:
            return
        for _ in range(2 if self.random.random() < self.weather.doubled else 1):
            late = timedelta(seconds=self.random.uniform(0.01, self.weather.slowest))
            self.count += 1
            heapq.heappush(self.way, (self.now + late, self.count, sender, to, packed))

    def run(self, until: datetime) -> None:
        """Deliver everything that arrives until then."""
        while self.way and self.way[0][0] <= until:
            self.now, _, sender, to, packed = heapq.heappop(self.way)
            if frozenset((sender, to)) in self.cut or {sender, to} & self.down:
                continue
            self._deliver(self.nodes[to], sender, packed)
        self.now = until

    def _deliver(self, node: Node, sender: UUID, packed) -> None:
        if self.posted:
            sender, packed = self._opened(node, packed)
        if packed is not None:
            self.send(node, node.receive(sender, packed, self.now))

    def _packed(self, sender: Node, to: UUID, message: Message):
        name = type(message).__name__
        self.kinds[name] = self.kinds.get(name, 0) + 1
        if not self.posted:
            return message
        content = wire.to_bytes(message)
        known = sender.store.card(to)
        parcel = sender.post.seal(
            content, to=to, card=sender.card, knows=known.serial if known else 0,
            sign=lambda said: signed.sign(said, sender.key),
            nonce=sender.random.randbytes(12).hex(), at=sender.clock(self.now),
        )  # fmt: skip
        self.bytes += len(content) + len(parcel.head.to_text()) + len(parcel.card or b"")
        if self.random.random() < 0.02:
            self.captured.append((to, parcel))
        return parcel

    def _opened(self, node: Node, parcel: Parcel):
        try:
            sender, newer = node.post.open(parcel, node.store.card, node.clock(self.now))
            message = wire.from_bytes(parcel.content)
        except TocsinError:
            self.refused += 1
            return None, None
        if newer is not None:
            self.send(node, node.call(lambda: node.machine.renewed(newer, node.clock(self.now))))
        return sender, message
