"""What a copy says of each entry, found by its id without reading the others.

The lines lie in one file, in the order of their ids; beside it, for each, the sixteen bytes of its
id and where it begins. An officer's check reads as many lines as she has hits.
"""

import json
import mmap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

ROW, ID = 24, 16  # bytes of one place: an id, and where its line begins


def write(path: Path, rows: Mapping[str, Mapping[str, Any]]) -> None:
    """Write the entries, by id, and their places beside them."""
    with path.open("wb") as file, places_of(path).open("wb") as places:
        for identifier in sorted(rows, key=lambda one: UUID(one).bytes):
            places.write(UUID(identifier).bytes + file.tell().to_bytes(ROW - ID))
            line = json.dumps(rows[identifier], ensure_ascii=False, separators=(",", ":"))
            file.write(line.encode() + b"\n")


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Yield every line of a file of entries, or of changes to them."""
    with path.open("rb") as file:
        for line in file:
            yield json.loads(line)


def find(path: Path, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the entries of these ids, of those that are there."""
    wanted = {UUID(one).bytes: one for one in ids}
    if not wanted or not places_of(path).stat().st_size:
        return {}
    found = {}
    with (
        path.open("rb") as file,
        places_of(path).open("rb") as raw,
        mmap.mmap(raw.fileno(), 0, access=mmap.ACCESS_READ) as places,
    ):
        for key, identifier in wanted.items():
            begins = _begins(places, key)
            if begins is not None:
                file.seek(begins)
                found[identifier] = json.loads(file.readline())
    return found


def places_of(path: Path) -> Path:
    """Return where the places of a file of entries lie."""
    return path.with_suffix(".places")


def _begins(places: mmap.mmap, key: bytes) -> int | None:
    low, high = 0, len(places) // ROW
    while low < high:
        middle = (low + high) // 2
        if places[middle * ROW : middle * ROW + ID] < key:
            low = middle + 1
        else:
            high = middle
    row = places[low * ROW : low * ROW + ROW]
    return int.from_bytes(row[ID:]) if row[:ID] == key else None
