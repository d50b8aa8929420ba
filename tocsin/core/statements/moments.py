"""Moments in statements: UTC, exactly milliseconds, one spelling (2026-11-21T05:28:00.000Z)."""

import re
from datetime import UTC, datetime

from tocsin.core.errors import InvalidStatement

_FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)


def stamp(moment: datetime) -> str:
    """Return the moment as text; finer than a millisecond is cut off, never rounded up.

    Raises InvalidStatement for a moment without a zone or outside the years 1 to 9999.
    """
    if moment.tzinfo is None:
        raise InvalidStatement("a moment needs a time zone", place=moment.isoformat())
    try:
        utc = moment.astimezone(UTC)
    except OverflowError:
        raise InvalidStatement(
            "lies outside the years 1 to 9999", place=moment.isoformat()
        ) from None
    return (
        f"{utc.year:04d}-{utc.month:02d}-{utc.day:02d}T{utc.hour:02d}:{utc.minute:02d}"
        f":{utc.second:02d}.{utc.microsecond // 1000:03d}Z"
    )


def moment(text: str) -> datetime:
    """Return the moment that ``stamp`` spells so; raises InvalidStatement for any other text."""
    if not isinstance(text, str) or not _FORM.fullmatch(text):
        raise InvalidStatement(
            "is no moment; write it as 2026-11-21T05:28:00.000Z", place=ascii(text)[:60]
        )
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidStatement("is no moment: {reason}", reason=error, place=text) from None
