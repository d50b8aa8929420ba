"""Files of persons read row by row as the engine compares them: JSON lines, CSV, Parquet.

Columns are those of ``formats.persons``. A row that cannot be read becomes a :class:`BadRow`
naming file, row and field; where the file itself breaks off, the last BadRow says so.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tocsin.core.errors import InvalidInput, MalformedFile
from tocsin.core.formats.limits import lines, open_stream
from tocsin.core.formats.persons import Plain, date_from, gender_from
from tocsin.core.screening.batch import parquet
from tocsin.core.screening.batch.plain import LIMITS, Items, delimited, json_rows
from tocsin.core.screening.person import Person
from tocsin.core.sentences import say


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


def read_persons(path: Path) -> Iterator[Found]:
    """Yield every row of ``path``, by its extension (.csv .tsv .txt .parquet, else JSON lines).

    Raises MalformedFile or InvalidInput if nothing of the file can be read: it does not exist, is
    an archive, or its columns have no names.
    """
    place, opened = "", False
    try:
        for place, plain in items(path):
            opened = True
            yield _person(path.name, place, plain)
    except MalformedFile as problem:
        if not opened:
            raise
        yield broken_off(path.name, place, problem)


def items(path: Path) -> Items:
    """Yield the place and plain person of every row of ``path``, or what is wrong with it.

    Raises MalformedFile where the file breaks off, InvalidInput if it does not exist.
    """
    form = form_of(path)
    if not path.is_file():
        raise InvalidInput("There is no such file.", place=str(path))
    if form == "parquet":
        yield from parquet.items(path)
        return
    with path.open("rb") as source:
        numbered = lines(open_stream(source, LIMITS), LIMITS)
        yield from json_rows(numbered) if form == "json" else delimited(numbered)


def broken_off(file: str, place: str, problem: MalformedFile) -> BadRow:
    """Return the BadRow that says where a file breaks off; ``place`` is the last that was read."""
    sentence = say("{sentence}; the file was not read further.", sentence=problem.sentence)
    return BadRow(file, problem.place or f"after {place}", "", sentence)


def rows_about(path: Path) -> int | None:
    """Return about how many rows ``path`` has, cheaply; None if that cannot be told."""
    form = form_of(path)
    if form != "parquet":
        with path.open("rb") as file:
            lines_ = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
        return max(1, lines_ - (form == "csv"))
    try:
        import pyarrow.parquet as pq

        return int(pq.read_metadata(path).num_rows)
    except (ImportError, OSError, ValueError):
        return None


def form_of(path: Path) -> str:
    """Return "csv", "parquet" or "json", by the extension of ``path``."""
    ending = path.suffix.lower()
    if ending in {".csv", ".tsv", ".txt"}:
        return "csv"
    return "parquet" if ending == ".parquet" else "json"


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
    return Person(
        id=plain.id,
        names=tuple(names),
        dob=tuple([_date(x) for x in plain.dob]),
        nat=tuple(plain.nat),
        gender=_gender(plain.gender) if plain.gender else None,
        docs=tuple(plain.docs),
    )


# A manifest says the same few dates and sexes again and again.
@lru_cache(maxsize=65536)
def _date(text: str) -> str:
    return str(_named("dob", date_from, text))


@lru_cache(maxsize=256)
def _gender(text: str) -> str | None:
    found = _named("gender", gender_from, text)
    return str(found.value) if found else None


def _named(field: str, read: Callable[[str], Any], text: str) -> Any:
    try:
        return read(text)
    except InvalidInput as problem:
        raise InvalidInput(problem.sentence, place=field) from problem
