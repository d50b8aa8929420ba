"""A journal that is cut, forked or rewritten is shown in red on both sides by the next sync."""

import base64
from dataclasses import replace

import pytest

from tests.core.protocol.scenes import DIRECT, LINE, TRIANGLE, findings, world
from tocsin.core.ledger import checkpoint
from tocsin.core.protocol import witness
from tocsin.core.protocol.facts import digest
from tocsin.core.protocol.memory_log import MemoryLog


def grown(pairs=LINE, count: int = 5):
    """A world whose first node has a journal that its peers cosigned."""
    w = world(pairs=pairs)
    for _ in range(count):
        w.create(w.nodes[0], DIRECT)
    w.settle()
    w.pass_time(24)
    return w


def rewritten(node, kept: int, added: int) -> MemoryLog:
    """Return another journal of the node: its first leaves, then others."""
    log = MemoryLog(node.id, node.log_key, node.random.randbytes)
    for leaf in node.log.chapters[0].leaves[:kept]:
        log.chapters[0].append(leaf)
    for number in range(added):
        log.note(f"{number:064x}", node.store.peers()[0].synced)
    return log


def test_peers_cosign_and_keep_each_other_s_newest_checkpoint() -> None:
    w = grown()
    owner, peer, _ = w.nodes
    newest = checkpoint.parse(owner.log.head())[0]
    assert checkpoint.parse(peer.store.peer(owner.id).head)[0] == newest
    text = owner.store.peer(peer.id).cosigned
    assert checkpoint.parse(text)[0] == newest
    assert f"tocsin/witness/{peer.id}" in text
    assert all(findings(node) == [] for node in w.nodes)


@pytest.mark.parametrize(
    ("kept", "added", "kind"),
    [(3, 0, "shortened"), (0, 3, "shortened"), (3, 2, "forked"), (3, 30, "rewritten")],
)
def test_a_journal_that_contradicts_itself_is_red_on_both_sides(kept, added, kind) -> None:
    w = grown()
    owner, peer, _ = w.nodes
    size = checkpoint.parse(peer.store.peer(owner.id).head)[0].size
    assert size == 5
    owner.log = rewritten(owner, kept, added)
    owner.start()
    w.pass_time(24)
    assert findings(peer) == [kind]
    assert findings(owner) == [f"own-journal-{kind}"]
    evidence = next(one for one in owner.store.findings()).evidence
    assert len({checkpoint.parse(text)[0] for text in evidence}) == 2


def test_two_views_for_two_peers_are_found_when_these_two_talk() -> None:
    w = grown(TRIANGLE)
    owner, left, right = w.nodes
    w.network.cut.add(frozenset((left.id, right.id)))
    honest = owner.log
    other = rewritten(owner, 5, 1)
    honest.note("f" * 64, w.now)
    for log, cut in ((honest, right), (other, left)):
        owner.log = log
        owner.start()
        w.network.way.clear()
        w.network.cut = {frozenset((left.id, right.id)), frozenset((owner.id, cut.id))}
        w.pass_time(24)
    assert findings(left) == findings(right) == []
    w.network.way.clear()
    w.network.cut = {frozenset((owner.id, left.id))}
    w.pass_time(48)
    assert {*findings(left), *findings(right)} & {"forked", "rewritten"}
    w.heal()
    w.pass_time(24)
    assert any(kind.startswith("own-journal-") for kind in findings(owner))


def test_a_peer_that_goes_on_proving_nothing_is_amber_until_it_does(monkeypatch) -> None:
    w = grown()
    owner, peer, _ = w.nodes
    owner.log = rewritten(owner, 3, 30)
    owner.start()
    told = witness.told

    def evading(step, to, claims=()):
        said = told(step, to, claims)
        return replace(said, answers=(), proofs=()) if step.me == owner.id else said

    monkeypatch.setattr(witness, "told", evading)
    w.pass_time(24)
    assert findings(peer, "amber") == findings(peer) == []
    w.pass_time(600)
    assert findings(peer, "amber") == ["unproved"]
    assert peer.store.peer(owner.id).unproved == peer.settings.patience
    monkeypatch.undo()
    w.pass_time(24)
    assert findings(peer) == ["rewritten"]
    assert peer.store.peer(owner.id).unproved == 0


def test_a_line_that_is_long_down_proves_nothing_against_a_peer() -> None:
    w = grown()
    owner, peer, _ = w.nodes
    w.network.cut.add(frozenset((owner.id, peer.id)))
    w.create(owner, DIRECT)
    w.pass_time(3_000)
    w.heal()
    w.settle()
    assert findings(peer, "amber") == findings(owner, "amber") == []
    assert peer.store.peer(owner.id).unproved == 0


def test_one_state_in_many_dresses_keeps_no_other_claim_out() -> None:
    from tocsin.core.protocol.messages import Look, Witness

    w = grown(TRIANGLE)
    owner, left, right = w.nodes
    w.network.cut |= w.oracle.edges
    old = owner.log.head()
    owner.log.note("e" * 64, w.now)
    newer = owner.log.head()
    junk = (base64.b64encode(bytes([n]) * 68).decode() for n in range(8))
    dressed = tuple(f"{old}\u2014 somebody {line}\n" for line in junk)
    kept = left.store.peer(owner.id)
    left.store.keep_peer(replace(kept, head="", claims=()))
    for claims in (dressed, (newer,)):
        left.receive(right.id, Look(Witness(claims=claims)), w.now)
    states = [checkpoint.parse(text)[0].size for text in left.store.peer(owner.id).claims]
    assert states == [5, 6]
    assert all("somebody" not in text for text in left.store.peer(owner.id).claims)


def test_a_peer_that_accuses_without_evidence_is_not_believed() -> None:
    from tocsin.core.protocol.messages import Alarm, Pull, Witness

    w = grown()
    owner, peer, _ = w.nodes
    head = owner.log.head()
    for evidence in ((head, head), (head, peer.log.head()), ("", ""), (head,)):
        alarm = Witness(alarm=Alarm("forked", evidence))
        owner.receive(peer.id, Pull(owner.store.peer(peer.id).shown, 1, (), alarm), w.now)
    assert not any(kind.startswith("own") for kind in findings(owner))


def test_every_statement_that_was_signed_stands_in_the_journal() -> None:
    w = grown()
    owner, peer, _ = w.nodes
    for node in (owner, peer):
        for entry in node.store.entries_of(node.id):
            assert node.log.evidence(digest(entry.version.record)) is not None
