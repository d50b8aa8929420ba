"""What a segment was asked about before: for each word asked, the words of the segment like it.

Few words make up most names, so most of a question has been asked already. What is remembered may
be forgotten whenever it grows too long; what a long segment says of its commonest words is
remembered from the beginning. Words go by their numbers in the process's ``known`` words.
"""

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast, fast_learning
from tocsin.core.screening.growing import Growing
from tocsin.core.screening.likeness import Floats
from tocsin.core.screening.numbering import Scripts
from tocsin.core.screening.strings import Ints, Strings, end_to_end

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tocsin.core.screening.vocabulary import StoredWords

MOST_REMEMBERED = 100_000  # words, the commonest left out
_NOWHERE = -1


@dataclass(frozen=True)
class Alike:
    """Words of a segment like each of several words, and what they weigh, end to end."""

    start: Ints
    word: Ints
    weight: Floats

    @classmethod
    def together(cls, parts: "Sequence[Alike]") -> "Alike":
        """Return those of each of ``parts`` end to end."""
        return cls(
            end_to_end([x.start for x in parts]),
            np.concatenate([x.word for x in parts]),
            np.concatenate([x.weight for x in parts]),
        )


@dataclass(frozen=True)
class Common:
    """The commonest words of a segment by their numbers there, and its words like each.

    Arrays that are saved with it. ``made_by``: a digest of the Tocsin that weighed them.
    """

    number: NDArray[np.int32]
    start: Ints
    word: NDArray[np.int32]
    weight: Floats
    made_by: NDArray[np.uint64]


class Numbering(Protocol):
    """Whoever gives words their numbers, as ``known.Known`` does."""

    @property
    def is_compiled(self) -> bool:
        """Whether the compiled loops read what is asked."""

    def numbered(self, words: Strings, scripts: Scripts, *, common: bool = False) -> Ints:
        """Return the number of each word; ``common``: they do not count among too many."""


class Widened(NamedTuple):
    """For each word of a question, where the words of the segment that stand for it lie."""

    begin: Ints
    end: Ints
    word: Ints
    weight: Floats


class Likes:
    """Words of a segment, and what they weigh, by the word asked about. Threads may share one.

    ``common``: what its commonest ``words`` are like, where that is known.
    """

    def __init__(self, common: Common | None = None, words: "StoredWords | None" = None) -> None:
        self._lock = threading.Lock()
        self._common, self._own = common, words
        self._begin(None)

    def _begin(self, numbered_by: Numbering | None) -> None:
        """Forget all but the commonest words, which get numbers of ``numbered_by``."""
        place, start, words = np.zeros(0, np.int64), np.zeros(1, np.int64), np.zeros(0, np.int64)
        weights = np.zeros(0)
        common, own = self._common, self._own
        if (
            common is not None
            and own is not None
            and numbered_by is not None
            and numbered_by.is_compiled
        ):
            of_segment = common.number.astype(np.int64)
            texts, scripts = own.texts.at(of_segment), own.table.script[of_segment]
            numbers = numbered_by.numbered(texts, scripts, common=True)
            place = np.full(int(numbers.max(initial=-1)) + 1, _NOWHERE, dtype=np.int64)
            place[numbers] = np.arange(len(numbers))
            start, words, weights = common.start, common.word.astype(np.int64), common.weight
        self._place = place  # by number of the word
        self._alike = Growing([], [(start, words), (start, weights)])
        self._lasting, self._numbered_by = len(self._alike), numbered_by

    def _places(self, numbers: Ints, known: int) -> Ints:
        """Return where each word is remembered; ``known`` is above every number."""
        if known > len(self._place):
            room = np.full(max(known, 2 * len(self._place)), _NOWHERE, dtype=np.int64)
            room[: len(self._place)] = self._place
            self._place = room
        return self._place[numbers]

    def find(self, numbers: Ints, known: int, numbered_by: Numbering) -> Widened | Ints:
        """Return what is remembered of each word, or which numbers are not remembered.

        Numbers that others than before have given mean other words: what was learned is forgotten.
        """
        with self._lock:
            if self._numbered_by is not numbered_by:
                self._begin(numbered_by)
            (start, words), (_, weights) = self._alike.runs
            place = self._places(numbers, known)
        is_unknown = place < 0
        if is_unknown.any():
            return np.unique(numbers[is_unknown])
        return Widened(start[place], start[place + 1], words, weights)

    def memory(self, numbered_by: Numbering) -> tuple[fast.Held, tuple[Ints, int]]:
        """Return what words are like, one after another, and where that of each is by its number.

        -1 where it is not remembered; of words behind the last there is none, either. Another
        thread may remember more at any time, which lies elsewhere: only so many as are returned
        beside the places count.
        """
        with self._lock:
            if self._numbered_by is not numbered_by:
                self._begin(numbered_by)
            return self._alike.to_read, (self._place, len(self._alike))

    def add(self, numbers: Ints, found: Alike, numbered_by: Numbering) -> None:
        """Remember what was found for each of ``numbers``, unless others number words by now."""
        with self._lock:
            if self._numbered_by is not numbered_by or not len(numbers):
                return
            if len(self._alike) + len(numbers) > self._lasting + MOST_REMEMBERED:
                self._begin(numbered_by)
            first = len(self._alike)
            self._places(numbers, int(numbers.max()) + 1)
            # What is there stays where it is: an answer being drawn may be reading it.
            if numbered_by.is_compiled:
                fast_learning.remember(self._alike, found)
            else:
                self._alike.add([], [(found.start, found.word), (found.start, found.weight)])
            self._place[numbers] = np.arange(first, first + len(numbers))
