import calendar
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from tocsin.core.kinds import Instant, PartialDate, instant_text


@st.composite
def partial_dates(draw):
    year = draw(st.integers(1850, 2100))
    month = draw(st.none() | st.integers(1, 12))
    day = None
    if month is not None:
        day = draw(st.none() | st.integers(1, calendar.monthrange(year, month)[1]))
    return PartialDate(year, month, day)


@given(partial_dates())
def test_a_date_is_written_as_it_is_read(date):
    assert PartialDate.parse(str(date)) == date
    assert date.earliest <= date.latest
    assert date.is_day == (date.earliest == date.latest)


@given(partial_dates(), partial_dates())
def test_dates_are_ordered_by_the_days_they_may_mean(one, other):
    assert (one < other) + (other < one) + (one == other) == 1 or one.earliest == other.earliest
    assert (one <= other) == (not other < one)
    assert one.agrees_with(other) == other.agrees_with(one)
    if not one.agrees_with(other):
        assert (one < other) == (one.latest < other.earliest)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1971-02-31", "February 1971 has 28 days"),
        ("1972-02-30", "February 1972 has 29 days"),
        ("1971-13", "months go from 01 to 12"),
        ("1971-00", "months go from 01 to 12"),
        ("1971-01-00", "not a real day"),
        ("9999", "years from 1850 to 2100"),
        ("9999-12-31", "years from 1850 to 2100"),
        ("0001", "years from 1850 to 2100"),
        ("71", "is not a date"),
        ("1971-3-5", "is not a date"),
        ("05/03/1971", "is not a date"),
        ("1971-03-05T00:00", "is not a date"),
        ("١٩٧١", "is not a date"),
        ("1971\n", "is not a date"),
        ("", "is not a date"),
    ],
)
def test_a_date_that_never_was_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        PartialDate.parse(text)


def test_a_day_needs_its_month():
    with pytest.raises(ValueError, match="without a month"):
        PartialDate(1971, None, 3)


instants = TypeAdapter(Instant)


@given(st.datetimes(datetime(1900, 1, 1), datetime(2090, 1, 1)))  # noqa: DTZ001 - made aware below
def test_an_instant_is_kept_to_the_millisecond_in_utc(moment):
    local = moment.replace(tzinfo=timezone(timedelta(hours=2)))
    kept = instants.validate_python(local)
    assert kept.tzinfo == UTC
    assert abs(kept - local) < timedelta(milliseconds=1)
    written = instants.dump_python(kept, mode="json")
    assert written == instant_text(kept)
    assert instants.validate_python(written) == kept


@pytest.mark.parametrize(
    "text",
    ["2031-05-04", "2031-05-04T10:00:00Z", "2031-05-04T10:00:00.000+02:00", "1690000000", 1690000000,
     "2031-02-30T10:00:00.000Z", "9999-01-01T00:00:00.000Z"],
)  # fmt: skip
def test_an_instant_in_any_other_form_is_refused(text):
    with pytest.raises(ValidationError):
        instants.validate_python(text, strict=True)
