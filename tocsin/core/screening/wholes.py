"""Names as if their words were written together: keys of how they begin and how they end.

Words joined, split or misspelt at one end leave the other end as it was. By consonants a name is
found in any writing; names of few consonants, and slips among them, by their sound with its vowels.
"""

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast
from tocsin.core.screening.columns import Ints, Named
from tocsin.core.screening.hashing import BASE, SPREADS
from tocsin.core.screening.postings import Keys, runs
from tocsin.core.screening.vocabulary import Strings

_CONSONANTS, _LETTERS = (6, 4), (5, 5)  # how many letters count, and how many there must be
_SALT = np.uint64(0x2545F4914F6CDD1D)

_SURE = np.zeros(256, dtype=np.bool_)
_UNSURE = _SURE.copy()
_UNSURE[[ord(x) for x in "hwy"]] = True  # written at the beginning of a word, dropped inside


def whole_keys(
    named: Named, skeletons: Strings, sounds: Strings
) -> tuple[tuple[Keys, Ints], tuple[Keys, Ints]]:
    """Return keys of how each name begins and of how it ends, each with whose name it is.

    Those of one person stand together, in the order of the persons.
    """
    bones = _ends(named, skeletons, _UNSURE, _CONSONANTS)
    heard = _ends(named, sounds, _SURE, _LETTERS)
    owner = np.concatenate([bones[2], heard[2]])
    order = np.argsort(owner, kind="stable")
    beginning, ending = (
        np.concatenate([one, other ^ _SALT])[order]
        for one, other in zip(bones[:2], heard[:2], strict=True)
    )
    return (beginning, owner[order]), (ending, owner[order])


def _ends(
    named: Named, spelled: Strings, unsure: NDArray[np.bool_], limits: tuple[int, int]
) -> tuple[Keys, Keys, Ints]:
    """Return (key of the beginning, key of the ending, whose name it is) of each name."""
    if fast.loops() is not None:
        return fast.whole_keys(named, spelled, unsure, limits)
    most, fewest = limits
    tokens = named.tokens.astype(np.int64)
    first = spelled.start[tokens]
    places, token = runs(first, spelled.start[tokens + 1] - first)
    letters = spelled.letters[places]
    row = np.repeat(np.arange(len(named.token_start) - 1), np.diff(named.token_start))[token]
    sure = ~unsure[letters]
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
