"""What a segment was asked about before: for each word asked, the words of the segment like it.

Few words make up most names, so most of a question has been asked already. What is remembered may
be forgotten whenever it grows too long. Words go by their numbers in the process's ``known`` words.
"""

import threading
from dataclasses import dataclass

import numpy as np

from tocsin.core.screening.growing import GrowingRuns
from tocsin.core.screening.likeness import Floats
from tocsin.core.screening.strings import Ints

MOST_REMEMBERED = 100_000  # words
_NOWHERE = -1
_FEW = 32


@dataclass(frozen=True)
class Alike:
    """Words of a segment like each of several words, and what they weigh, end to end."""

    start: Ints
    word: Ints
    weight: Floats


@dataclass(frozen=True)
class Widened:
    """For each word of a question, where the words of the segment that stand for it lie."""

    begin: Ints
    end: Ints
    word: Ints
    weight: Floats


def _each_once(numbers: Ints) -> Ints:
    if len(numbers) > _FEW:
        return np.unique(numbers)
    return np.array(sorted(set(numbers.tolist())), dtype=np.int64)  # sooner, of a lone question


class Likes:
    """Words of a segment, and what they weigh, by the word asked about. Threads may share one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbered_by: object = None
        self._forget()

    def _forget(self) -> None:
        self._place: Ints = np.zeros(0, dtype=np.int64)  # by number of the word
        nothing = np.zeros(1, dtype=np.int64)
        self._words = GrowingRuns(nothing, np.zeros(0, dtype=np.int64))
        self._weights = GrowingRuns(nothing, np.zeros(0))

    def _places(self, numbers: Ints, known: int) -> Ints:
        """Return where each word is remembered; ``known`` is above every number."""
        if known > len(self._place):
            room = np.full(known, _NOWHERE, dtype=np.int64)
            room[: len(self._place)] = self._place
            self._place = room
        return self._place[numbers]

    def find(self, numbers: Ints, known: int, numbered_by: object) -> Widened | Ints:
        """Return what is remembered of each word, or which numbers are not remembered.

        Numbers that others than before have given mean other words: all before is forgotten.
        """
        with self._lock:
            if self._numbered_by is not numbered_by:
                self._forget()
                self._numbered_by = numbered_by
            place = self._places(numbers, known)
            (start, words), (_, weights) = self._words.whole, self._weights.whole
        unknown = place < 0
        if unknown.any():
            return _each_once(numbers[unknown])
        return Widened(start[place], start[place + 1], words, weights)

    def add(self, numbers: Ints, found: Alike, numbered_by: object) -> None:
        """Remember what was found for each of ``numbers``, unless others number words by now."""
        with self._lock:
            if self._numbered_by is not numbered_by or not len(numbers):
                return
            first = len(self._words)
            if first + len(numbers) > MOST_REMEMBERED:
                self._forget()
                first = 0
            self._places(numbers, int(numbers.max()) + 1)
            # What is there stays where it is: an answer being drawn may be reading it.
            self._words.add(found.start, found.word)
            self._weights.add(found.start, found.weight)
            self._place[numbers] = np.arange(first, first + len(numbers))
