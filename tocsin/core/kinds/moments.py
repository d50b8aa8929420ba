"""Dates that may be partly known, and instants: real calendar days or nothing.

A partial date keeps exactly what was given ("1971", "1971-03", "1971-03-05") and knows the span of
days it may mean. An instant is UTC to the millisecond, the only time stamp that travels.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, GetCoreSchemaHandler, PlainSerializer
from pydantic_core import CoreSchema, core_schema

from tocsin.core.sentences import say

# Nobody on a list was born before the first of these; no document outlives the second.
FIRST_YEAR = 1850
LAST_YEAR = 2100
_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A Gregorian year, year and month, or day. Ordered by its earliest day, then its latest."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError(
                say(
                    "has the year {year}: years from {first} to {last} are accepted",
                    year=self.year,
                    first=FIRST_YEAR,
                    last=LAST_YEAR,
                ),
            )
        if self.month is None:
            if self.day is not None:
                raise ValueError("has a day without a month")
            return
        if not 1 <= self.month <= 12:
            raise ValueError(
                say("has the month {month}: months go from 01 to 12", month=self.month)
            )
        last = calendar.monthrange(self.year, self.month)[1]
        if self.day is not None and not 1 <= self.day <= last:
            raise ValueError(
                say(
                    "is not a real day: {month} {year} has {last} days",
                    month=say(calendar.month_name[self.month]),
                    year=self.year,
                    last=last,
                ),
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "1971", "1971-03" or "1971-03-05"; ``ValueError`` with a sentence otherwise."""
        parts = _PARTIAL.fullmatch(text)
        if parts is None or not text.isascii():
            raise ValueError("is not a date: write 1971, 1971-03 or 1971-03-05")
        year, month, day = (int(part) if part else None for part in parts.groups())
        assert year is not None
        return cls(year, month, day)

    @property
    def earliest(self) -> date:
        """The first day it may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it may mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def is_day(self) -> bool:
        """Whether year, month and day are all known."""
        return self.day is not None

    def agrees_with(self, other: "PartialDate") -> bool:
        """Tell whether the two may mean the same day."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        return text if self.day is None else f"{text}-{self.day:02d}"

    def __lt__(self, other: "PartialDate") -> bool:
        return (self.earliest, self.latest) < (other.earliest, other.latest)

    def __le__(self, other: "PartialDate") -> bool:
        return (self.earliest, self.latest) <= (other.earliest, other.latest)

    def __gt__(self, other: "PartialDate") -> bool:
        return other < self

    def __ge__(self, other: "PartialDate") -> bool:
        return other <= self

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        from_text = core_schema.no_info_after_validator_function(
            cls.parse, core_schema.str_schema(max_length=10)
        )
        return core_schema.json_or_python_schema(
            json_schema=from_text,
            python_schema=core_schema.union_schema(
                [core_schema.is_instance_schema(cls), from_text]
            ),
            serialization=core_schema.plain_serializer_function_ser_schema(str),
        )


def instant_text(moment: datetime) -> str:
    """Write an aware instant as UTC with exactly milliseconds, the form that is signed."""
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def _from_text(value: object) -> object:
    if isinstance(value, str):
        if not _INSTANT.fullmatch(value):
            raise ValueError("is not an instant: write 2031-05-04T10:00:00.000Z, in UTC")
        return datetime.fromisoformat(value)
    return value


def _to_the_millisecond(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("has no time zone: an instant is given in UTC")
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(
            say("has a year outside {first} to {last}", first=FIRST_YEAR, last=LAST_YEAR)
        )
    utc = moment.astimezone(UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)


Instant = Annotated[
    datetime,
    BeforeValidator(_from_text),
    AfterValidator(_to_the_millisecond),
    PlainSerializer(instant_text, return_type=str),
]
