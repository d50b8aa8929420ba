"""Which kind of record is told as which STIX object, and which fields have a property of their own.

The type follows from the kind alone, so that a reference can be written without the other body.
What has no property stands in the description, in words; nothing is left out.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from tocsin.core.formats.facts import description
from tocsin.core.formats.stix.told import Told
from tocsin.core.identifiers import COUNTRIES
from tocsin.core.kinds import (
    Body,
    Encounter,
    Link,
    Location,
    Organisation,
    PartialDate,
    Person,
    Place,
    Report,
    Source,
    Thread,
)
from tocsin.core.kinds.moments import instant_text
from tocsin.core.kinds.notices import AnyNotice

TYPES: Mapping[str, str] = MappingProxyType(
    {
        "person": "identity",
        "organisation": "identity",
        "location": "location",
        "event": "incident",
        "travel_document": "incident",
        "device_reference": "incident",
        "material_reference": "incident",
        "vehicle": "infrastructure",
        "asset": "infrastructure",
        "report": "report",
        "notice": "report",
        "purple_notice": "report",
        "link": "relationship",
        "thread": "grouping",
        "encounter": "sighting",
        "question": "note",
        "answer": "note",
        "outcome": "note",
        "basis": "note",
        "photograph": "note",
        "attachment": "note",
        "framework": "note",
        "mission": "note",
        "mission_offer": "note",
        "mission_step": "note",
        "mission_end": "note",
        "agreement": "note",
        "profile": "note",
    }
)
Properties = dict[str, Any]
# Codes of the table that ISO 3166 does not give to a state, which a location could not bear.
_NO_STATE = frozenset({"UTO"})


def ref(told: Told, record: str | None) -> str | None:
    """Return the reference of another record, or None if its kind is not told."""
    kind = told.kinds.get(record) if record else None
    return f"{TYPES[kind]}--{record}" if kind is not None and kind in TYPES else None


def _about(told: Told, *records: str | None) -> list[str]:
    """Return the references that may be written, or the author's own where there is none."""
    found = [one for one in (ref(told, record) for record in records) if one]
    return list(dict.fromkeys(found)) or [told.author.ref]


def _sources(sources: tuple[Source, ...]) -> Properties:
    found = []
    for source in sources:
        one = {"source_name": source.name}
        if source.reference:
            one["external_id"] = source.reference
        if source.seen or not source.reference:
            one["description"] = f"Seen {source.seen}" if source.seen else "Source"
        found.append(one)
    return {"external_references": found} if found else {}


def _said(body: Body, *kept: str) -> Properties:
    text = description(body, kept=kept)
    return {"description": text} if text else {}


def _person(told: Told, body: Person) -> Properties:
    del told
    roles = {"roles": [body.occupation]} if body.occupation else {}
    return {
        "name": body.names[0].text,
        **_said(body, "occupation"),
        **roles,
        "identity_class": "individual",
        **_sources(body.sources),
    }


def _organisation(told: Told, body: Organisation) -> Properties:
    del told
    return {
        "name": body.names[0].text,
        **_said(body),
        "identity_class": "organization",
        **_sources(body.sources),
    }


def place_properties(place: Place, name: str) -> Properties:
    """Return a place as a location, which needs a region, a state or coordinates."""
    row = COUNTRIES.get(place.country or "")
    code = row.alpha2 if row and row.alpha3 not in _NO_STATE else None
    found: Properties = {}
    if place.latitude and place.longitude:
        found |= {"latitude": float(place.latitude), "longitude": float(place.longitude)}
    if code:
        found["country"] = code
    if not found:
        found["region"] = _as_word(row.name if row else place.region or place.name or name)
    named = {
        "administrative_area": place.region,
        "city": place.name,
        "street_address": place.street,
        "postal_code": place.postcode,
    }
    return found | {key: text for key, text in named.items() if text}


def _as_word(text: str) -> str:
    """Return a text as an open vocabulary writes its words: lowercase, hyphens between parts."""
    return "-".join(text.lower().replace("_", " ").split()) or "unknown"


def _location(told: Told, body: Location) -> Properties:
    del told
    return {
        "name": body.name,
        **_said(body, "name"),
        **place_properties(body.place, body.name),
        **_sources(body.sources),
    }


