"""Parts that several kinds share: names, dates of birth, places, documents, sources.

Names keep their script and language; dates their precision; nothing is merged or tidied.
"""

import re
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from tocsin.core.identifiers import country_name
from tocsin.core.kinds.body import Part, Spot, known, listed
from tocsin.core.kinds.moments import PartialDate
from tocsin.core.kinds.words import Calendar, DateQuality, DocumentType, NameKind
from tocsin.core.kinds.writing import (
    CountryCode,
    Language,
    Line,
    NameText,
    Script,
    ShortLine,
)
from tocsin.core.sentences import say

_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,2})(?:\.[0-9]{1,7})?")
_AMOUNT = re.compile(r"(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,4})?")


def _within(text: str, limit: int) -> str:
    if not _DECIMAL.fullmatch(text) or abs(float(text)) > limit:
        raise ValueError(
            say("is not decimal degrees from -{limit} to {limit}, such as 52.2297", limit=limit)
        )
    return text


def _latitude(text: str) -> str:
    return _within(text, 90)


def _longitude(text: str) -> str:
    return _within(text, 180)


def _amount(text: str) -> str:
    if not _AMOUNT.fullmatch(text):
        raise ValueError("is not an amount: digits with a point, such as 12500.00")
    return text


Latitude = Annotated[str, Field(max_length=12), AfterValidator(_latitude)]
Longitude = Annotated[str, Field(max_length=12), AfterValidator(_longitude)]
Amount = Annotated[str, Field(max_length=24), AfterValidator(_amount)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


def in_order(since: PartialDate | None, until: PartialDate | None, *, of: str) -> None:
    """Raise ``ValueError`` where a span surely ends before it begins."""
    if since is not None and until is not None and until.latest < since.earliest:
        raise ValueError(
            say(
                "{of} end ({until}) before they begin ({since})",
                of=of,
                until=until,
                since=since,
            )
        )


class Name(Part):
    """One name as written, with what is known of its kind, script and parts."""

    text: NameText = Field(title="Name", description="The whole name, in the script it came in.")
    kind: NameKind = Field(
        default=NameKind.PRIMARY, title="Kind", description="How this name relates to its bearer."
    )
    script: Script | None = Field(
        default=None, title="Script", description="ISO 15924 code, such as Cyrl."
    )
    language: Language | None = Field(
        default=None, title="Language", description="ISO 639 code, such as uk."
    )
    family: NameText | None = Field(
        default=None, title="Family name", description="The part that is the family's."
    )
    given: NameText | None = Field(
        default=None, title="Given names", description="The part that is the person's own."
    )
    patronymic: NameText | None = Field(
        default=None, title="Patronymic", description="The father's name, where it is used."
    )


class BirthDate(Part):
    """One date of birth as known; always Gregorian, naming the calendar it was given in."""

    date: PartialDate = Field(title="Date", description="Year, year and month, or day.")
    until: PartialDate | None = Field(
        default=None, title="Until", description="The end of the span, if it lies between two."
    )
    quality: DateQuality = Field(
        default=DateQuality.EXACT, title="Quality", description="How sure this date is."
    )
    calendar: Calendar = Field(
        default=Calendar.GREGORIAN,
        title="Calendar",
        description="The calendar the source used; the date here is converted to Gregorian.",
    )
    written: ShortLine | None = Field(
        default=None, title="As written", description="The date as the source wrote it."
    )

    @model_validator(mode="after")
    def _span(self) -> Self:
        in_order(self.date, self.until, of=say("dates of birth"))
        if self.until is not None and self.quality is not DateQuality.BETWEEN:
            raise ValueError("an 'until' needs the quality 'between'")
        return self

    def line(self) -> str:
        """Return the date as an officer reads it."""
        if self.until is not None:
            return f"{self.date} to {self.until}"
        if self.quality is DateQuality.EXACT:
            return str(self.date)
        return f"{self.date} ({self.quality.wording})"


class Place(Part):
    """A place as far as it is known; at least one of its parts."""

    name: Line | None = Field(
        default=None, title="Name", description="Town, port, crossing or building."
    )
    street: Line | None = Field(default=None, title="Street", description="Street and number.")
    region: Line | None = Field(default=None, title="Region", description="State or province.")
    postcode: ShortLine | None = Field(default=None, title="Postcode", description="Postal code.")
    country: CountryCode | None = Field(
        default=None, title="Country", description="Three-letter code, such as POL."
    )
    latitude: Latitude | None = Field(
        default=None, title="Latitude", description="Decimal degrees, north positive."
    )
    longitude: Longitude | None = Field(
        default=None, title="Longitude", description="Decimal degrees, east positive."
    )
    note: Line | None = Field(default=None, title="Note", description="Anything else about it.")

    @model_validator(mode="after")
    def _something(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("latitude and longitude come together")
        if not any(getattr(self, field) for field in type(self).model_fields):
            raise ValueError("says nothing: give at least a name or a country")
        return self

    def line(self) -> str:
        """Return the place in one line."""
        where = self.country and country_name(self.country)
        parts = known(self.street, self.postcode, self.name, self.region, where)
        return listed(parts) or self.note or f"{self.latitude}, {self.longitude}"

    def spot(self, wording: str) -> Spot:
        """Return the place for the map, under ``wording``."""
        return Spot(wording, self.line(), self.country, self.latitude, self.longitude)


class Document(Part):
    """A document somebody holds or used; one lost or stolen is a record of its own."""

    number: ShortLine = Field(title="Number", description="As printed, signs included.")
    type: DocumentType = Field(
        default=DocumentType.UNSTATED, title="Type", description="What kind of document it is."
    )
    issuer: CountryCode | None = Field(
        default=None, title="Issued by", description="Three-letter code of the issuing state."
    )
    issued: PartialDate | None = Field(
        default=None, title="Issued", description="Date of issue, as far as known."
    )
    expires: PartialDate | None = Field(
        default=None, title="Expires", description="Date of expiry, as far as known."
    )
    note: Line | None = Field(default=None, title="Note", description="Anything else about it.")

    @model_validator(mode="after")
    def _span(self) -> Self:
        in_order(self.issued, self.expires, of=say("dates of validity"))
        return self

    def line(self) -> str:
        """Return the document in one line."""
        issuer = self.issuer and country_name(self.issuer)
        return listed(known(f"{self.type.wording} {self.number}", issuer))


class Source(Part):
    """Where something is known from."""

    name: Line = Field(title="Source", description="Who said so: a list, an agency, a file.")
    reference: Line | None = Field(
        default=None, title="Reference", description="The source's own number for it."
    )
    seen: PartialDate | None = Field(
        default=None, title="Seen", description="When the source was read."
    )
