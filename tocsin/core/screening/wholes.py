"""Names as if their words were written together: keys of how the consonants of one begin and end.

Words joined, split or misspelt at one end leave the other end as it was.
"""

import numpy as np

from tocsin.core.screening import fast
from tocsin.core.screening.columns import Ints, Named
from tocsin.core.screening.hashing import BASE, SPREADS
from tocsin.core.screening.postings import Keys, runs
from tocsin.core.screening.vocabulary import Strings

_MOST_LETTERS, _FEWEST_LETTERS = 6, 4

_UNSURE = np.zeros(256, dtype=np.bool_)
_UNSURE[[ord(x) for x in "hwy"]] = True  # written at the beginning of a word, dropped inside


def whole_keys(named: Named, skeletons: Strings) -> tuple[tuple[Keys, Ints], tuple[Keys, Ints]]:
    """Return keys of how each name begins and of how it ends, each with whose name it is."""
    if fast.loops() is not None:
        limits = (_MOST_LETTERS, _FEWEST_LETTERS)
        beginning, ending, owner = fast.whole_keys(named, skeletons, _UNSURE, limits)
        return (beginning, owner), (ending, owner)
    tokens = named.tokens.astype(np.int64)
    first = skeletons.start[tokens]
    places, token = runs(first, skeletons.start[tokens + 1] - first)
    letters = skeletons.letters[places]
    row = np.repeat(np.arange(len(named.token_start) - 1), np.diff(named.token_start))[token]
    sure = ~_UNSURE[letters]
    letters, row = letters[sure], row[sure]
    again = np.zeros(len(row), dtype=np.bool_)
    again[1:] = (letters[1:] == letters[:-1]) & (row[1:] == row[:-1])
    letters, row = letters[~again], row[~again]
    start = np.searchsorted(row, np.arange(len(named.token_start)))
    count = np.diff(start)
    kept = np.flatnonzero(count >= _FEWEST_LETTERS)
    count, start, stop = count[kept], start[:-1][kept], start[1:][kept]
    beginning, ending = np.zeros((2, len(kept)), dtype=np.uint64)
    for place in range(_MOST_LETTERS):
        more = np.flatnonzero(count > place)
        for key, at in ((beginning, start[more] + place), (ending, stop[more] - 1 - place)):
            key[more] = key[more] * np.uint64(BASE) + SPREADS[letters[at]]
    owner = np.repeat(np.arange(len(named)), np.diff(named.row_start))[kept]
    return (beginning, owner), (ending, owner)
