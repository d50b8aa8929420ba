"""Three plain counts against an officer's own habit; a quiet desk raises nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from tocsin.rooms.journal import actions as journal
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
    return unusual(cast.home.oversight, timezone.now())


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
