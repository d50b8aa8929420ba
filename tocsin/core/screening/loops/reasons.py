"""Why pairs of persons are alike: ``alignment.align`` and ``evidence.weigh``, compiled."""

import numpy as np
from numba import njit

from tocsin.core.screening.loops.glances import born
from tocsin.core.screening.loops.joins import JOIN_BIT
from tocsin.core.screening.loops.leaf import leaf
from tocsin.core.screening.loops.names import MOST_STEPS, ceiling, held, rooms, weighed
from tocsin.core.screening.loops.scores import dated, sexes, shared, side, with_bits
from tocsin.core.screening.loops.tokens import pair_weight

_JOINED = 7  # a kind of likeness
_NOWHERE = -1


@njit(nogil=True, cache=True)
def _note_steps(x, steps, sides, words, figures, found):
    """Lay the steps of one pair into the arrays of all; return how many there are."""
    odds, w, work = figures
    places, weights, count = steps
    left, right, weight, kind = found
    for at in range(count[0]):
        i, j = places[0, at], places[1, at]
        left[at, x], right[at, x], weight[at, x] = i, j, weights[at]
        if (i | j) & JOIN_BIT:
            kind[at, x] = _JOINED
        else:
            one, other = sides[0][0][sides[0][2] + i], sides[1][0][sides[1][2] + j]
            _, kind[at, x] = pair_weight(words[0], one, words[1], other, (odds, w, work))
    return count[0]


@njit(nogil=True, cache=True)
def aligned(left, right, rows, figures):
    """Return how the words of pairs of rows answer each other; see ``alignment.align``.

    What all weighs, what agrees, which part of what speaks against counts and which of what is left
    over, what another order weighs; of each step the places, the weight and the kind.
    """
    odds, _, w = figures.all
    return _aligned(side(left), side(right), rows, (odds, w))


@njit(nogil=True, cache=True)
def _aligned(left, right, rows, figures):
    (_, token_start, tokens, marks), words, joins, _ = left
    (_, token_start_b, tokens_b, marks_b), words_b, joins_b, _ = right
    odds, w = figures
    count, most = len(rows[0]), 0
    told = np.empty((5, count), np.float64)
    left_at = np.full((MOST_STEPS, count), _NOWHERE, np.int16)
    right_at = np.full((MOST_STEPS, count), _NOWHERE, np.int16)
    weight, kind = np.zeros((MOST_STEPS, count)), np.zeros((MOST_STEPS, count), np.int8)
    room = rooms()
    for x in range(count):
        first, first_b = token_start[rows[0][x]], token_start_b[rows[1][x]]
        one = (tokens, marks, first, token_start[rows[0][x] + 1] - first)
        other = (tokens_b, marks_b, first_b, token_start_b[rows[1][x] + 1] - first_b)
        tables = ((words, words_b), (joins, joins_b))
        agreeing, against, scale, order = weighed((one, other), tables, figures, room)
        part = held(against, w)
        told[0, x] = ceiling(agreeing, w.name_ceiling) + against * part
        told[1, x], told[2, x], told[3, x], told[4, x] = agreeing, part, scale * part, order * part
        found = (left_at, right_at, weight, kind)
        steps = room[3][2]
        most = max(most, _note_steps(x, steps, (one, other), tables[0], (odds, w, room[0]), found))
    return told, left_at[:most], right_at[:most], weight[:most], kind[:most]


@leaf
def _level(here, at, there, at_b, levels):
    """Return the level at which two dates agree; -1 where there are none."""
    if at < 0:
        return np.int64(_NOWHERE)
    one, other = np.int64(here[1][at]), np.int64(there[1][at_b])
    return np.int64(born(with_bits(one), with_bits(other), levels))


@leaf
def _papers(here, a, there, b):
    """Return two numbers that are the same (2), may have been taken for each other (1), or neither.

    (which of these, where they lie); -1 where one person has none.
    """
    (start, numbers, taken), (start_b, numbers_b, taken_b) = here, there
    best, at, at_b = _NOWHERE, _NOWHERE, _NOWHERE
    for x in range(start[a], start[a + 1]):
        for y in range(start_b[b], start_b[b + 1]):
            value = 0
            if numbers[x] == numbers_b[y]:
                value = 2
            elif taken[x] == taken_b[y]:
                value = 1
            if value > best:
                best, at, at_b = value, x, y
    return best, at, at_b


@njit(nogil=True, cache=True)
def evidence(left, right, pairs, figures):
    """Return what ``evidence.weigh`` does, in the order of ``Evidence``.

    ``left`` and ``right``: as ``scores.side`` takes them. ``figures``: the weights of dates, their
    levels by the same names, and all other weights.
    """
    return _evidence(side(left)[3], side(right)[3], pairs, figures.all)


@njit(nogil=True, cache=True)
def _evidence(left, right, pairs, figures):
    dates, levels, w = figures
    count = len(pairs[0])
    weight = np.zeros((4, count))  # of date, sex, state, document
    level = np.empty(count, np.int8)
    born_at, paper_at = np.empty((2, count), np.int64), np.empty((2, count), np.int64)
    scan = np.zeros(count, np.bool_)
    for x in range(count):
        a, b = pairs[0][x], pairs[1][x]
        weight[0, x], at, at_b = dated(left[0], a, right[0], b, dates)
        level[x] = _level(left[0], at, right[0], at_b, levels)
        born_at[0, x], born_at[1, x] = at, at_b
        weight[1, x] = sexes(left[3], a, right[3], b, w)
        states = (w.nationality_same, w.nationality_differs)
        weight[2, x] = shared(left[1], a, right[1], b, states)
        value, paper_at[0, x], paper_at[1, x] = _papers(left[2], a, right[2], b)
        if value >= 0:
            weight[3, x] = w.document_same if value == 2 else w.document_differs
        scan[x] = value == 1
    return (
        weight[0], level, born_at[0], born_at[1], weight[1], weight[2],
        weight[3], paper_at[0], paper_at[1], scan,
    )  # fmt: skip
