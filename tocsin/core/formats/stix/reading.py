"""A bundle read into rows: our own objects from their signed content, others' by their properties.

The markings are read first, wherever they stand, so that no object is ever taken under a weaker
one than its author gave it. Relationships come last, when the kinds of their ends are known.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

from tocsin.core.errors import InvalidInput
from tocsin.core.formats.limits import Limits
from tocsin.core.formats.persons import odd_names
from tocsin.core.formats.rows import Ids, Item, LinkRow, Remark, Row, RowError, Sifter
from tocsin.core.formats.stix import extension, others
from tocsin.core.formats.stix.extension import Carried
from tocsin.core.formats.stix.markings import Markings
from tocsin.core.formats.stix.objects import Object, objects
from tocsin.core.kinds import Link, Person, Relation, kind_of
from tocsin.core.kinds.links import fits
from tocsin.core.labels import Handling, Label, Purpose, Tlp
from tocsin.core.sentences import say

# Objects about the exchange itself; they are no records.
_ASIDE = frozenset({"marking-definition", "extension-definition", "language-content"})


def read_stix(source: bytes | IO[bytes], limits: Limits) -> Iterator[Item]:
    """Yield the rows and links of a bundle, with the label that each object's markings demand.

    Raises ``MalformedFile`` and ``TooLarge`` as ``objects`` does.
    """
    marks, ids = Markings(), Ids(limits)
    found: list[Object] = []
    for one in objects(source, limits):
        if isinstance(one, RowError):
            yield one
        elif one.type == "marking-definition":
            marks.take(one.value)
        elif one.type not in _ASIDE and one.id != extension.PROJECT:
            found.append(one)
    if not found:
        yield Remark("file", "holds no object that could be a record")
    kinds: dict[str, str] = {}
    for one in _in_order(found):
        yield from _taken(one, marks, ids, kinds)
    for one in found:
        if kinds.get(one.id) == "report" and not _is_ours(one):
            yield from _mentions(one, marks, kinds)


def _in_order(found: Sequence[Object]) -> list[Object]:
    """Return the records, those that join others last; the bureaus that write are none."""
    authors = {str(one.value.get("created_by_ref")) for one in found if _is_ours(one)}
    records = [one for one in found if one.id not in authors]
    return sorted(records, key=lambda one: one.type == "relationship")


def _is_ours(found: Object) -> bool:
    extensions = found.value.get("extensions")
    return isinstance(extensions, dict) and extension.ID in extensions


def _taken(found: Object, marks: Markings, ids: Ids, kinds: dict[str, str]) -> Iterator[Item]:
    place = f"{found.place} {found.id}"
    ids.count()
    if found.revoked:
        yield Remark(place, "its author took it back: it is not taken in")
        return
    try:
        item = record(found, marks, kinds)
        ids.take(found.id)
    except InvalidInput as problem:
        yield RowError(place, problem.place, problem.sentence)
        return
    kinds[found.id] = kind_of(item.body).name if isinstance(item, Row) else "link"
    yield item


def record(found: Object, marks: Markings, kinds: Mapping[str, str]) -> Row | LinkRow:
    """Return the record that an object tells; ``kinds`` are those of the file's other objects.

    What means none of our kinds is a foreign record. Raises ``InvalidInput`` naming what is wrong.
    """
    place = f"{found.place} {found.id}"
    sift = Sifter(place)
    carried = extension.carried(found.value)
    label = _label(found, marks, carried, sift)
    if carried is not None and carried.content is not None:
        body = carried.body()
    elif found.type == "relationship":
        relation = others.relation_of(found, kinds)
        if relation is not None:
            return _tie(found, relation, label, sift)
        body = others.foreign(found)
    else:
        body = others.body_of(found, sift)
    if isinstance(body, Link):
        return _own_tie(found, body, label, sift)
    odd = odd_names(body, place) if isinstance(body, Person) else ()
    return Row(place, found.id, body, remarks=(*sift.remarks, *odd), label=label)


def _own_tie(found: Object, body: Link, label: Label, sift: Sifter) -> LinkRow:
    ends = [str(found.value.get(name)) for name in ("source_ref", "target_ref")]
    for end, said, name in zip(ends, (body.source, body.target), ("source", "target"), strict=True):
        if end.rpartition("--")[2] != said:
            raise InvalidInput("is not the end that its author signed", place=f"{name}_ref")
    if body.sources:
        sift.note("sources", "a link that is imported has no sources")
    return LinkRow(
        sift.place, found.id, ends[0], ends[1], body.relation, body.since, body.until, body.note,
        tuple(sift.remarks), label,
    )  # fmt: skip


def _tie(found: Object, relation: Relation, label: Label, sift: Sifter) -> LinkRow:
    since = others.day_of(found, "start_time", sift)
    until = others.day_of(found, "stop_time", sift)
    if since and until and until.latest < since.earliest:
        sift.note("stop_time", "it is before the start")
        until = None
    ends = [str(found.value[name]) for name in ("source_ref", "target_ref")]
    note = sift.text("description", str(found.value.get("description") or ""))
    return LinkRow(
        sift.place, found.id, ends[0], ends[1], relation, since, until, note,
        tuple(sift.remarks), label,
    )  # fmt: skip


def _mentions(found: Object, marks: Markings, kinds: Mapping[str, str]) -> Iterator[LinkRow]:
    """Yield a link for each object of the file that another's report is about."""
    several = found.value.get("object_refs")
    place = f"{found.place} {found.id}"
    label = marks.read(found.value).label
    refs = dict.fromkeys(one for one in several or () if isinstance(one, str))
    for ref in refs if isinstance(several, list) else ():
        if fits(Relation.ABOUT, "report", kinds.get(ref, "")):
            yield LinkRow(place, f"{found.id}/{ref}", found.id, ref, Relation.ABOUT, label=label)


def _label(found: Object, marks: Markings, carried: Carried | None, sift: Sifter) -> Label:
    marked = marks.read(found.value)
    for ref in marked.unknown:
        sift.remarks.append(
            Remark(
                sift.place, say("the marking '{ref}' is not known: own bureau only", ref=ref[:90])
            )
        )
    said = next(_labels(carried), None)
    return marked.label if said is None else _tightened(marked.label, said)


def _labels(carried: Carried | None) -> Iterator[Mapping[str, Any]]:
    """Yield the labels in the signed statements, the newest first."""
    if carried is None:
        return
    for number in reversed(range(len(carried.statements))):
        try:
            said = carried.said(number).body.get("label")
        except InvalidInput:
            continue
        if isinstance(said, dict):
            yield said


def _tightened(label: Label, said: Mapping[str, Any]) -> Label:
    """Return a label with what its author's signed one demands on top, where it is known here."""
    codes = {code for code in Handling if code.value in (said.get("handling") or ())}
    purposes = {one for one in Purpose if one.value in (said.get("purposes") or ())}
    colours = [tlp for tlp in Tlp if tlp.value == said.get("tlp")]
    return Label(
        tlp=max([label.tlp, *colours], key=lambda one: one.rank),
        handling=frozenset({*label.handling, *codes}),
        handling_note=label.handling_note or str(said.get("handling_note") or "")[:300] or "marked",
        purposes=frozenset(purposes),
    )
