"""All that is weighed of a register's word in one place in memory: a card of 64 bytes.

A word asked about is held beside some eighty others. What is known of each lies in a dozen arrays,
each a place in memory to wait for; a card is one.
"""

import numpy as np
from numba import njit

from tocsin.core.screening.loops.leaf import leaf

SIZE, LETTERS, SOUND, BONES = 64, 0, 16, 32  # where each begins
SOUND_ROOM, BONES_ROOM, _LETTERS_ROOM = 14, 8, 16
OWN = 15  # as a number of 16 bits: what its letters reach at best beside a Latin word
SOUND_LENGTH, BONES_LENGTH, SCRIPT, LENGTH, INITIAL, SOUND_INITIAL, COUNT, MARKS = range(40, 48)
TEXT, RARITY = 6, 7  # as a number of 64 bits
TRAITS, GROUPED = 7, 8  # as ``lexicon`` has them; and of a group of equivalent names
ELSEWHERE = 255  # a length: too long for its place here


@leaf
def _put(card, first, room, length_at, spelled, a):
    start, letters = spelled
    length = start[a + 1] - start[a]
    card[length_at] = length if length <= room else ELSEWHERE
    for x in range(min(length, room)):
        card[first + x] = letters[start[a] + x]


@njit(nogil=True, cache=True)
def cards_of(words, best):
    """Return the card of each word. ``best``: what letters reach, as ``words.at_best`` tells."""
    return _cards(words.all, best)


@njit(nogil=True, cache=True)
def _cards(words, best):
    count = len(words[0])
    found = np.zeros((count, SIZE), np.uint8)
    texts, rarities, own = found.view(np.uint64), found.view(np.float64), found.view(np.int16)
    for a in range(count):
        card = found[a]
        total = 0
        for x in range(_LETTERS_ROOM):
            card[LETTERS + x] = words[3][a, x]
            total += best[words[2][a], 0, words[3][a, x]]
        own[a, OWN] = total
        _put(card, SOUND, SOUND_ROOM, SOUND_LENGTH, words[10], a)
        _put(card, BONES, BONES_ROOM, BONES_LENGTH, words[11], a)
        card[SCRIPT], card[LENGTH], card[COUNT] = words[2][a], words[5][a], words[6][a]
        card[INITIAL], card[SOUND_INITIAL] = words[7][a], words[8][a]
        card[MARKS] = words[9][a] | (GROUPED if words[1][a, 0] > 0 else 0)
        texts[a, TEXT], rarities[a, RARITY] = words[4][a], words[0][a]
    return found


@leaf
def told(near, x):
    """Return what is known of the word whose card lies at ``x``, as ``tokens.told`` does."""
    card, texts, rarities, _ = near
    return (
        rarities[x, RARITY], card[x, SCRIPT], texts[x, TEXT], card[x, LENGTH], card[x, COUNT],
        card[x, INITIAL], card[x, SOUND_INITIAL], card[x, MARKS] & TRAITS,
    )  # fmt: skip
