"""Words and their numbers: a word is its letters and the script that they were read from.

Few words make up most names, so a name is kept and compared as the numbers of its words.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast, fast_words
from tocsin.core.screening.growing import Growing
from tocsin.core.screening.strings import Ints, Strings
from tocsin.core.screening.writing.reading import Token

Scripts = NDArray[np.uint8]
_FEWEST_PLACES = 64


class Numbers:
    """Words numbered in the order in which they were added.

    Threads may look numbers up while one adds: a word is there when all that is known of it is.
    """

    def __init__(self) -> None:
        no_letters = np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.uint8)
        self.words = Growing([np.zeros(0, dtype=np.uint8)], [no_letters])
        self.places = np.full(_FEWEST_PLACES, -1, dtype=np.int32)  # for the compiled loops
        self._numbers: dict[tuple[bytes, int], int] = {}  # where there are none
        self.filed = 0  # words that can be found
        self.is_compiled = fast.loops() is not None

    def __len__(self) -> int:
        return len(self.words)

    @property
    def texts(self) -> Strings:
        """The words, by number."""
        return Strings(*self.words.run(0))

    @property
    def room(self) -> Strings:
        """The words, by number, with room behind them."""
        return Strings(*self.words.runs[0])

    @property
    def scripts(self) -> Scripts:
        """The script that each was read from."""
        return self.words.column(0)

    def find(self, words: Strings, scripts: Scripts) -> tuple[Ints, Ints]:
        """Return the number of each word, and which of them have none yet, each once.

        Those get the numbers that ``hold`` would give them if nobody else held any.
        """
        if self.is_compiled:
            # The scripts are taken first: of words added meanwhile they tell that they are new.
            known = self.scripts
            return fast_words.numbered(self.places, known, self.room, (words, scripts))
        fresh: dict[tuple[bytes, int], int] = {}
        found, first, count = [], [], len(self)
        for at, word in enumerate(_pairs(words, scripts)):
            number = self._numbers.get(word)
            if number is None:
                number = fresh.get(word)
                if number is None:
                    number = fresh[word] = count + len(fresh)
                    first.append(at)
            found.append(number)
        return np.array(found, dtype=np.int64), np.array(first, dtype=np.int64)

    def hold(self, words: Strings, scripts: Scripts) -> None:
        """Give numbers to ``words``, none of which has one; ``file`` lets them be found.

        Only one thread may do so at a time.
        """
        self.words.add([scripts], [(words.start, words.letters)])

    def file(self) -> None:
        """Let all words be found that have a number."""
        first, held = self.filed, len(self)
        if first == held:
            return
        if not self.is_compiled:
            more = np.arange(first, len(self))
            words = _pairs(self.texts.at(more), self.scripts[more])
            self._numbers.update(zip(words, more.tolist(), strict=True))
        elif 2 * len(self) > len(self.places):
            places = np.full(_places_for(len(self)), -1, dtype=np.int32)
            fast_words.file(places, self.texts, self.scripts, 0)
            self.places = places  # whoever is reading goes on with the old ones
        else:
            fast_words.file(self.places, self.texts, self.scripts, first)
        self.filed = held


def _pairs(words: Strings, scripts: Scripts) -> list[tuple[bytes, int]]:
    return [
        (text.encode(), script)
        for text, script in zip(words.texts(), scripts.tolist(), strict=True)
    ]


def _places_for(words: int) -> int:
    return int(1 << (4 * words).bit_length())


def laid_out(tokens: Sequence[Token]) -> tuple[Strings, Scripts]:
    """Return ``tokens`` as words and their scripts."""
    words = Strings.of([text for text, _ in tokens])
    return words, np.array([script for _, script in tokens], dtype=np.uint8)
