"""Streaming the XML safely: no document type, no entities, no network, one entry at a time."""

from collections import Counter
from collections.abc import Iterator
from io import BufferedReader

from lxml import etree

from tocsin.core.errors import InvalidInput, MalformedFile, TooLarge
from tocsin.core.formats.limits import Limits
from tocsin.core.formats.rows import Ids, Item, Remark, RowError
from tocsin.core.formats.unsc.entries import entity_row, individual_row, text_of, unread
from tocsin.core.sentences import say

_ENTRIES = {"INDIVIDUAL": individual_row, "ENTITY": entity_row}
_MOST_TAGS = 100
_ROOT = "CONSOLIDATED_LIST"


def _tag(element: etree._Element) -> str:
    return element.tag if isinstance(element.tag, str) else ""


def _events(stream: BufferedReader) -> Iterator[tuple[str, etree._Element]]:
    parsed = etree.iterparse(
        stream,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        yield from parsed
    except etree.XMLSyntaxError as problem:
        line = problem.lineno or 1
        raise MalformedFile(
            "is not well-formed XML: {reason}",
            reason=" ".join(problem.msg.split())[:160],
            place=f"line {line}",
        ) from problem


def _check_root(element: etree._Element) -> None:
    if element.getroottree().docinfo.doctype:  # type: ignore[attr-defined] # stubs lag behind
        raise MalformedFile(
            "declares a document type; entities and outside definitions are refused",
            place="line 1",
        )
    if _tag(element) != _ROOT:
        raise MalformedFile(
            "the outer element is '{element}', not {root}",
            element=_tag(element)[:40],
            root=_ROOT,
            place="line 1",
        )


def _entries(stream: BufferedReader, limits: Limits) -> Iterator[etree._Element]:
    """Yield each whole entry; it is forgotten before the next is read."""
    entry: etree._Element | None = None
    parts = 0
    rooted = False
    for event, element in _events(stream):
        if event == "start":
            if not rooted:
                _check_root(element)
                rooted = True
            parts += 1
            _check_parts(parts, limits, element)
            if entry is None and _tag(element) in _ENTRIES:
                entry, parts = element, 0
        elif element is entry:
            yield element
            entry = None
        if event == "end" and entry is None:
            parts = 0
            _forget(element)


def read_unsc(stream: BufferedReader, limits: Limits) -> Iterator[Item]:
    """Yield the rows of a consolidated list.

    Raises ``MalformedFile`` where the XML breaks or declares a document type, ``TooLarge`` for an
    entry with too many parts, each naming the line.
    """
    ids = Ids(limits)
    unknown: Counter[str] = Counter()
    for element in _entries(stream, limits):
        ids.count()
        for path in unread(element):
            unknown[path if path in unknown or len(unknown) < _MOST_TAGS else "others"] += 1
        yield _row(element, ids)
    if not ids.rows:
        yield Remark("file", "the list holds no INDIVIDUAL and no ENTITY")
    for tag, count in sorted(unknown.items()):
        yield Remark(
            "file",
            say(
                "the element {tag} is not known and was not read, in {count:,} entries",
                tag=tag[:60],
                count=count,
            ),
        )


def _check_parts(parts: int, limits: Limits, element: etree._Element) -> None:
    if parts > limits.parts:
        raise TooLarge(
            "one entry has more than {most:,} parts",
            most=limits.parts,
            place=f"line {element.sourceline}",
        )


def _row(element: etree._Element, ids: Ids) -> Item:
    tag = _tag(element)
    number = text_of(element, "DATAID")[:20]
    place = f"line {element.sourceline}, {tag} {number}".strip()
    try:
        return _ENTRIES[tag](element, place, ids)
    except InvalidInput as problem:
        return RowError(place, problem.place, problem.sentence)


def _forget(element: etree._Element) -> None:
    # Clearing alone would leave empty siblings behind, one for each entry read.
    element.clear()
    while (before := element.getprevious()) is not None:
        parent = before.getparent()
        assert parent is not None
        parent.remove(before)
