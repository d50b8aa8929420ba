"""MISP events read into rows: objects of known templates, their references, the event itself.

Only what our kinds have a place for is taken; other objects, attributes and galaxies are counted
and said, never poured into a text. Tags that restrict are honoured, the strictest for everything.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from tocsin.core.errors import InvalidInput, MalformedFile
from tocsin.core.formats.limits import Limits
from tocsin.core.formats.misp.bodies import READERS, Values
from tocsin.core.formats.misp.markings import label_of
from tocsin.core.formats.misp.writing import OURS
from tocsin.core.formats.persons import odd_names
from tocsin.core.formats.rows import Ids, Item, LinkRow, Remark, Row, RowError, Sifter
from tocsin.core.formats.scanning import document, whole
from tocsin.core.identifiers import record_id
from tocsin.core.kinds import Person, Relation, Report, kind_of
from tocsin.core.kinds.links import fits
from tocsin.core.kinds.reading import compose
from tocsin.core.kinds.words import InformationEvaluation, SourceEvaluation
from tocsin.core.labels import Label
from tocsin.core.sentences import say

_MOST_REMARKS = 200


@dataclass(slots=True)
class _Reading:
    """What is remembered while the events of one file are read."""

    ids: Ids
    kinds: dict[str, str] = field(default_factory=dict)
    dropped: Counter[str] = field(default_factory=Counter)
    references: list[tuple[str, Mapping[str, Any], Label]] = field(default_factory=list)

    def drop(self, what: str) -> None:
        known = what in self.dropped or len(self.dropped) < _MOST_REMARKS
        self.dropped[what if known else say("other things")] += 1


def read_misp(source: bytes | IO[bytes], limits: Limits) -> Iterator[Item]:
    """Yield the rows and links of a file of one event or several.

    Raises ``MalformedFile`` for JSON that breaks or holds no event, ``TooLarge`` past a limit.
    """
    value = whole(document(source, limits))
    reading = _Reading(Ids(limits))
    for number, event in enumerate(_events(value), 1):
        yield from _event(f"event[{number}]", event, reading)
    for place, said, label in reading.references:
        yield from _tie(place, said, label, reading)
    for what, count in reading.dropped.most_common():
        yield Remark("file", say("{what} were not read: {count:,}", what=what, count=count))


def _events(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict) and "response" in value:
        value = value["response"]
    several = value if isinstance(value, list) else [value]
    found = []
    for number, one in enumerate(several, 1):
        event = one.get("Event") if isinstance(one, dict) else None
        if not isinstance(event, dict):
            raise MalformedFile("is not an event: it needs 'Event'", place=f"event[{number}]")
        found.append(event)
    return found


def _listed(value: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    several = value.get(name)
    found = [one for one in several if isinstance(one, dict)] if isinstance(several, list) else []
    return [one for one in found if one.get("deleted") not in {True, "1"}]


def _event(place: str, event: Mapping[str, Any], reading: _Reading) -> Iterator[Item]:
    objects = _listed(event, "Object")
    tags = [
        tag.get("name") for one in (event, *_marked(event, objects)) for tag in _listed(one, "Tag")
    ]
    label = label_of([tag for tag in tags if isinstance(tag, str)], event.get("distribution"))
    about: list[str] = []
    for number, one in enumerate(objects, 1):
        for item in _object(f"{place}.Object[{number}]", one, label, reading):
            if isinstance(item, Row):
                about.append(item.external_id)
            yield item
    for one in _listed(event, "Attribute"):
        reading.drop(say("attributes of the type '{kind}'", kind=str(one.get("type"))[:40]))
    for _ in _listed(event, "Galaxy"):
        reading.drop(say("galaxies"))
    if OURS not in tags:
        yield from _report(place, event, label, about, reading)


def _marked(event: Mapping[str, Any], objects: list[dict[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield everything that may bear a tag, for the strictest of them holds for the event."""
    yield from _listed(event, "Attribute")
    for one in objects:
        yield from _listed(one, "Attribute")


def _object(place: str, one: dict[str, Any], label: Label, reading: _Reading) -> Iterator[Item]:
    reading.ids.count()
    name = str(one.get("name"))
    reader = READERS.get(name)
    if reader is None:
        reading.drop(say("objects of the template '{name}'", name=name[:40]))
        return
    try:
        uuid = reading.ids.take(_uuid(one))
        values = Values(Sifter(place), _listed(one, "Attribute"))
        body = reader(values)
    except InvalidInput as problem:
        yield RowError(place, problem.place, problem.sentence)
        return
    for relation in values.unread():
        reading.drop(say("values of '{name}.{relation}'", name=name[:40], relation=relation[:40]))
    reading.kinds[uuid] = kind_of(body).name
    reading.references += [
        (f"{place}.ObjectReference[{number}]", {**said, "object_uuid": uuid}, label)
        for number, said in enumerate(_listed(one, "ObjectReference"), 1)
    ]
    odd = odd_names(body, place) if isinstance(body, Person) else ()
    yield Row(place, uuid, body, remarks=(*values.sift.remarks, *odd), label=label)


def _uuid(value: Mapping[str, Any]) -> str:
    uuid = value.get("uuid")
    if not isinstance(uuid, str) or len(uuid) != 36:
        raise InvalidInput("must be a UUID", place="uuid")
    try:
        return record_id(uuid.lower())
    except InvalidInput:
        return uuid.lower()


def _report(
    place: str, event: Mapping[str, Any], label: Label, about: list[str], reading: _Reading
) -> Iterator[Item]:
    """Yield the event itself as a report about the objects in it."""
    sift = Sifter(place)
    texts = [str(one.get("content") or "") for one in _listed(event, "EventReport")]
    info = str(event.get("info") or "")
    try:
        uuid = reading.ids.take(_uuid(event))
        headline = sift.line("info", info)
        body = compose(
            Report,
            {
                "headline": headline,
                "text": sift.text("EventReport", "\n\n".join(filter(None, texts))) or headline,
                "source_evaluation": SourceEvaluation.X,
                "information_evaluation": InformationEvaluation.FOUR,
            },
        )
    except InvalidInput as problem:
        yield RowError(place, problem.place, problem.sentence)
        return
    yield Row(place, uuid, body, remarks=tuple(sift.remarks), label=label)
    for one in about:
        if fits(Relation.ABOUT, "report", reading.kinds[one]):
            yield LinkRow(place, f"{uuid}/{one}", uuid, one, Relation.ABOUT, label=label)


def _tie(
    place: str, said: Mapping[str, Any], label: Label, reading: _Reading
) -> Iterator[LinkRow | RowError]:
    name = str(said.get("relationship_type")).replace("-", "_")
    source, target = str(said["object_uuid"]), str(said.get("referenced_uuid")).lower()
    kinds = [reading.kinds.get(end) for end in (source, target)]
    named = [
        one
        for one in Relation
        if one.value == name and kinds[0] and kinds[1] and fits(one, kinds[0], kinds[1])
    ]
    if not named:
        reading.drop(say("references of the type '{name}'", name=name[:40]))
        return
    sift = Sifter(place)
    try:
        identifier = reading.ids.take(_uuid(said))
    except InvalidInput as problem:
        yield RowError(place, problem.place, problem.sentence)
        return
    note = sift.text("comment", str(said.get("comment") or ""))
    yield LinkRow(
        place, identifier, source, target, named[0], note=note,
        remarks=tuple(sift.remarks), label=label,
    )  # fmt: skip