def _report(told: Told, body: Report) -> Properties:
    return {
        "name": body.headline,
        **_said(body, "headline", "about"),
        "published": instant_text(told.created),
        "object_refs": _about(told, *body.about),
        **_sources(body.sources),
    }


def _notice(told: Told, body: AnyNotice) -> Properties:
    return {
        "name": body.title(),
        **_said(body, "headline"),
        "published": instant_text(told.created),
        "object_refs": _about(told, *(subject.record for subject in body.subjects)),
    }


def _titled(told: Told, body: Body) -> Properties:
    del told
    kept = {"event": "headline", "asset": "name"}
    name = {field for field in kept.values() if getattr(body, field, None) == body.title()}
    return {
        "name": body.title(),
        **_said(body, *name),
        **_sources(getattr(body, "sources", ())),
    }


def _link(told: Told, body: Link) -> Properties:
    since, until = _instant(body.since), _instant(body.until)
    found: Properties = {
        "relationship_type": body.relation.value.replace("_", "-"),
        **_said(body, "relation", "source", "target"),
        "source_ref": ref(told, body.source) or told.author.ref,
        "target_ref": ref(told, body.target) or told.author.ref,
    }
    if since:
        found["start_time"] = since
    if until and (since is None or until > since):
        found["stop_time"] = until
    return found | _sources(body.sources)


def _instant(date: PartialDate | None) -> str | None:
    return f"{date}T00:00:00.000Z" if date and date.is_day else None


def _thread(told: Told, body: Thread) -> Properties:
    return {
        "name": body.headline,
        **_said(body, "headline", "subject"),
        "context": "unspecified",
        "object_refs": _about(told, body.subject),
    }


def _encounter(told: Told, body: Encounter) -> Properties:
    met = instant_text(body.met)
    return {
        **_said(body, "thread", "subject"),
        "first_seen": met,
        "last_seen": met,
        "count": 1,
        "sighting_of_ref": _about(told, body.subject)[0],
        "where_sighted_refs": [told.author.ref],
    }


def _note(told: Told, body: Body) -> Properties:
    single = ("thread", "question", "subject", "notice", "framework", "person", "mission", "offer")
    on = [getattr(body, field, None) for field in single]
    refs = (*single, "records", "notices")
    records = (*on, *getattr(body, "records", ()), *getattr(body, "notices", ()))
    return {
        "abstract": body.title(),
        "content": description(body, kept=refs) or body.title(),
        "authors": [told.author.code],
        "object_refs": _about(told, *records),
    }


_WRITERS: Mapping[str, Callable[[Told, Any], Properties]] = MappingProxyType(
    {
        "person": _person,
        "organisation": _organisation,
        "location": _location,
        "report": _report,
        **dict.fromkeys(("notice", "purple_notice"), _notice),
        "link": _link,
        "thread": _thread,
        "encounter": _encounter,
        **dict.fromkeys(("event", "travel_document", "vehicle", "asset"), _titled),
        **dict.fromkeys(("device_reference", "material_reference"), _titled),
        **dict.fromkeys(("question", "answer", "outcome", "basis"), _note),
        **dict.fromkeys(("photograph", "attachment"), _note),
        **dict.fromkeys(("framework", "agreement", "profile"), _note),
        **dict.fromkeys(("mission", "mission_offer", "mission_step", "mission_end"), _note),
    }
)


def properties(told: Told, body: Body) -> Properties:
    """Return the readable properties of the object that tells this record."""
    return _WRITERS[told.kind](told, body)


def stub(told: Told) -> Properties:
    """Return the least that the type of a withdrawn record demands: nothing of what it said."""
    gone, author = "Withdrawn by its owner", told.author.ref
    demanded: Mapping[str, Properties] = {
        "identity": {"name": gone, "identity_class": "unknown"},
        "location": {"name": gone, "region": "unknown"},
        "incident": {"name": gone},
        "infrastructure": {"name": gone},
        "report": {
            "name": gone,
            "published": instant_text(told.created),
            "object_refs": [author],
        },
        "relationship": {
            "relationship_type": "related-to",
            "source_ref": author,
            "target_ref": author,
        },
        "grouping": {"name": gone, "context": "unspecified", "object_refs": [author]},
        "sighting": {"sighting_of_ref": author},
        "note": {"content": gone, "object_refs": [author]},
    }
    return demanded[TYPES[told.kind]]
