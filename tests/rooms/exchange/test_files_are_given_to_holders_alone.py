"""A file is given to a peer that holds its record and may have it now; to others it is not there."""

import hashlib
import json
from uuid import UUID, uuid4

import pytest

from tests.rooms.exchange.abroad import Abroad, settle
from tests.rooms.exchange.carrying import photograph
from tocsin.core.labels import Label, Tlp
from tocsin.core.protocol import facts
from tocsin.core.statements.envelope import file_name
from tocsin.core.statements.signed import peek
from tocsin.rooms.bureaus.actions import proposals
from tocsin.rooms.bureaus.verb import Upload
from tocsin.rooms.journal.models import Entry
from tocsin.rooms.register import vault
from tocsin.rooms.register.actions import attachments, records
from tocsin.rooms.register.models import Attachment, Record


class Shared:
    """A person of the home bureau with a photograph, and a peer that holds the record."""

    def __init__(self, cast) -> None:
        self.cast = cast
        self.ally = Abroad().meet(cast.home.administrator)
        self.other = Abroad("ELS").meet(cast.home.administrator)
        self.person = cast.person(cast.home.bureau_officer, "Zuzanna Niewidzialna")
        file = Upload(name="face.jpg", data=photograph())
        self.file = attachments.add(cast.home.bureau_officer, self.person, file=file)

    def release(self) -> None:
        self.person.refresh_from_db()
        label = Label(bureaus=frozenset({self.ally.id}), tlp=Tlp.AMBER)
        self.cast.release(self.person, label)
        settle()

    def pulled(self) -> None:
        self.release()
        assert self.ally.pull()

    def name(self, person: Record | None = None) -> str:
        """The name of the photograph in the newest envelope of the record."""
        newest = (person or self.person).revisions.first()
        return file_name(bytes(newest.salt), self.file.digest)

    def asked(self, by: Abroad, name: str = "", record: UUID | None = None):
        path = f"/records/{record or self.person.pk}/files/{name or self.name()}/"
        answer = by.call("GET", path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return answer.status_code, body, {**answer.headers}


@pytest.fixture
def shared(cast) -> Shared:
    return Shared(cast)


def nothing(shared: Shared, by: Abroad):
    """What is answered for a record that nobody ever made."""
    return shared.asked(by, "0" * 64, uuid4())


def test_an_envelope_names_its_files_by_salted_digests(shared) -> None:
    newest = shared.person.revisions.first()
    said = peek(bytes(newest.statement)).body
    assert (said["schema"], said["files"]) == ("record@2", [shared.name()])
    assert shared.file.digest.encode() not in bytes(newest.statement)
    assert newest.number == 2, "what is kept with a record is part of what was signed of it"
    attachments.remove(shared.cast.home.bureau_officer, shared.file, reason="the wrong person")
    newest = Record.unrestricted.get(pk=shared.person.pk).revisions.first()
    assert peek(bytes(newest.statement)).body["schema"] == "record@1"


@pytest.mark.parametrize(
    "names", ["text", ["0" * 63], ["G" * 64], [1], ["0" * 64] * 2, [f"{n:064x}" for n in range(51)]]
)
def test_an_envelope_with_broken_names_is_of_broken_form(shared, names) -> None:
    newest = shared.person.revisions.first()
    said = {**peek(bytes(newest.statement)).body, "files": names}
    signed = shared.ally.say(said)
    version = facts.Version(signed, None, None, None)
    with pytest.raises(facts.Doubt) as caught:
        facts.facts(version)
    assert caught.value.decision is facts.Decision.BAD_FORM


def test_a_holder_gets_the_very_bytes_and_the_journal_knows_it(shared) -> None:
    shared.pulled()
    status, body, headers = shared.asked(shared.ally)
    assert (status, hashlib.sha256(body).hexdigest()) == (200, shared.file.digest)
    assert headers["Content-Type"] == "image/jpeg"
    assert int(headers["Content-Length"]) == len(body)
    leaf = Entry.unrestricted.get(verb="exchange.file")
    named = {one.object for one in leaf.objects_named.all()}
    assert named == {shared.person.pk, shared.file.pk}


def test_who_was_not_given_the_record_finds_no_file(shared) -> None:
    shared.pulled()
    assert shared.asked(shared.other) == nothing(shared, shared.other)


def test_who_may_have_it_but_was_never_given_it_finds_no_file(shared) -> None:
    shared.release()
    assert shared.asked(shared.ally) == nothing(shared, shared.ally)


def suspended(shared: Shared) -> None:
    records.suspend(shared.cast.home.bureau_officer, shared.person, reason="to be looked at")


def narrowed(shared: Shared) -> None:
    label = Label(tlp=Tlp.AMBER_STRICT)
    records.narrow(shared.cast.home.bureau_officer, shared.person, label=label, reason="agreed")


def withdrawn(shared: Shared) -> None:
    home = shared.cast.home
    proposal = records.withdraw(home.bureau_officer, shared.person, reason="no longer needed")
    proposals.approve(home.reviewer, proposal)


def removed(shared: Shared) -> None:
    attachments.remove(shared.cast.home.bureau_officer, shared.file, reason="the wrong person")


def erased_on_disk(shared: Shared) -> None:
    vault.path(shared.file.digest).unlink()


@pytest.mark.parametrize("change", [suspended, narrowed, withdrawn, removed, erased_on_disk])
def test_what_may_not_be_had_any_more_looks_like_what_never_was(shared, change) -> None:
    shared.pulled()
    name = shared.name()
    change(shared)  # and nothing has settled yet: the rules are asked, not the feed
    assert shared.asked(shared.ally, name) == nothing(shared, shared.ally)


def test_names_of_other_files_open_nothing(shared) -> None:
    other = shared.cast.person(shared.cast.home.bureau_officer, "Another Person")
    file = Upload(name="face.jpg", data=photograph(3))
    attached = attachments.add(shared.cast.home.bureau_officer, other, file=file)
    shared.pulled()
    other.refresh_from_db()
    theirs = file_name(bytes(other.revisions.first().salt), attached.digest)
    mine = file_name(bytes(shared.person.revisions.first().salt), attached.digest)
    for name in (theirs, mine, attached.digest, shared.file.digest, str(shared.file.pk), "x"):
        assert shared.asked(shared.ally, name) == nothing(shared, shared.ally)
    assert shared.asked(shared.ally, shared.name(), other.pk) == nothing(shared, shared.ally)


def test_a_copy_of_another_s_record_is_not_given_on_from_here(shared) -> None:
    from tests.rooms.exchange.abroad import Spoken, taken

    body = photograph(4)
    said = Spoken(shared.other, files=(hashlib.sha256(body).hexdigest(),))
    assert taken(shared.other.peer, said.offer()) == [""]
    name = file_name(said.grain, said.files[0])
    assert shared.asked(shared.ally, name, said.id) == nothing(shared, shared.ally)
    assert not Attachment.unrestricted.filter(record=said.id).exists()


def test_the_refusal_is_the_same_to_the_byte(shared) -> None:
    shared.pulled()
    status, body, _headers = nothing(shared, shared.other)
    assert status == 404
    assert json.loads(body)["description"] == "there is no such file for you"
