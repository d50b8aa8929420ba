"""Files of persons read row by row as the engine compares them: JSON lines, CSV, Parquet.

Columns are those of ``formats.persons``. A row that cannot be read becomes a :class:`BadRow`
naming file, row and field; where the file itself breaks off, the last BadRow says so.
"""

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any

from tocsin.core.errors import InvalidInput, MalformedFile
from tocsin.core.formats.cells import split_list
from tocsin.core.formats.delimited import plain_row, sniff_delimiter
from tocsin.core.formats.jsonl import parse_object, plain_person
from tocsin.core.formats.limits import Limits, lines, open_stream
from tocsin.core.formats.persons import Plain, column_named, date_from, gender_from
from tocsin.core.screening.person import Person
from tocsin.core.sentences import say

# Row and file size are bounded by the disk here, not by what a browser may upload.
_LIMITS = Limits(file=1 << 44, rows=1 << 40)
_NAMES = {"names", "family", "given"}


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that could not be read, or the place where a file breaks off."""

    file: str
    row: str
    field: str
    error: str

    def as_json(self) -> dict[str, str]:
        """Return the error as one line of an error report."""
        return {"file": self.file, "row": self.row, "field": self.field, "error": self.error}

    def __str__(self) -> str:
        where = ", ".join(x for x in (self.file, self.row, self.field) if x)
        return f"{where}: {self.error}"


Found = Person | BadRow
_Plains = Iterator[tuple[str, Plain | InvalidInput]]


def read_persons(path: Path) -> Iterator[Found]:
    """Yield every row of ``path``, by its extension (.csv .tsv .txt .parquet, else JSON lines).

    Raises MalformedFile or InvalidInput if nothing of the file can be read: it does not exist, is
    an archive, or its columns have no names.
    """
    reader = _reader(path)
    if not path.is_file():
        raise InvalidInput("There is no such file.", place=str(path))
    with path.open("rb") as source:
        rows = _parquet(path) if reader is _parquet else reader(open_stream(source, _LIMITS))
        place, opened = "", False
        try:
            for place, plain in rows:
                opened = True
                yield _person(path.name, place, plain)
        except MalformedFile as problem:
            if not opened:
                raise
            sentence = say("{sentence}; the file was not read further.", sentence=problem.sentence)
            yield BadRow(path.name, problem.place or f"after {place}", "", sentence)


def rows_about(path: Path) -> int | None:
    """Return about how many rows ``path`` has, cheaply; None if that cannot be told."""
    if _reader(path) is not _parquet:
        with path.open("rb") as file:
            lines_ = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
        return max(1, lines_ - (_reader(path) is _delimited))
    try:
        import pyarrow.parquet as pq

        return int(pq.read_metadata(path).num_rows)
    except (ImportError, OSError, ValueError):
        return None


def _reader(path: Path) -> Callable[..., _Plains]:
    ending = path.suffix.lower()
    if ending in {".csv", ".tsv", ".txt"}:
        return _delimited
    return _parquet if ending == ".parquet" else _jsonl


def _person(file: str, place: str, plain: Plain | InvalidInput) -> Found:
    if isinstance(plain, InvalidInput):
        return BadRow(file, place, plain.place or "", plain.sentence)
    try:
        return person_of(plain)
    except InvalidInput as problem:
        return BadRow(file, place, problem.place or "", problem.sentence)


def person_of(plain: Plain) -> Person:
    """Return the person of a row as read. Raises InvalidInput naming the field."""
    if not plain.id:
        raise InvalidInput("An id is required.", place="id")
    joined = " ".join(x for x in (plain.given, plain.family) if x)
    names = ([joined] if joined else []) + [x for x in plain.names if x.strip()]
    if not names:
        raise InvalidInput("At least one name is required.", place="names")
    gender = _named("gender", gender_from, plain.gender) if plain.gender else None
    return Person(
        id=plain.id,
        names=tuple(names),
        dob=tuple(str(_named("dob", date_from, x)) for x in plain.dob),
        nat=tuple(plain.nat),
        gender=str(gender.value) if gender else None,
        docs=tuple(plain.docs),
    )


def _named(field: str, read: Callable[[str], Any], text: str) -> Any:
    try:
        return read(text)
    except InvalidInput as problem:
        raise InvalidInput(problem.sentence, place=field) from problem


def _jsonl(stream: BufferedReader) -> _Plains:
    for number, text in lines(stream, _LIMITS):
        if text.strip():
            try:
                yield f"line {number}", plain_person(parse_object(text))
            except InvalidInput as problem:
                yield f"line {number}", problem


def _delimited(stream: BufferedReader) -> _Plains:
    numbered = lines(stream, _LIMITS)
    at, header = next(numbered, (0, ""))
    if not at:
        raise MalformedFile("The file is empty.", place="line 1")

    def texts() -> Iterator[str]:
        nonlocal at
        yield header
        for number, text in numbered:
            at = number
            yield text

    rows = _cells(csv.reader(texts(), delimiter=sniff_delimiter(header), strict=True), lambda: at)
    _place, names = next(rows, ("line 1", []))
    roles = [column_named(name) for name in names]
    _check_columns(roles)
    for place, cells in rows:
        if not any(x.strip() for x in cells):
            continue
        if len(cells) != len(roles):
            yield (
                place,
                InvalidInput(
                    "The row has {n} cells where the header has {wanted}.",
                    n=len(cells),
                    wanted=len(roles),
                ),
            )
        else:
            yield place, plain_row(roles, cells)


def _cells(rows: Iterator[list[str]], at: Callable[[], int]) -> Iterator[tuple[str, list[str]]]:
    """Yield each row with the line it begins in; refuse what is no row of CSV."""
    first = 1
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


def _check_columns(roles: list[str | None]) -> None:
    if not _NAMES & set(roles):
        raise MalformedFile(
            "The first line must name the columns, 'id' and 'names' among them.", place="line 1"
        )
    if "id" not in roles:
        raise MalformedFile("No column is called 'id'.", place="line 1")


def _parquet(path: Path) -> _Plains:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise InvalidInput(
            "Parquet needs the extra 'parquet': install tocsin[parquet].", place=str(path)
        ) from None
    number = 0
    try:
        with pq.ParquetFile(path) as file:
            roles = [column_named(x) for x in file.schema_arrow.names]
            _check_columns(roles)
            for batch in file.iter_batches(batch_size=4096):
                columns = [column.to_pylist() for column in batch.columns]
                for values in zip(*columns, strict=True):
                    number += 1
                    yield f"row {number}", _parquet_row(roles, values)
    except (pa.ArrowException, OSError) as problem:
        raise MalformedFile(
            "This is not a whole Parquet file: {reason}",
            reason=str(problem)[:160],
            place=f"row {number + 1}",
        ) from None


def _parquet_row(roles: list[str | None], values: tuple[object, ...]) -> Plain | InvalidInput:
    plain = Plain()
    for role, value in zip(roles, values, strict=True):
        if role is None or value is None:
            continue
        texts = [_cell(x) for x in (value if isinstance(value, list) else [value])]
        if None in texts:
            return InvalidInput("The cell must hold text, a date or a list of texts.", place=role)
        found = [x.strip() for x in texts if x and x.strip()]
        if role in {"id", "gender", "given", "family"}:
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
