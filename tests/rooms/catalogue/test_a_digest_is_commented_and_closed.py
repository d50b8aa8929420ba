"""The review of a digest: comments before two officers close the month, and what stays in it then."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests.rooms.catalogue.test_cases_are_compared import case
from tests.rooms.catalogue.test_the_digest_tells_what_was_released import this_month, words
from tocsin.core.errors import Conflict, InvalidInput, SameOfficer, WrongState
from tocsin.core.labels import Label, Tlp

pytestmark = pytest.mark.django_db


def last_month() -> datetime:
    first = timezone.now().replace(day=1, hour=12)
    return first - timedelta(days=3)


def shared(cast, number):
    """Return a case that ally has had since last month."""
    from tocsin.rooms.register.models import Record

    label = Label(bureaus=frozenset({cast.ally.bureau.id}), tlp=Tlp.AMBER)
    record = cast.release(case(cast, number), label)
    Record.unrestricted.filter(pk=record.pk).update(changed=last_month())
    return record


def opened(house):
    from tocsin.rooms.catalogue.actions import digests

    return digests.open(house.analyst, month=f"{last_month():%Y-%m}")


def closed(house, review):
    from tocsin.rooms.bureaus.actions import proposals
    from tocsin.rooms.catalogue.actions import digests

    return proposals.approve(house.reviewer, digests.close(house.analyst, review))


def digest_of(house):
    from tocsin.rooms.catalogue import digest

    return digest.gathered(house.analyst, last_month().date().replace(day=1))


def test_comments_stand_on_the_page_and_in_the_document_until_it_is_closed(cast) -> None:
    from tocsin.rooms.catalogue.actions import digests

    shared(cast, 1)
    review = opened(cast.ally)
    digests.comment(cast.ally.analyst, review, text="Compare with the series of spring.")
    digests.comment(cast.ally.reviewer, review, text="Agreed.")
    client = cast.client(cast.ally, "analyst")
    where = f"?month={last_month():%Y-%m}"
    page = client.get(f"/catalogue/digest{where}").content.decode()
    for said in (page, words(client.get(f"/catalogue/digest.docx{where}").content)):
        assert "Compare with the series of spring." in said
        assert "Agreed." in said
    assert "Close the month" in page
    closed(cast.ally, review)
    review.refresh_from_db()
    with pytest.raises(WrongState, match="closed"):
        digests.comment(cast.ally.analyst, review, text="too late")
    page = client.get(f"/catalogue/digest{where}").content.decode()
    assert "Add the comment" not in page
    assert cast.ally.reviewer.name in page


def test_a_closed_month_keeps_its_records_but_none_that_its_owner_took_back(cast) -> None:
    from tocsin.rooms.register.actions import records

    first, second = shared(cast, 1), shared(cast, 2)
    closed(cast.ally, opened(cast.ally))
    records.edit(cast.home.bureau_officer, first, body={**first.body, "tags": ["court_exhibit"]})
    shared(cast, 3)
    assert {one.record.pk for one in digest_of(cast.ally).items} == {first.pk, second.pk}
    records.suspend(cast.home.bureau_officer, second, reason="a doubt")
    made = digest_of(cast.ally)
    assert ([one.record.pk for one in made.items], made.recalled) == ([first.pk], 1)
    assert made.marking == "TLP:AMBER", "what was written stays under what it was written of"
    client = cast.client(cast.ally, "analyst")
    page = client.get(f"/catalogue/digest?month={last_month():%Y-%m}").content.decode()
    assert "Taken back by their owners since it was closed: 1" in page
    assert second.title not in page


def test_closing_takes_two_officers_and_a_month_that_is_over(cast) -> None:
    from tocsin.rooms.bureaus.actions import proposals
    from tocsin.rooms.catalogue.actions import digests

    review = opened(cast.ally)
    proposal = digests.close(cast.ally.analyst, review)
    with pytest.raises(SameOfficer):
        proposals.approve(cast.ally.analyst, proposal)
    current = digests.open(cast.ally.analyst, month=this_month())
    with pytest.raises(WrongState, match="not over yet"):
        closed(cast.ally, current)


def test_what_does_not_fit_is_refused_with_its_sentence(cast) -> None:
    from tocsin.rooms.catalogue.actions import digests

    opened(cast.ally)
    with pytest.raises(Conflict, match="begun already"):
        opened(cast.ally)
    with pytest.raises(InvalidInput, match="write 2026-10") as refused:
        digests.open(cast.ally.analyst, month="may")
    assert refused.value.place == "month"
    later = datetime.now(UTC) + timedelta(days=62)
    with pytest.raises(InvalidInput, match="has not begun"):
        digests.open(cast.ally.analyst, month=f"{later:%Y-%m}")


def test_a_review_is_the_bureau_s_own(cast) -> None:
    from tocsin.rooms.catalogue.actions import digests

    shared(cast, 1)
    review = opened(cast.ally)
    digests.comment(cast.ally.analyst, review, text="Only ours.")
    client = cast.client(cast.home, "analyst")
    assert (
        "Only ours."
        not in client.get(f"/catalogue/digest?month={last_month():%Y-%m}").content.decode()
    )
    assert client.post(f"/digests/{review.pk}/comment", {"text": "Hello"}).status_code == 404
    ally = cast.client(cast.ally, "analyst")
    said = {"text": "By the browser.", "next": review.get_absolute_url()}
    assert ally.post(f"/digests/{review.pk}/comment", said).status_code == 302
    assert "By the browser." in ally.get(review.get_absolute_url()).content.decode()
