"""Erasing removes what a record says everywhere; the signed envelopes stay and verify."""

import pytest

from tests.cast import Cast
from tocsin.core.labels import Label, Tlp
from tocsin.rooms.bureaus.actions import proposals
from tocsin.rooms.bureaus.models import Proposal
from tocsin.rooms.bureaus.verb import Upload
from tocsin.rooms.register import vault
from tocsin.rooms.register.actions import attachments, bases, records
from tocsin.rooms.register.dossier.past import seal
from tocsin.rooms.register.models import Attachment, Record, Revision, Term
from tocsin.rooms.register.searching import Query, search


def erased(cast: Cast) -> Record:
    reader, second = cast.home.bureau_officer, cast.home.reviewer
    record = cast.person(reader, "Olena Testenko")
    attachments.add(reader, record, file=Upload(name="a.txt", data=b"hello there"))
    proposals.approve(second, records.withdraw(reader, record, reason="the source erred"))
    record.refresh_from_db()
    proposal = records.delete(cast.home.oversight, record, reason="no longer needed")
    proposals.approve(second, proposal)
    record.refresh_from_db()
    return record


@pytest.mark.django_db(transaction=True)  # a file goes only once its row is committed away
def test_content_terms_and_files_are_gone(cast: Cast) -> None:
    digest = vault.inspect("a.txt", b"hello there").digest
    record = erased(cast)
    assert record.body == {}
    assert record.title == ""
    assert not Term.unrestricted.exists()
    assert not Attachment.unrestricted.exists()
    assert not vault.path(digest).exists()
    assert not search(cast.home.bureau_officer, Query(words="testenko")).rows


def test_no_proposal_keeps_the_name(cast: Cast) -> None:
    record = erased(cast)
    kept = Proposal.unrestricted.filter(target=record.pk).values_list("title", flat=True)
    assert list(kept) == ["", ""]


def test_what_another_bureau_hung_on_it_hinders_no_erasure(cast: Cast) -> None:
    home, second = cast.home.bureau_officer, cast.home.reviewer
    record = cast.person(home)
    cast.release(record, Label(bureaus=frozenset({cast.ally.bureau.pk}), tlp=Tlp.AMBER))
    record.refresh_from_db()
    hung = bases.add(cast.ally.bureau_officer, record, reference="ALY 7")
    proposals.approve(second, records.withdraw(home, record, reason="the source erred"))
    proposals.approve(second, records.delete(cast.home.oversight, record, reason="not needed"))
    record.refresh_from_db()
    assert record.body == {}
    assert not Record.visible_to(cast.ally.bureau_officer).filter(pk=hung.pk).exists()


def test_the_envelope_still_verifies(cast: Cast) -> None:
    record = erased(cast)
    revision = Revision.of(record)[0]
    assert revision.body is None
    assert seal(revision) == "erased"


def test_a_changed_body_or_envelope_is_called_broken(cast: Cast) -> None:
    record = cast.person(cast.home.bureau_officer, "Olena Testenko")
    revision = Revision.of(record)[0]
    assert seal(revision) == "intact"
    revision.body = {"names": [{"text": "Somebody Else", "kind": "primary"}]}
    assert seal(revision) == "broken"
    revision = Revision.of(record)[0]
    revision.statement = bytes(revision.statement).replace(b'"revision":1', b'"revision":2')
    assert seal(revision) == "broken"


def test_the_page_says_that_it_was_erased(cast: Cast) -> None:
    record = erased(cast)
    answer = cast.client(cast.home, "bureau_officer").get(record.get_absolute_url())
    assert "has been erased" in answer.content.decode()
