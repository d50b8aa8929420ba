"""An entry stands or falls with what it records."""

from uuid import uuid4

import pytest
from django.db import transaction

from tests.rooms.journal.logs import Log
from tocsin.core.errors import InvalidInput, InvalidStatement, WrongState
from tocsin.core.ledger import leaf
from tocsin.rooms.journal import actions
from tocsin.rooms.journal.models import Entry, EntryObject

LOOK = {"verb": "record.fetch", "realm": "live", "objects": [], "actor": None}


@pytest.mark.django_db(transaction=True)
def test_without_a_transaction_nothing_is_appended() -> None:
    with pytest.raises(WrongState):
        actions.append(log=uuid4(), **LOOK)
    assert not Entry.unrestricted.exists()


@pytest.mark.django_db(transaction=True)
def test_an_entry_goes_when_its_transaction_is_rolled_back() -> None:
    def act():
        with transaction.atomic():
            actions.append(log=uuid4(), **LOOK)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert not Entry.unrestricted.exists()


@pytest.mark.django_db
def test_an_entry_keeps_what_was_said_beside_a_leaf_that_does_not_say_it() -> None:
    log, subject, actor = Log(), uuid4(), uuid4()
    facts = {"query": {"names": ["Oksana Przykład"]}, "detail": {"rows": 3}}
    [uuid] = log.append(objects=[subject, subject], actor=actor, **facts)
    entry = Entry.unrestricted.get(uuid=uuid)
    assert (entry.sequence, entry.epoch, entry.actor) == (None, None, actor)
    assert {name: part[1] for name, part in entry.parts.items()} == {
        "actor": f'"{actor}"',
        "purpose": '"border check"',
        "query": '{"names":["Oksana Przykład"]}',
        "detail": '{"rows":3}',
    }
    assert "Oksana" not in entry.leaf
    assert str(actor) not in entry.leaf
    said = leaf.read(entry.leaf.encode())
    assert (said.id, said.log, said.objects) == (uuid, log.id, (subject,))
    assert bytes(entry.leaf_hash) == leaf.leaf_hash(entry.leaf.encode())


@pytest.mark.django_db
def test_who_looked_at_this_subject_and_what_did_this_officer_look_at() -> None:
    log, subject, officer = Log(), uuid4(), uuid4()
    [one] = log.append(objects=[subject], actor=officer)
    [two] = log.append(objects=[subject, uuid4()], actor=uuid4())
    [three] = log.append(objects=[uuid4()], actor=officer)
    entries = Entry.unrestricted.of(log.id)
    assert [entry.uuid for entry in entries.looks_at(subject)] == [two, one]
    assert [entry.uuid for entry in entries.looks_by(officer)] == [three, one]
    assert EntryObject.unrestricted.count() == 4


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["", "Record Fetch", "x" * 81])
def test_a_verb_that_is_no_word_is_refused(verb) -> None:
    with pytest.raises(InvalidInput):
        Log().append(verb=verb)


@pytest.mark.django_db
@pytest.mark.parametrize("query", [1.5, {"when": object()}, "\ud800"])
def test_a_query_without_a_canonical_form_is_refused(query) -> None:
    with pytest.raises(InvalidStatement):
        Log().append(query=query)
    assert not Entry.unrestricted.exists()
