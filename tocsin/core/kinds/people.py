"""Persons and organisations: whom a bureau knows, by which names, dates and papers."""

from typing import Annotated

from pydantic import Field

from tocsin.core.identifiers import country_name
from tocsin.core.kinds.body import Body, Dated, Part, Several, Some, Spot, known, listed, rows
from tocsin.core.kinds.identity import BirthDate, Document, Name, Place, Source
from tocsin.core.kinds.moments import PartialDate
from tocsin.core.kinds.words import (
    Build,
    Care,
    EyeColour,
    Gender,
    HairColour,
    OrganisationKind,
    PersonStatus,
)
from tocsin.core.kinds.writing import CountryCode, Line, RecordId, Text

Centimetres = Annotated[int, Field(ge=20, le=280)]


class Description(Part):
    """How a person looks, in closed words and one line for marks."""

    height: Centimetres | None = Field(
        default=None, title="Height, cm", description="In whole centimetres."
    )
    build: Build | None = Field(default=None, title="Build", description="Build of the body.")
    eyes: EyeColour | None = Field(default=None, title="Eyes", description="Colour of the eyes.")
    hair: HairColour | None = Field(default=None, title="Hair", description="Colour of the hair.")
    marks: Line | None = Field(
        default=None, title="Marks", description="Scars, tattoos, glasses, beard."
    )

    def line(self) -> str:
        """Return the description in one line."""
        height = f"{self.height} cm" if self.height else None
        build = self.build and f"{self.build.wording.lower()} build"
        eyes = self.eyes and f"{self.eyes.wording.lower()} eyes"
        hair = self.hair and f"{self.hair.wording.lower()} hair"
        return listed(known(height, build, eyes, hair, self.marks))


class Person(Body):
    """A person, known or still to be identified."""

    names: Some[Name] = Field(
        title="Names", description="Every name the person is known by, the primary one first."
    )
    births: Several[BirthDate] = Field(
        default=(), title="Dates of birth", description="Every date of birth given, even partial."
    )
    birth_places: Several[Place] = Field(
        default=(), title="Places of birth", description="Town and country, as far as known."
    )
    nationalities: Several[CountryCode] = Field(
        default=(), title="Nationalities", description="Three-letter codes of states."
    )
    gender: Gender | None = Field(
        default=None, title="Gender", description="As documents or the source give it."
    )
    status: PersonStatus | None = Field(
        default=None, title="Status", description="What the person is in this matter."
    )
    care: Several[Care] = Field(
        default=(), title="Care", description="Who needs special care, from us or with us."
    )
    documents: Several[Document] = Field(
        default=(), title="Documents", description="Papers the person holds or has used."
    )
    addresses: Several[Place] = Field(
        default=(), title="Addresses", description="Where the person lives or has lived."
    )
    occupation: Line | None = Field(
        default=None, title="Occupation", description="Trade, function or rank."
    )
    honorifics: Several[Line] = Field(
        default=(), title="Titles", description="Titles used before the name."
    )
    description: Description | None = Field(
        default=None, title="Description", description="How the person looks."
    )
    died: PartialDate | None = Field(
        default=None, title="Died", description="Date of death, as far as known."
    )
    photographs: Several[RecordId] = Field(
        default=(), title="Photographs", description="Ids of the records that hold photographs."
    )
    sources: Several[Source] = Field(
        default=(), title="Sources", description="Where this is known from."
    )
    note: Text | None = Field(
        default=None,
        title="Note",
        description="What else a colleague must know. Nothing about how anything is made or done.",
    )

    def title(self) -> str:
        return self.names[0].text

    def all_names(self) -> list[str]:
        return known(*(name.text for name in self.names))

    def search_texts(self) -> list[str]:
        return known(
            *self.all_names(),
            *(document.number for document in self.documents),
            *(place.line() for place in (*self.birth_places, *self.addresses)),
            self.occupation,
            self.note,
        )

    def places(self) -> list[Spot]:
        births = [place.spot("Place of birth") for place in self.birth_places]
        return births + [place.spot("Address") for place in self.addresses]

    def dates(self) -> list[Dated]:
        """Return births, death and the validity of documents."""
        found = [Dated("Date of birth", birth.date, birth.until) for birth in self.births]
        found += [Dated("Died", self.died)] if self.died else []
        for paper in self.documents:
            if paper.issued:
                found.append(Dated(f"{paper.type.wording} issued", paper.issued, paper.expires))
        return found

    def summary(self) -> list[tuple[str, str]]:
        return rows(
            ("Status", self.status and self.status.wording),
            ("Born", listed(birth.line() for birth in self.births)),
            ("Nationality", listed(country_name(code) for code in self.nationalities)),
            ("Gender", self.gender and self.gender.wording),
            ("Care", listed(care.wording for care in self.care)),
            ("Documents", listed(document.line() for document in self.documents)),
        )


class Organisation(Body):
    """A company, public body, association or group."""

    names: Some[Name] = Field(
        title="Names", description="Every name it is known by, the primary one first."
    )
    type: OrganisationKind | None = Field(
        default=None, title="Type", description="What kind of organisation it is."
    )
    countries: Several[CountryCode] = Field(
        default=(), title="Countries", description="Where it is registered or works."
    )
    founded: PartialDate | None = Field(
        default=None, title="Founded", description="When it was founded or registered."
    )
    dissolved: PartialDate | None = Field(
        default=None, title="Dissolved", description="When it ceased to exist."
    )
    registrations: Several[Document] = Field(
        default=(), title="Registrations", description="Numbers in public registers."
    )
    addresses: Several[Place] = Field(
        default=(), title="Addresses", description="Seat and other addresses."
    )
    sources: Several[Source] = Field(
        default=(), title="Sources", description="Where this is known from."
    )
    note: Text | None = Field(
        default=None, title="Note", description="What else a colleague must know."
    )

    def title(self) -> str:
        return self.names[0].text

    def all_names(self) -> list[str]:
        return known(*(name.text for name in self.names))

    def search_texts(self) -> list[str]:
        numbers = (paper.number for paper in self.registrations)
        return known(*self.all_names(), *numbers, *(at.line() for at in self.addresses), self.note)

    def places(self) -> list[Spot]:
        return [place.spot("Address") for place in self.addresses]

    def dates(self) -> list[Dated]:
        founded = [Dated("Founded", self.founded)] if self.founded else []
        return founded + ([Dated("Dissolved", self.dissolved)] if self.dissolved else [])

    def summary(self) -> list[tuple[str, str]]:
        return rows(
            ("Type", self.type and self.type.wording),
            ("Countries", listed(country_name(code) for code in self.countries)),
            ("Registrations", listed(paper.line() for paper in self.registrations)),
        )
