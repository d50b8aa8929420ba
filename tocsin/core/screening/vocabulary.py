"""Strings as one run of bytes with a table of starts: compact, shareable, decoded when needed."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening.columns import Ints, TokenTable, Vocabulary, token_table

Triple = tuple[str, str, str]


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
    """The vocabulary of a segment: arrays, and strings decoded on first use and then kept."""

    table: TokenTable
    texts: Strings
    sounds: Strings
    skeletons: Strings
    _known: dict[int, Triple] = field(default_factory=dict, repr=False)

    def _triple(self, number: int) -> Triple:
        known = self._known.get(number)
        if known is None:
            known = self._known[number] = (
                self.texts.raw(number).decode(),
                self.sounds.raw(number).decode(),
                self.skeletons.raw(number).decode(),
            )
        return known

    def strings(self, numbers: Ints) -> tuple[list[str], list[str], list[str]]:
        """Texts, sounds and skeletons of the given tokens."""
        triples = [self._triple(number) for number in numbers.tolist()]
        return [x[0] for x in triples], [x[1] for x in triples], [x[2] for x in triples]


class FreshWords:
    """The vocabulary of the persons being asked about."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.table = token_table(vocabulary)

    def strings(self, numbers: Ints) -> tuple[list[str], list[str], list[str]]:
        """Texts, sounds and skeletons of the given tokens."""
        known, at = self.vocabulary, numbers.tolist()
        return (
            [known.texts[x] for x in at],
            [known.sounds[x] for x in at],
            [known.skeletons[x] for x in at],
        )
