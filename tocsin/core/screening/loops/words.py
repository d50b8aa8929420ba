"""Which words of a register a word may stand for: ``likeness``, for many words beside each other.

A word asked about has some eighty words filed where it is looked for. It is laid out once for all
of them, and letters are aligned sixteen words at a time, side by side, as a processor likes it.
"""

import numpy as np
from numba import njit

from tocsin.core.screening.loops.leaf import leaf
from tocsin.core.screening.loops.tokens import (
    SHORT,
    judge,
    share_group,
    told,
    vowelless,
)

_ONE, _NONE = np.uint64(1), np.uint64(0)
_SCRIPTS, _LETTERS, _LONGEST, _LANES = 7, 33, 16, 16
_HAIR = 1e-9


@leaf
def _lay_out(places, here, a):
    """Mark where each letter of a word stands, by their bits; return how many there are."""
    start, letters = here
    for i in range(start[a], start[a + 1]):
        places[letters[i]] |= _ONE << np.uint64(i - start[a])
    return start[a + 1] - start[a]


@leaf
def _clear(places, here, a):
    start, letters = here
    for i in range(start[a], start[a + 1]):
        places[letters[i]] = _NONE


@leaf
def _alike(places, n, there, b):
    """Return how alike the word laid out in ``places`` is to another; see ``tokens.slips``."""
    start, letters = there
    m = start[b + 1] - start[b]
    found = n
    if n == 0 or m == 0:
        return 1.0 - float(n + m) / float(max(n, m, 1))
    last = _ONE << np.uint64(n - 1)
    up, down, diagonal, before = ~_NONE, _NONE, _NONE, _NONE
    for j in range(start[b], start[b + 1]):
        here = places[letters[j]]
        turned = ((~diagonal & here) << _ONE) & before
        diagonal = (((here & up) + up) ^ up) | here | down | turned
        right = down | ~(diagonal | up)
        left = diagonal & up
        found += 1 if right & last else 0
        found -= 1 if left & last else 0
        right = (right << _ONE) | _ONE
        up = (left << _ONE) | ~(diagonal | right)
        down = right & diagonal
        before = here
    return 1.0 - float(found) / float(max(n, m))


@leaf
def _at_best(odds, script, beside, letters, a):
    """Return what the letters of a word reach at best beside words of another script.

    Both Latin: what they would reach beside themselves.
    """
    tables, likest = odds
    total = np.int64(0)
    for i in range(_LONGEST):
        letter = letters[a, i]
        if script == 0 and beside == 0:
            total += tables[0, letter, letter]
        elif script == 0:
            total += likest[beside, 0, letter]
        else:
            total += likest[script, 1, letter]
    return total


@leaf
def _lay_out_letters(odds, script, letters, a, answers):
    """Note what each letter of another word is worth beside each of this one, in each script.

    Row 0 of ``answers`` is what a letter of the other word is worth alone, column 0 of a row what
    that letter of this word is. Returns how many letters this word has.
    """
    n = 0
    while n < _LONGEST and letters[a, n] > 0:
        n += 1
    for s in range(_SCRIPTS):
        if script > 0 and s != script:
            continue
        for k in range(_LETTERS):
            answers[s, 0, k] = odds[s, 0, k] if script == 0 else odds[s, k, 0]
            for i in range(n):
                letter = letters[a, i]
                answers[s, i + 1, k] = odds[s, letter, k] if script == 0 else odds[s, k, letter]
    return n


@leaf
def _align(answers, n, beside, m, rows, room):
    """Align the letters laid out with those of sixteen words: rows[m] is what each reaches.

    ``other[j]`` holds the letter j of each, zeros where a word has ended: those weigh nothing.
    """
    scripts, other = beside
    worth, alone, single, above = room
    for x in range(_LANES):
        rows[0, x] = 0
    for j in range(m):
        for x in range(_LANES):
            single[j, x] = answers[scripts[x], 0, other[j, x]]
        for x in range(_LANES):
            rows[j + 1, x] = rows[j, x] + single[j, x]
    for i in range(1, n + 1):
        for x in range(_LANES):
            alone[x] = answers[scripts[x], i, 0]
        for x in range(_LANES):
            above[x] = rows[0, x]
            rows[0, x] += alone[x]
        for j in range(m):
            for x in range(_LANES):
                worth[x] = answers[scripts[x], i, other[j, x]]
            for x in range(_LANES):
                best = max(above[x] + worth[x], rows[j + 1, x] + alone[x])
                above[x] = rows[j + 1, x]
                rows[j + 1, x] = max(best, rows[j, x] + single[j, x])


