"""The export of a journal: one line of canonical JSON each for header, epochs, entries, the end.

In order: ``{"export","log","origin"}``; for each epoch ``{"epoch"}``, its entries
``{"hash","leaf","parts","sequence"}`` (with ``erased`` and ``rows`` where there are any, the rows
``{"row",...}`` following), and ``{"checkpoint","peaks"}`` after every 256th entry and the last;
then ``{"end"}`` with the counts. Every byte is covered: a reader refuses any other spelling.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from tocsin.core.ledger.checkpoint import origin
from tocsin.core.ledger.leaf import Part

VERSION = 1

# Keys here are ASCII and numbers small, so this is RFC 8785 at the speed of C.
spell = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def header(log: UUID) -> bytes:
    """Return the first line."""
    return _line({"export": VERSION, "log": str(log), "origin": origin(log)})


def epoch(number: int) -> bytes:
    """Return the line that opens an epoch."""
    return _line({"epoch": number})


def entry(
    sequence: int,
    leaf: str,
    hash: bytes,  # noqa: A002 - the field's name in the format
    parts: Mapping[str, Sequence[str]],
    *,
    erased: Iterable[str] = (),
    rows: int = 0,
) -> bytes:
    """Return an entry's line. ``parts`` maps names to salt and text; ``rows`` lines follow it."""
    said: dict[str, Any] = {
        "hash": hash.hex(),
        "leaf": leaf,
        "parts": {name: list(part) for name, part in parts.items()},
        "sequence": sequence,
    }
    gone = sorted(erased)
    if gone:
        said["erased"] = gone
    if rows:
        said["rows"] = rows
    return _line(said)


def row(position: int, part: Part) -> bytes:
    """Return the line of one row of the manifest above it."""
    return _line({"row": position, "salt": part.salt, "text": part.text})


def erased_row(position: int, commitment: str) -> bytes:
    """Return the line of a row of which only the commitment is left."""
    return _line({"commitment": commitment, "row": position})


def checkpoint(text: str, peaks: Iterable[bytes]) -> bytes:
    """Return a checkpoint's line; with the peaks a reader can go on after a damaged stretch."""
    return _line({"checkpoint": text, "peaks": [peak.hex() for peak in peaks]})


def end(entries: int, epochs: int) -> bytes:
    """Return the last line."""
    return _line({"end": {"entries": entries, "epochs": epochs}})


def _line(said: dict[str, Any]) -> bytes:
    return spell(said).encode() + b"\n"
