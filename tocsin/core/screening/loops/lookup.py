"""Words found in a table by their letters: ``numbering``, compiled.

A table is places by the hash of a word, where each word's letters begin, and the letters.
"""

import numpy as np
from numba import njit

from tocsin.core.screening.loops.leaf import leaf

BASE = np.uint64(0x9E3779B97F4A7C15)
NOWHERE = -1


@leaf
def hash_of(letters, first, last, spread):
    """Return the hash of a word, as ``hashing.text_hash`` does."""
    value = np.uint64(0)
    for x in range(first, last):
        value = value * BASE + spread[letters[x]]
    return value


@njit(nogil=True, cache=True)
def hashes(start, letters, spread):
    """Return the hash of each word."""
    found = np.empty(len(start) - 1, np.uint64)
    for at in range(len(found)):
        found[at] = hash_of(letters, start[at], start[at + 1], spread)
    return found


@leaf
def _place(value, slots):
    return np.int64(((value ^ value >> np.uint64(29)) * BASE) >> np.uint64(20)) & (len(slots) - 1)


@leaf
def _is(table, number, letters, first, last):
    start, texts = table
    at = start[number]
    if start[number + 1] - at != last - first:
        return False
    for x in range(first, last):
        if texts[at] != letters[x]:
            return False
        at += 1
    return True


@leaf
def find(table, value, letters, first, last):
    """Return the number in a table of the word that hashes to ``value``, NOWHERE if none."""
    slots, words = table[0], (table[1], table[2])
    place = _place(value, slots)
    while slots[place] != NOWHERE:
        number = slots[place]
        if _is(words, number, letters, first, last):
            return np.int64(number)
        place = (place + 1) & (len(slots) - 1)
    return np.int64(NOWHERE)


@njit(nogil=True, cache=True)
def filed(slots, words, scripts, first, spread):
    """File the words from number ``first`` on in ``slots``, which has room for them."""
    start, texts = words
    for number in range(first, len(start) - 1):
        value = hash_of(texts, start[number], start[number + 1], spread)
        place = _place(value + np.uint64(scripts[number]), slots)
        while slots[place] != NOWHERE:
            place = (place + 1) & (len(slots) - 1)
        slots[place] = number


@leaf
def _find_read(slots, known, value, asked, at):
    """As ``find`` does, of words with the script that each was read from."""
    (start, texts), scripts = known
    place = _place(value + np.uint64(asked[2][at]), slots)
    while slots[place] != NOWHERE:
        number = slots[place]
        # A word that another thread filed just now is not among those that are known here.
        if (
            number < len(scripts)
            and scripts[number] == asked[2][at]
            and _is((start, texts), number, asked[1], asked[0][at], asked[0][at + 1])
        ):
            return np.int64(number), place
        place = (place + 1) & (len(slots) - 1)
    return np.int64(NOWHERE), place


@njit(nogil=True, cache=True)
def numbered(slots, known, asked, spread):
    """Return the number of each word, and which of them are met here for the first time.

    ``known`` and ``asked``: where words begin, their letters, and the script each was read from.
    New words get the numbers that follow, in the order in which they are met.
    """
    start, letters, scripts = asked
    count = len(known[2])
    numbers, fresh = np.empty(len(scripts), np.int64), np.empty(len(scripts), np.int64)
    met = np.full(2, NOWHERE, np.int32)
    n = 0
    for at in range(len(scripts)):
        value = hash_of(letters, start[at], start[at + 1], spread)
        number, _ = _find_read(slots, ((known[0], known[1]), known[2]), value, asked, at)
        if number != NOWHERE:
            numbers[at] = number
            continue
        if 2 * n + 2 > len(met):
            met = np.full(4 * len(met), NOWHERE, np.int32)
            for other in range(n):
                x = fresh[other]
                value_of = hash_of(letters, start[x], start[x + 1], spread)
                place = _place(value_of + np.uint64(scripts[x]), met)
                while met[place] != NOWHERE:
                    place = (place + 1) & (len(met) - 1)
                met[place] = other
        place = _place(value + np.uint64(scripts[at]), met)
        while met[place] != NOWHERE:
            x = fresh[met[place]]
            if scripts[x] == scripts[at] and _is(
                (start, letters), x, letters, start[at], start[at + 1]
            ):
                break
            place = (place + 1) & (len(met) - 1)
        if met[place] == NOWHERE:
            met[place] = n
            fresh[n] = at
            n += 1
        numbers[at] = count + met[place]
    return numbers, fresh[:n].copy()
