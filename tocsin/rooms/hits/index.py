"""The screening index of this process: one per realm, following the feed of the register.

Before each answer the feed is read from the last change known, and what is missing is applied, so a
withdrawn record is not found by the very next check. The worker saves a snapshot from which other
processes begin. One lock a realm: answers take milliseconds and the index is not written meanwhile.
"""

import heapq
import json
import logging
import os
import shutil
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

from tocsin.core.errors import InvalidInput
from tocsin.core.labels import Use
from tocsin.core.screening import Index, Match, Person
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.hits.subjects import (
    Due,
    Mark,
    Pair,
    Subject,
    newest_mark,
    news,
    standing,
    turning_points,
)
from tocsin.rooms.release.models import allowed

logger = logging.getLogger(__name__)
FORM = 4  # of the snapshot and its description; another one is made anew from the register


@dataclass(frozen=True, slots=True)
class Found:
    """What the index answered, and the newest change it knew of."""

    feed: int
    matches: list[list[Match]]


class RealmIndex:
    """The index of one realm in this process."""

    def __init__(self, realm: str) -> None:
        self.realm = realm
        self.lock = threading.RLock()
        self._index: Index | None = None
        self._pairs: set[Pair] = set()
        self._mark = Mark()
        self._due: list[Due] = []
        self._rebuilt = 0

    def screen(
        self, travellers: Sequence[Person], reader: Reader, *, at: datetime, limit: int = 10
    ) -> Found:
        """Screen travellers against what this reader may be told of, as of the newest change."""
        with self.lock:
            index = self._current(at)
            mine = self._allowed(reader, at)
            matches = index.screen_many(list(travellers), limit=limit, allowed=mine, at=at)
            return Found(self._mark.number, matches)

    def size(self, at: datetime) -> int:
        """Bring the index up to date and return how many subjects stand in it.

        Said before a transaction begins, it keeps a long first reading out of it.
        """
        with self.lock:
            return len(self._current(at))

    def build(self, at: datetime) -> int:
        """Read everything again from the register and return how many subjects there are."""
        with self.lock:
            mark = newest_mark()  # before the reading: a change in between is applied once more
            self._pairs = set()
            persons = [self._person(subject) for subject in standing(self.realm, at)]
            self._index = Index.build(persons, version=mark.number)
            self._due = list(turning_points(self.realm, at))
            heapq.heapify(self._due)
            self._mark = mark
            self._rebuilt = rebuilt(self.realm)
            return len(persons)

    def save(self, at: datetime) -> int:
        """Write a snapshot of the present state; return the feed number it stands for."""
        with self.lock:
            index = self._current(at)
            keep(self.realm, index, _Description(self._mark, self._pairs, at))
            return self._mark.number

    def _current(self, at: datetime) -> Index:
        if self._index is None or self._rebuilt != rebuilt(self.realm):
            self._open(at)
        assert self._index is not None
        fresh = news(self.realm, self._mark)
        if fresh is None:
            logger.warning("the feed of this database is another one: the index is built again")
            self.build(at)
        else:
            self._apply(fresh.touched | self._turned(at), at)
            self._mark = fresh.mark
            self._index.version = fresh.mark.number
        return self._index

    def _open(self, at: datetime) -> None:
        self._rebuilt = rebuilt(self.realm)
        found = opened(self.realm)
        if found is None:
            self.build(at)
            return
        self._index, description = found
        self._mark, self._pairs = description.mark, description.pairs
        # Bases that turned between the saving and now are not in the feed: look at them again.
        self._due = list(turning_points(self.realm, description.saved))
        heapq.heapify(self._due)

    def _turned(self, at: datetime) -> set[UUID]:
        turned = set()
        while self._due and self._due[0][0] <= at:
            turned.add(heapq.heappop(self._due)[1])
        return turned

    def _apply(self, touched: set[UUID] | frozenset[UUID], at: datetime) -> None:
        if not touched:
            return
        assert self._index is not None
        found = {subject.id: subject for subject in standing(self.realm, at, only=touched)}
        for pk in touched:
            if pk in found:
                self._index.add(self._person(found[pk]))
            elif str(pk) in self._index:
                self._index.remove(str(pk))
        for due in turning_points(self.realm, at, only=touched):
            heapq.heappush(self._due, due)

    def _allowed(self, reader: Reader, at: datetime) -> set[str]:
        mine = allowed(reader, Use.SCREEN, at)
        return {_name(pair) for pair in self._pairs if mine.issuperset(pair)}

    def _person(self, subject: Subject) -> Person:
        self._pairs |= subject.pairs
        facts = dict(subject.facts)
        while True:
            try:
                return Person(
                    id=str(subject.id),
                    classes=frozenset(map(_name, subject.pairs)),
                    valid_until=subject.until,
                    **facts,  # type: ignore[arg-type]
                )
            except InvalidInput as error:
                # Better found by the rest of what is known than not at all.
                if error.place not in facts or not facts[error.place]:
                    raise
                logger.warning("%s of %s is not screened: %s", error.place, subject.id, error)
                facts[error.place] = None if error.place == "gender" else []


