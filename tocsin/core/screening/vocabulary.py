"""The words of a segment, or of a process: what is known of each, and how each is written."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from tocsin.core.screening import fast
from tocsin.core.screening.lexicon import TokenTable
from tocsin.core.screening.strings import Ints, Strings

Keys = tuple[str, str]


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
    def compiled(self) -> fast.Held:
        """The arrays as the compiled loops take them."""
        return fast.vocabulary(self)

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
