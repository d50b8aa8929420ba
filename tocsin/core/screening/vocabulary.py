"""Strings as one run of bytes with a table of starts: compact, shareable, decoded when needed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast
from tocsin.core.screening.columns import Ints
from tocsin.core.screening.equivalents import equivalents
from tocsin.core.screening.hashing import text_hashes
from tocsin.core.screening.lexicon import TokenTable, Vocabulary, token_table
from tocsin.core.screening.postings import echo_keys, skeleton_keys, spelling_keys
from tocsin.core.screening.sounds import sounds

Keys = tuple[str, str]
Sought = tuple[NDArray[np.uint64], Ints]  # keys, and of which words


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
    _known: dict[int, Keys] = field(default_factory=dict, repr=False)

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


class FreshWords:
    """The vocabulary of the persons being asked about."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.table = token_table(vocabulary)
        self._sounds = np.array([*vocabulary.sounds, ""], dtype=object)
        self._skeletons = np.array([*vocabulary.skeletons, ""], dtype=object)

    def keys(self, numbers: Ints) -> tuple[list[str], list[str]]:
        """Return the sounds and skeletons of the given tokens."""
        return self._sounds[numbers].tolist(), self._skeletons[numbers].tolist()

    @cached_property
    def compiled(self) -> fast.Tables:
        """The arrays as the compiled loops take them."""
        return fast.tables(self)

    def spelled(self) -> tuple[Strings, Strings, Strings]:
        """Return all sounds, all skeletons and the words themselves."""
        return self._spelled

    @cached_property
    def _spelled(self) -> tuple[Strings, Strings, Strings]:
        known = self.vocabulary
        return Strings.of(known.sounds), Strings.of(known.skeletons), Strings.of(known.texts)

    def texts_of(self, numbers: Ints) -> list[str]:
        """Return the given tokens."""
        return [self.vocabulary.texts[x] for x in numbers.tolist()]

    @cached_property
    def sought(self) -> tuple[Sought, Sought, Sought, Sought, Sought]:
        """Under which keys a segment has words like these; the same for every segment.

        By sound, by consonants, by the sound of equivalent names, by what is read of other
        scripts and what of Latin words.
        """
        texts, scripts = self.vocabulary.texts, self.vocabulary.scripts
        return (
            spelling_keys(self.vocabulary.sounds),
            skeleton_keys(self.vocabulary.skeletons),
            _equivalent_keys(texts),
            echo_keys(texts, scripts, plain=False, foreign=True),
            echo_keys(texts, scripts, plain=True, foreign=True),
        )


def _equivalent_keys(texts: list[str]) -> Sought:
    rows = [(x, at) for at, text in enumerate(texts) for x in equivalents(text)]
    keys = text_hashes(sounds([x for x, _ in rows]))
    return keys, np.array([at for _, at in rows], dtype=np.int64)
