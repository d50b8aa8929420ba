"""An unknown group, marking, schema or moment is set aside without its body, and never lowered."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.core.protocol.scenes import LINE, named, offer, push, standing, world
from tocsin.core.labels import Label, Tlp
from tocsin.core.protocol.messages import Offer, Version
from tocsin.core.protocol.store import Standing
from tocsin.core.statements import signed
from tocsin.core.statements.canonical import decode


def said_otherwise(w, **changes) -> Offer:
    """Return an honest offer of the first node with fields of the envelope said otherwise."""
    owner, peer, _ = w.nodes
    version = owner.store.entry(w.create(owner, named(peer))).version
    body = {**decode(version.record.statement), "id": str(owner.uuid()), **changes}
    return Offer(1, replace(version, record=signed.sign(body, owner.key)))


@pytest.mark.parametrize(
    ("changes", "decision"),
    [
        ({"label": {"tlp": "TLP:PURPLE", "named": "0" * 64}}, "unknown-marking"),
        ({"label": {"named": "0" * 64}}, "unknown-marking"),
        ({"label": {"tlp": "TLP:AMBER", "colour": 1}}, "unknown-marking"),
        ({"label": {"tlp": "TLP:AMBER", "groups": ["00000000-0000-4000-8000-000000000009"]}},
         "unknown-group"),
        ({"label": {"tlp": "TLP:AMBER"}}, "not-addressed"),
        ({"kind": "person@2"}, "unknown-schema"),
        ({"schema": "record@2"}, "unknown-schema"),
        ({"news": True}, "unknown-schema"),
        ({"at": "2026-12-24T05:28:00.000Z"}, "early"),
        ({"digest": "0" * 64}, "bad-form"),
        ({"state": "suspended"}, "not-in-force"),
        ({"revision": 0}, "bad-form"),
        ({"realm": "dream"}, "bad-form"),
    ],
)  # fmt: skip
def test_what_cannot_be_honoured_is_not_taken(changes, decision) -> None:
    w = world(pairs=LINE)
    owner, peer, _ = w.nodes
    row = said_otherwise(w, **changes)
    assert push(w, owner, peer, row) == [decision]
    about = decode(row.version.record.statement)["id"]
    assert all(str(entry.id) != about for entry in peer.store.entries())
    assert all(row.version.body != aside.statement.statement for aside in peer.store.aside())


def test_a_record_for_a_group_waits_until_its_membership_comes() -> None:
    w = world(pairs=LINE)
    owner, peer, _ = w.nodes
    w.settle(4)
    w.network.cut |= w.oracle.edges
    group = w.found(owner, frozenset({peer.id}))
    record = w.create(owner, Label(tlp=Tlp.AMBER, groups=frozenset({group})))
    assert push(w, owner, peer, offer(owner, record)) == ["unknown-group"]
    assert [row.why for row in peer.store.aside()] == ["unknown-group"]
    w.heal()
    assert w.settle() == []
    assert standing(peer, record) is Standing.HELD
    assert peer.store.aside() == []


def test_minutes_between_clocks_do_not_matter() -> None:
    w = world(pairs=LINE)
    owner, peer, _ = w.nodes
    peer.ahead = -timedelta(minutes=8)
    record = w.create(owner, named(peer))
    assert w.settle() == []
    assert standing(peer, record) is Standing.HELD


def test_the_same_again_makes_no_new_version() -> None:
    w = world(pairs=[(0, 1), (1, 2), (0, 2)])
    owner = w.nodes[0]
    record = w.create(owner, Label(tlp=Tlp.GREEN, everyone=True, forward=True))
    w.settle(20)
    rows = [len(feed) for node in w.nodes for feed in node.store.feeds.values()]
    orders = [node.store.entry(record).order for node in w.nodes]
    for node in w.nodes:
        for peer in node.store.peers():
            push(w, w.by_id[peer.bureau], node, offer(w.by_id[peer.bureau], record))
    w.pass_time(100)
    assert rows == [len(feed) for node in w.nodes for feed in node.store.feeds.values()]
    assert orders == [node.store.entry(record).order for node in w.nodes]


def test_nobody_but_the_owner_changes_a_record() -> None:
    w = world(pairs=LINE)
    owner, peer, other = w.nodes
    record = w.create(owner, named(peer))
    w.settle(20)
    held = peer.store.entry(record)
    body = decode(held.version.record.statement) | {"revision": 2}
    thief = signed.sign(body, other.key)
    mine = signed.sign(body | {"owner": str(other.id)}, other.key)
    posing = replace(thief, key=owner.key.public.id)
    for one, decision in (
        (thief, "unknown-key"),
        (mine, "not-the-owner"),
        (posing, "bad-signature"),
    ):
        row = Offer(1, Version(one, None, held.version.body, held.version.salt), hops=2)
        assert push(w, other, peer, row) == [decision]
    assert peer.store.entry(record) == held