def _name(pair: Pair) -> str:
    return f"{pair[0]}.{pair[1]}"


_indexes: dict[str, RealmIndex] = {}
_opening = threading.Lock()


def of(realm: str) -> RealmIndex:
    """Return this process's index of a realm; it is filled at the first answer."""
    with _opening:
        return _indexes.setdefault(str(realm), RealmIndex(str(realm)))


def rebuild(realm: str, at: datetime) -> int:
    """Build a realm's index from the records and return how many subjects it holds.

    Every process of this node goes over to it with its next answer.
    """
    index = RealmIndex(str(realm))
    count = index.build(at)
    index.save(at)
    (folder(realm) / "rebuilt").write_text(at.isoformat())
    return count


def rebuilt(realm: str) -> int:
    """Return when a realm's index was last rebuilt by hand, in nanoseconds; 0 if never."""
    try:
        return (folder(realm) / "rebuilt").stat().st_mtime_ns
    except FileNotFoundError:
        return 0


@dataclass(frozen=True, slots=True)
class _Description:
    """What lies beside a saved index: how far it has read, and which classes it names."""

    mark: Mark
    pairs: set[Pair]
    saved: datetime


def folder(realm: str) -> Path:
    """Return where the snapshots of a realm lie."""
    return Path(settings.TOCSIN_HOME) / "index" / realm


def keep(realm: str, index: Index, description: _Description) -> None:
    """Save a snapshot beside the last one, then point at it: a reader never sees half of one."""
    place = folder(realm)
    name = f"{description.mark.number}-{uuid4().hex[:8]}"
    target = place / name
    target.mkdir(parents=True, mode=0o700)
    index.save(target / "persons")
    said = {
        "form": FORM,
        "number": description.mark.number,
        "record": str(description.mark.record) if description.mark.record else None,
        "pairs": sorted(description.pairs),
        "saved": description.saved.isoformat(),
    }
    (target / "snapshot.json").write_text(json.dumps(said))
    pointer = place / f"{name}.new"
    pointer.write_text(name)
    os.replace(pointer, place / "newest")  # noqa: PTH105  atomic on every system we run on
    for old in place.iterdir():
        if old.is_dir() and old.name != name:
            shutil.rmtree(old, ignore_errors=True)


def saved_number(realm: str) -> int | None:
    """Return the feed number of the newest snapshot; None without one."""
    pointer = folder(realm) / "newest"
    return int(pointer.read_text().split("-")[0]) if pointer.exists() else None


def opened(realm: str) -> tuple[Index, _Description] | None:
    """Open the newest snapshot, its arrays mapped into memory; None if there is none that holds."""
    pointer = folder(realm) / "newest"
    if not pointer.exists():
        return None
    target = folder(realm) / pointer.read_text()
    try:
        said = json.loads((target / "snapshot.json").read_text())
        if said["form"] != FORM:
            return None
        record = UUID(said["record"]) if said["record"] else None
        description = _Description(
            mark=Mark(said["number"], record),
            pairs={(pair[0], pair[1]) for pair in said["pairs"]},
            saved=datetime.fromisoformat(said["saved"]),
        )
        return Index.open(target / "persons"), description
    except Exception:
        # Whatever is wrong with the file, the register still knows everything.
        logger.exception("the snapshot %s cannot be opened: the index is built again", target)
        return None
