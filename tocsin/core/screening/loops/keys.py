"""Keys under which words meet: ``postings.spelling_keys`` and ``echo_keys``, compiled."""

import numpy as np
from numba import njit

from tocsin.core.screening.loops.leaf import leaf
from tocsin.core.screening.loops.lookup import hash_of

_BASE = np.uint64(0x9E3779B97F4A7C15)
_C, _G, _R, _VOWEL, _SOFTENING = ord("c"), ord("g"), ord("r"), 1, 2
_NONE, _K, _S, _L = 0, ord("K"), ord("S"), ord("L")
_MOST_AT_ONCE, _MOST_KEYS, _SHORTEST = 64, 12, 2


@njit(nogil=True, cache=True)
def spelling_keys(start, letters, spread, shortest):
    """Return the key of each word and, if it has ``shortest`` letters, of it less any one letter.

    (key, which word)
    """
    most = 0
    for at in range(len(start) - 1):
        most += start[at + 1] - start[at] + 1
    keys, owner = np.empty(most, np.uint64), np.empty(most, np.int64)
    n = 0
    for at in range(len(start) - 1):
        first, last = start[at], start[at + 1]
        if first == last:
            continue
        for cut in range(first - 1, last if last - first >= shortest else first):
            value = np.uint64(0)
            for x in range(first, last):
                if x != cut:
                    value = value * _BASE + spread[letters[x]]
            keys[n], owner[n] = value, at
            n += 1
    return keys[:n].copy(), owner[:n].copy()


@njit(nogil=True, cache=True)
def skeleton_keys(start, letters, spread, salt, shortest):
    """Return the key of each word of ``shortest`` consonants or more, and which word."""
    keys, owner = np.empty(len(start) - 1, np.uint64), np.empty(len(start) - 1, np.int64)
    n = 0
    for at in range(len(start) - 1):
        if start[at + 1] - start[at] >= shortest:
            keys[n], owner[n] = hash_of(letters, start[at], start[at + 1], spread) ^ salt, at
            n += 1
    return keys[:n].copy(), owner[:n].copy()


@leaf
def _signs(letters, first, x, last, choices, kinds, found):
    """Put what the letter at ``x`` may be into ``found``: signs, two for each choice.

    Returns how many choices there are, 0 where the letter is silent.
    """
    letter = letters[x]
    after = kinds[letters[x + 1]] if x + 1 < last else 0
    for sign in range(4):
        found[sign] = choices[letter, 1 + sign]
    if letter in (_C, _G):
        soft = after & _SOFTENING > 0
        found[:] = _NONE
        found[0] = _K
        if soft and letter == _C:
            found[0] = _S
        elif soft or (letter == _C and x == last - 1):
            found[2] = _S
            return 2
        return 1
    if letter == _R and x > first and kinds[letters[x - 1]] & _VOWEL and not after & _VOWEL:
        found[:] = _NONE
        found[0] = _L
        return 2
    return choices[letter, 0]


@leaf
def _lengthen(keys, count, signs, options, spread, longer):
    """Put each key with each choice after it into ``longer``, each once; return how many."""
    n = 0
    for key in range(count):
        for choice in range(options):
            value, end, size = keys[0][key], keys[1][key], keys[2][key]
            for at in (2 * choice, 2 * choice + 1):
                sign = signs[at]
                if sign != _NONE and sign != end:
                    value = value * _BASE + spread[sign]
                    size += 1
                if sign != _NONE:
                    end = sign
            known = False
            for other in range(n):
                known |= longer[0][other] == value
            if not known and n < _MOST_AT_ONCE:
                longer[0][n], longer[1][n], longer[2][n] = value, end, size
                n += 1
    return n


@njit(nogil=True, cache=True)
def echo_keys(start, letters, choices, kinds, spread):
    """Return the keys of Latin words whose sounds are written by one sign each: see ``echoes``.

    ``choices``: for each letter how many signs it may be, and which; ``kinds``: what vowels are.
    """
    words = len(start) - 1
    out, owner = np.empty(words * _MOST_KEYS, np.uint64), np.empty(words * _MOST_KEYS, np.int64)
    values, more = np.zeros((2, _MOST_AT_ONCE), np.uint64)
    ends, sizes, ends_more, sizes_more = np.zeros((4, _MOST_AT_ONCE), np.int64)
    keys, longer = (values, ends, sizes), (more, ends_more, sizes_more)
    signs = np.zeros(4, np.uint8)
    n = 0
    for at in range(words):
        count = 1
        keys[0][0], keys[1][0], keys[2][0] = 0, _NONE, 0
        for x in range(start[at], start[at + 1]):
            options = _signs(letters, start[at], x, start[at + 1], choices, kinds, signs)
            if options > 0:
                count = _lengthen(keys, count, signs, options, spread, longer)
                keys, longer = longer, keys
        found = 0
        for key in range(count):
            if keys[2][key] >= _SHORTEST and found < _MOST_KEYS:
                out[n], owner[n] = keys[0][key], at
                found += 1
                n += 1
    return out[:n].copy(), owner[:n].copy()
