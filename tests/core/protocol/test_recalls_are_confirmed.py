"""What is taken back is purged by every holder, near and far, and the owner sees who confirmed."""

from datetime import timedelta

from tests.core.protocol.scenes import DIRECT, EVERYONE, LINE, named, standing, world
from tocsin.core.labels import Label, Tlp
from tocsin.core.protocol import facts
from tocsin.core.protocol.messages import Hand
from tocsin.core.protocol.store import Standing
from tocsin.core.statements.moments import stamp


def confirmed(owner, record, holder) -> bool:
    row = owner.store.holding(record, holder.id)
    return row is not None and row.recalled is not None and row.confirmed is not None


def test_a_withdrawal_reaches_a_holder_that_the_owner_does_not_know() -> None:
    w = world(pairs=LINE)
    owner, middle, far = w.nodes
    record = w.create(owner, EVERYONE)
    assert w.settle() == []
    assert owner.store.holding(record, far.id).outcome == "held"
    w.rule(owner, record, state="withdrawn")
    assert w.settle() == []
    assert standing(far, record) is standing(middle, record) is Standing.GONE
    assert confirmed(owner, record, far)
    assert confirmed(owner, record, middle)


def test_until_the_line_is_back_the_holder_stands_unconfirmed() -> None:
    w = world(pairs=LINE)
    owner, middle, _ = w.nodes
    record = w.create(owner, DIRECT)
    w.settle()
    w.network.cut.add(frozenset((owner.id, middle.id)))
    w.rule(owner, record, state="withdrawn")
    w.pass_time(20)
    row = owner.store.holding(record, middle.id)
    assert row.recalled is not None
    assert row.confirmed is None
    w.heal()
    assert w.settle() == []
    assert confirmed(owner, record, middle)


def test_narrowing_takes_back_from_those_alone_who_lost_it() -> None:
    w = world()
    owner, stays, loses = w.nodes
    record = w.create(owner, named(stays, loses))
    w.settle()
    w.rule(owner, record, label=named(stays))
    assert w.settle() == []
    assert standing(stays, record) is Standing.HELD
    assert standing(loses, record) is Standing.GONE
    assert confirmed(owner, record, loses)
    assert loses.store.entry(record).final is None


def test_who_lost_it_gets_it_again_when_the_owner_widens_again() -> None:
    w = world()
    owner, other, _ = w.nodes
    record = w.create(owner, named(other))
    for label in (Label(), named(other), Label(), named(other)):
        w.rule(owner, record, label=label)
        assert w.settle() == []
    assert standing(other, record) is Standing.HELD


def test_a_release_that_runs_out_is_purged_by_the_holder_s_own_clock() -> None:
    w = world(pairs=LINE)
    owner, middle, far = w.nodes
    until = w.now + timedelta(minutes=20)
    record = w.create(owner, Label(tlp=Tlp.GREEN, everyone=True, forward=True, until=until))
    w.settle()
    assert standing(far, record) is Standing.HELD
    w.network.cut |= w.oracle.edges
    w.pass_time(60)
    assert standing(far, record) is standing(middle, record) is Standing.GONE
    w.heal()
    assert w.settle() == []
    assert confirmed(owner, record, far)


def test_a_removed_member_purges_and_gets_nothing_more_through_a_third() -> None:
    w = world(4, [(0, 1), (1, 2), (0, 3), (2, 3)])
    owner, member, removed, other = w.nodes
    group = w.found(owner, frozenset({member.id, removed.id, other.id}))
    label = Label(tlp=Tlp.AMBER, groups=frozenset({group}), forward=True)
    before = w.create(owner, label)
    w.settle()
    assert standing(removed, before) is Standing.HELD
    w.let(group, frozenset({member.id, other.id}))
    after = w.create(owner, label)
    assert w.settle() == []
    assert standing(removed, before) is Standing.GONE
    assert standing(removed, after) is None
    assert standing(other, after) is standing(other, before) is Standing.HELD
    assert confirmed(owner, before, removed)
    assert w.wrong() == []


def test_a_legal_hold_is_said_and_the_copy_is_out_of_use() -> None:
    w = world()
    owner, holder, _ = w.nodes
    record = w.create(owner, named(holder))
    w.settle()
    holder.store.holds.add(record)
    w.rule(owner, record, state="withdrawn")
    assert w.settle() == []
    row = owner.store.holding(record, holder.id)
    assert (row.outcome, row.confirmed is not None) == ("kept", True)
    assert standing(holder, record) is Standing.KEPT
    holder.store.holds.clear()
    w.pass_time(4)
    assert owner.store.holding(record, holder.id).outcome == "purged"
    assert standing(holder, record) is Standing.GONE


def test_no_receipt_is_signed_before_every_consumer_has_passed_the_purge() -> None:
    w = world()
    owner, holder, _ = w.nodes
    record = w.create(owner, named(holder))
    w.settle()
    holder.store.consume = lambda: None
    w.rule(owner, record, state="withdrawn")
    w.pass_time(20)
    assert standing(holder, record) is Standing.LEAVING
    assert not confirmed(owner, record, holder)
    del holder.store.consume
    assert w.settle() == []
    assert confirmed(owner, record, holder)


def test_a_late_receipt_does_not_confirm_a_later_recall() -> None:
    w = world()
    owner, holder, _ = w.nodes
    record = w.create(owner, named(holder))
    w.settle()
    w.rule(owner, record, label=Label())
    w.settle()
    late = owner.store.holding(record, holder.id).receipt
    w.rule(owner, record, label=named(holder))
    w.settle()
    w.network.cut.add(frozenset((owner.id, holder.id)))
    w.rule(owner, record, state="withdrawn")
    owner.receive(holder.id, Hand((late,)), w.now)
    assert owner.store.holding(record, holder.id).confirmed is None


def test_who_says_later_that_it_holds_the_record_is_unconfirmed_again() -> None:
    w = world()
    owner, holder, _ = w.nodes
    record = w.create(owner, named(holder))
    w.settle()
    w.rule(owner, record, state="withdrawn")
    w.settle()
    assert confirmed(owner, record, holder)
    row = owner.store.holding(record, holder.id)
    said = {**facts.heard(row.receipt.statement).body, "outcome": "held"}
    for after, stands in ((-1, True), (1, False)):
        said["at"] = stamp(row.said + timedelta(seconds=after))
        receipt = holder.sign({name: said[name] for name in said if name != "reason"})
        owner.receive(holder.id, Hand((receipt,)), w.now)
        assert confirmed(owner, record, holder) is stands
    assert owner.store.holding(record, holder.id).outcome == "held"
