"""Files of others read into bodies, bodies written to files; bytes in, rows out, nothing stored.

``parse`` yields a file's rows in order: bodies, links, errors of rows and remarks. It raises
``MalformedFile`` or ``TooLarge`` with the place where the file cannot be trusted any further, so a
caller keeps nothing before ``parse`` has ended (docs/decisions/0016).
"""

import io
from collections.abc import Iterator, Mapping
from typing import IO

from tocsin.core.errors import InvalidInput
from tocsin.core.formats.cells import cell, csv_lines
from tocsin.core.formats.delimited import read_delimited
from tocsin.core.formats.exports import bodies_jsonl, persons_csv, persons_jsonl
from tocsin.core.formats.ftm import read_ftm
from tocsin.core.formats.jsonl import read_jsonl
from tocsin.core.formats.limits import HEAD, Limits, open_stream
from tocsin.core.formats.misp import read_misp
from tocsin.core.formats.parquet import read_parquet
from tocsin.core.formats.rows import Item, LinkRow, Listing, Remark, Row, RowError
from tocsin.core.formats.sniffing import FORMATS, sniff
from tocsin.core.formats.stix import read_stix
from tocsin.core.formats.unsc import read_unsc
from tocsin.core.sentences import say


def _seekable(source: bytes | IO[bytes]) -> IO[bytes]:
    if isinstance(source, bytes):
        return io.BytesIO(source)
    if not source.seekable():
        raise InvalidInput("a file is needed that can be read from its beginning again")
    return source


def _named(file: IO[bytes], filename: str, format_name: str | None) -> str:
    if format_name is not None and format_name not in FORMATS:
        raise InvalidInput(
            "'{name}' is not a format read here", name=format_name[:40], place="format"
        )
    start = file.tell()
    head = file.read(HEAD)
    file.seek(start)
    return format_name or sniff(head, filename)


def parse(
    source: bytes | IO[bytes],
    *,
    filename: str = "",
    format_name: str | None = None,
    limits: Limits | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Iterator[Item]:
    """Yield everything a file says, in its order.

    ``source`` is bytes or a seekable binary stream; the format is ``format_name`` or sniffed from
    the first bytes; ``mapping`` says which column a CSV header means. Raises ``MalformedFile`` and
    ``TooLarge`` with the place, ``InvalidInput`` for a format that is not known.
    """
    yield from _rows(source, filename, format_name, limits or Limits(), mapping, numbered=False)


def passengers(
    source: bytes | IO[bytes],
    *,
    filename: str = "",
    limits: Limits | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Iterator[Row | RowError | Remark]:
    """Yield the persons of a manifest: as ``parse``, but only names are required.

    A row without an id is called by its number ("row 3"). Raises as ``parse`` does.
    """
    file = _seekable(source)
    name = _named(file, filename, None)
    if name not in ("csv", "jsonl", "parquet"):
        raise InvalidInput(
            "a manifest is a table of persons, this is {title}",
            title=say(FORMATS[name].title),
            place="file",
        )
    for item in _rows(file, filename, name, limits or Limits(), mapping, numbered=True):
        if not isinstance(item, LinkRow):
            yield item


def _rows(
    source: bytes | IO[bytes],
    filename: str,
    format_name: str | None,
    limits: Limits,
    mapping: Mapping[str, str] | None,
    *,
    numbered: bool,
) -> Iterator[Item]:
    file = _seekable(source)
    name = _named(file, filename, format_name)
    if name == "ftm":
        yield from read_ftm(file, limits)
    elif name == "parquet":
        yield from read_parquet(file, limits, numbered=numbered)
    elif name == "stix":
        yield from read_stix(file, limits)
    elif name == "misp":
        yield from read_misp(file, limits)
    elif name == "unsc":
        yield from read_unsc(open_stream(file, limits), limits)
    elif name == "jsonl":
        yield from read_jsonl(open_stream(file, limits), limits, numbered=numbered)
    else:
        yield from read_delimited(
            open_stream(file, limits), limits, numbered=numbered, mapping=mapping
        )


__all__ = [
    "FORMATS",
    "Item",
    "Limits",
    "LinkRow",
    "Listing",
    "Remark",
    "Row",
    "RowError",
    "bodies_jsonl",
    "cell",
    "csv_lines",
    "parse",
    "passengers",
    "persons_csv",
    "persons_jsonl",
    "sniff",
]
