"""Who or what a notice is about, as one block of the sheet: names first, then what identifies."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from tocsin.core.kinds import (
    Asset,
    Body,
    DeviceReference,
    Document,
    Event,
    Name,
    Organisation,
    Person,
    TravelDocument,
    Vehicle,
    read,
)
from tocsin.core.kinds.closed import MaterialReference
from tocsin.core.kinds.identity import BirthDate, Place
from tocsin.core.kinds.words import DateQuality, NameKind, PersonStatus
from tocsin.core.screening.mrz import for_zone
from tocsin.rooms.notices.printed.laying import Block, Named, Row
from tocsin.rooms.notices.printed.words import country, day, said
from tocsin.rooms.register.models import Attachment, Record

# Whose rules spell a name in passports, where its language says more than a nationality.
STATE_OF = {"uk": "UKR", "be": "BLR", "sr": "SRB", "mk": "MKD", "bg": "BGR", "ru": ""}


def block(record: Record, status: PersonStatus | None, photograph: Attachment | None) -> Block:
    """Return the block of one subject that the reader may see."""
    body = read(record.kind, record.body)
    names = tuple(_names(getattr(body, "names", ())))
    tell = ROWS.get(type(body))
    return Block(
        title=names[0].text if names else _title(body),
        names=names,
        status=said(status),
        warnings=tuple(said(one) for one in getattr(body, "care", ())),
        rows=tuple(tell(body)) if tell else (),
        photograph=photograph,
        record=str(record.pk),
    )


def _names(names: Iterable[Name]) -> Iterable[Named]:
    for name in names:
        kind = "" if name.kind is NameKind.PRIMARY else said(name.kind)
        yield Named(name.text, name.language or "", kind)


def _row(term: str, *values: str | None) -> list[Row]:
    known = tuple(value for value in values if value)
    return [Row(term, known)] if known else []


def _person(body: Person) -> list[Row]:
    return [
        *_row(_("Date of birth"), *(_birth(one) for one in body.births)),
        *_row(_("Place of birth"), *(placed(one) for one in body.birth_places)),
        *nationalities(body),
        *_row(_("Gender"), said(body.gender)),
        *_row(_("Documents"), *(_document(paper) for paper in body.documents)),
        *_row(_("Spelt in passports"), _zone(body)),
        *described(body),
        *_row(_("Occupation"), body.occupation),
        *_row(_("Died"), day(body.died)),
        *_row(_("Addresses"), *(placed(one) for one in body.addresses)),
    ]


def _zone(body: Person) -> str:
    """Return how a passport spells the first name that is not in Latin letters already."""
    name = body.names[0]
    own = body.nationalities[0] if body.nationalities else ""
    state = STATE_OF.get(name.language or "", own)
    if name.text.isascii():
        return ""
    if name.family and name.given:
        return f"{for_zone(name.family, state)}<<{for_zone(name.given, state)}".strip("<")
    return for_zone(name.text, state)


def nationalities(body: Person) -> list[Row]:
    """Return the row of nationalities, if any is known."""
    return _row(_("Nationality"), *(country(code) for code in body.nationalities))


def birth_years(body: Person) -> list[Row]:
    """Return the years of birth alone, as the public is told them."""
    years = sorted({str(one.date.year) for one in body.births})
    return _row(_("Year of birth"), *years)


def described(body: Person) -> list[Row]:
    """Return how somebody looks, row by row."""
    looks = body.description
    if looks is None:
        return []
    height = _("%(height)d cm") % {"height": looks.height} if looks.height else ""
    return [
        *_row(_("Height"), height),
        *_row(_("Build"), said(looks.build)),
        *_row(_("Eyes"), said(looks.eyes)),
        *_row(_("Hair"), said(looks.hair)),
        *_row(_("Marks"), looks.marks),
    ]


def _birth(birth: BirthDate) -> str:
    span = f"{day(birth.date)} \u2013 {day(birth.until)}" if birth.until else day(birth.date)
    return span if birth.quality is DateQuality.EXACT else f"{span} ({said(birth.quality)})"


def placed(place: Place) -> str:
    parts = (place.street, place.postcode, place.name, place.region, country(place.country))
    return ", ".join(part for part in parts if part) or place.note or ""


def _document(paper: Document) -> str:
    return ", ".join(filter(None, (f"{said(paper.type)} {paper.number}", country(paper.issuer))))


def _organisation(body: Organisation) -> list[Row]:
    return [
        *_row(_("Type"), said(body.type)),
        *_row(_("Country"), *(country(code) for code in body.countries)),
        *_row(_("Documents"), *(_document(paper) for paper in body.registrations)),
        *_row(_("Addresses"), *(placed(one) for one in body.addresses)),
    ]


def _travel_document(body: TravelDocument) -> list[Row]:
    return [
        *_row(_("Type"), said(body.type)),
        *_row(_("Number"), body.number),
        *_row(_("Issued by"), country(body.issuer)),
        *_row(_("Reported as"), said(body.fraud)),
        *_row(_("Issued"), day(body.issued)),
        *_row(_("Expires"), day(body.expires)),
    ]


def _vehicle(body: Vehicle) -> list[Row]:
    return [
        *_row(_("Type"), said(body.type)),
        *_row(_("Plates"), *body.plates),
        *_row(_("Registered in"), country(body.registered_in)),
        *_row(_("VIN"), body.vin),
        *_row(_("IMO number"), body.imo),
        *_row(_("Registration mark"), body.aircraft),
        *_row(_("Make"), " ".join(filter(None, (body.make, body.model)))),
        *_row(_("Colour"), said(body.colour)),
        *_row(_("Flags"), *(said(flag) for flag in body.flags)),
    ]


def _asset(body: Asset) -> list[Row]:
    return [
        *_row(_("Type"), said(body.type)),
        *_row(_("Identifier"), body.identifier),
        *_row(_("Country"), country(body.country)),
        *_row(_("Place"), placed(body.place) if body.place else ""),
    ]


def _event(body: Event) -> list[Row]:
    return [
        *_row(_("Type"), said(body.type)),
        *_row(_("Begins"), day(body.begins)),
        *_row(_("Ends"), day(body.ends)),
        *_row(_("Places"), *(placed(one) for one in body.at)),
    ]


def _device(body: DeviceReference) -> list[Row]:
    return [
        *_row(_("Case"), body.case),
        *_row(_("Category"), said(body.category)),
        *_row(_("Region"), said(body.region)),
        *_row(_("Country"), country(body.country)),
        *_row(_("Tags"), *(said(tag) for tag in body.tags)),
    ]


def _material(body: MaterialReference) -> list[Row]:
    return [
        *_row(_("Case"), body.case),
        *_row(_("Category"), said(body.category)),
        *_row(_("Country"), country(body.country)),
    ]


ROWS: dict[type[Body], Callable[[Any], list[Row]]] = {
    Person: _person,
    Organisation: _organisation,
    TravelDocument: _travel_document,
    Vehicle: _vehicle,
    Asset: _asset,
    Event: _event,
    DeviceReference: _device,
    MaterialReference: _material,
}


def _title(body: Body) -> str:
    """Return what stands over a block; of closed kinds their word, in the language of the sheet."""
    if isinstance(body, DeviceReference):
        return said(body.category)
    if isinstance(body, MaterialReference):
        return said(body.event)
    if isinstance(body, TravelDocument):
        return f"{said(body.type)} {body.number}"
    return body.title()
