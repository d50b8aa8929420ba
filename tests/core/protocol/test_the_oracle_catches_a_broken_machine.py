"""Each safeguard is taken out in turn, and the oracle says what then goes wrong; with it, nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.core.protocol.scenes import DIRECT, LINE, named, offer, push, world
from tocsin.core.labels import Label, Tlp
from tocsin.core.protocol import intake, recalls, serving
from tocsin.core.protocol.messages import Cursor, Pull

BROKEN = pytest.mark.parametrize("broken", [False, True])


@BROKEN
def test_without_the_check_on_serving_what_has_run_out_is_served(monkeypatch, broken) -> None:
    if broken:
        monkeypatch.setattr(serving, "_record", _served_unchecked)
    w = world(pairs=LINE)
    owner, peer, _ = w.nodes
    w.create(owner, Label(tlp=Tlp.GREEN, everyone=True, until=w.now + timedelta(minutes=10)))
    w.network.now += timedelta(minutes=20)
    owner.receive(peer.id, Pull(Cursor(), 10), w.now)
    assert bool(w.wrong()) is broken


def _served_unchecked(step, row, peer):
    entry = step.store.entry(row.id)
    return serving._offer(step, entry, peer, row.position, whole=True)


@BROKEN
def test_without_the_check_of_the_label_a_peer_gives_what_it_may_not(monkeypatch, broken) -> None:
    if broken:
        monkeypatch.setattr(intake, "check_addressed", lambda *_: None)
    w = world(pairs=LINE)
    owner, middle, far = w.nodes
    record = w.create(owner, DIRECT)
    w.oracle.released.discard((record, far.id))
    w.settle(20)
    said = push(w, middle, far, offer(middle, record))
    assert bool(w.wrong()) is broken
    assert said == (["accepted"] if broken else ["not-to-be-passed-on"])


@BROKEN
def test_without_the_tombstone_a_stale_peer_revives_a_record(monkeypatch, broken) -> None:
    if broken:
        check = intake._check
        monkeypatch.setattr(
            intake, "_check",
            lambda step, row, said, sender, entry: check(
                step, row, said, sender, entry and replace(entry, final=None)),
        )  # fmt: skip
    w = world(pairs=LINE)
    owner, peer, _ = w.nodes
    record = w.create(owner, named(peer))
    w.settle(20)
    old = offer(peer, record, hops=0)
    w.rule(owner, record, state="withdrawn")
    w.settle(20)
    assert push(w, owner, peer, old) == (["accepted"] if broken else ["withdrawn"])
    assert bool(w.wrong()) is broken


@BROKEN
def test_without_receipts_no_recall_is_confirmed(monkeypatch, broken) -> None:
    w = world(pairs=LINE)
    owner, peer, _ = w.nodes
    record = w.create(owner, named(peer))
    w.settle(20)
    if broken:
        monkeypatch.setattr(recalls, "finish", lambda _step: None)
    w.rule(owner, record, state="withdrawn")
    assert bool(w.settle(20)) is broken
