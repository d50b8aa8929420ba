"""What was asked lately, packed: an index of questions, so that a new entry can be asked of them.

A pack is the engine itself turned round. Travellers are its entries and the person who has just
come into screening is its question, so the cost is that of a few answers, not of asking again.
What is not packed yet is read where it lies. Everything ends with the checks' own days.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from tocsin.core.screening import LEAST, Index, Match, Person, compare
from tocsin.rooms.hits.traveller import again

KEEP = timedelta(days=30)
MOST_OF_A_PACK = 65_536
# The two directions of a comparison differ a little; the sieve is wide, the second look exact.
SIEVE = LEAST / 10
MOST = 64  # questions of one pack that one entry is compared with, the likeliest first


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the past: the check or the manifest's row it was."""

    check: UUID | None
    manifest: UUID | None
    row: str

    @classmethod
    def read(cls, name: str) -> "Asked":
        """Read the name under which it lies in a pack."""
        kind, pk, row = name.split(":", 2)
        return cls(
            check=UUID(pk) if kind == "c" else None,
            manifest=UUID(pk) if kind == "m" else None,
            row=row,
        )


@dataclass(frozen=True, slots=True)
class Back:
    """A question of the past that comes close to somebody now in screening."""

    asked: Asked
    traveller: Person
    match: Match


def person_of(name: str, plain: dict[str, Any], bureau: UUID, at: datetime) -> Person:
    """Return a question as an entry of a pack: of its bureau, until its days are over."""
    asked = again(plain)
    return Person(
        id=name,
        names=asked.names,
        dob=asked.dob,
        nat=asked.nat,
        gender=asked.gender,
        docs=asked.docs,
        classes=frozenset({str(bureau)}),
        valid_until=at + KEEP,
    )


def place() -> Path:
    """Return where packs and what waits to be packed lie."""
    return Path(settings.TOCSIN_HOME) / "asked"


def spool(realm: str) -> Path:
    """Return where the rows of finished manifests wait for the next pack."""
    return place() / realm / "waiting"


def lay_aside(rows: Path, realm: str, manifest: UUID, bureau: UUID, at: datetime) -> None:
    """Move the rows of a finished manifest to where they wait; whole or not at all."""
    target = spool(realm)
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    stem = f"{at.timestamp():.0f}-{bureau}-{manifest}"
    rows.replace(target / f"{stem}.jsonl")


def waiting(realm: str) -> list[Path]:
    """Return the files of rows that wait, the oldest first."""
    folder = spool(realm)
    return sorted(folder.glob("*.jsonl")) if folder.exists() else []


def rows_of(path: Path) -> Iterator[Person]:
    """Yield the travellers of one waiting file."""
    moment, bureau, manifest = path.stem.split("-", 1)[0], path.stem[11:47], path.stem[48:]
    at = datetime.fromtimestamp(int(moment), tz=UTC)
    with path.open(encoding="utf-8") as file:
        for line in file:
            said = json.loads(line)
            yield person_of(f"m:{manifest}:{said['row']}", said, UUID(bureau), at)


def write(path: Path, persons: Iterable[Person]) -> int:
    """Write a pack and return how many questions it holds."""
    index = Index.build(persons)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    index.save(path)
    return len(index)


def look(
    indexes: Iterable[Index], entries: Sequence[Person], *, bureaus: Iterable[str], at: datetime
) -> Iterator[Back]:
    """Yield every question of these indexes that an answer of today would show one entry for."""
    allowed = frozenset(bureaus)
    for index in indexes:
        close = index.screen_many(entries, limit=MOST, allowed=allowed, at=at, threshold=SIEVE)
        pairs = chain.from_iterable(
            ((entry, found.id) for found in matches)
            for entry, matches in zip(entries, close, strict=True)
        )
        for entry, name in pairs:
            traveller = index.get(name)
            match = compare(traveller, entry)
            if match.verdict != "none":
                yield Back(Asked.read(name), traveller, match)
