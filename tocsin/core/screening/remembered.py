"""What a segment was asked about before: for each word asked, the words of the segment like it.

Few words make up most names, so most of a question has been asked already. Kept as arrays end to
end; what is remembered may be forgotten whenever it grows too long.
"""

import threading
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from tocsin.core.screening.columns import Ints
from tocsin.core.screening.likeness import Floats
from tocsin.core.screening.postings import runs
from tocsin.core.screening.writing.reading import Token

MOST_REMEMBERED = 100_000  # words


Array = TypeVar("Array", Ints, Floats)


def _with_more(room: Array, used: int, more: Array) -> Array:
    """Return ``room`` with ``more`` after its first ``used`` values, made larger if need be."""
    needed = used + len(more)
    if needed > len(room):
        larger = np.empty(max(2 * len(room), needed), dtype=room.dtype)
        larger[:used] = room[:used]
        room = larger
    room[used:needed] = more
    return room


class Likes:
    """Words of a segment, and what they weigh, by the word asked about. Threads may share one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._forget()

    def _forget(self) -> None:
        self._numbers: dict[Token, int] = {}
        self._used = 0
        self._ends: Ints = np.zeros(1, dtype=np.int64)
        self._words: Ints = np.zeros(0, dtype=np.int64)
        self._weights: Floats = np.zeros(0)

    def missing(self, asked: Sequence[Token]) -> list[Token]:
        """Return those of ``asked`` that are not remembered."""
        known = self._numbers
        return [token for token in asked if token not in known]

    def add(self, tokens: Sequence[Token], found: tuple[Ints, Ints, Floats]) -> None:
        """Remember what was found: (which of ``tokens``, word, weight), in order of tokens."""
        with self._lock:
            if len(self._numbers) + len(tokens) > MOST_REMEMBERED:
                self._forget()
            asked, word, weight = found
            cuts = np.searchsorted(asked, np.arange(1, len(tokens) + 1))
            first, end = self._used, int(self._ends[self._used])
            # What is there stays where it is: an answer being drawn may be reading it.
            self._words = _with_more(self._words, end, word)
            self._weights = _with_more(self._weights, end, weight)
            self._ends = _with_more(self._ends, first + 1, end + cuts)
            self._used = first + len(tokens)
            self._numbers |= {token: first + at for at, token in enumerate(tokens)}

    def find(self, asked: Sequence[Token]) -> tuple[Ints, Ints, Floats] | None:
        """Return (which of ``asked``, word, weight) in order; None if one was forgotten."""
        with self._lock:
            numbers, ends, words, weights = self._numbers, self._ends, self._words, self._weights
            found = [numbers.get(token, -1) for token in asked]
        at = np.array(found, dtype=np.int64)
        if (at < 0).any():
            return None
        places, which = runs(ends[at], ends[at + 1] - ends[at])
        return which, words[places], weights[places]
