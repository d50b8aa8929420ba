"""Once a record is released beyond its bureau, its content needs two officers too."""

import pytest

from tests.cast import Cast
from tocsin.core.errors import NotAllowed, SameOfficer, Stale
from tocsin.core.labels import Label, Tlp
from tocsin.rooms.bureaus.actions import proposals
from tocsin.rooms.bureaus.verb import Upload
from tocsin.rooms.register.actions import attachments, records
from tocsin.rooms.register.models import Draft, Record

BODY = {"names": [{"text": "Somebody Else"}]}


@pytest.fixture
def shared(cast: Cast) -> Record:
    record = cast.person(cast.home.bureau_officer, "Olena Testenko")
    cast.release(record, Label(bureaus=frozenset({cast.ally.bureau.id}), tlp=Tlp.AMBER))
    record.refresh_from_db()
    return record


def version(record: Record) -> str:
    return Draft.unrestricted.get(record=record).edited.isoformat()


def test_one_officer_can_neither_submit_nor_attach(cast: Cast, shared: Record) -> None:
    home = cast.home.bureau_officer
    records.edit(home, shared, body=BODY)
    with pytest.raises(NotAllowed):
        records.submit(home, shared)
    with pytest.raises(NotAllowed):
        attachments.add(home, shared, file=Upload(name="a.txt", data=b"more"))


def test_two_officers_amend_it(cast: Cast, shared: Record) -> None:
    home = cast.home.bureau_officer
    records.edit(home, shared, body=BODY)
    proposal = records.amend(home, shared, version=version(shared))
    with pytest.raises(SameOfficer):
        proposals.approve(home, proposal)
    proposals.approve(cast.home.reviewer, proposal)
    seen = Record.visible_to(cast.ally.bureau_officer).get(pk=shared.pk)
    assert (seen.title, seen.revision) == ("Somebody Else", 2)


def test_what_is_approved_is_what_was_proposed(cast: Cast, shared: Record) -> None:
    home = cast.home.bureau_officer
    records.edit(home, shared, body=BODY)
    proposal = records.amend(home, shared, version=version(shared))
    records.edit(home, shared, body={"names": [{"text": "Nobody At All"}]})
    with pytest.raises(Stale):
        proposals.approve(cast.home.reviewer, proposal)


def test_a_release_is_of_the_revision_that_was_looked_at(cast: Cast) -> None:
    home = cast.home.bureau_officer
    record = cast.person(home, "Olena Testenko")
    proposal = records.widen(
        home, record, label=Label(everyone=True, tlp=Tlp.GREEN), reason="agreed", revision=1
    )
    records.edit(home, record, body=BODY)
    records.submit(home, record)
    with pytest.raises(Stale):
        proposals.approve(cast.home.reviewer, proposal)
