"""Strings as one run of bytes with a table of starts: compact, shareable, decoded when needed."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def starts(counts: Sequence[int] | Ints) -> Ints:
    """Return where each of several lists begins and the last ends, laid end to end."""
    if len(counts) == 1:  # sooner
        return np.array((0, counts[0]), dtype=np.int64)
    start = np.zeros(len(counts) + 1, dtype=np.int64)
    if len(counts):
        np.add.accumulate(counts, out=start[1:])
    return start


def end_to_end(parts: Sequence[Ints]) -> Ints:
    """Return where each list begins and the last ends, those of several parts end to end."""
    return starts(np.concatenate([np.diff(start) for start in parts]))


@dataclass(frozen=True)
class Strings:
    """Many strings end to end."""

    start: Ints
    letters: NDArray[np.uint8]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Strings":
        """``texts`` laid end to end in UTF-8."""
        encoded = [text.encode() for text in texts]
        start = starts([len(x) for x in encoded])
        return cls(start, np.frombuffer(b"".join(encoded), dtype=np.uint8))

    @classmethod
    def of_plain(cls, texts: Sequence[str]) -> "Strings":
        """``texts`` laid end to end, which have no letters but ASCII's."""
        start = starts(np.fromiter(map(len, texts), np.int64, len(texts)))
        return cls(start, np.frombuffer("".join(texts).encode("ascii"), dtype=np.uint8))

    @classmethod
    def end_to_end(cls, parts: "Sequence[Strings]") -> "Strings":
        """Return the strings of several, one after another."""
        return cls(end_to_end([x.start for x in parts]), np.concatenate([x.letters for x in parts]))

    def __len__(self) -> int:
        return len(self.start) - 1

    @property
    def longest(self) -> int:
        """How many bytes the longest string has."""
        return int(np.diff(self.start).max(initial=0))

    def raw(self, number: int) -> bytes:
        """Return the bytes of one string."""
        return self.letters[self.start[number] : self.start[number + 1]].tobytes()

    def texts(self) -> list[str]:
        """Return all strings."""
        joined, ends = self.letters.tobytes(), self.start.tolist()
        return [joined[first:last].decode() for first, last in pairwise(ends)]

    def only(self, kept: NDArray[np.bool_]) -> "Strings":
        """Return the strings that are ``kept``. Of long ones ``at`` takes many times the room."""
        if kept.all():
            return self
        size = np.diff(self.start)
        return Strings(starts(size[kept]), self.letters[np.repeat(kept, size)])

    def at(self, numbers: Ints) -> "Strings":
        """Return the strings with these numbers."""
        first, size = self.start[numbers], self.start[numbers + 1] - self.start[numbers]
        start = starts(size)
        places = np.arange(start[-1]) + np.repeat(first - start[:-1], size)
        return Strings(start, self.letters[places])
