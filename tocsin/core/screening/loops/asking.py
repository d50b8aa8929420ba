"""What is asked about, laid out to be looked for: names as words and keys, words as keys.

What ``known`` does for many names with numpy is done here for a lone one, or for many, at once.
"""

import numpy as np
from numba import njit

from tocsin.core.screening.loops.direct import whole_keys
from tocsin.core.screening.loops.keys import echo_keys, skeleton_keys, spelling_keys
from tocsin.core.screening.loops.leaf import leaf
from tocsin.core.screening.loops.lists import starts_of
from tocsin.core.screening.loops.marks import PARTICLE


@leaf
def _is_counted(marks, first, last):
    """Tell whether words other than particles stand from ``first`` to ``last``."""
    counted = False
    for t in range(first, last):
        counted |= not marks[t] & PARTICLE
    return counted


@njit(nogil=True, cache=True)
def asked_names(rows, marks, spelled, letters, kinds):
    """Return of each name the words it is looked up by, and the keys of its whole; see ``known``.

    Twice places and words of names, where those of each begin; four times starts and keys.
    """
    row_start, token_start, tokens = rows
    names = len(row_start) - 1
    start, n = np.zeros(names + 1, np.int64), 0
    places, words = np.empty(len(tokens), np.int64), np.empty(len(tokens), np.int64)
    for name in range(names):
        for row in range(row_start[name], row_start[name + 1]):
            first, last = token_start[row], token_start[row + 1]
            counted = _is_counted(marks, first, last)
            for t in range(first, last):
                if not counted or not marks[t] & PARTICLE:
                    places[n], words[n] = t - first, tokens[t]
                    n += 1
        start[name + 1] = n
    wholes = whole_keys(rows, spelled, letters, kinds, True)
    return (start, places[:n], words[:n]), (
        (starts_of(wholes[0][1], names), wholes[0][0]),
        (starts_of(wholes[1][1], names), wholes[1][0]),
        (starts_of(wholes[2][1], names), wholes[2][0]),
        (starts_of(wholes[3][1], names), wholes[3][0]),
    )


@njit(nogil=True, cache=True)
def sought(sounds, skeletons, hissed, figures):
    """Return the keys under which words are looked for, and where those of each begin.

    By sound, by consonants, and by what of Latin words is read of other scripts. ``figures``: the
    numbers by which letters are hashed and the salt of consonants, how long words with slips and
    consonants must be, and what Latin letters may be.
    """
    spread, salt, (with_slips, with_bones), (choices, kinds) = figures
    words = len(sounds[0]) - 1
    heard, whose = spelling_keys(sounds[0], sounds[1], spread, with_slips)
    bones, with_them = skeleton_keys(skeletons[0], skeletons[1], spread, salt, with_bones)
    echoes, of = echo_keys(hissed[0], hissed[1], choices, kinds, spread)
    return (
        (starts_of(whose, words), heard),
        (starts_of(with_them, words), bones),
        (starts_of(of, words), echoes),
    )
