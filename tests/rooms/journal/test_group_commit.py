"""Looks made at the same time share a commit; none returns before it is durable."""

import threading
from uuid import uuid4

import pytest
from django.db import OperationalError, connection

from tocsin.core.errors import Unavailable
from tocsin.rooms.journal import actions
from tocsin.rooms.journal.actions import entries
from tocsin.rooms.journal.committer import Committer
from tocsin.rooms.journal.models import Entry

LOOK = {"verb": "record.fetch", "realm": "live", "objects": [], "actor": None}


def together(count, work):
    """Run ``work(n)`` in threads; return what each raised or None."""
    outcomes: list[BaseException | None] = [None] * count

    def run(number):
        try:
            work(number)
        except Exception as error:  # noqa: BLE001 - the outcome is the point
            outcomes[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
    return outcomes


class Disk:
    """Writes groups as slowly as the test lets it."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.busy = threading.Event()
        self.go = threading.Event()
        self.go.set()
        self.fails: set[int] = set()

    def write(self, items) -> None:
        self.busy.set()
        self.go.wait(30)
        if self.fails & set(items):
            raise OSError("disk full")
        self.groups.append(list(items))


def held_up(disk, committer, count):
    """Let one caller into the write, queue the others behind it, then let go."""
    disk.go.clear()
    first = threading.Thread(target=committer.commit, args=(0,))
    first.start()
    disk.busy.wait(30)

    def release():
        while len(committer._waiting) < count:
            pass
        disk.go.set()

    threading.Thread(target=release).start()
    outcomes = together(count, lambda number: committer.commit(number + 1))
    first.join(30)
    return outcomes


def test_everyone_who_waits_shares_the_next_commit() -> None:
    disk = Disk()
    assert held_up(disk, Committer(disk.write), 40) == [None] * 40
    assert [len(group) for group in disk.groups] == [1, 40]
    assert sorted(disk.groups[1]) == list(range(1, 41))


def test_a_failure_reaches_everyone_whose_look_was_in_the_group() -> None:
    disk = Disk()
    disk.fails = {7}
    committer = Committer(disk.write)
    outcomes = held_up(disk, committer, 12)
    assert all(isinstance(outcome, Unavailable) for outcome in outcomes)
    assert all(isinstance(outcome.__cause__, OSError) for outcome in outcomes)
    committer.commit(99)
    assert disk.groups == [[0], [99]]


def test_one_alone_waits_for_nobody() -> None:
    disk = Disk()
    committer = Committer(disk.write)
    for number in range(5):
        committer.commit(number)
    assert disk.groups == [[0], [1], [2], [3], [4]]


def test_no_group_is_larger_than_its_limit_and_all_are_written() -> None:
    disk = Disk()
    assert held_up(disk, Committer(disk.write), 600) == [None] * 600
    assert [len(group) for group in disk.groups] == [1, 512, 88]


def test_a_child_process_begins_without_its_parents_waiters() -> None:
    disk = Disk()
    committer = Committer(disk.write)
    committer._led = True
    committer._waiting = [object()]  # type: ignore[list-item]
    committer._begin()
    committer.commit(1)
    assert disk.groups == [[1]]


@pytest.mark.django_db
def test_inside_a_transaction_a_look_is_appended_there() -> None:
    log = uuid4()
    uuid = actions.look(log=log, **LOOK)
    assert Entry.unrestricted.get(log=log).uuid == uuid


@pytest.mark.django_db(transaction=True)
def test_a_look_that_cannot_be_written_lets_no_answer_out(monkeypatch) -> None:
    def full(*_args, **_kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(Entry.unrestricted, "bulk_create", full)
    with pytest.raises(Unavailable):
        actions.look(log=uuid4(), **LOOK)
    assert not connection.in_atomic_block
    assert not Entry.unrestricted.exists()


@pytest.mark.django_db(transaction=True)
def test_a_look_waits_for_another_writer_and_is_written_once(monkeypatch) -> None:
    write, attempts = entries.write, []

    def locked_at_first(drafts):
        attempts.append(len(drafts))
        if len(attempts) == 1:
            raise OperationalError("database is locked")
        write(drafts)

    monkeypatch.setattr(entries, "write", locked_at_first)
    uuid = actions.look(log=uuid4(), **LOOK)
    assert attempts == [1, 1]
    assert Entry.unrestricted.get().uuid == uuid
