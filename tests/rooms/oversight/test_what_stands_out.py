"""Three plain counts against an officer's own habit; a quiet desk raises nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from tocsin.rooms.bureaus.actions import proposals
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.oversight.actions import journals, surveys
from tocsin.rooms.oversight.unusual import AGAIN_LEAST, BUSY_LEAST, unusual


@pytest.fixture
def looks(cast):
    """A way to make many looks of an officer on a day so many days ago."""
    noon = timezone.now().replace(hour=0, minute=5, second=0, microsecond=0)

    def make(count, *, ago, role="analyst", purpose="analysis", subject=None):
        with transaction.atomic():
            for _ in range(count):
                journal.append(
                    log=cast.home.bureau.id,
                    verb="record.see",
                    realm="live",
                    objects=[subject or uuid4()],
                    actor=cast.home.account(role).id,
                    purpose=purpose,
                    at=noon - timedelta(days=ago),
                )

    return make


def _found(cast):
    surveys.survey(timezone.now())
    return unusual(cast.home.oversight)


def test_a_day_far_busier_than_her_others_stands_out_with_its_figures(cast, looks) -> None:
    for ago in range(1, 6):
        looks(10, ago=ago)
    looks(BUSY_LEAST + 5, ago=7)
    (day,) = _found(cast).busy
    assert (day.looks, day.usual) == (BUSY_LEAST + 5, 10)


def test_a_desk_that_is_always_busy_does_not(cast, looks) -> None:
    for ago in range(1, 5):
        looks(BUSY_LEAST * 2, ago=ago)
    assert _found(cast).busy == []


def test_one_subject_again_and_again_stands_out(cast, looks) -> None:
    subject = uuid4()
    looks(AGAIN_LEAST, ago=1, subject=subject)
    looks(AGAIN_LEAST - 1, ago=1, subject=uuid4(), role="bureau_officer")
    (found,) = _found(cast).again
    assert (found.subject, found.looks) == (subject, AGAIN_LEAST)


def test_a_purpose_she_hardly_ever_states_stands_out(cast, looks) -> None:
    looks(50, ago=1)
    looks(2, ago=1, purpose="prosecution")
    (found,) = _found(cast).seldom
    assert (found.purpose, found.looks, found.of) == ("prosecution", 2, 52)


def test_what_is_older_than_four_weeks_is_not_counted(cast, looks) -> None:
    looks(BUSY_LEAST * 3, ago=40)
    assert _found(cast).busy == []


def test_each_bureau_reads_its_own_survey_and_nobody_else_s(cast, looks) -> None:
    subject = uuid4()
    looks(AGAIN_LEAST, ago=1, subject=subject)
    assert _found(cast).again
    assert unusual(cast.ally.oversight).again == []


def test_before_the_first_count_the_page_says_so(cast) -> None:
    assert unusual(cast.home.oversight) is None
    page = cast.client(cast.home, "oversight").get("/oversight/unusual/")
    assert "Not counted yet" in page.content.decode()


def test_a_survey_is_counted_again_only_when_it_is_old(cast, looks) -> None:
    now = timezone.now()
    assert surveys.survey(now) > 0
    looks(AGAIN_LEAST, ago=1, subject=uuid4())
    assert surveys.survey(now + surveys.LASTS / 2) == 0
    assert surveys.survey(now + surveys.LASTS) > 0
    assert unusual(cast.home.oversight).again


def test_erasing_entries_throws_the_survey_away(cast, looks) -> None:
    subject = uuid4()
    looks(AGAIN_LEAST, ago=1, subject=subject)
    assert _found(cast).again
    proposal = journals.erase(cast.home.oversight, reason="asked for", subject=subject)
    proposals.approve(cast.home.reader("oversight", 2), proposal)
    assert unusual(cast.home.oversight) is None
    assert _found(cast).again == []
