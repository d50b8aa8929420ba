"""Whom a search would find for sure: by words under whose keys it does, and all beside names."""

import numpy as np
from numba import njit

from tocsin.core.screening.loops.leaf import leaf
from tocsin.core.screening.loops.marks import PARTICLE
from tocsin.core.screening.loops.names import ceiling, rooms
from tocsin.core.screening.loops.people import NAME_PLACES
from tocsin.core.screening.loops.scores import beside_names, held_back
from tocsin.core.screening.loops.tokens import pair_weight

# Lists of keys under which words are looked for, as ``known.Words`` has them. In that of echoes a
# Latin word has what it may be read as, a word in another script what it is read as; the list left
# out has the latter alone.
_BY_SOUND, _BY_CONSONANTS, _BY_ECHO = 0, 1, 3
_SCRIPT, _SOUNDS = 2, 10  # where in a vocabulary these lie
_HAIR = 1e-9  # what another order of adding may take off a sum


@leaf
def _share(one, first, last, other, last_of_other):
    """Tell whether one of the keys of a word is among those of another."""
    for x in range(first, last):
        for y in range(other, last_of_other):
            if one[x] == one[y]:
                return True
    return False


@leaf
def _is_filed(a, b, words, sought, with_slips):
    """Tell whether the word ``b`` is filed under a key under which ``a`` is looked for."""
    (heard, by_sound), (bones, by_bones) = sought[_BY_SOUND], sought[_BY_CONSONANTS]
    # First come the keys of its own sound, as ``spelling_keys`` makes them; behind them those of
    # equivalent names, under which it is not filed.
    letters = words[_SOUNDS][0][b + 1] - words[_SOUNDS][0][b]
    own = 1 + letters if letters >= with_slips else min(letters, 1)
    if _share(by_sound, heard[a], heard[a + 1], heard[b], heard[b] + own):
        return True
    if _share(by_bones, bones[a], bones[a + 1], bones[b], bones[b + 1]):
        return True
    if words[_SCRIPT][a] == 0 and words[_SCRIPT][b] == 0:
        return False  # echoes lead to and from other scripts
    echoes, by_echo = sought[_BY_ECHO]
    return _share(by_echo, echoes[a], echoes[a + 1], echoes[b], echoes[b + 1])


@leaf
def _note_row(row, token, side, known, figures):
    """Note the most that a word of the row weighs beside one that is filed, by its place."""
    (first, last), (tokens, marks), (words, sought) = row, side, known
    tables, (least, _, with_slips), best = figures
    for t in range(first, min(last, first + NAME_PLACES)):  # as many as a search counts
        if marks[t] & PARTICLE or not _is_filed(tokens[t], token, words, sought, with_slips):
            continue
        weight, _ = pair_weight(words, tokens[t], words, token, tables)
        if weight > least:
            best[t - first] = max(best[t - first], weight)


@leaf
def _weigh_at_least(left, a, right, b, known, figures):
    """Return what the names of a pair weigh at least for a search, 0.0 if no word tells."""
    (row_start, token_start, tokens, marks), (row_start_b, token_start_b, tokens_b, marks_b) = (
        left,
        right,
    )
    _, (_, unseen, _), best = figures
    best[:] = 0.0
    for x in range(row_start[a], row_start[a + 1]):
        row = token_start[x], token_start[x + 1]
        for t in range(token_start_b[row_start_b[b]], token_start_b[row_start_b[b + 1]]):
            if not marks_b[t] & PARTICLE:
                _note_row(row, tokens_b[t], (tokens, marks), known, figures)
    return unseen + best.sum() - _HAIR if best.any() else 0.0


@njit(nogil=True, cache=True)
def are_found(known, left, right, pairs, rules):
    """Tell of pairs that reach the log-odds that count whether a search would find them for sure.

    ``left``: the questions, ``right``: others; all words are by the numbers of those ``known``.
    ``rules``: odds and weights; from what weight on a search notes a word, what may be unseen, and
    how long words with slips must be.
    """
    (_, (rows, here)), (_, (rows_b, there)) = left.all, right.all
    (words, sought), ((odds, dates, w), of_search) = known.all, rules.all
    known, ((one, other), (prior, least)) = (words.all, sought), pairs
    figures = (odds, w, rooms()[0]), of_search, np.empty(NAME_PLACES, np.float64)
    found = np.zeros(len(one), np.bool_)
    for x in range(len(one)):
        names = _weigh_at_least(rows, one[x], rows_b, other[x], known, figures)
        agreeing, against, is_held = beside_names(here, one[x], there, other[x], (dates, w))
        hope = ceiling(names, w.name_ceiling) + held_back(against, is_held, w)
        found[x] = names > 0.0 and prior + agreeing + hope >= least
    return found
