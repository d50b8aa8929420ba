"""Which field of a kind is which relation of its MISP object; the rest is said in its text."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from tocsin.core.formats.facts import description
from tocsin.core.identifiers import COUNTRIES, country_name
from tocsin.core.kinds import Body, Event, Location, Organisation, Person, Report, Vehicle
from tocsin.core.kinds.words import DocumentType, Gender

Pairs = list[tuple[str, str]]
_GENDERS = {Gender.MALE: "Male", Gender.FEMALE: "Female", Gender.UNSPECIFIED: "Other"}


def _some(*pairs: tuple[str, str | None]) -> Pairs:
    return [(relation, text) for relation, text in pairs if text]


def _person(body: Person) -> Pairs:
    first, *others = body.names
    days = [birth.date for birth in body.births if birth.date.is_day and birth.until is None]
    papers = {kind: paper for paper in reversed(body.documents) for kind in (paper.type,)}
    passport = papers.get(DocumentType.PASSPORT)
    card = papers.get(DocumentType.IDENTITY_CARD)
    expires = passport.expires if passport else None
    return _some(
        ("full-name", first.text),
        ("first-name", first.given),
        ("last-name", first.family),
        *(("alias", name.text) for name in others),
        ("date-of-birth", str(days[0]) if days else None),
        ("place-of-birth", body.birth_places[0].line() if body.birth_places else None),
        *(("nationality", country_name(code)) for code in body.nationalities),
        ("gender", _GENDERS[body.gender] if body.gender else None),
        ("occupation", body.occupation),
        ("title", body.honorifics[0] if body.honorifics else None),
        ("passport-number", passport.number if passport else None),
        (
            "passport-country",
            country_name(passport.issuer) if passport and passport.issuer else None,
        ),
        ("passport-expiration", str(expires) if expires and expires.is_day else None),
        ("identity-card-number", card.number if card else None),
        *(("address", place.line()) for place in body.addresses),
    )


def _organisation(body: Organisation) -> Pairs:
    first, *others = body.names
    return _some(
        ("name", first.text),
        *(("alias", name.text) for name in others),
        ("registration-number", body.registrations[0].number if body.registrations else None),
        *(("address", place.line()) for place in body.addresses),
    )


def _vehicle(body: Vehicle) -> Pairs:
    return _some(
        *(("license-plate-number", one) for one in body.plates),
        ("vin", body.vin),
        ("make", body.make),
        ("model", body.model),
        ("exterior-color", body.colour.wording if body.colour else None),
    )


def _location(body: Location) -> Pairs:
    place = body.place
    row = COUNTRIES.get(place.country or "")
    return _some(
        ("latitude", place.latitude),
        ("longitude", place.longitude),
        ("countrycode", row.alpha2 or row.alpha3 if row else None),
        ("city", place.name),
        ("region", place.region),
        ("address", place.street),
        ("zipcode", place.postcode),
    )


def _event(body: Event) -> Pairs:
    return [("name", body.headline)]


def _report(body: Report) -> Pairs:
    return [("title", body.headline)]


_WRITERS: Mapping[str, Callable[[Any], Pairs]] = MappingProxyType(
    {
        "person": _person,
        "organisation": _organisation,
        "vehicle": _vehicle,
        "location": _location,
        "event": _event,
        "report": _report,
    }
)
# Fields that come back whole from their own relation, and so are not said again in the text.
_KEPT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "person": ("occupation",),
        "vehicle": ("plates", "vin", "make", "model", "colour"),
        "event": ("headline",),
        "report": ("headline",),
    }
)


def pairs(kind: str, body: Body, text: str) -> Pairs:
    """Return the relations and values of a body; ``text`` is the relation that holds the rest."""
    found = _WRITERS[kind](body) if kind in _WRITERS else []
    said = description(body, kept=_KEPT.get(kind, ()))
    if kind not in _WRITERS:
        said = f"{body.title()}\n\n{said}" if said else body.title()
    return [*found, *([(text, said)] if said else [])]
