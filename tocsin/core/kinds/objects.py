"""Things with numbers: travel documents reported lost or stolen, vehicles and vessels, assets.

A travel document record carries no name (the design of the SLTD collection): it is a warning
about the paper, and only its issuing state may add it.
"""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from tocsin.core.errors import InvalidInput
from tocsin.core.identifiers import aircraft_registration, country_name, imo_number, plate, vin
from tocsin.core.kinds.body import Body, Dated, Several, Spot, known, listed, rows
from tocsin.core.kinds.identity import Amount, Currency, Name, Place, Source, in_order
from tocsin.core.kinds.moments import PartialDate
from tocsin.core.kinds.words import (
    AssetKind,
    Colour,
    DocumentType,
    FraudType,
    VehicleKind,
    VehicleStatus,
)
from tocsin.core.kinds.writing import CountryCode, Line, ShortLine, Text
from tocsin.core.sentences import say


def _vin(text: str) -> str:
    try:
        vin(text)
    except InvalidInput as problem:
        raise ValueError(say("is refused: {sentence}", sentence=problem.sentence)) from problem
    return text


def _imo(text: str) -> str:
    try:
        imo_number(text)
    except InvalidInput as problem:
        raise ValueError(say("is refused: {sentence}", sentence=problem.sentence)) from problem
    return text


def _plate(text: str) -> str:
    try:
        plate(text)
    except InvalidInput as problem:
        raise ValueError(say("is refused: {sentence}", sentence=problem.sentence)) from problem
    return text


def _aircraft(text: str) -> str:
    try:
        aircraft_registration(text)
    except InvalidInput as problem:
        raise ValueError(say("is refused: {sentence}", sentence=problem.sentence)) from problem
    return text


Plate = Annotated[ShortLine, AfterValidator(_plate)]
Vin = Annotated[ShortLine, AfterValidator(_vin)]
ImoNumber = Annotated[ShortLine, AfterValidator(_imo)]
AircraftMark = Annotated[ShortLine, AfterValidator(_aircraft)]


class TravelDocument(Body):
    """A document reported lost, stolen or revoked by the state that issued it."""

    number: ShortLine = Field(title="Number", description="As printed, signs included.")
    type: DocumentType = Field(title="Type", description="What kind of document it is.")
    issuer: CountryCode = Field(
        title="Issued by", description="The issuing state; only it may add this record."
    )
    fraud: FraudType = Field(title="Reported as", description="Why it must not be accepted.")
    issued: PartialDate | None = Field(
        default=None, title="Issued", description="Date of issue, as far as known."
    )
    expires: PartialDate | None = Field(
        default=None, title="Expires", description="Date of expiry, as far as known."
    )
    reported: PartialDate | None = Field(
        default=None, title="Lost or stolen on", description="Date of the loss or theft."
    )
    theft_country: CountryCode | None = Field(
        default=None, title="Lost or stolen in", description="State where it was lost or stolen."
    )
    review: PartialDate | None = Field(
        default=None, title="Review", description="Deleted on this day unless confirmed."
    )
    national_reference: Line | None = Field(
        default=None,
        title="National reference",
        description="The issuer's own number for the case.",
    )
    sources: Several[Source] = Field(
        default=(), title="Sources", description="Where this is known from."
    )

    @model_validator(mode="after")
    def _span(self) -> Self:
        in_order(self.issued, self.expires, of=say("dates of validity"))
        return self

    def title(self) -> str:
        return f"{self.type.wording} {self.number}, {country_name(self.issuer)}"

    def search_texts(self) -> list[str]:
        return known(self.number, self.national_reference, self.title())

    def places(self) -> list[Spot]:
        where = self.theft_country
        return [Spot("Lost or stolen in", country_name(where), where)] if where else []

    def dates(self) -> list[Dated]:
        found = [Dated("Issued", self.issued, self.expires)] if self.issued else []
        return found + ([Dated(self.fraud.wording, self.reported)] if self.reported else [])

    def summary(self) -> list[tuple[str, str]]:
        return rows(
            ("Reported as", self.fraud.wording),
            ("Expires", str(self.expires or "")),
            ("Review", str(self.review or "")),
        )


