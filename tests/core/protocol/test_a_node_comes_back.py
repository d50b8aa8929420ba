"""Restored from a backup, or killed at any write: nothing is revived, lost or doubled."""

from datetime import timedelta

import pytest

from tests.core.protocol.scenes import LINE, TRIANGLE, findings, named, standing, world
from tests.core.protocol.simulation.node import Killed
from tocsin.core.labels import Label, Tlp
from tocsin.core.protocol.messages import Cursor, Pull
from tocsin.core.protocol.store import Standing

GREEN = Label(tlp=Tlp.GREEN, everyone=True, forward=True)


def test_a_restored_holder_uses_nothing_until_recalls_have_come() -> None:
    w = world()
    owner, holder, _ = w.nodes
    record = w.create(owner, named(holder))
    w.settle(20)
    kept = holder.backup()
    w.rule(owner, record, state="withdrawn")
    w.settle(20)
    w.network.cut |= w.oracle.edges
    w.restore(holder, kept)
    w.pass_time(20)
    assert standing(holder, record) is Standing.HELD
    assert holder.store.catching_up()
    w.heal()
    assert w.settle() == []
    assert standing(holder, record) is Standing.GONE
    assert not holder.store.catching_up()
    assert w.wrong() == []


def test_a_restored_owner_gets_back_what_is_its_own() -> None:
    w = world()
    owner, holder, _ = w.nodes
    kept = owner.backup()
    stays, ends = w.create(owner, GREEN), w.create(owner, GREEN)
    w.settle(20)
    w.rule(owner, ends, state="withdrawn")
    w.settle(20)
    w.restore(owner, kept)
    assert w.settle() == []
    assert standing(owner, stays) is Standing.OWN
    assert owner.store.entry(ends).final is not None
    assert standing(holder, stays) is Standing.HELD
    assert owner.store.generation() == 1
    assert findings(holder) == []
    assert findings(holder, "amber") == ["restored"]


def test_an_older_word_of_a_restored_owner_undoes_no_newer_one() -> None:
    w = world()
    owner, holder, _ = w.nodes
    record = w.create(owner, named(holder))
    w.settle(20)
    kept = owner.backup()
    w.rule(owner, record, label=GREEN.model_copy(update={"until": w.now + timedelta(minutes=5)}))
    w.pass_time(20)
    w.restore(owner, kept)
    assert w.settle() == []
    assert standing(holder, record) is Standing.GONE
    w.rule(owner, record, label=named(holder))
    assert w.settle() == []
    assert standing(holder, record) is Standing.HELD


def test_while_it_catches_up_it_serves_nothing() -> None:
    w = world()
    owner, holder, _ = w.nodes
    w.create(owner, GREEN)
    w.settle(20)
    kept = owner.backup()
    w.network.cut |= w.oracle.edges
    w.restore(owner, kept)
    answer = owner.receive(holder.id, Pull(Cursor(), 10), w.now)
    assert [(page.serving, page.rows) for _, page in answer] == [(False, ())]


def test_opened_without_a_peer_that_keeps_more_it_shows_red_there() -> None:
    w = world(pairs=LINE)
    left, owner, right = w.nodes
    kept = owner.backup()
    w.create(owner, GREEN)
    w.settle(20)
    w.pass_time(24)
    w.network.cut |= w.oracle.edges
    w.restore(owner, kept)
    w.do(owner, lambda node: node.call(lambda: node.machine.opened(w.now)))
    w.heal()
    w.pass_time(30)
    assert findings(left) == findings(right) == ["rewritten"]


@pytest.mark.parametrize("few", [range(1, 200, 20)])
def test_a_node_killed_at_any_write_loses_and_doubles_nothing(few) -> None:
    for write in few:
        _killed_at(write)


@pytest.mark.long
def test_a_node_killed_at_each_of_two_hundred_writes_loses_nothing() -> None:
    for write in range(1, 201):
        _killed_at(write)


def _killed_at(write: int) -> None:
    w = world(pairs=TRIANGLE)
    owner, holder, _ = w.nodes
    left = write

    def count() -> None:
        nonlocal left
        left -= 1
        if left == 0 and holder.store.undo is not None:
            raise Killed

    holder.store.before_write = count
    records = [w.create(owner, GREEN) for _ in range(3)]
    w.pass_time(3)
    w.rule(owner, records[0], state="withdrawn")
    assert w.settle(60) == []
    assert w.wrong() == []
    receipts = [owner.store.holding(one, holder.id).outcome for one in records]
    assert receipts == ["purged", "held", "held"]
