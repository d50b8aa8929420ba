"""Dates of birth as lists hold them: a full day, a month, a year.

Packed as ``yyyymmdd`` with zeros for what is unknown, so that arrays of them compare quickly.
"""

import re
from calendar import isleap
from functools import lru_cache

from tocsin.core.errors import InvalidInput

EARLIEST_YEAR = 1800
LATEST_YEAR = 2100

_FEBRUARY = 2
_DAYS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# Whole days as nearly everybody writes them, by year and by the rest; 29 February takes more care.
_YEARS = {f"{year:04d}": year * 10000 for year in range(EARLIEST_YEAR, LATEST_YEAR + 1)}
_REST = {
    f"-{month:02d}-{day:02d}": month * 100 + day
    for month in range(1, 13)
    for day in range(1, _DAYS[month] + 1)
}
_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def whole_day(text: str) -> int:
    """Return what :func:`pack` does of a whole day in the form in which it is kept; 0 of others."""
    rest = _REST.get(text[4:])
    year = _YEARS.get(text[:4])
    return year + rest if year and rest else 0


@lru_cache(maxsize=65536)
def pack(text: str) -> int:
    """Return "1971-03-05", "1971-03" or "1971" as 19710305, 19710300 or 19710000.

    Raises InvalidInput for any other form, a day that does not exist, or a year out of range.
    """
    if day := whole_day(text):
        return day
    found = _FORM.fullmatch(text.strip())
    if not found:
        raise InvalidInput(
            "{text} is not a date: write YYYY-MM-DD, YYYY-MM or YYYY.",
            text=repr(text[:30]),
            place="dob",
        )
    year, month, day = map(int, found.groups("0"))
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise InvalidInput(
            "{text}: the year of birth must lie in {first} to {last}.",
            text=text,
            first=EARLIEST_YEAR,
            last=LATEST_YEAR,
            place="dob",
        )
    has_month, has_day = found[2] is not None, found[3] is not None
    if (has_month and not 1 <= month <= 12) or (
        has_day and not 1 <= day <= _DAYS[month] + (month == _FEBRUARY and isleap(year))
    ):
        raise InvalidInput("{text} is not a day of the calendar.", text=text, place="dob")
    return year * 10000 + month * 100 + day


def unpack(packed: int) -> str:
    """Return the text that :func:`pack` was given."""
    year, month, day = packed // 10000, packed // 100 % 100, packed % 100
    return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")
