"""The sequencer gives numbers in the order of insertion, and signs."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.rooms.journal.logs import KEY, NOW, Log
from tocsin.core.errors import UnknownKey
from tocsin.core.ledger import checkpoint
from tocsin.core.ledger.tree import root
from tocsin.core.statements.keys import SigningKey
from tocsin.rooms.journal import actions
from tocsin.rooms.journal.actions import epochs
from tocsin.rooms.journal.models import Checkpoint, Entry, Epoch, Tile

pytestmark = pytest.mark.django_db


def hashes(log, epoch=0):
    entries = Entry.unrestricted.filter(log=log.id, epoch=epoch).order_by("sequence")
    return [bytes(entry.leaf_hash) for entry in entries]


def test_numbers_follow_the_order_of_insertion_whatever_the_time_says() -> None:
    log = Log()
    uuids = [log.append(at=NOW - timedelta(hours=n))[0] for n in range(5)]
    assert log.sequence() == 5
    entries = Entry.unrestricted.of(log.id).sequenced().order_by("sequence")
    assert [entry.uuid for entry in entries] == uuids
    assert [entry.sequence for entry in entries] == list(range(5))
    assert {entry.epoch for entry in entries} == {0}


def test_a_run_without_entries_changes_nothing() -> None:
    log = Log()
    assert log.sequence() == 0
    assert not Checkpoint.unrestricted.exists()
    log.append(3)
    assert [log.sequence(), log.sequence()] == [3, 0]
    assert Checkpoint.unrestricted.count() == 1


def test_the_checkpoint_is_of_the_tree_over_all_leaves_however_they_came() -> None:
    log = Log()
    for count in (1, 2, 250, 3, 1, 300, 7):
        log.append(count)
        assert log.sequence() == count
        newest = Checkpoint.unrestricted.filter(epoch__log=log.id).order_by("-size")[0]
        said = checkpoint.verify(newest.text, log.card.journal)
        assert (said.size, said.root) == (newest.size, root(hashes(log)))


def test_each_256th_leaf_has_a_checkpoint_and_between_them_only_the_newest() -> None:
    log = Log()
    for count in (100, 100, 100, 400, 5):
        log.append(count)
        log.sequence()
    sizes = Checkpoint.unrestricted.filter(epoch__log=log.id).order_by("size")
    assert list(sizes.values_list("size", flat=True)) == [256, 512, 705]


def test_a_cosigned_checkpoint_is_never_thrown_away() -> None:
    log = Log()
    log.append(10)
    log.sequence()
    Checkpoint.unrestricted.filter(size=10).update(cosigned=True)
    log.append(10)
    log.sequence()
    sizes = Checkpoint.unrestricted.order_by("size").values_list("size", flat=True)
    assert list(sizes) == [10, 20]
    assert log.verify().ok


def test_more_than_one_batch_is_sequenced_in_one_run(monkeypatch) -> None:
    monkeypatch.setattr(epochs, "BATCH", 256)
    log = Log()
    log.append(600)
    assert log.sequence() == 600
    assert Tile.unrestricted.filter(epoch__log=log.id).count() == 2
    assert log.verify().ok


def test_logs_do_not_mix() -> None:
    one, other = Log(), Log()
    for _ in range(3):
        one.append()
        other.append(2)
    assert (one.sequence(), other.sequence()) == (3, 6)
    assert one.verify().entries == 3
    assert other.verify().entries == 6


def test_a_checkpoint_signed_by_another_key_is_not_the_logs() -> None:
    log = Log()
    log.append()
    actions.sequence(log.id, SigningKey(bytes([77]) * 32), NOW)
    text = Checkpoint.unrestricted.get().text
    with pytest.raises(UnknownKey):
        checkpoint.verify(text, log.card.journal)
    assert not log.verify().ok


def test_no_secret_of_the_signer_is_stored() -> None:
    log = Log()
    log.append(2)
    log.sequence()
    stored = [
        str(value)
        for model in (Entry, Epoch, Checkpoint, Tile)
        for row in model.unrestricted.values()
        for value in row.values()
    ]
    assert not any(KEY.bytes.hex() in value for value in stored)
    assert not any(KEY.bytes in value.encode("latin-1", "ignore") for value in stored)


def test_a_manifest_is_one_leaf_over_its_rows() -> None:
    log = Log()
    log.append(rows=[{"row": n, "names": [f"Person {n}"]} for n in range(40)])
    assert log.sequence() == 1
    found = log.verify()
    assert (found.ok, found.entries, found.rows) == (True, 1, 40)


def test_an_unknown_log_has_an_empty_export() -> None:
    log = Log()
    log.id = uuid4()
    assert log.export()[1].entries == 0
