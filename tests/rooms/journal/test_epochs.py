"""A log is cut into epochs; each carries the end of the one before."""

import pytest

from tests.rooms.journal.logs import KEY, NEXT_KEY, NOW, Log
from tocsin.core.errors import WrongState
from tocsin.core.ledger import leaf
from tocsin.core.ledger.report import Rewriting
from tocsin.rooms.journal import actions
from tocsin.rooms.journal.models import Entry, Epoch

pytestmark = pytest.mark.django_db


def test_the_first_leaf_of_an_epoch_carries_the_end_of_the_one_before() -> None:
    log = Log()
    log.append(300)
    assert log.close() == 1
    first = Entry.unrestricted.get(log=log.id, epoch=1, sequence=0)
    carried = leaf.read(first.leaf.encode()).carried
    assert carried is not None
    assert (first.verb, carried.epoch, carried.size) == ("journal.epoch", 0, 300)
    assert Epoch.unrestricted.get(log=log.id, number=0).closed is not None


def test_what_waits_is_sequenced_into_the_epoch_that_closes() -> None:
    log = Log()
    log.append(5)
    log.close()
    log.append(2)
    assert log.sequence() == 2
    assert Epoch.unrestricted.get(log=log.id, number=0).size == 5
    assert Epoch.unrestricted.get(log=log.id, number=1).size == 3
    assert log.verify().ok


def test_the_logs_key_changes_with_the_epoch() -> None:
    log = Log(KEY, NEXT_KEY)
    log.append(3)
    log.close(successor=NEXT_KEY)
    log.append(3)
    log.sequence()
    assert log.verify().ok
    log.key = KEY
    log.append(1)
    log.sequence()
    assert not log.verify().ok, "the old key no longer signs"


def test_an_empty_epoch_is_not_closed() -> None:
    with pytest.raises(WrongState):
        Log().close()


def test_a_later_epoch_is_exported_alone_and_still_continues_the_kept_checkpoint() -> None:
    log = Log()
    log.append(300)
    log.sequence()
    kept = log.export()[1].checkpoint
    log.close()
    log.append(10)
    log.sequence()
    found = log.verify(kept, since_epoch=1)
    assert (found.ok, found.entries, found.rewriting) == (True, 11, Rewriting.EXCLUDED)


def test_a_forgotten_epoch_is_gone_and_what_is_left_continues_it() -> None:
    log = Log()
    log.append(300)
    log.sequence()
    kept = log.export()[1].checkpoint
    assert forget_refused(log, 0)
    log.close()
    log.append(10)
    log.close()
    assert forget_refused(log, 1), "the earlier one is still there"
    assert forget_refused(log, 2), "it is open"
    assert actions.forget_epoch(log.id, 0, NOW) == 300
    found = log.verify(kept)
    assert (found.ok, found.entries, found.epochs) == (True, 12, 2)
    assert found.rewriting is Rewriting.EXCLUDED
    assert actions.forget_epoch(log.id, 1, NOW) == 11
    assert log.verify().ok


def forget_refused(log, number) -> bool:
    try:
        actions.forget_epoch(log.id, number, NOW)
    except WrongState:
        return True
    return False
