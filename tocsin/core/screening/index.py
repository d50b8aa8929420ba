"""The index of a register: ask it about persons, add to it, remove from it, save and share it.

What is removed is never returned again, from that call on. ``version`` is the stamp of the
state an answer was drawn from; one who follows a numbered feed of changes sets it to the number.
Threads may ask and change one index at a time: an answer is drawn from one state of it.
"""

import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import nullcontext
from datetime import datetime
from os import PathLike

import numpy as np
from numpy.typing import NDArray

from tocsin.core.errors import InvalidInput, NotFound
from tocsin.core.screening import fast, snapshot
from tocsin.core.screening.apart import Readers, uncollected
from tocsin.core.screening.asked import questions
from tocsin.core.screening.candidates import Candidates, Gate, candidates
from tocsin.core.screening.columns import lay_out
from tocsin.core.screening.known import known
from tocsin.core.screening.likeness import Side
from tocsin.core.screening.match import Match, threshold_for
from tocsin.core.screening.merging import merged
from tocsin.core.screening.person import Person
from tocsin.core.screening.postings import told_apart
from tocsin.core.screening.scoring import Pairs, explain, score
from tocsin.core.screening.segment import Segment, build_segment, moment
from tocsin.core.screening.waiting import Waiting, meant
from tocsin.core.screening.weights import NAME_CEILING, PRIOR

# The more at a time, the more of their words are the same; numpy lays out whom all of them meet.
_QUESTIONS_AT_A_TIME, _BY_NUMPY = 16384, 2048
# A newer segment joins an older one that is less than so many times larger, and any that is short.
# Every question is put to each, so there must be few; a short one is soon built anew (0081).
_MERGE_RATIO, _SHORT = 8, 16
# So few questions are held to newcomers, and so many of these wait; more are filed first. So few of
# them are told apart by their names.
_FEW, _MOST_WAITING, _MOST_HOPEFUL = 8, 64, 8
# Scores are compared with the threshold after rounding their reasons; the sieve is a hair wider.
_SIEVE = -1e-3
_ANY_TIME = int(np.iinfo(np.int64).min)
_Part = tuple[Segment, NDArray[np.bool_]]  # and who of it was removed


