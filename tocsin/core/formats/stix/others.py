"""Objects that others wrote, read into bodies where one of our kinds means the same.

Only what a property plainly says is taken; nothing is guessed from texts. A type or a class that
means none of our kinds is kept as a foreign object, whole.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from tocsin.core.errors import InvalidInput
from tocsin.core.formats.rows import Sifter
from tocsin.core.formats.stix.objects import Object
from tocsin.core.identifiers import country
from tocsin.core.kinds import (
    Body,
    Event,
    Foreign,
    Location,
    Organisation,
    PartialDate,
    Person,
    Place,
    Relation,
    Report,
    Source,
    read_as,
)
from tocsin.core.kinds.identity import Name
from tocsin.core.kinds.links import fits
from tocsin.core.kinds.reading import compose
from tocsin.core.kinds.words import (
    EventKind,
    InformationEvaluation,
    SourceEvaluation,
)
from tocsin.core.kinds.writing import script

# Properties that every object has and that are read elsewhere or say nothing about its subject.
_COMMON = frozenset(
    {
        "type", "spec_version", "id", "created_by_ref", "created", "modified", "revoked", "labels",
        "lang", "object_marking_refs", "granular_markings", "extensions", "external_references",
    }
)  # fmt: skip
_Reader = Callable[[Object, Sifter], Body]


def _text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    return found if isinstance(found, str) else ""


def _texts(value: Mapping[str, Any], name: str) -> list[str]:
    found = value.get(name)
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def _names(found: Object) -> list[Name]:
    text = _text(found.value, "name")
    if not text.strip():
        raise InvalidInput("is required", place="name")
    return [read_as(Name, {"text": text, "kind": "primary", "script": script(text)})]


def _sources(found: Object, sift: Sifter) -> tuple[Source, ...]:
    several = found.value.get("external_references")
    kept: list[Source | None] = []
    for one in several if isinstance(several, list) else []:
        if not isinstance(one, dict):
            sift.note("external_references", "it is not an object")
            continue
        name = sift.line("external_references", _text(one, "source_name"))
        number = _text(one, "external_id") or _text(one, "url")
        reference = sift.line("external_references", number)
        if name:
            kept.append(compose(Source, {"name": name, "reference": reference}))
    return sift.many("external_references", kept)


def _person(found: Object, sift: Sifter) -> Body:
    roles = _texts(found.value, "roles")
    return compose(
        Person,
        {
            "names": _names(found),
            "occupation": sift.line("roles", "; ".join(roles)),
            "sources": _sources(found, sift),
            "note": sift.text("description", _text(found.value, "description")),
        },
    )


def _organisation(found: Object, sift: Sifter) -> Body:
    return compose(
        Organisation,
        {
            "names": _names(found),
            "sources": _sources(found, sift),
            "note": sift.text("description", _text(found.value, "description")),
        },
    )


def _place(found: Object, sift: Sifter) -> Place:
    value = found.value
    code = _text(value, "country")
    parts: dict[str, Any] = {
        "name": sift.line("city", _text(value, "city")),
        "street": sift.line("street_address", _text(value, "street_address")),
        "region": sift.line("administrative_area", _text(value, "administrative_area")),
        "postcode": sift.line("postal_code", _text(value, "postal_code")),
        "country": sift.keep("country", lambda: country(code)) if code else None,
        "note": sift.line("region", _text(value, "region")),
    }
    latitude, longitude = (_degrees(value.get(name)) for name in ("latitude", "longitude"))
    if latitude and longitude:
        degrees = {"latitude": latitude, "longitude": longitude}
        if sift.keep("latitude", lambda: read_as(Place, degrees)):
            parts |= degrees
    if not any(parts.values()):
        parts["note"] = sift.line("name", _text(value, "name")) or "unnamed"
    return compose(Place, parts)


def _degrees(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    whole, point, rest = str(value).partition(".")
    rest = rest[:7].rstrip("0")
    return f"{whole}.{rest}" if point and rest else whole


def _location(found: Object, sift: Sifter) -> Body:
    place = _place(found, sift)
    return compose(
        Location,
        {
            "name": sift.line("name", _text(found.value, "name")) or place.line()[:500],
            "place": place,
            "sources": _sources(found, sift),
            "note": sift.text("description", _text(found.value, "description")),
        },
    )


def _incident(found: Object, sift: Sifter) -> Body:
    return compose(
        Event,
        {
            "headline": _headline(found, sift),
            "type": EventKind.INCIDENT,
            "text": sift.text("description", _text(found.value, "description")),
            "sources": _sources(found, sift),
        },
    )


def _report(found: Object, sift: Sifter) -> Body:
    headline = _headline(found, sift)
    return compose(
        Report,
        {
            "headline": headline,
            "text": sift.text("description", _text(found.value, "description")) or headline,
            "source_evaluation": SourceEvaluation.X,
            "information_evaluation": InformationEvaluation.FOUR,
            "sources": _sources(found, sift),
        },
    )


def _headline(found: Object, sift: Sifter) -> str:
    headline = sift.line("name", _text(found.value, "name"))
    if headline is None:
        raise InvalidInput("is required", place="name")
    return headline


_CLASSES: Mapping[str, _Reader] = MappingProxyType(
    {"individual": _person, "organization": _organisation, "group": _organisation}
)
_IDENTITY = frozenset({"name", "description", "roles", "identity_class"})
_INCIDENT = frozenset({"name", "description"})
_REPORT = frozenset({"name", "description", "object_refs"})
_LOCATION = frozenset(
    {
        "name", "description", "region", "country", "latitude", "longitude", "city",
        "street_address", "postal_code", "administrative_area",
    }
)  # fmt: skip
_TYPES: Mapping[str, tuple[_Reader, frozenset[str]]] = MappingProxyType(
    {
        "location": (_location, _LOCATION),
        "incident": (_incident, _INCIDENT),
        "report": (_report, _REPORT),
    }
)


def body_of(found: Object, sift: Sifter) -> Body:
    """Return the body of another's object: of the kind that means the same, else foreign.

    Raises ``InvalidInput`` where the object lacks what its type demands.
    """
    reader, known = _reader(found)
    if reader is None:
        return foreign(found)
    body = reader(found, sift)
    for name in found.value.keys() - _COMMON - known:
        sift.note(name[:60], "the property has no place here")
    if found.value.get("extensions"):
        sift.note("extensions", "an extension has no place here")
    return body


def _reader(found: Object) -> tuple[_Reader | None, frozenset[str]]:
    if found.type == "identity":
        return _CLASSES.get(str(found.value.get("identity_class"))), _IDENTITY
    return _TYPES.get(found.type, (None, frozenset()))


def foreign(found: Object) -> Foreign:
    """Return the object kept whole, as its exact text; ``InvalidInput`` if it is too long."""
    return read_as(Foreign, {"type": found.type, "identifier": found.id, "raw": found.raw})


def relation_of(found: Object, kinds: Mapping[str, str]) -> Relation | None:
    """Return the relation a relationship means between records of the kinds it joins, if any."""
    name = _text(found.value, "relationship_type").replace("-", "_")
    source, target = (kinds.get(_text(found.value, end)) for end in ("source_ref", "target_ref"))
    if source is None or target is None:
        return None
    named = [one for one in Relation if one.value == name and fits(one, source, target)]
    return named[0] if named else None


def day_of(found: Object, name: str, sift: Sifter) -> PartialDate | None:
    """Return the day of a time stamp."""
    text = _text(found.value, name)
    return sift.keep(name, lambda: PartialDate.parse(text[:10])) if text else None
