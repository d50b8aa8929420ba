"""Rows of files as plain persons: lines of JSON, rows of CSV, cells of Parquet."""

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence

from tocsin.core.errors import InvalidInput, MalformedFile
from tocsin.core.formats.cells import split_list
from tocsin.core.formats.delimited import plain_row, sniff_delimiter
from tocsin.core.formats.jsonl import parse_object, plain_person
from tocsin.core.formats.limits import Limits
from tocsin.core.formats.persons import Plain, column_named

# Row and file size are bounded by the disk here, not by what a browser may upload.
LIMITS = Limits(file=1 << 44, rows=1 << 40)
ONE_TEXT = frozenset({"id", "gender", "given", "family"})
_NAMES = {"names", "family", "given"}

Roles = list[str | None]
Numbered = Iterator[tuple[int, str]]
Items = Iterator[tuple[str, Plain | InvalidInput]]


def json_row(text: str) -> Plain | InvalidInput | None:
    """Return the plain person of a line, or what is wrong with it, None if it is blank."""
    if not text.strip():
        return None
    try:
        plain = plain_person(parse_object(text.rstrip()))
        if "\\u" in text:
            _refuse_halves(plain)
    except InvalidInput as problem:
        return problem
    return plain


def _refuse_halves(plain: Plain) -> None:
    for place in ("id", "names", "dob", "nat", "gender", "docs"):
        try:
            "".join(getattr(plain, place) or "").encode()
        except UnicodeEncodeError:
            raise InvalidInput("holds half of a surrogate pair", place=place) from None


def json_rows(numbered: Numbered) -> Items:
    """Yield the place and plain person of each line that is not blank, or what is wrong with it."""
    for number, text in numbered:
        found = json_row(text)
        if found is not None:
            yield f"line {number}", found


def delimited(numbered: Numbered) -> Items:
    """Yield the place and plain person of each row after the header. Raises MalformedFile."""
    at, header = next(numbered, (0, ""))
    if not at:
        raise MalformedFile("The file is empty.", place="line 1")
    yield from delimited_rows(numbered, sniff_delimiter(header), header=header)


def delimited_rows(
    numbered: Numbered,
    delimiter: str,
    *,
    header: str = "",
    roles: Roles | None = None,
    before: int = 0,
) -> Items:
    """Yield the place and plain person of each row, or what is wrong with it.

    The first row is ``header``, or has been read, as ``before`` lines have, and means ``roles``.
    """
    at = before or 1

    def texts() -> Iterator[str]:
        nonlocal at
        if roles is None:
            yield header
        for number, text in numbered:
            at = number
            yield text

    rows = _cells(csv.reader(texts(), delimiter=delimiter, strict=True), lambda: at, before + 1)
    if roles is None:
        _place, names = next(rows, ("line 1", []))
        roles = roles_of(names)
    for place, cells in rows:
        if not any(x.strip() for x in cells):
            continue
        if len(cells) != len(roles):
            yield place, other_length(len(cells), len(roles))
        else:
            yield place, plain_row(roles, cells)


def other_length(cells: int, header: int) -> InvalidInput:
    """Return what is wrong with a row of other length than the header."""
    return InvalidInput(
        "The row has {n} cells where the header has {wanted}.", n=cells, wanted=header
    )


def roles_of(names: Iterable[str]) -> Roles:
    """Return what the columns of these names mean. Raises MalformedFile without id or names."""
    roles = [column_named(name) for name in names]
    if not _NAMES & set(roles):
        raise MalformedFile(
            "The first line must name the columns, 'id' and 'names' among them.", place="line 1"
        )
    if "id" not in roles:
        raise MalformedFile("No column is called 'id'.", place="line 1")
    return roles


def _cells(
    rows: Iterator[list[str]], at: Callable[[], int], first: int
) -> Iterator[tuple[str, list[str]]]:
    """Yield each row with the line it begins in; refuse what is no row of CSV."""
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as problem:
            raise MalformedFile(
                "This is no row of CSV: {reason}", reason=problem, place=f"line {first}"
            ) from None
        yield f"line {first}", cells
        first = at() + 1


def parquet_row(roles: Roles, values: Sequence[object]) -> Plain | InvalidInput:
    """Return the plain person of one row of values, or what is wrong with it."""
    plain = Plain()
    for role, value in zip(roles, values, strict=True):
        if role is None or value is None:
            continue
        texts = [_cell(x) for x in (value if isinstance(value, list) else [value])]
        if None in texts:
            return InvalidInput("The cell must hold text, a date or a list of texts.", place=role)
        found = [x.strip() for x in texts if x and x.strip()]
        if role in ONE_TEXT:
            if len(found) > 1:
                return InvalidInput("The cell must hold one text.", place=role)
            setattr(plain, role, found[0] if found else "")
        elif isinstance(value, list):
            getattr(plain, role).extend(found)
        else:
            getattr(plain, role).extend(part for text in found for part in split_list(text))
    return plain


def _cell(value: object) -> str | None:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return str(value)
    return None
