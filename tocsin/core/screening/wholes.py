"""Names as if their words were written together: keys of how they begin and how they end.

Words joined, split or misspelt at one end leave the other end as it was. By consonants a name is
found in any writing; names of few consonants, and slips among them, by their sound with its vowels;
and wherever it is cut, a name of common beginning by more of its letters and by all of them.
"""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast, fast_words
from tocsin.core.screening.columns import Named
from tocsin.core.screening.hashing import BASE, SALT, SPREADS
from tocsin.core.screening.postings import Keys, runs
from tocsin.core.screening.strings import Ints, Strings

# How many letters count, and how many there must be.
_CONSONANTS, _LETTERS, _MORE, _ALL = (6, 4), (5, 5), (7, 7), (60, 5)
WHOLES = 4  # kinds of keys
Owned = tuple[Keys, Ints]  # keys, and whose each is

_Spelled = TypeVar("_Spelled")

Folds = NDArray[np.uint8]  # what each letter is taken for; 0: it does not count


def _taken_for(**others: str) -> Folds:
    found = np.arange(256, dtype=np.uint8)
    for letter, taken in others.items():
        found[ord(letter)] = ord(taken) if taken else 0
    return found


_HEARD = _taken_for()
_BONES = _taken_for(h="", w="", y="")  # written at the beginning of a word, dropped inside
# Which sound a letter is depends on what stands beside it, so not where words are put together.
_WRITTEN = _taken_for(h="", w="v", y="i", j="i", c="k", q="k", z="s")
FOLDS = (_BONES, _HEARD, _WRITTEN)
KINDS = np.array((_CONSONANTS, _LETTERS, _MORE, _ALL))


def whole_keys(
    named: Named, spelled: tuple[Strings, Strings, Strings], *, asked: bool = False
) -> tuple[Owned, Owned, Owned, Owned]:
    """Return keys of how each name begins, how it ends, and of both by more letters.

    Those of one person stand together, in the order of the persons. A name that is one word may be
    several written together: it is ``asked`` for by more of its letters, by which names of several
    words are filed. By all of their letters names are filed beside how they begin.
    """
    sounds, skeletons, texts = spelled
    if fast.loops() is not None:
        return fast_words.whole_keys(named, by_way(spelled), FOLDS, KINDS, asked=asked)
    bones = _ends(named, skeletons, _BONES, _CONSONANTS)
    heard = _ends(named, sounds, _HEARD, _LETTERS)
    words = np.diff(named.token_start)
    more = _ends(_only(named, words == 1 if asked else words > 1), texts, _WRITTEN, _MORE)
    all_ = _ends(named, texts, _WRITTEN, _ALL)
    return (
        _together((bones[0], bones[2]), (heard[0], heard[2])),
        _together((bones[1], bones[2]), (heard[1], heard[2])),
        _together((more[0], more[2]), (all_[0], all_[2])),
        (more[1], more[2]),
    )


def by_way(spelled: tuple[_Spelled, _Spelled, _Spelled]) -> tuple[_Spelled, _Spelled, _Spelled]:
    """Return how words are spelled in the order of ``FOLDS``: by consonants, by sound, written."""
    sounds, skeletons, texts = spelled
    return skeletons, sounds, texts


def _together(one: Owned, other: Owned) -> Owned:
    """Return the keys of both, which never meet, ordered by whose they are."""
    owner = np.concatenate([one[1], other[1]])
    order = np.argsort(owner, kind="stable")
    return np.concatenate([one[0], other[0] ^ SALT])[order], owner[order]


def _only(named: Named, wanted: NDArray[np.bool_]) -> Named:
    """Return of each person the wanted rows alone."""
    kept = np.zeros(len(wanted) + 1, dtype=np.int64)
    np.cumsum(wanted, out=kept[1:])
    words = np.diff(named.token_start)
    start = np.zeros(kept[-1] + 1, dtype=np.int64)
    np.cumsum(words[wanted], out=start[1:])
    inside = np.repeat(wanted, words)
    return Named(kept[named.row_start], start, named.tokens[inside], named.marks[inside])


def _ends(
    named: Named, spelled: Strings, folds: Folds, limits: tuple[int, int]
) -> tuple[Keys, Keys, Ints]:
    """Return (key of the beginning, key of the ending, whose name it is) of each name."""
    most, fewest = limits
    tokens = named.tokens.astype(np.int64)
    first = spelled.start[tokens]
    places, token = runs(first, spelled.start[tokens + 1] - first)
    letters = folds[spelled.letters[places]]
    row = np.repeat(np.arange(len(named.token_start) - 1), np.diff(named.token_start))[token]
    sure = letters > 0
    letters, row = letters[sure], row[sure]
    again = np.zeros(len(row), dtype=np.bool_)
    again[1:] = (letters[1:] == letters[:-1]) & (row[1:] == row[:-1])
    letters, row = letters[~again], row[~again]
    start = np.searchsorted(row, np.arange(len(named.token_start)))
    count = np.diff(start)
    kept = np.flatnonzero(count >= fewest)
    count, start, stop = count[kept], start[:-1][kept], start[1:][kept]
    beginning, ending = np.zeros((2, len(kept)), dtype=np.uint64)
    for place in range(most):
        more = np.flatnonzero(count > place)
        for key, at in ((beginning, start[more] + place), (ending, stop[more] - 1 - place)):
            key[more] = key[more] * np.uint64(BASE) + SPREADS[letters[at]]
    owner = np.repeat(np.arange(len(named)), np.diff(named.row_start))[kept]
    return beginning, ending, owner
