"""Objects of MISP templates read into bodies; a value that cannot be kept is a remark."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from tocsin.core.errors import InvalidInput
from tocsin.core.formats.rows import Sifter
from tocsin.core.identifiers import country
from tocsin.core.kinds import (
    BirthDate,
    Body,
    Document,
    Event,
    Location,
    Name,
    Organisation,
    PartialDate,
    Person,
    Place,
    Report,
    Vehicle,
    read_as,
)
from tocsin.core.kinds.reading import compose
from tocsin.core.kinds.words import (
    Colour,
    DocumentType,
    EventKind,
    Gender,
    InformationEvaluation,
    NameKind,
    SourceEvaluation,
    VehicleKind,
)
from tocsin.core.kinds.writing import script
from tocsin.core.sentences import say

_GENDERS: Mapping[str, Gender | None] = MappingProxyType(
    {
        "male": Gender.MALE,
        "female": Gender.FEMALE,
        "other": Gender.UNSPECIFIED,
        "prefer not to say": None,
        "unknown": None,
    }
)
_COLOURS = {colour.wording.lower(): colour for colour in Colour}
_TYPES: Mapping[str, VehicleKind] = MappingProxyType(
    {
        "car": VehicleKind.CAR,
        "taxi": VehicleKind.CAR,
        "van": VehicleKind.VAN,
        "truck": VehicleKind.LORRY,
        "bus": VehicleKind.BUS,
        "motorcycle": VehicleKind.MOTORCYCLE,
        "trailer": VehicleKind.TRAILER,
        "boat": VehicleKind.VESSEL,
    }
)


class Values:
    """The values of an object by their relations, and which of them nobody asked for."""

    def __init__(self, sift: Sifter, attributes: Sequence[Mapping[str, Any]]) -> None:
        self.sift = sift
        self._found: dict[str, list[str]] = {}
        self._asked: set[str] = set()
        for one in attributes:
            relation, value = one.get("object_relation"), one.get("value")
            if isinstance(relation, str) and isinstance(value, str | int) and str(value).strip():
                self._found.setdefault(relation, []).append(str(value))

    def all(self, relation: str) -> list[str]:
        """Return the values of a relation, each once, in order."""
        self._asked.add(relation)
        return list(dict.fromkeys(self._found.get(relation, ())))

    def one(self, relation: str) -> str:
        """Return the first value of a relation; further ones are remarked upon."""
        found = self.all(relation)
        if len(found) > 1:
            self.sift.note(
                relation, say("only the first of {count} is kept, the rest", count=len(found))
            )
        return found[0] if found else ""

    def line(self, relation: str) -> str | None:
        """Return the first value as one clean line."""
        return self.sift.line(relation, self.one(relation))

    def text(self, *relations: str) -> str | None:
        """Return all values of these relations as one clean text."""
        texts = [text for relation in relations for text in self.all(relation)]
        return self.sift.text(relations[0], "\n\n".join(texts))

    def unread(self) -> list[str]:
        """Return the relations that nobody asked for."""
        return [relation for relation in self._found if relation not in self._asked]


def _name(text: str, kind: NameKind, **parts: str | None) -> Name:
    given = {name: part for name, part in parts.items() if part}
    return read_as(Name, {"text": text, "kind": kind.value, "script": script(text), **given})


def _names(values: Values, whole: str) -> tuple[Name, ...]:
    sift = values.sift
    given, family = values.one("first-name"), values.one("last-name")
    text = values.one(whole) or " ".join(part for part in (given, family) if part)
    parts = {"given": given or None, "family": family or None}
    first = sift.keep(whole, lambda: _name(text, NameKind.PRIMARY, **parts)) if text else None
    others = [
        sift.keep("alias", lambda alias=alias: _name(alias, NameKind.ALIAS))  # type: ignore[misc]
        for alias in values.all("alias")
    ]
    found = sift.many("alias", [first, *others])
    if not found:
        raise InvalidInput("is required", place=whole)
    return found


def _state(values: Values, relation: str, text: str) -> str | None:
    return values.sift.keep(relation, lambda: country(text)) if text else None


def _day(values: Values, relation: str) -> PartialDate | None:
    text = values.one(relation)[:10]
    return values.sift.keep(relation, lambda: PartialDate.parse(text)) if text else None


def _places(values: Values, relation: str) -> tuple[Place, ...]:
    lines = [values.sift.line(relation, text) for text in values.all(relation)]
    return values.sift.many(relation, [Place(note=line) if line else None for line in lines])


def _papers(values: Values) -> tuple[Document, ...]:
    found: list[Document | None] = []
    number = values.one("passport-number")
    if number:
        fields = {
            "type": DocumentType.PASSPORT,
            "number": number,
            "issuer": _state(values, "passport-country", values.one("passport-country")),
            "expires": _day(values, "passport-expiration"),
        }
        found.append(values.sift.keep("passport-number", lambda: compose(Document, fields)))
    card = values.one("identity-card-number")
    if card:
        said = {"type": DocumentType.IDENTITY_CARD, "number": card}
        found.append(values.sift.keep("identity-card-number", lambda: compose(Document, said)))
    return values.sift.many("passport-number", found)


def _person(values: Values) -> Body:
    birth = _day(values, "date-of-birth")
    gender = values.one("gender").lower()
    if gender and gender not in _GENDERS:
        values.sift.note("gender", say("'{word}' is not known", word=gender[:40]))
    states = [_state(values, "nationality", text) for text in values.all("nationality")]
    title = values.line("title")
    return compose(
        Person,
        {
            "names": _names(values, "full-name"),
            "births": (BirthDate(date=birth),) if birth else (),
            "birth_places": _places(values, "place-of-birth"),
            "nationalities": values.sift.many("nationality", states),
            "gender": _GENDERS.get(gender),
            "documents": _papers(values),
            "addresses": _places(values, "address"),
            "occupation": values.line("occupation"),
            "honorifics": (title,) if title else (),
            "note": values.text("text"),
        },
    )


def _organisation(values: Values) -> Body:
    number = values.one("registration-number")
    said = {"type": DocumentType.REGISTRATION, "number": number}
    paper = values.sift.keep("registration-number", lambda: compose(Document, said))
    return compose(
        Organisation,
        {
            "names": _names(values, "name"),
            "registrations": (paper,) if number and paper else (),
            "addresses": _places(values, "address"),
            "note": values.text("description"),
        },
    )


def _vehicle(values: Values) -> Body:
    def checked(relation: str, name: str, value: Any) -> Any:
        probe = {"make": "probe", name: value}
        return value if values.sift.keep(relation, lambda: compose(Vehicle, probe)) else None

    plates = tuple(
        plate
        for plate in values.all("license-plate-number")
        if checked("license-plate-number", "plates", (plate,))
    )
    vin, colour = values.one("vin"), values.one("exterior-color").lower()
    if colour and colour not in _COLOURS:
        values.sift.note("exterior-color", say("'{word}' is not known", word=colour[:40]))
    return compose(
        Vehicle,
        {
            "type": _TYPES.get(values.one("type").lower(), VehicleKind.OTHER),
            "plates": plates,
            "vin": checked("vin", "vin", vin) if vin else None,
            "make": values.line("make"),
            "model": values.line("model"),
            "colour": _COLOURS.get(colour),
            "note": values.text("description"),
        },
    )


def _location(values: Values) -> Body:
    sift = values.sift
    state = values.one("countrycode") or values.one("country")
    parts: dict[str, Any] = {
        "name": values.line("city"),
        "street": values.line("address"),
        "region": values.line("region"),
        "postcode": values.line("zipcode"),
        "country": _state(values, "countrycode", state),
    }
    degrees = {name: values.one(name) for name in ("latitude", "longitude")}
    if all(degrees.values()) and sift.keep("latitude", lambda: bool(read_as(Place, degrees))):
        parts |= degrees
    place = sift.keep("city", lambda: compose(Place, parts))
    if place is None:
        raise InvalidInput("says nothing of where it is", place="city")
    return compose(
        Location, {"name": place.line()[:500], "place": place, "note": values.text("text")}
    )


def _event(values: Values) -> Body:
    headline = values.line("name")
    if headline is None:
        raise InvalidInput("is required", place="name")
    text = values.text("description")
    return compose(Event, {"headline": headline, "type": EventKind.INCIDENT, "text": text})


def _report(values: Values) -> Body:
    headline = values.line("title") or values.sift.line("summary", values.one("summary"))
    if headline is None:
        raise InvalidInput("is required", place="title")
    return compose(
        Report,
        {
            "headline": headline,
            "text": values.text("summary") or headline,
            "source_evaluation": SourceEvaluation.X,
            "information_evaluation": InformationEvaluation.FOUR,
        },
    )


READERS: Mapping[str, Callable[[Values], Body]] = MappingProxyType(
    {
        "person": _person,
        "organization": _organisation,
        "vehicle": _vehicle,
        "geolocation": _location,
        "incident": _event,
        "report": _report,
    }
)
