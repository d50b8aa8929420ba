"""What two names weigh beside each other: ``alignment.align``, compiled."""

import numpy as np
from numba import njit

from tocsin.core.screening.loops.joins import TAKEN, note, take_joins
from tocsin.core.screening.loops.leaf import leaf
from tocsin.core.screening.loops.marks import DESCENT, INITIAL, PARTICLE, PATRONYMIC
from tocsin.core.screening.loops.tokens import pair_weight

MOST_STEPS = 18  # two joins, and one for each word


@leaf
def _fill(grid, sides, words, odds, w, work):
    """Weigh each token of one row beside each of the other."""
    (tokens, marks, first, n), (tokens_b, marks_b, first_b, m) = sides
    for i in range(n):
        mark = marks[first + i]
        for j in range(m):
            mark_b = marks_b[first_b + j]
            weight, _ = pair_weight(
                words[0], tokens[first + i], words[1], tokens_b[first_b + j], (odds, w, work)
            )
            if (mark | mark_b) & PARTICLE:
                weight = min(weight, w.particle_same) if weight > 0.0 else TAKEN
            if (mark ^ mark_b) & PATRONYMIC and not weight > 0.0:
                weight = TAKEN
            grid[i, j] = weight


@njit(nogil=True, cache=True)
def _take_best(grid, n, m, found, agreeing, w):
    """Take the best remaining pair again and again; return what speaks for and against."""
    taken, answer, steps = found
    against = 0.0
    for _ in range(min(n, m)):
        best, at, where = TAKEN, -1, -1
        for i in range(n):
            for j in range(m):
                if grid[i, j] > best:
                    best, at, where = grid[i, j], i, j
        if at < 0:
            break
        grid[at, :m] = TAKEN
        grid[:n, where] = TAKEN
        taken[0, at] = taken[1, where] = True
        note(steps, at, where, best)
        agreeing += max(best, 0.0)
        against += min(best, 0.0)
        if best > w.initial_same:
            answer[at] = where
    return agreeing, against


@leaf
def _over(side, taken, w):
    _, marks, first, n = side
    minor, major = 0, 0
    for i in range(n):
        mark = marks[first + i]
        if not taken[i] and not mark & PARTICLE:
            if mark & (PATRONYMIC | INITIAL):
                minor += 1
            else:
                major += 1
    return float(major) * w.left_over + float(minor) * w.left_over_minor


@njit(nogil=True, cache=True)
def _descends(side):
    _, marks, first, n = side
    return (marks[first : first + n] & DESCENT).any()


@njit(nogil=True, cache=True)
def _order(sides, answer, w):
    highest = -1
    for i in range(sides[0][3]):
        if 0 <= answer[i] < highest:
            both = _descends(sides[0]) and _descends(sides[1])
            return w.father_for_son if both else w.other_order
        highest = max(highest, answer[i])
    return 0.0


@leaf
def ceiling(agreeing, most):
    """Flatten a sum of weights towards ``most``; see ``alignment.ceiling``."""
    share = min(agreeing / most, 3.0)
    square = share * share
    return most * (share * (27.0 + square) / (27.0 + 9.0 * square))


@njit(nogil=True, cache=True)
def rooms():
    """Return what is written over for each pair of names."""
    work = (np.zeros((2, 20), np.int64), np.zeros(256, np.uint64))
    taken = np.empty((2, 16), np.bool_)
    steps = np.empty((2, MOST_STEPS), np.int64), np.empty(MOST_STEPS), np.zeros(1, np.int64)
    return (
        work,
        np.zeros(64, np.uint8),
        np.empty((16, 16), np.float64),
        (taken, np.empty(16, np.int64), steps),
    )


@njit(nogil=True, cache=True)
def weighed(sides, tables, figures, room):
    """Weigh the words of two rows beside each other.

    Returns what agrees, what speaks against, which part of what is left over counts, what another
    order weighs; the room holds each step. ``sides``: the tokens and marks of each, where the row
    begins, and how many it has; ``tables``: both vocabularies, and what their joins go by.
    """
    words, _ = tables
    odds, w = figures
    work, letters, grid, found = room
    taken, answer, steps = found
    n, m = sides[0][3], sides[1][3]
    _fill(grid, sides, words, odds, w, work)
    answer[:] = -1
    taken[:] = False
    steps[2][0] = 0
    agreeing = take_joins(grid, sides, tables, found, (w, letters, work[1]))
    agreeing, against = _take_best(grid, n, m, found, agreeing, w)
    over = _over(sides[0], taken[0], w) + _over(sides[1], taken[1], w)
    scale = min(1.0, w.left_over_most / min(over, -1e-9))
    order = _order(sides, answer, w)
    return agreeing, against + over * scale + order, scale, order


@leaf
def held(against, w):
    """Return which part of what speaks against counts."""
    return min(1.0, w.name_floor / min(against, -1e-9))


@njit(nogil=True, cache=True)
def align(sides, tables, figures, room):
    """Weigh the names of two rows beside each other. Returns what speaks for and against."""
    w = figures[1]
    agreeing, against, _, _ = weighed(sides, tables, figures, room)
    pro = ceiling(agreeing, w.name_ceiling)
    return pro, (pro + against * held(against, w)) - pro
