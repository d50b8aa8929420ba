"""A file of persons in blocks of rows, cut cheaply; a block is read where it is screened.

Plain text is cut into lines only, a Parquet file into columns. From the first text on that is not
plain (a cell of several lines, a NUL, another encoding) rows are read one by one here, as carefully
as elsewhere.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path
from typing import Any

from tocsin.core.errors import InvalidInput, MalformedFile
from tocsin.core.formats.delimited import sniff_delimiter
from tocsin.core.formats.limits import lines, open_stream
from tocsin.core.screening.batch import parquet
from tocsin.core.screening.batch.plain import (
    LIMITS,
    Items,
    Roles,
    delimited,
    delimited_rows,
    json_rows,
    roles_of,
)
from tocsin.core.screening.batch.rows import BadRow, broken_off, form_of, items

_CHUNK = 1 << 20
_LONGEST_LINE = 100_000  # of plain text; the careful reader takes longer ones


@dataclass(frozen=True)
class Block:
    """Rows that lie together in a file; ``places`` names each of them.

    ``form`` says what ``rows`` are: "csv" and "json" lines of text, "columns" the columns of a
    Parquet file, "items" persons that were read already, or what is wrong with them.
    """

    file: str
    form: str
    rows: Any
    places: Sequence[Any]
    roles: Roles = field(default_factory=list)
    delimiter: str = ","
    lists: frozenset[int] = frozenset()  # columns whose cells hold texts joined
    broken: BadRow | None = None  # the file breaks off after this block

    def place(self, at: int) -> str:
        """Return where row ``at`` stands, in words."""
        found = self.places[at]
        if isinstance(found, str):
            return found
        return f"{'row' if self.form == 'columns' else 'line'} {found}"


def read_blocks(path: Path, most: int) -> Iterator[Block]:
    """Yield ``path`` in blocks of at most ``most`` rows. Raises as ``rows.read_persons`` does."""
    if not path.is_file():
        raise InvalidInput("There is no such file.", place=str(path))
    form = form_of(path)
    if form != "parquet":
        with path.open("rb") as source:
            yield from _Text(source, path.name, form, most).blocks()
    elif (layout := parquet.layout_of(path)) is None:
        yield from _of_items(path.name, items(path), most)
    else:
        yield from _of_columns(path, layout, most)


def _of_columns(path: Path, layout: parquet.Layout, most: int) -> Iterator[Block]:
    number = 0
    try:
        for rows, plain in parquet.read(path, layout, most):
            places = range(number + 1, number + 1 + len(rows))
            number += len(rows)
            if plain:
                yield Block(path.name, "columns", rows, places, layout.roles, lists=layout.lists)
            else:
                yield Block(path.name, "items", rows, [f"row {x}" for x in places])
    except MalformedFile as problem:
        if not number:
            raise
        yield Block(path.name, "items", [], [], broken=broken_off(path.name, "", problem))


def _of_items(file: str, found: Items, most: int, *, opened: bool = False) -> Iterator[Block]:
    places: list[str] = []
    rows: list[Any] = []
    place = ""
    broken = None
    try:
        for place, plain in found:
            places.append(place)
            rows.append(plain)
            if len(rows) == most:
                yield Block(file, "items", rows, places)
                places, rows, opened = [], [], True
    except MalformedFile as problem:
        if not (opened or rows):
            raise
        broken = broken_off(file, place, problem)
    if rows or broken:
        yield Block(file, "items", rows, places, broken=broken)


class _Text:
    """A file of lines, cut while its text is plain."""

    def __init__(self, source: BufferedReader, file: str, form: str, most: int) -> None:
        self._source = source
        self._file = file
        self._form = form
        self._most = most
        self._roles: Roles = []
        self._delimiter = ","
        self._waiting: list[str] = []
        self._before = 0  # lines that have been cut into blocks, the header too
        self._opened = False

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of the file."""
        offset = 0
        for text, after in self._whole_lines():
            found = _plain_lines(text, first=not offset)
            if found is None or not self._understood(found):
                yield from self._carefully(offset)
                return
            yield from self._cut(found)
            offset = after
        yield from self._flush()
        if self._form == "csv" and not self._before:
            raise MalformedFile("The file is empty.", place="line 1")

    def _whole_lines(self) -> Iterator[tuple[bytes, int]]:
        """Yield some lines of the file at a time, and where they end."""
        stream = open_stream(self._source, LIMITS)
        rest, after = b"", 0
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            cut = text.rfind(b"\n") + 1 or (len(text) if len(text) > LIMITS.line else 0)
            after += cut
            if cut:
                yield text[:cut], after
            rest = text[cut:]
        if rest:
            yield rest, after + len(rest)

    def _understood(self, found: list[str]) -> bool:
        """Take the header from the first lines of a table; False if it wants a careful reader."""
        if self._form == "json":
            return True
        delimiter = self._delimiter if self._before else sniff_delimiter(found[0])
        if not _are_rows(found, delimiter):
            return False
        if self._before:
            return True
        roles = roles_of(next(csv.reader([found[0]], delimiter=delimiter), []))
        if roles.count("id") > 1:
            return False
        self._roles, self._delimiter = roles, delimiter
        del found[0]
        self._before = 1
        return True

    def _cut(self, found: list[str]) -> Iterator[Block]:
        self._waiting += found
        while len(self._waiting) >= self._most:
            yield self._block(self._most)

    def _flush(self) -> Iterator[Block]:
        if self._waiting:
            yield self._block(len(self._waiting))

    def _block(self, count: int) -> Block:
        rows, self._waiting = self._waiting[:count], self._waiting[count:]
        places = range(self._before + 1, self._before + 1 + count)
        self._before += count
        if not self._opened:
            blank = self._delimiter if self._form == "csv" else " "
            self._opened = any(row.replace(blank, " ").strip() for row in rows)
        return Block(self._file, self._form, rows, places, self._roles, self._delimiter)

    def _carefully(self, offset: int) -> Iterator[Block]:
        """Yield the rest of the file, which is not plain, read row by row."""
        yield from self._flush()
        self._source.seek(offset)
        numbered = lines(self._source, LIMITS, self._before)
        if self._form == "json":
            found = json_rows(numbered)
        elif self._before:
            found = delimited_rows(
                numbered, self._delimiter, roles=self._roles, before=self._before
            )
        else:
            found = delimited(numbered)
        yield from _of_items(self._file, found, self._most, opened=self._opened)


def _are_rows(found: list[str], delimiter: str) -> bool:
    """Tell whether each line is a row of its own: no quoted cell runs on, none is badly quoted."""
    quoted = [line for line in found if '"' in line]
    try:
        rows = sum(1 for _ in csv.reader(quoted, delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return rows == len(quoted)


def _plain_lines(content: bytes, *, first: bool) -> list[str] | None:
    """Return the lines of ``content``, None if it wants a careful reader."""
    if b"\0" in content:
        return None
    try:
        text = content.decode("utf-8-sig" if first else "utf-8")
    except UnicodeDecodeError:
        return None
    text = text.replace("\r\n", "\n")
    if "\r" in text:
        return None
    found = text.removesuffix("\n").split("\n")
    return found if max(map(len, found)) <= _LONGEST_LINE else None