class Index:
    """Persons to be found. Build one with :meth:`build`, or open a saved one with :meth:`open`."""

    def __init__(
        self, segments: list[Segment], removed: list[NDArray[np.bool_]], version: int
    ) -> None:
        self._segments = segments
        self._removed = removed
        self._waiting = Waiting()
        self._changing = threading.RLock()
        self.version = version

    @classmethod
    def build(cls, persons: Iterable[Person], *, version: int = 0, workers: int = 1) -> "Index":
        """Return an index of ``persons``. Of several with one id the last counts.

        ``workers``: processes that read the names of a long register while its persons are still
        coming, and threads that look up words.
        """
        index = cls([], [], version)
        with uncollected(), Readers(workers) as readers:
            given = readers.beside(persons)
            latest = {person.id: person for person in given}
            if len(latest) < len(given):
                given = readers.beside(latest.values())
            index._file(given, 0, workers, readers)
        return index

    @classmethod
    def open(cls, path: str | PathLike[str]) -> "Index":
        """Return a saved index, memory-mapped: several processes share one copy of it.

        Raises MalformedFile if ``path`` is not a complete saved index.
        """
        segment, version = snapshot.read(path)
        return cls([segment], [np.zeros(len(segment), dtype=np.bool_)], version)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the index as it is now to one file, whole or not at all."""
        with self._changing:
            parts = self._settle()
            if len(parts) != 1 or any(removed.any() for _, removed in parts):
                self._file([], 0)
            segment, version = self._segments[0], self.version
        snapshot.write(path, segment, version)

    def __len__(self) -> int:
        with self._changing:
            return sum(int((~x).sum()) for x in self._removed) + len(self._waiting)

    def __iter__(self) -> Iterator[Person]:
        """Every person of the index, in no promised order."""
        with self._changing:
            waiting, parts = iter(self._waiting), self._parts()
        for segment, removed in parts:
            for number in np.flatnonzero(~removed).tolist():
                yield segment.person(number)
        yield from waiting

    def __contains__(self, identifier: str) -> bool:
        with self._changing:
            return self._waiting.get(identifier) is not None or self._find(identifier) is not None

    def get(self, identifier: str) -> Person:
        """Return the entry with this id. Raises NotFound if there is none."""
        with self._changing:
            waits = self._waiting.get(identifier)
            if waits is not None:
                return waits
            found = self._find(identifier)
            if found is not None:
                return self._segments[found[0]].person(found[1])
        raise NotFound("No entry has the id {identifier}.", identifier=repr(identifier[:80]))

    @property
    def size(self) -> int:
        """Bytes of the index in memory or on disk, what waits to be filed left out."""
        return sum(segment.size for segment in self._segments)

    def add(self, person: Person, *, version: int | None = None) -> None:
        """Add ``person``, or replace the entry with its id. In force with the next question."""
        with self._changing:
            self._drop(person.id)
            self._waiting.add(person)
            self.version = self.version + 1 if version is None else version

    def remove(self, identifier: str, *, version: int | None = None) -> None:
        """Remove the entry with this id, at once. Raises NotFound if there is none."""
        with self._changing:
            if not self._drop(identifier):
                identifier = repr(identifier[:80])
                raise NotFound("No entry has the id {identifier}.", identifier=identifier)
            self.version = self.version + 1 if version is None else version

    def screen(
        self,
        person: Person,
        limit: int = 10,
        allowed: Collection[int | str] | None = None,
        at: datetime | None = None,
        *,
        threshold: float | None = None,
    ) -> list[Match]:
        """Return the entries that match ``person``, the best first, none below ``threshold``.

        Without one it is the question's own: THRESHOLD, or LEAST for a name without date and
        document. With a lower one candidates come too: their verdict is "none".

        ``allowed``: only entries of these classes, applied before ``limit``. ``at``: now; entries
        whose validity has ended by then are left out. Raises InvalidInput.
        """
        return self.screen_many([person], limit, allowed, at, threshold=threshold)[0]

    def screen_many(
        self,
        persons: Iterable[Person],
        limit: int = 10,
        allowed: Collection[int | str] | None = None,
        at: datetime | None = None,
        *,
        threshold: float | None = None,
    ) -> list[list[Match]]:
        """:meth:`screen` for each of ``persons``, in their order; much faster than one by one."""
        if limit < 1:
            raise InvalidInput("The limit must be at least 1.", place="limit")
        if threshold is not None and not 0.0 < threshold < 1.0:
            raise InvalidInput("The threshold must lie between 0 and 1.", place="threshold")
        if at is not None and at.tzinfo is None:
            raise InvalidInput("The moment needs a time zone.", place="at")
        asked = list(persons)
        # A lone question of a server makes little; and others there may need the search.
        with uncollected() if len(asked) > 1 else nullcontext():
            return self._answers(asked, limit, _Asking(allowed, at), threshold)

    def _answers(
        self, asked: list[Person], limit: int, asking: "_Asking", threshold: float | None
    ) -> list[list[Match]]:
        parts = self._parts_for(asked, threshold)
        answers: list[list[Match]] = [[] for _ in asked]
        most = _BY_NUMPY if fast.loops() is None else _QUESTIONS_AT_A_TIME
        for least, numbers in _by_threshold(asked, threshold).items():
            for start in range(0, len(numbers), most):
                block = numbers[start : start + most]
                found = _answer(parts, [asked[number] for number in block], limit, asking, least)
                for place, matches in found.items():
                    answers[block[place]] = matches
        return answers

    def _find(self, identifier: str) -> tuple[int, int] | None:
        for place, (segment, removed) in enumerate(zip(self._segments, self._removed, strict=True)):
            number = segment.number_of(identifier)
            if number is not None and not removed[number]:
                return place, number
        return None

    def _drop(self, identifier: str) -> bool:
        waited = self._waiting.drop(identifier)
        found = self._find(identifier)
        if found:
            # Copied, so that an answer being drawn never misses both the old entry and the new.
            removed = self._removed[found[0]].copy()
            removed[found[1]] = True
            self._removed[found[0]] = removed
        return waited or found is not None

    def _file(
        self,
        persons: list[Person],
        first: int,
        workers: int = 1,
        readers: Readers | None = None,
    ) -> None:
        """File ``persons``, and whoever is left of the segments from ``first`` on, as one segment.

        Segments are merged; of what another Tocsin read, and what is short, one is built anew.
        """
        older = self._parts()[first:]
        anew = [not x.is_read_as_now or len(x) < _SHORT for x, _ in older]
        with uncollected():
            parts = [part for part, is_built in zip(older, anew, strict=True) if not is_built]
            again = [part for part, is_built in zip(older, anew, strict=True) if is_built]
            persons = [x for part in again for x in _left(part)] + persons
            if persons or not parts:
                segment = build_segment(persons, workers, readers)
                parts.append((segment, np.zeros(len(segment), dtype=np.bool_)))
            segment = merged(parts) if len(parts) > 1 or parts[0][1].any() else parts[0][0]
        removed = np.zeros(len(segment), dtype=np.bool_)
        self._segments[first:], self._removed[first:] = [segment], [removed]

    def _parts(self) -> list[_Part]:
        return list(zip(self._segments, self._removed, strict=True))

    def _parts_for(self, asked: list[Person], threshold: float | None) -> list[_Part]:
        """Return all that may answer. Many questions, or one that may mean many, file newcomers."""
        with self._changing:
            if len(asked) > _FEW or len(self._waiting) > _MOST_WAITING:
                return self._settle()
            newcomers: dict[str, Person] = {}
            for person in asked if len(self._waiting) else ():
                least = _log_odds(threshold or threshold_for(person))
                hopeful = self._waiting.hopeful(person, least)
                if len(hopeful) > _MOST_HOPEFUL:
                    return self._settle()
                newcomers |= {one.id: one for one in meant(person, hopeful, least)}
            parts = self._parts()
        if newcomers:
            segment = build_segment(list(newcomers.values()))
            parts.append((segment, np.zeros(len(segment), dtype=np.bool_)))
        return parts

    def _settle(self) -> list[_Part]:
        """File what waits and return all parts. Small segments are merged: there are never many."""
        with self._changing:
            if self._waiting:
                first, count = len(self._segments), len(self._waiting)
                while first > 1 and _joins(count, len(self._segments[first - 1])):
                    first -= 1
                    count += len(self._segments[first])
                self._file(list(self._waiting), first)
                self._waiting.clear()
            return self._parts()


def _left(part: _Part) -> list[Person]:
    """Return who was not removed from a part."""
    segment, removed = part
    return [segment.person(number) for number in np.flatnonzero(~removed).tolist()]


def _joins(newer: int, older: int) -> bool:
    """Tell whether so many new persons are filed together with so many older ones."""
    return older < max(_SHORT, _MERGE_RATIO * newer)


class _Asking:
    """Which entries may be returned: of an allowed class, still valid, not removed."""

    def __init__(self, allowed: Collection[int | str] | None, at: datetime | None) -> None:
        self.allowed = None if allowed is None else frozenset(allowed)
        self.at = None if at is None else moment(at)

    def of(self, segment: Segment, removed: NDArray[np.bool_]) -> Gate:
        """Return which persons of ``segment`` may be returned."""
        sets = segment.class_sets
        allowed = self.allowed
        open_sets = [allowed is None or bool(x & allowed) for x in sets]
        least = _ANY_TIME if self.at is None else self.at
        return Gate(
            removed,
            segment.class_set,
            np.array(open_sets, np.bool_),
            segment.valid_until,
            least,
        )


def _by_threshold(asked: Sequence[Person], threshold: float | None) -> dict[float, Sequence[int]]:
    """Return which questions are asked from which score on: ``threshold``, or their own."""
    if threshold is not None:
        return {threshold: range(len(asked))}
    found: dict[float, list[int]] = {}
    for number, person in enumerate(asked):
        found.setdefault(threshold_for(person), []).append(number)
    return dict(found)


def _log_odds(threshold: float) -> float:
    """Return from which log-odds on a pair may reach ``threshold``."""
    return float(np.log(threshold / (1.0 - threshold))) + _SIEVE


def _answer(
    parts: list[_Part], asked: Sequence[Person], limit: int, asking: _Asking, threshold: float
) -> dict[int, list[Match]]:
    """Return the matches of each question that has any, the best first."""
    answers: dict[int, list[Match]] = {}
    least = _log_odds(threshold)
    words = known()
    laid_out = questions(asked, words, least)
    for segment, removed in parts:
        found = candidates(laid_out, segment, asking.of(segment, removed))
        if not len(found.question):
            continue  # as for nearly every passenger
        which, place = told_apart(found.question)  # who meets somebody
        about = [asked[at] for at in which.tolist()]
        side = Side(lay_out(about, words), words.words.stored)
        pairs = _shown(side, segment, Candidates(place, found.person, found.most), limit, least)
        if not len(pairs.left):
            continue
        entries = [segment.person(at) for at in pairs.right.tolist()]
        asked_of = [about[at] for at in pairs.left.tolist()]
        matches = explain(side, segment.side, pairs, asked_of, entries)
        for question, match in zip(which[pairs.left].tolist(), matches, strict=True):
            if match.score >= threshold:
                answers.setdefault(question, []).append(match)
    return {
        question: sorted(matches, key=lambda m: (-m.score, m.id))[:limit]
        for question, matches in answers.items()
    }


def _shown(side: Side, segment: Segment, found: Candidates, limit: int, least: float) -> Pairs:
    """Return the pairs that reach the log-odds ``least``, the best ``limit`` of each question."""
    asked, people = found.question, found.person
    scored = score(side, asked, segment.side, people, most=found.most, least=least)
    order = np.lexsort((people, -scored.logit, asked))
    rank = np.arange(len(order)) - np.searchsorted(asked[order], asked[order], side="left")
    order = order[(rank < limit) & (scored.logit[order] >= least)]
    return Pairs(asked[order], people[order], scored.left_row[order], scored.right_row[order])


def compare(a: Person, b: Person) -> Match:
    """Return the match of ``b`` as the answer to ``a``: the same score as any index would give it.

    ``verdict`` is "none" below THRESHOLD.
    """
    words = known()
    side = Side(lay_out([a, b], words), words.words.stored)
    first, second = np.array([0]), np.array([1])
    scored = score(side, first, side, second, most=np.array([NAME_CEILING]))
    pairs = Pairs(first, second, scored.left_row, scored.right_row)
    return explain(side, side, pairs, [a], [b])[0]


__all__ = ["PRIOR", "Index", "compare"]
