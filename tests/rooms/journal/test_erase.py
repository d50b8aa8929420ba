"""What is erased is gone from the table; the proof stays."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from tests.rooms.journal.logs import NOW, Log
from tocsin.core.errors import InvalidInput, WrongState
from tocsin.rooms.journal import actions
from tocsin.rooms.journal.actions import erasure
from tocsin.rooms.journal.models import Entry, EntryRow

pytestmark = pytest.mark.django_db
SECRET = "Zofia Nieistniejąca"


def everything_stored():
    with connection.cursor() as cursor:
        for table in ("journal_entry", "journal_entryrow", "journal_entryobject"):
            cursor.execute(f"SELECT * FROM {table}")
            yield from (str(value) for row in cursor.fetchall() for value in row)


def test_an_erased_part_is_nowhere_in_the_table_and_its_proof_stands() -> None:
    log = Log()
    [uuid] = log.append(query={"names": [SECRET]}, actor=uuid4())
    log.append(3)
    log.sequence()
    assert log.erase(entries=[uuid], parts=["query", "actor"]) == 1
    assert not any("Zofia" in value for value in everything_stored())
    entry = Entry.unrestricted.get(uuid=uuid)
    assert (entry.actor, entry.part("query"), entry.erased()) == (None, None, ["actor", "query"])
    assert entry.part("purpose") == "border check"
    found = log.verify()
    assert found.ok
    assert str(found.erased[0]) == "epoch 0, entry 0: actor, query erased; the proof stands"


def test_entries_are_chosen_by_subject_actor_or_age() -> None:
    log, subject, actor = Log(), uuid4(), uuid4()
    log.append(objects=[subject], actor=actor)
    log.append(actor=actor, at=NOW - timedelta(days=400))
    log.append(3, at=NOW)
    assert log.erase(subject=subject, actor=uuid4()) == 0
    assert log.erase(subject=subject, parts=["purpose"]) == 1
    assert log.erase(before=NOW - timedelta(days=365), parts=["actor"]) == 1
    assert log.erase(actor=actor) == 1
    log.sequence()
    assert log.verify().erased_entries == 2


def test_rows_of_a_manifest_are_erased_with_their_entry() -> None:
    log = Log()
    [uuid] = log.append(rows=[{"names": [SECRET]}] * 3)
    log.sequence()
    assert log.erase(entries=[uuid]) == 1
    assert not any("Zofia" in value for value in everything_stored())
    assert EntryRow.unrestricted.filter(commitment="").count() == 0
    found = log.verify()
    assert (found.ok, found.erased_rows) == (True, 3)


def test_more_than_one_chunk_is_erased(monkeypatch) -> None:
    monkeypatch.setattr(erasure, "CHUNK", 7)
    log, actor = Log(), uuid4()
    log.append(20, actor=actor)
    log.append(3, rows=[1, 2], purpose=None)
    log.append(5)
    log.sequence()
    assert log.erase(actor=actor, parts=["actor"]) == 20
    assert log.erase(before=NOW + timedelta(days=36_500)) == 28
    found = log.verify()
    assert (found.ok, found.erased_entries, found.erased_rows) == (True, 25, 6)


def test_erasing_twice_erases_nothing_more() -> None:
    log = Log()
    [uuid] = log.append(rows=[1])
    assert [log.erase(entries=[uuid]), log.erase(entries=[uuid])] == [1, 0]


def test_another_bureaus_entries_are_never_touched() -> None:
    mine, theirs = Log(), Log()
    [uuid] = theirs.append()
    assert mine.erase(entries=[uuid]) == 0
    assert Entry.unrestricted.get(uuid=uuid).parts


@pytest.mark.parametrize("chosen", [{}, {"subject": uuid4(), "parts": ["leaf"]}])
def test_erasing_everything_or_what_is_no_part_is_refused(chosen) -> None:
    with pytest.raises(InvalidInput):
        Log().erase(**chosen)


@pytest.mark.django_db(transaction=True)
def test_erasing_belongs_in_a_transaction() -> None:
    with pytest.raises(WrongState):
        actions.erase(log=uuid4(), entries=[uuid4()])