class Vehicle(Body):
    """A road vehicle, container, vessel or aircraft."""

    type: VehicleKind = Field(
        default=VehicleKind.CAR, title="Type", description="What kind of vehicle it is."
    )
    names: Several[Name] = Field(
        default=(), title="Names", description="The names of a vessel, the present one first."
    )
    plates: Several[Plate] = Field(
        default=(), title="Plates", description="Number plates, the present one first."
    )
    registered_in: CountryCode | None = Field(
        default=None, title="Registered in", description="State of registration or flag."
    )
    vin: Vin | None = Field(default=None, title="VIN", description="The 17 signs of ISO 3779.")
    imo: ImoNumber | None = Field(
        default=None, title="IMO number", description="Seven digits, the last a check digit."
    )
    aircraft: AircraftMark | None = Field(
        default=None, title="Registration mark", description="Mark of an aircraft, such as SP-ABC."
    )
    make: Line | None = Field(default=None, title="Make", description="Manufacturer.")
    model: Line | None = Field(default=None, title="Model", description="Model or class.")
    year: PartialDate | None = Field(
        default=None, title="Built", description="Year of manufacture."
    )
    colour: Colour | None = Field(default=None, title="Colour", description="Main colour.")
    flags: Several[VehicleStatus] = Field(default=(), title="Flags", description="Why it is noted.")
    sources: Several[Source] = Field(
        default=(), title="Sources", description="Where this is known from."
    )
    note: Text | None = Field(
        default=None, title="Note", description="What else a colleague must know."
    )

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not (self.names or self.plates or self.vin or self.imo or self.aircraft or self.make):
            raise ValueError("says nothing: give a plate, a VIN, a name, a mark or a make")
        return self

    def title(self) -> str:
        best = known(*self.all_names(), self.aircraft, *self.plates, self.vin, self.imo)
        return " ".join(known(best[0] if best else None, self.make, self.model))

    def all_names(self) -> list[str]:
        return known(*(name.text for name in self.names))

    def search_texts(self) -> list[str]:
        numbers = (*self.plates, self.vin, self.imo, self.aircraft)
        return known(*self.all_names(), *numbers, self.make, self.model, self.note)

    def dates(self) -> list[Dated]:
        return [Dated("Built", self.year)] if self.year else []

    def summary(self) -> list[tuple[str, str]]:
        return rows(
            ("Type", self.type.wording),
            ("Registered in", self.registered_in and country_name(self.registered_in)),
            ("Colour", self.colour and self.colour.wording),
            ("Flags", listed(flag.wording for flag in self.flags)),
        )


class Asset(Body):
    """Property that a bureau wants to locate, identify or watch."""

    name: Line = Field(title="Asset", description="What it is, in one line.")
    type: AssetKind = Field(title="Type", description="What kind of asset it is.")
    identifier: Line | None = Field(
        default=None, title="Identifier", description="Register entry, account or serial number."
    )
    country: CountryCode | None = Field(
        default=None, title="Country", description="Where it is held or registered."
    )
    place: Place | None = Field(default=None, title="Place", description="Where it is.")
    amount: Amount | None = Field(
        default=None, title="Value", description="Estimated value, digits with a point."
    )
    currency: Currency | None = Field(
        default=None, title="Currency", description="ISO 4217 code, such as EUR."
    )
    valued: PartialDate | None = Field(
        default=None, title="Valued on", description="When the value was estimated."
    )
    sources: Several[Source] = Field(
        default=(), title="Sources", description="Where this is known from."
    )
    note: Text | None = Field(
        default=None, title="Note", description="What else a colleague must know."
    )

    @model_validator(mode="after")
    def _value(self) -> Self:
        if (self.amount is None) != (self.currency is None):
            raise ValueError("a value needs its amount and its currency")
        return self

    def title(self) -> str:
        return self.name

    def search_texts(self) -> list[str]:
        return known(
            self.name, self.identifier, self.place.line() if self.place else None, self.note
        )

    def places(self) -> list[Spot]:
        return [self.place.spot("Place")] if self.place else []

    def dates(self) -> list[Dated]:
        return [Dated("Valued", self.valued)] if self.valued else []

    def summary(self) -> list[tuple[str, str]]:
        value = f"{self.amount} {self.currency}" if self.amount else None
        return rows(
            ("Type", self.type.wording),
            ("Country", self.country and country_name(self.country)),
            ("Value", value),
        )
