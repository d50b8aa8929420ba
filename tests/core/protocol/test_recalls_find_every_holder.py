"""Whom others gave a record is recalled as well, and its receipt finds the way to the owner."""

from tests.core.protocol.scenes import EVERYONE, LINE, named, offer, push, standing, world
from tocsin.core.labels import Label
from tocsin.core.protocol.store import Standing


def test_one_known_to_hold_it_only_after_the_retract_is_recalled_too() -> None:
    w = world()
    owner, giver, taker = w.nodes
    near, far = (frozenset((one.id, taker.id)) for one in (owner, giver))
    w.network.cut |= {near, far}
    record = w.create(owner, EVERYONE)
    w.pass_time(4)
    w.network.cut = {near, frozenset((owner.id, giver.id))}
    w.pass_time(20)
    assert standing(taker, record) is Standing.HELD
    w.rule(owner, record, label=named(giver))
    assert owner.store.holding(record, taker.id) is None
    w.heal()
    assert w.settle() == []
    assert standing(taker, record) is Standing.GONE
    assert owner.store.holding(record, taker.id).confirmed is not None


def test_a_retract_left_out_for_a_stranger_to_the_record_is_said_when_it_holds_it() -> None:
    w = world()
    owner, giver, taker = w.nodes
    between = frozenset((owner.id, giver.id))
    w.network.cut.add(frozenset((owner.id, taker.id)))
    record = w.create(owner, EVERYONE)
    w.network.cut |= w.oracle.edges
    w.pass_time(2)
    w.network.cut = {frozenset((owner.id, taker.id)), frozenset((giver.id, taker.id))}
    w.pass_time(8)
    w.network.cut = {between, frozenset((giver.id, taker.id))}
    w.rule(owner, record, label=named(giver))
    w.pass_time(20)  # the taker passes the retract, which says nothing to it
    w.network.cut = {between}
    w.pass_time(20)
    w.heal()
    assert w.settle() == []
    assert standing(taker, record) is Standing.GONE
    assert owner.store.holding(record, taker.id).confirmed is not None


def test_receipts_of_far_holders_never_run_in_a_circle() -> None:
    w = world(5, [(0, 1), (1, 2), (1, 4), (2, 3), (3, 4)])
    owner, _, second, far, other = w.nodes
    by_second, by_other = (frozenset((far.id, one.id)) for one in (second, other))
    w.network.cut = {by_other}
    record = w.create(owner, EVERYONE)
    w.pass_time(20)
    w.network.cut.clear()
    assert w.settle() == []
    assert far.store.entry(record).route == second.id
    w.network.cut = {by_second, by_other}
    w.rule(owner, record, label=Label())
    w.pass_time(20)
    w.network.cut = {by_other}
    w.pass_time(20)
    w.heal()
    assert w.settle() == []
    assert standing(far, record) is standing(second, record) is Standing.GONE
    assert owner.store.holding(record, far.id).confirmed is not None


def test_a_holder_whose_only_source_went_further_tells_those_it_gave_it_to() -> None:
    w = world(4, [(0, 1), (1, 2), (2, 3)])
    owner, _, second, far = w.nodes
    record = w.create(owner, EVERYONE)
    assert w.settle() == []
    assert far.store.entry(record).distance == 3
    giver = w.nodes[1]
    push(w, giver, second, offer(giver, record, hops=9))
    w.pass_time(4)
    assert second.store.entry(record).distance == 10
    assert far.store.entry(record).distance == 11


def test_a_source_that_went_too_far_is_none() -> None:
    w = world(pairs=LINE)
    owner, giver, holder = w.nodes
    record = w.create(owner, EVERYONE)
    assert w.settle() == []
    assert push(w, giver, holder, offer(giver, record, hops=16)) == ["too-far"]
    w.pass_time(1)
    assert holder.store.entry(record).sources == {}
    assert standing(holder, record) is Standing.GONE
