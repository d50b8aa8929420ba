"""A moment has one spelling: UTC, exactly milliseconds."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.errors import InvalidStatement
from tocsin.core.statements.moments import moment, stamp


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_stamp_is_read_back_to_the_millisecond(at) -> None:
    assert moment(stamp(at)) == at - timedelta(microseconds=at.microsecond % 1000)


@given(st.text(max_size=30))
def test_any_text_is_a_stamp_or_refused(text) -> None:
    try:
        found = moment(text)
    except InvalidStatement:
        return
    assert stamp(found) == text


def test_another_zone_is_the_same_moment() -> None:
    warsaw = timezone(timedelta(hours=1))
    assert stamp(datetime(2026, 11, 21, 6, 28, tzinfo=warsaw)) == "2026-11-21T05:28:00.000Z"


def test_a_year_has_four_digits() -> None:
    assert stamp(datetime(1, 1, 1, tzinfo=UTC)) == "0001-01-01T00:00:00.000Z"


def test_finer_than_a_millisecond_is_cut_off() -> None:
    assert stamp(datetime(2026, 1, 1, microsecond=999_999, tzinfo=UTC)).endswith("00.999Z")


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(InvalidStatement):
        stamp(datetime(2026, 1, 1))  # noqa: DTZ001 - the point


def test_a_moment_before_the_first_year_is_refused() -> None:
    with pytest.raises(InvalidStatement):
        stamp(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=3))))


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21T05:28:00Z", "2026-11-21T05:28:00.0000Z", "2026-11-21 05:28:00.000Z",
        "2026-11-21T05:28:00.000+00:00", "2026-02-31T00:00:00.000Z", "2026-01-01T24:00:00.000Z",
        "2026-12-31T23:59:60.000Z", "0000-01-01T00:00:00.000Z", "2026-11-21T05:28:00.000z",
        "\u0662026-11-21T05:28:00.000Z",
    ],
)  # fmt: skip
def test_other_spellings_are_refused(text) -> None:
    with pytest.raises(InvalidStatement):
        moment(text)
