"""CSV and its kin: comma, semicolon, tab or bar; a header that names the columns; UTF-8 only.

Nothing is mended. A quote left open, a row longer or shorter than its header, a NUL byte or
another encoding is said with its line.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BufferedReader

from tocsin.core.errors import InvalidInput, MalformedFile, TooLarge
from tocsin.core.formats import papers
from tocsin.core.formats.cells import split_list, uncell
from tocsin.core.formats.limits import Limits, lines
from tocsin.core.formats.persons import COLUMNS, Plain, column_named, odd_names, person_from
from tocsin.core.formats.rows import Ids, Item, Remark, Row, RowError
from tocsin.core.sentences import say

DELIMITERS = ",;\t|"
Naming = Callable[[str], str | None]
Roles = list[str | None]
_MOST_COLUMNS = 1000
_NAMES: frozenset[str | None] = frozenset({"names", "family", "given"})
_NAMINGS: tuple[Naming, ...] = (column_named, papers.column_named)


class _Feed:
    """Lines for the CSV reader, counting what one record has taken so far."""

    def __init__(self, stream: BufferedReader, limits: Limits) -> None:
        self._lines = lines(stream, limits)
        self._limit = limits.line
        self.number = 0
        self.taken = 0

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        self.number, text = next(self._lines)
        self.taken += len(text)
        if self.taken > self._limit:
            raise TooLarge(
                "one row is longer than {limit:,} characters: is a quote left open?",
                limit=self._limit,
                place=f"line {self.number}",
            )
        return text


def sniff_delimiter(header: str) -> str:
    """Return the delimiter under which the header names most columns; a comma in doubt."""

    def named(delimiter: str) -> int:
        try:
            cells = next(csv.reader([header], delimiter=delimiter), [])
        except csv.Error:
            return 0
        return max(sum(named(cell) is not None for cell in cells) for named in _NAMINGS)

    return max(DELIMITERS, key=named)


def _records(feed: _Feed, delimiter: str, first: str) -> Iterator[tuple[int, list[str]]]:
    def texts() -> Iterator[str]:
        yield first
        yield from feed

    reader = csv.reader(texts(), delimiter=delimiter, strict=True)
    start = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            said = str(problem)
            if "unexpected end" in said:
                raise MalformedFile(
                    "the file ends inside a quoted field that begins in this row",
                    place=f"line {start}",
                ) from problem
            if "field larger" in said:
                raise TooLarge("one field is too long", place=f"line {start}") from problem
            raise MalformedFile(
                "is not a row of CSV: {said}", said=said, place=f"line {start}"
            ) from problem
        yield start, cells
        start = feed.number + 1
        feed.taken = 0


def _known(header: Sequence[str], mapping: Mapping[str, str], naming: Naming) -> Roles:
    return [mapping.get(cell.strip()) or naming(cell) for cell in header]


def _roles(header: Sequence[str], mapping: Mapping[str, str], *, numbered: bool) -> Roles:
    """Return which column each cell of the header means: of persons, or else of documents."""
    if len(header) > _MOST_COLUMNS:
        raise TooLarge("more than {most} columns", most=_MOST_COLUMNS, place="line 1")
    roles = _known(header, mapping, column_named)
    if not _NAMES & set(roles):
        papers_ = _known(header, mapping, papers.column_named)
        if numbered or not set(papers_) >= papers.NEEDED:
            raise MalformedFile(
                "the first line must name the columns, among them 'names' (or 'surname' and"
                " 'first_name'); for documents 'number', 'issuer' and 'fraud'",
                place="line 1",
            )
        roles = papers_
    for role in set(roles) - {None, "names", "dob", "nat", "docs"}:
        if roles.count(role) > 1:
            raise MalformedFile("two columns mean '{role}'", role=role, place="line 1")
    return roles


def _unknown(header: Sequence[str], roles: Roles) -> Iterator[Remark]:
    for cell, role in zip(header, roles, strict=True):
        if role is None and cell.strip():
            shown = cell.strip()[:40]
            yield Remark(
                "line 1", say("the column '{shown}' is not known and was not read", shown=shown)
            )


def _check_mapping(mapping: Mapping[str, str]) -> None:
    for role in mapping.values():
        if role not in papers.ROLES | {*COLUMNS, "family", "given"}:
            raise InvalidInput(
                "there is no column called '{role}'", role=role[:40], place="mapping"
            )


def plain_row(roles: Sequence[str | None], cells: Sequence[str]) -> Plain:
    """Return the plain person of one row of cells; lists in a cell are split at ';'."""
    plain = Plain()
    for role, raw in zip(roles, cells, strict=True):
        cell = uncell(raw.strip())
        if role is None or not cell:
            continue
        if role == "id":
            plain.id = cell
        elif role == "gender":
            plain.gender = cell
        elif role in ("given", "family"):
            setattr(plain, role, cell)
        else:
            getattr(plain, role).extend(split_list(cell))
    return plain


def person_row(plain: Plain, place: str, number: int, ids: Ids, *, numbered: bool) -> Item:
    """Return the row of a plain person, or the error that says why there is none."""
    if plain.id is None and not numbered:
        return RowError(place, "column id", "is required")
    try:
        person = person_from(plain)
        identifier = ids.take(plain.id or f"row {number}")
    except InvalidInput as problem:
        column = f"column {problem.place}" if problem.place else None
        return RowError(place, column, problem.sentence)
    return Row(place, identifier, person, remarks=odd_names(person, place))


def read_delimited(
    stream: BufferedReader,
    limits: Limits,
    *,
    numbered: bool = False,
    mapping: Mapping[str, str] | None = None,
) -> Iterator[Item]:
    """Yield the persons of a CSV file, or the documents if its header names documents.

    ``numbered`` gives a row without an id its number ("row 3"); ``mapping`` says which column a
    header means where the file's own header is not understood. Raises ``MalformedFile`` and
    ``TooLarge`` naming the line.
    """
    _check_mapping(mapping or {})
    feed = _Feed(stream, limits)
    first = next(feed, None)
    if first is None:
        raise MalformedFile("the file is empty", place="file")
    delimiter = sniff_delimiter(first)
    records = _records(feed, delimiter, first)
    _, header = next(records, (1, []))
    roles = _roles(header, mapping or {}, numbered=numbered)
    yield from _unknown(header, roles)
    ids = Ids(limits)
    number = 0
    for line, cells in records:
        if not any(cell.strip() for cell in cells):
            continue
        ids.count()
        number += 1
        place = f"line {line}"
        if len(cells) != len(roles):
            yield RowError(
                place,
                None,
                say("has {n} cells where the header has {wanted}", n=len(cells), wanted=len(roles)),
            )
        elif not _NAMES & set(roles):
            yield papers.document_row(roles, cells, place, ids)
        else:
            yield person_row(plain_row(roles, cells), place, number, ids, numbered=numbered)
