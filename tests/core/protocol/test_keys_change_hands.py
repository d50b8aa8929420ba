"""Keys are replaced and stolen: what a stolen key says afterwards counts only if it is proved."""

from dataclasses import replace
from datetime import timedelta

from tests.core.protocol.scenes import LINE, named, push, standing, world
from tocsin.core.protocol.messages import Offer, Retract, Version
from tocsin.core.protocol.store import Standing
from tocsin.core.statements import signed
from tocsin.core.statements.canonical import encode
from tocsin.core.statements.moments import stamp
from tocsin.core.statements.salted import commit

HOUR = timedelta(hours=1)


def robbed():
    """A world in which the first node's key was stolen an hour ago, and revoked now."""
    w = world(pairs=LINE)
    owner, peer, _ = w.nodes
    before = w.create(owner, named(peer))
    w.settle(20)
    w.pass_time(24)
    stolen, theft = owner.key, w.now + HOUR
    w.network.now += 2 * HOUR
    w.do(owner, lambda node: node.rotate(w.now, compromised=theft))
    assert w.settle(20) == []
    return w, before, stolen, theft


def forged(w, key, at) -> Offer:
    body, salt = {"names": [{"text": "Forged"}]}, bytes(16)
    said = {
        "type": "record", "schema": "record@1", "id": str(w.nodes[2].uuid()), "kind": "person@1",
        "owner": str(w.nodes[0].id), "revision": 1, "state": "released", "strands": [],
        "label": {"tlp": "TLP:AMBER", "named": "0" * 64}, "at": stamp(at),
        "digest": commit(salt, body),
    }  # fmt: skip
    return Offer(1, Version(signed.sign(said, key), None, encode(body), salt))


def test_what_was_here_before_the_theft_stays() -> None:
    w, before, _, _ = robbed()
    assert standing(w.nodes[1], before) is Standing.HELD
    assert "key-compromised" in {found.kind for found in w.nodes[1].store.findings()}


def test_a_back_dated_signature_of_the_stolen_key_is_set_aside() -> None:
    w, _, stolen, theft = robbed()
    for at in (theft - HOUR, theft - 30 * HOUR / 60, theft + HOUR / 2):
        assert push(w, w.nodes[0], w.nodes[1], forged(w, stolen, at)) == ["key-revoked"]


def test_a_withdrawal_by_the_stolen_key_ends_nothing() -> None:
    w, before, stolen, theft = robbed()
    owner, peer, _ = w.nodes
    said = {
        "type": "withdrawal", "schema": "withdrawal@1", "id": str(before), "owner": str(owner.id),
        "revision": 1, "at": stamp(theft - HOUR),
    }  # fmt: skip
    row = Retract(1, before, owner.id, signed.sign(said, stolen))
    assert push(w, w.nodes[2], peer, row) in (["key-revoked"], [])
    assert peer.store.entry(before).final is None


def test_one_who_comes_later_gets_old_records_with_the_proof_of_their_age() -> None:
    w, before, _, _ = robbed()
    owner, peer, _ = w.nodes
    entry = owner.store.entry(before)
    proof = owner.log.evidence(signed_digest(entry))
    gone = replace(peer.store.entry(before), standing=Standing.GONE, accepted=None, order=None)
    bare = Offer(1, entry.version)
    for evidence, decision in (((), "key-revoked"), ((proof,), "accepted")):
        peer.store.keep_entry(replace(gone, version=None, sources={}))
        assert push(w, owner, peer, replace(bare, evidence=evidence)) == [decision]


def signed_digest(entry) -> str:
    from tocsin.core.protocol.facts import digest

    return digest(entry.version.record)


def test_what_was_signed_by_a_new_key_waits_for_the_card() -> None:
    w = world(pairs=LINE)
    owner, peer, _ = w.nodes
    w.settle(4)
    w.network.cut |= w.oracle.edges
    w.do(owner, lambda node: node.rotate(w.now))
    record = w.create(owner, named(peer))
    row = Offer(1, owner.store.entry(record).version)
    assert push(w, owner, peer, row) == ["unknown-key"]
    w.heal()
    assert w.settle() == []
    assert standing(peer, record) is Standing.HELD
