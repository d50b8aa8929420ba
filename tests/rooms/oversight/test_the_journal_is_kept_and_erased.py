"""The log verifies on the page and off it; erasing takes two officers and leaves the proof."""

import io

import pytest
from django.utils import timezone

from tocsin.core.errors import InvalidInput
from tocsin.core.ledger.verify import verify
from tocsin.core.statements import cards
from tocsin.rooms.bureaus.actions import bureaus, proposals
from tocsin.rooms.bureaus.verb import look
from tocsin.rooms.journal.models import Entry
from tocsin.rooms.oversight.actions import journals


@pytest.fixture
def sealed(cast):
    """A home log with a look in it, sealed by the clock."""
    person = cast.person(cast.home.analyst)
    look(cast.home.analyst, "record.see", person.id)
    assert bureaus.seal(timezone.now()) > 0
    assert bureaus.seal(timezone.now()) == 0
    return person


def _report(cast, data):
    return verify(io.BytesIO(data), cards.decode(cast.home.bureau.card.encode()))


def _exported(cast):
    bureaus.seal(timezone.now())
    answer = cast.client(cast.home, "oversight").get("/oversight/journal/export.jsonl")
    return b"".join(answer.streaming_content)


def test_the_export_verifies_with_the_card_alone(cast, sealed) -> None:
    report = _report(cast, _exported(cast))
    assert report.ok, report.findings
    assert report.entries >= 3


def test_the_page_verifies_the_log_and_says_so(cast, sealed) -> None:
    client = cast.client(cast.home, "oversight")
    assert "Last signed checkpoint" in client.get("/oversight/journal/").content.decode()
    page = client.post("/oversight/journal/verify").content.decode()
    assert "nothing is wrong" in page


def test_the_page_names_an_entry_that_was_changed(cast, sealed) -> None:
    entry = Entry.unrestricted.of(cast.home.bureau.id).filter(verb="record.see").first()
    salt, _text = entry.parts["actor"]
    entry.parts["actor"] = [salt, f'"{cast.home.account("reviewer").id}"']
    entry.save()
    page = cast.client(cast.home, "oversight").post("/oversight/journal/verify")
    assert f"entry {entry.sequence}" in page.content.decode()


def test_erasing_takes_two_officers_and_leaves_the_proof(cast, sealed) -> None:
    first, second = cast.home.reader("oversight", 1), cast.home.reader("oversight", 2)
    proposal = journals.erase(first, subject=sealed.id, reason="the court ordered it")
    seen = Entry.unrestricted.of(cast.home.bureau.id).filter(verb="record.see")
    assert seen.get().actor is not None
    proposals.approve(second, proposal)
    assert seen.get().actor is None
    assert seen.get().erased() == ["actor", "purpose"]
    report = _report(cast, _exported(cast))
    assert report.ok
    assert report.erased_entries > 0


def test_erasing_needs_a_condition(cast, sealed) -> None:
    first, second = cast.home.reader("oversight", 1), cast.home.reader("oversight", 2)
    proposal = journals.erase(first, reason="everything, please")
    with pytest.raises(InvalidInput):
        proposals.approve(second, proposal)


@pytest.mark.parametrize("role", ["analyst", "border_officer", "bureau_officer", "observer"])
def test_the_journal_leaves_only_with_the_power(cast, role) -> None:
    client = cast.client(cast.home, role)
    assert client.get("/oversight/journal/").status_code == 403
    assert client.post("/oversight/journal/verify").status_code == 403
    assert client.get("/oversight/journal/export.jsonl").status_code == 403
