"""The book of checks at a station: one line each, every line bound to the one before.

A line is durable before its answer is shown. Lines stay until the bureau has confirmed them.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from tocsin.core.errors import InvalidInput, MalformedFile, NotFound
from tocsin.core.statements.moments import moment, stamp

FIELDS = frozenset(
    {"id", "at", "by", "where", "query", "verdict", "hits", "copy", "feed", "previous"}
)
MOST = 50_000  # checks of one report
LONGEST = 200_000  # bytes of one line
BLOCK = 65_536  # bytes read at once from the end
_ORDER = ("clear", "possible", "strong")


class Book:
    """The lines of a station's checks, in a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(
        self,
        *,
        at: datetime,
        by: str,
        where: str,
        query: dict[str, Any],
        hits: list[dict[str, Any]],
        copy: int,
        feed: int,
    ) -> dict[str, Any]:
        """Write a check down for good and return it."""
        if not by.strip() or len(by) > 80:
            raise InvalidInput("say who checks: the name she logs in with", place="by")
        line = {
            "id": str(uuid4()),
            "at": stamp(at),
            "by": by.strip(),
            "where": where.strip()[:120],
            "query": {name: value for name, value in query.items() if value},
            "verdict": max((hit["verdict"] for hit in hits), key=_ORDER.index, default="clear"),
            "hits": hits,
            "copy": copy,
            "feed": feed,
            "previous": self.last(),
        }
        self._mend()
        with self.path.open("ab") as file:
            file.write(_bytes(line) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        return line

    def last(self) -> str:
        """Return the digest of the last line ever written, "" before the first."""
        line, _end = self._tail()
        if line:
            return digest_of(json.loads(line))
        kept = self.path.with_suffix(".last")
        return kept.read_text() if kept.exists() else ""

    def __len__(self) -> int:
        """Return how many lines are not confirmed."""
        return sum(1 for _line in self._lines())

    def write_open(self, target: Path) -> int:
        """Copy the lines that are not confirmed, at most so many as a report holds."""
        count = 0
        with target.open("wb") as file:
            for line in self._lines():
                if count == MOST:
                    break
                file.write(_bytes(line) + b"\n")
                count += 1
        return count

    def confirm(self, last: UUID) -> int:
        """Drop the lines up to and with this one; raises NotFound for a line that is not here."""
        lines = list(self._lines())
        places = [place for place, line in enumerate(lines) if line["id"] == str(last)]
        if not places:
            raise NotFound("there is no such check here", place="last")
        end = lines[-1]
        part = self.path.with_suffix(".part")
        part.write_bytes(b"".join(_bytes(line) + b"\n" for line in lines[places[0] + 1 :]))
        self.path.with_suffix(".last").write_text(digest_of(end))
        part.replace(self.path)
        return len(lines) - places[0] - 1

    def _mend(self) -> None:
        """Cut off a line that a power failure left half written: it was never answered."""
        _line, end = self._tail()
        if self.path.exists() and self.path.stat().st_size > end:
            os.truncate(self.path, end)

    def _tail(self) -> tuple[bytes, int]:
        """Return the last whole line and where it ends, read from the end: a book grows long."""
        if not self.path.exists():
            return b"", 0
        with self.path.open("rb") as file:
            start, data = file.seek(0, os.SEEK_END), b""
            while start and data.count(b"\n") < 2:  # its end, and the one before
                step = min(BLOCK, start)
                start -= step
                file.seek(start)
                data = file.read(step) + data
        end = data.rfind(b"\n") + 1
        return data[data.rfind(b"\n", 0, max(end - 1, 0)) + 1 : end], start + end if end else 0

    def _lines(self) -> Iterator[dict[str, Any]]:
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            for line in file:
                if line.endswith(b"\n"):
                    yield json.loads(line)


def digest_of(line: dict[str, Any]) -> str:
    """Return what the next line names this one by."""
    return hashlib.sha256(_bytes(line)).hexdigest()


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the checks of a report, each of the right form; raises MalformedFile naming the line.

    Whether each follows the one before is for whoever knows the last one to say.
    """
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            place = f"line {number}"
            if number > MOST or len(raw) > LONGEST:
                raise MalformedFile("is more than a report holds", place=place)
            try:
                line = json.loads(raw)
                well = isinstance(line, dict) and line.keys() == FIELDS
                UUID(line["id"])
                moment(line["at"])
            except (ValueError, KeyError, TypeError, RecursionError, InvalidInput):
                raise MalformedFile("is no check", place=place) from None
            if not well or not _is_well_formed(line):
                raise MalformedFile("is no check", place=place)
            yield line


def _is_well_formed(line: dict[str, Any]) -> bool:
    texts = all(isinstance(line[name], str) for name in ("by", "where", "verdict", "previous"))
    numbers = all(type(line[name]) is int for name in ("copy", "feed"))
    hits = isinstance(line["hits"], list) and all(isinstance(hit, dict) for hit in line["hits"])
    known = line["verdict"] in _ORDER
    return texts and numbers and hits and known and isinstance(line["query"], dict)


def _bytes(line: dict[str, Any]) -> bytes:
    return json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