@leaf
def _take_letters(letters, script_of, word, first, last, script, beside):
    """Lay the letters of up to sixteen words side by side; return the length of the longest.

    ``script``: of the word they stand beside; the tables are those of the script that is foreign.
    """
    scripts, other = beside
    longest = 0
    for x in range(_LANES):
        b = word[min(first + x, last - 1)]
        scripts[x] = script if script > 0 else script_of[b]
        for j in range(_LONGEST):
            other[j, x] = letters[b, j]
            if letters[b, j] > 0:
                longest = max(longest, j + 1)
    return longest


@leaf
def _needs_bones(one, other, sounding, w):
    """Tell whether consonants may change the likeness of two words to what counts."""
    if one[1] != other[1] and (vowelless(one[1]) or vowelless(other[1])):
        return True
    if max(one[3], other[3]) <= SHORT:
        return True
    degree = w.same_sound * sounding
    return degree + w.skeleton_share * (1.0 - degree) >= w.alike_from - _HAIR


@leaf
def _weight(one, laid, other, others, b, letters, grouped, w):
    """Weigh the word laid out beside word ``b`` of the others, exactly where it may count."""
    places, n, places_of_bones, n_of_bones = laid
    sounding = _alike(places, n, others[0], b)
    skeletons = 0.0
    if _needs_bones(one, other, sounding, w):
        skeletons = _alike(places_of_bones, n_of_bones, others[1], b)
    weight, _ = judge(one, other, (sounding, skeletons, letters[0], letters[1], grouped), w)
    return weight


@njit(nogil=True, cache=True)
def _rooms():
    """Return what is written over for each word, and for each sixteen words beside it."""
    places = np.zeros((2, 256), np.uint64)
    answers = np.zeros((_SCRIPTS, _LONGEST + 1, _LETTERS), np.int32)
    scripts = np.zeros(_LANES, np.uint8)
    other = np.zeros((_LONGEST, _LANES), np.uint8)
    rows = np.zeros((_LONGEST + 1, _LANES), np.int32)
    worth, alone, above = np.zeros((3, _LANES), np.int32)
    single = np.zeros((_LONGEST, _LANES), np.int32)
    return places, answers, (scripts, other), rows, (worth, alone, single, above)


@leaf
def _lay_out_word(words, a, odds, places, answers, own):
    """Lay out the word: its sound, its consonants, its letters; return the length of each."""
    for s in range(_SCRIPTS):
        own[s] = _at_best(odds, words[2][a], s, words[3], a)
    sound = _lay_out(places[0], words[10], a)
    bones = _lay_out(places[1], words[11], a)
    return sound, bones, _lay_out_letters(odds[0], words[2][a], words[3], a, answers)


@njit(nogil=True, cache=True)
def likely(words, others, pairs, figures, least):
    """Weigh each word a of ``words`` beside ``word[start[a]:start[a + 1]]`` of ``others``.

    ``pairs``: start and word.

    Returns the places in ``word`` of those that weigh more than ``least``, and their weights.
    """
    start, word = pairs
    kept, weight = np.empty(len(word), np.int64), np.empty(len(word), np.float64)
    places, answers, beside, rows, room = _rooms()
    own, spelled = np.zeros(_SCRIPTS, np.int64), (others[10], others[11])
    found, longest = 0, 0
    for a in range(len(start) - 1):
        first, last = start[a], start[a + 1]
        if first == last:
            continue
        one = told(words, a)
        sound, bones, n = _lay_out_word(words, a, figures[0], places, answers, own)
        laid = (places[0], sound, places[1], bones)
        for x in range(first, last):
            at, b = (x - first) % _LANES, word[x]
            if at == 0:
                longest = _take_letters(others[3], others[2], word, x, last, one[1], beside)
                _align(answers, n, beside, longest, rows, room)
            other = told(others, b)
            best = own[other[1]] + _at_best(figures[0], other[1], one[1], others[3], b)
            letters = (np.int64(rows[longest, at]), best)
            grouped = share_group(words[1], a, others[1], b)
            value = _weight(one, laid, other, spelled, b, letters, grouped, figures[1])
            if value > least:
                kept[found], weight[found] = x, value
                found += 1
        _clear(places[0], words[10], a)
        _clear(places[1], words[11], a)
    return kept[:found].copy(), weight[:found].copy()
