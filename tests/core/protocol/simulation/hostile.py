"""A hostile peer: accepted, with keys of its own, and ready to say anything in anybody's name."""

import random
from dataclasses import replace
from uuid import UUID

from tests.core.protocol.simulation.node import Node
from tocsin.core.protocol.messages import (
    Hand,
    Members,
    Offer,
    Page,
    Pull,
    Retract,
    Version,
)
from tocsin.core.statements import signed
from tocsin.core.statements.moments import stamp


class Hostile:
    """Remembers everything it ever held, and pushes it, altered or not, at its peers."""

    def __init__(self, world, node: Node) -> None:
        self.world, self.node = world, node
        self.random = random.Random(f"hostile {node.id}")
        self.kept: list[Version] = []
        world.oracle.hostile.add(node.id)
        self.ways = [
            self.old_versions, self.altered_bodies, self.others_records, self.withdrawals,
            self.receipts, self.memberships, self.replays, self.spoofed, self.lost_places,
        ]  # fmt: skip

    def act(self) -> None:
        """Do one hostile thing."""
        for entry in self.node.store.entries():
            if entry.version is not None and entry.version not in self.kept:
                self.kept.append(entry.version)
        self.random.choice(self.ways)()

    def victim(self) -> Node:
        peers = [self.world.by_id[peer.bureau] for peer in self.node.store.peers()]
        return self.random.choice(peers)

    def say(self, victim: Node, message) -> None:
        """Send as itself, with all that its keys can sign."""
        self.world.network.send(self.node, [(victim.id, message)])

    def page(self, victim: Node, *rows) -> None:
        """Answer a pull that is really waiting, in the right place, with these rows."""
        reading = victim.store.peer(self.node.id).reading
        self.say(victim, Page(reading, reading, tuple(rows), more=False))

    def offers(self, versions) -> list[Offer]:
        return [Offer(1, one, hops=self.random.randrange(4)) for one in versions]

    def old_versions(self) -> None:
        """Push everything it ever had, withdrawn, narrowed or not, to somebody."""
        self.page(self.victim(), *self.offers(self.kept))

    def altered_bodies(self) -> None:
        altered = [replace(one, body=b'{"names":[{"text":"Altered"}]}') for one in self.kept]
        self.page(self.victim(), *self.offers(altered))

    def others_records(self) -> None:
        """Make a record in another's name, signed with its own key."""
        victim = self.victim()
        said = {
            "type": "record", "schema": "record@1", "id": str(self.node.uuid()), "kind": "person@1",
            "owner": str(victim.id), "revision": 1, "state": "released", "strands": ["C"],
            "label": {"tlp": "TLP:CLEAR", "everyone": True, "forward": True},
            "at": stamp(self.world.now), "digest": "0" * 64,
        }  # fmt: skip
        forged = signed.sign(said, self.node.key)
        claimed = replace(forged, key=self.random.choice(self.world.nodes).key.public.id)
        for one in (forged, claimed):
            self.page(self.victim(), *self.offers([Version(one, None, b"{}", bytes(16))]))

    def withdrawals(self) -> None:
        """Withdraw and take back what is not its own."""
        for truth in list(self.world.oracle.records.items())[:5]:
            record, owner = truth[0], truth[1].owner
            said = {
                "type": "withdrawal", "schema": "withdrawal@1", "id": str(record),
                "owner": str(owner), "revision": 1, "at": stamp(self.world.now),
            }  # fmt: skip
            forged = signed.sign(said, self.node.key)
            self.page(self.victim(), Retract(1, record, owner, forged))

    def receipts(self) -> None:
        """Confirm a purge in another's name."""
        for record, truth in list(self.world.oracle.records.items())[:5]:
            holder = self.random.choice(self.world.nodes)
            said = {
                "type": "receipt", "schema": "receipt@1", "id": str(record),
                "owner": str(truth.owner), "revision": 1, "holder": str(holder.id),
                "at": stamp(self.world.now), "outcome": "purged",
            }  # fmt: skip
            self.say(self.victim(), Hand((signed.sign(said, self.node.key),)))

    def memberships(self) -> None:
        """Let itself into groups of others, and old members in again."""
        for group, owner in self.world.groups.items():
            said = {
                "type": "membership", "schema": "membership@1", "group": str(group),
                "owner": str(owner.id), "name": "Eastern desk", "version": 999,
                "members": sorted(str(one) for one in self.world.by_id), "at": stamp(self.world.now),
            }  # fmt: skip
            mine = said | {"owner": str(self.node.id)}
            for one in (said, mine):
                self.page(self.victim(), Members(1, signed.sign(one, self.node.key)))

    def replays(self) -> None:
        """Send again what others once sent, to whom it was sent and to anybody."""
        network = self.world.network
        for to, parcel in network.captured[-10:]:
            network.put(self.node.id, to, parcel)
            network.put(self.node.id, self.victim().id, parcel)

    def spoofed(self) -> None:
        """Speak in another's name where the transport asks for the sender's signature."""
        network, victim = self.world.network, self.victim()
        if not network.posted:
            return
        other = self.random.choice([node for node in self.world.nodes if node is not self.node])
        content = Pull(victim.store.peer(self.node.id).reading, 100)
        parcel = network._packed(self.node, victim.id, content)
        body = signed.peek(parcel.head.statement).body | {"from": str(other.id)}
        network.put(other.id, victim.id, replace(parcel, head=signed.sign(body, self.node.key)))

    def lost_places(self) -> None:
        """Name places that never were."""
        victim = self.victim()
        wild = victim.store.peer(self.node.id).reading._replace(generation=0, position=10**9)
        self.say(victim, Page(wild, wild, (), more=True, asked=(UUID(int=7, version=4),)))
        self.say(victim, Pull(wild, 10**9))
