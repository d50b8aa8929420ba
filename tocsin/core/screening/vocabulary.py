"""Strings as one run of bytes with a table of starts: compact, shareable, decoded when needed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast
from tocsin.core.screening.columns import Ints
from tocsin.core.screening.lexicon import TokenTable

Keys = tuple[str, str]


@dataclass(frozen=True)
class Strings:
    """Many strings end to end."""

    start: Ints
    letters: NDArray[np.uint8]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Strings":
        """``texts`` laid end to end in UTF-8."""
        encoded = [text.encode() for text in texts]
        start = np.zeros(len(encoded) + 1, dtype=np.int64)
        np.cumsum([len(x) for x in encoded], out=start[1:])
        return cls(start, np.frombuffer(b"".join(encoded), dtype=np.uint8))

    def __len__(self) -> int:
        return len(self.start) - 1

    def raw(self, number: int) -> bytes:
        """Return the bytes of one string."""
        return self.letters[self.start[number] : self.start[number + 1]].tobytes()


@dataclass
class StoredWords:
    """A vocabulary: arrays, and strings decoded on first use and then kept."""

    table: TokenTable
    texts: Strings
    sounds: Strings
    skeletons: Strings
    _known: dict[int, Keys] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.texts)

    def _keys(self, number: int) -> Keys:
        known = self._known.get(number)
        if known is None:
            known = self.sounds.raw(number).decode(), self.skeletons.raw(number).decode()
            self._known[number] = known
        return known

    def keys(self, numbers: Ints) -> tuple[list[str], list[str]]:
        """Return the sounds and skeletons of the given tokens."""
        distinct, back = np.unique(numbers, return_inverse=True)
        pairs = [self._keys(number) for number in distinct.tolist()]
        return _spread([x[0] for x in pairs], back), _spread([x[1] for x in pairs], back)

    @cached_property
    def compiled(self) -> fast.Tables:
        """The arrays as the compiled loops take them."""
        return fast.tables(self)

    def spelled(self) -> tuple[Strings, Strings, Strings]:
        """Return all sounds, all skeletons and the words themselves."""
        return self.sounds, self.skeletons, self.texts

    def texts_of(self, numbers: Ints) -> list[str]:
        """Return the given tokens."""
        return [self.texts.raw(number).decode() for number in numbers.tolist()]


def _spread(texts: list[str], places: Ints) -> list[str]:
    """Return the text at each place; numpy moves references faster than a loop does."""
    found: list[str] = np.array([*texts, ""], dtype=object)[places].tolist()
    return found
