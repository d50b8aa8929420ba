"""Records written as one MISP event: an object each, links as references, the strictest marking.

MISP marks an event as a whole, so the event bears the strictest colour of its records and goes
nowhere by itself: distribution 0, unpublished. What each record's own label says stands beside it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from tocsin.core.errors import InvalidInput
from tocsin.core.formats.facts import description
from tocsin.core.formats.misp.shapes import pairs
from tocsin.core.formats.misp.templates import PERSONAL, TEMPLATES
from tocsin.core.formats.stix.markings import conditions
from tocsin.core.formats.stix.told import Author, Told, derived
from tocsin.core.kinds import read

OURS = "tocsin:records"
_UNDEFINED = "4"  # threat level: undefined, for bodies here are no indicators


def render(tellings: Iterable[Told], exporter: Author) -> dict[str, Any]:
    """Return records as one event; ``exporter`` is its creator where they have several owners.

    Withdrawn and foreign records are not written. Raises ``InvalidInput`` if nothing is left.
    """
    told = [one for one in tellings if one.content is not None and one.kind != "foreign"]
    if not told:
        raise InvalidInput("there is nothing to write: an event holds at least one record")
    owners = {one.author.id: one.author for one in told}
    creator = next(iter(owners.values())) if len(owners) == 1 else exporter
    label = max((one.label for one in told), key=lambda one: one.tlp.rank)
    changed = max(one.modified for one in told)
    uuid = derived("misp-event", *(f"{one.id} {_seconds(one.modified)}" for one in told))
    return {
        "uuid": str(uuid),
        "info": f"Records of {', '.join(sorted(one.code for one in owners.values()))}: {len(told)}",
        "date": f"{changed:%Y-%m-%d}",
        "timestamp": _seconds(changed),
        "threat_level_id": _UNDEFINED,
        "analysis": "2",
        "distribution": "0",
        "published": False,
        "Orgc": {"uuid": str(creator.id), "name": creator.name},
        "Tag": [{"name": label.tlp.value.lower()}, {"name": OURS}],
        "Attribute": [],
        "Object": _objects(told),
    }


def event(tellings: Iterable[Told], exporter: Author) -> bytes:
    """Return records as the JSON of one event; the same records give the same bytes."""
    found = {"Event": render(tellings, exporter)}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _seconds(moment: datetime) -> str:
    return str(int(moment.timestamp()))


def _objects(told: Sequence[Told]) -> list[dict[str, Any]]:
    found = {str(one.id): _object(one) for one in told if one.kind != "link"}
    for one in told:
        if one.kind == "link" and one.content is not None:
            body = one.content
            source, target = found.get(body["source"]), body["target"]
            if source is not None and target in found:
                source["ObjectReference"].append(_reference(one, body))
            else:
                found[str(one.id)] = _apart(one)
    return list(found.values())


def _object(told: Told) -> dict[str, Any]:
    template = TEMPLATES[told.kind]
    body = read(told.kind, told.content or {})
    said = pairs(told.kind, body, template.text)
    return _framed(told, template, said)


def _apart(told: Told) -> dict[str, Any]:
    """Return a link whose ends are not both in the event, said in words."""
    template = TEMPLATES["thread"]
    body = told.content or {}
    relation = str(body["relation"]).replace("_", " ")
    return _framed(told, template, [("text", f"{body['source']} {relation} {body['target']}")])


def _framed(told: Told, template: Any, said: Sequence[tuple[str, str]]) -> dict[str, Any]:
    demands = conditions(told.label)
    marked = f"{told.label.tlp.value}; {demands}" if demands else told.label.tlp.value
    return {
        "uuid": str(told.id),
        "name": template.name,
        "meta-category": "misc",
        "template_uuid": template.uuid,
        "template_version": str(template.version),
        "timestamp": _seconds(told.modified),
        "distribution": "5",
        "comment": f"{told.kind.replace('_', ' ')}, {told.author.code}: {marked}",
        "Attribute": [
            _attribute(told, template.types[relation], relation, value, number)
            for number, (relation, value) in enumerate(said)
        ],
        "ObjectReference": [],
    }


def _attribute(told: Told, kind: str, relation: str, value: str, number: int) -> dict[str, Any]:
    return {
        "uuid": str(derived("misp-attribute", str(told.id), relation, str(number))),
        "type": kind,
        "category": "Person" if kind in PERSONAL else "Other",
        "object_relation": relation,
        "value": value,
        "to_ids": False,
        "disable_correlation": relation != "full-name",
        "distribution": "5",
        "timestamp": _seconds(told.modified),
    }


def _reference(told: Told, body: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "uuid": str(told.id),
        "object_uuid": body["source"],
        "referenced_uuid": body["target"],
        "relationship_type": str(body["relation"]).replace("_", "-"),
        "comment": description(read("link", body), kept=("relation", "source", "target")),
        "timestamp": _seconds(told.modified),
    }
