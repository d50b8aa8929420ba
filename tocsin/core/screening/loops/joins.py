"""Two words on one side that are one on the other: ``joining``, compiled."""

import numpy as np
from numba import njit

from tocsin.core.screening.loops.leaf import leaf
from tocsin.core.screening.loops.marks import PARTICLE
from tocsin.core.screening.loops.tokens import LISTED, slips

TAKEN = -1e9
JOIN_BIT = 64  # as ``joining`` has it
_FEWEST_LETTERS, _MOST_MORE, _SHORTEST_PART = 6, 2, 2
_MOST_LETTERS = 64  # have room together


@leaf
def _is_exact(words, joins, a, b, others, other_joins, c):
    """Tell whether the words a and b are the word c, by their letters or by their sound."""
    hashes, powers, text_powers = joins
    if hashes[a] * powers[b] + hashes[b] == other_joins[0][c]:
        return True
    return words[4][a] * text_powers[words[5][b]] + words[4][b] == others[4][c]


@leaf
def _likeness(words, a, b, others, c, w, room, places):
    """Return how alike the letters of a and b, written together, are to those of c."""
    start, letters = words[12]
    start_c, letters_c = others[12]
    n = 0
    for token in (a, b):
        for x in range(start[token], start[token + 1]):
            room[n] = letters[x]
            n += 1
    first, last = start_c[c], start_c[c + 1]
    apart = slips((room, 0, n), (letters_c, first, last), places)
    return w.same_sound * (1.0 - float(apart) / float(max(n, last - first)))


@leaf
def _value(words, a, mark, b, mark_b, others, c, degree, w):
    """Return what a join weighs: the share of its degree above ``alike_from``, of both words."""
    if degree < w.joined_from:
        return 0.0
    rarity, length = words[0], words[5]
    part = 0.0 if mark & PARTICLE or length[a] < _SHORTEST_PART else rarity[a]
    other = 0.0 if mark_b & PARTICLE or length[b] < _SHORTEST_PART else rarity[b]
    both = part + other
    if others[9][c] & LISTED:
        both = min(both, others[0][c])
    return both * max((degree - w.alike_from) / (1.0 - w.alike_from), 0.0)


@leaf
def _best_single(grid, i, j, n, m, forward):
    """Return the most that any word of a join, two and one, weighs by itself."""
    best = TAKEN
    for y in range(m):
        for x in (i, i + 1):
            best = max(best, grid[x, y] if forward else grid[y, x])
    for x in range(n):
        best = max(best, grid[x, j] if forward else grid[j, x])
    return best


@leaf
def _join(grid, two, one, tables, taken, work, forward):
    """Return the best two words that are one on the other side: (weight, place, place)."""
    tokens, marks, first, n = two
    tokens_b, _, first_b, m = one
    words, others, joins, other_joins = tables
    w, room, places = work
    length, length_b = words[5], others[5]
    best, at, where = 0.0, -1, -1
    for i in range(n - 1):
        a, b = tokens[first + i], tokens[first + i + 1]
        if taken[0, i] or taken[0, i + 1]:
            continue
        both = np.int64(length[a]) + np.int64(length[b])
        able = length[a] >= _SHORTEST_PART and length[b] >= _SHORTEST_PART
        able = able and _FEWEST_LETTERS <= both <= _MOST_LETTERS
        for j in range(m):
            if taken[1, j]:
                continue
            c = tokens_b[first_b + j]
            exact = _is_exact(words, joins, a, b, others, other_joins, c)
            if not exact and not (able and abs(both - np.int64(length_b[c])) <= _MOST_MORE):
                continue
            degree = 1.0 if exact else _likeness(words, a, b, others, c, w, room, places)
            mark, mark_b = marks[first + i], marks[first + i + 1]
            value = _value(words, a, mark, b, mark_b, others, c, degree, w)
            if value > best and (exact or value > _best_single(grid, i, j, n, m, forward)):
                best, at, where = value, i, j
    return best, at, where


@leaf
def note(steps, left, right, weight):
    """Note which places answer each other, and what that weighs, behind the steps before."""
    places, weights, count = steps
    places[0, count[0]], places[1, count[0]], weights[count[0]] = left, right, weight
    count[0] += 1


@njit(nogil=True, cache=True)
def take_joins(grid, sides, tables, found, work):
    """Take two words here that are one there, and the other way round; return their weight."""
    n, m = sides[0][3], sides[1][3]
    taken, answer, steps = found
    words, joins = tables
    least = work[0].initial_same
    there = (words[0], words[1], joins[0], joins[1])
    value, i, j = _join(grid, sides[0], sides[1], there, taken, work, True)
    if i >= 0:
        grid[i, :m] = TAKEN
        grid[i + 1, :m] = TAKEN
        grid[:n, j] = TAKEN
        taken[0, i] = taken[0, i + 1] = taken[1, j] = True
        note(steps, i | JOIN_BIT, j, value)
        if value > least:
            answer[i] = j
    back = (words[1], words[0], joins[1], joins[0])
    other, j, i = _join(grid, sides[1], sides[0], back, taken[::-1], work, False)
    if j >= 0:
        grid[:n, j] = TAKEN
        grid[:n, j + 1] = TAKEN
        grid[i, :m] = TAKEN
        taken[1, j] = taken[1, j + 1] = taken[0, i] = True
        note(steps, i, j | JOIN_BIT, other)
        if other > least:
            answer[i] = j
    return value + other
