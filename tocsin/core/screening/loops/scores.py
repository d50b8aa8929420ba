"""The score of pairs of persons: ``scoring.score``, compiled."""

import numpy as np
from numba import njit

from tocsin.core.screening.loops.glances import born
from tocsin.core.screening.loops.holding import Held, frozen
from tocsin.core.screening.loops.leaf import leaf
from tocsin.core.screening.loops.learning import read_again
from tocsin.core.screening.loops.lists import starts
from tocsin.core.screening.loops.names import align, ceiling, rooms

_JOINS = 13  # where in a vocabulary lies what its words are joined by
_TEN_THOUSAND = 1e4  # weights are compared by four decimals


@njit(nogil=True, cache=True)
def side(held):
    """Take out what is held of one side of a comparison: rows, words, joins, all but names."""
    words, (rows, others) = held.all
    words = words.all
    return rows, words, words[_JOINS], others


@njit(nogil=True, cache=True)
def side_again(names, persons, known, words, others):
    """Hold some persons, whose names are ``known``, as one side of a comparison.

    ``names``, ``persons``: as ``read_again`` takes them. ``words``: of the process. ``others``:
    dates, states, documents and what these look like, where those of each begin, and sexes.
    """
    rows_of, _, _, tokens_of, tokens, marks = read_again(names, persons, known)
    rows = frozen(starts(rows_of)), frozen(starts(tokens_of)), frozen(tokens), frozen(marks)
    (born, dates), (of, states), (whose, papers, scans), sex = others
    kept = (
        (frozen(born), frozen(dates)), (frozen(of), frozen(states)),
        (frozen(whose), frozen(papers), frozen(scans)), frozen(sex),
    )  # fmt: skip
    return Held((words, (rows, kept)))


@leaf
def with_bits(date):
    """Return a date of eight digits with each in four bits."""
    total = np.int64(0)
    for place in range(8):
        total |= np.int64(date // 10**place % 10) << 4 * place
    return total


@leaf
def dated(here, a, there, b, dates):
    """Weigh the dates of two persons that suit best; 0.0 where one has none.

    (weight, where each date lies, -1 where there are none)
    """
    (start, values), (start_b, values_b) = here, there
    best, at, at_b = 0.0, -1, -1
    for x in range(start[a], start[a + 1]):
        date = with_bits(np.int64(values[x]))
        for y in range(start_b[b], start_b[b + 1]):
            weight = born(date, with_bits(np.int64(values_b[y])), dates)
            if at < 0 or weight > best:
                best, at, at_b = weight, x, y
    return best, at, at_b


@leaf
def sexes(here, a, there, b, w):
    """Weigh the sexes of two persons; 0.0 where one is not known."""
    if here[a] > 0 and there[b] > 0:
        return w.sex_same if here[a] == there[b] else w.sex_differs
    return 0.0


@leaf
def shared(here, a, there, b, figures):
    """Weigh whether two persons share a value; 0.0 where one has none."""
    (start, values), (start_b, values_b), (same, differs) = here, there, figures
    found = 0.0
    for x in range(start[a], start[a + 1]):
        for y in range(start_b[b], start_b[b + 1]):
            if values[x] == values_b[y]:
                return same
            found = differs
    return found


@leaf
def beside_names(here, a, there, b, figures):
    """Weigh all but the names of two persons: (for, against, whether a document holds it back)."""
    dates, w = figures
    sex = sexes(here[3], a, there[3], b, w)
    date, _, _ = dated(here[0], a, there[0], b, dates)
    state = shared(here[1], a, there[1], b, (w.nationality_same, w.nationality_differs))
    weights = (w.document_same, w.document_differs)
    paper = shared(here[2][:2], a, there[2][:2], b, weights)
    agreeing = max(date, 0.0) + max(sex, 0.0) + max(state, 0.0) + max(paper, 0.0)
    against = min(date, 0.0) + min(sex, 0.0) + min(state, 0.0) + min(paper, 0.0)
    return agreeing, against, paper > 0.0


@leaf
def held_back(against, is_held, w):
    """Return what speaks against a pair, no more than a document that agrees leaves of it."""
    return max(against, w.against_a_document) if is_held else against


@njit(nogil=True, cache=True)
def _best_rows(left, a, right, b, beside, figures, room):
    """Return the readings of two persons that speak most for one, and what all that weighs."""
    (row_start, token_start, tokens, marks), words, joins = left
    (row_start_b, token_start_b, tokens_b, marks_b), words_b, joins_b = right
    _, against, is_held = beside
    w = figures[1]
    total, highest, row, row_b = held_back(against, is_held, w), -np.inf, -1, -1
    for x in range(row_start[a], row_start[a + 1]):
        first = token_start[x]
        one = (tokens, marks, first, token_start[x + 1] - first)
        for y in range(row_start_b[b], row_start_b[b + 1]):
            first_b = token_start_b[y]
            other = (tokens_b, marks_b, first_b, token_start_b[y + 1] - first_b)
            pro, contra = align((one, other), ((words, words_b), (joins, joins_b)), figures, room)
            weight = pro + held_back(against + contra, is_held, w)
            # Rounded, so that equal readings tie and the first of them is shown everywhere.
            rounded = np.rint(weight * _TEN_THOUSAND) / _TEN_THOUSAND
            if rounded > highest:
                total, highest, row, row_b = weight, rounded, x, y
    return total, row, row_b


@njit(nogil=True, cache=True)
def score(left, right, pairs, bounds, figures):
    """Score pairs of persons; see ``scoring.score``.

    Returns log-odds, the rows that count, and which pairs reach the log-odds that count.
    """
    return _score(side(left), side(right), pairs, bounds, figures.all)


@njit(nogil=True, cache=True)
def _score(left, right, pairs, bounds, figures):
    one, other, most = pairs
    prior, least = bounds
    odds, dates, w = figures
    logit = np.full(len(one), -np.inf)
    rows = np.full((2, len(one)), -1, np.int64)
    room = rooms()
    for x in range(len(one)):
        a, b = one[x], other[x]
        beside = beside_names(left[3], a, right[3], b, (dates, w))
        agreeing, against, is_held = beside
        hope = ceiling(most[x], w.name_ceiling) + held_back(against, is_held, w)
        if prior + agreeing + hope < least:
            continue
        named = _best_rows(left[:3], a, right[:3], b, beside, (odds, w), room)
        total, rows[0, x], rows[1, x] = named
        logit[x] = prior + agreeing + total
    return logit, rows[0], rows[1], np.flatnonzero(logit >= least)
