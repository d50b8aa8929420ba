"""Whom questions meet in a register: their words are looked up, remembered, or known beforehand."""

import numpy as np
from numba import njit

from tocsin.core.screening.loops.direct import first_of
from tocsin.core.screening.loops.glances import beside
from tocsin.core.screening.loops.holding import frozen
from tocsin.core.screening.loops.learning import recall
from tocsin.core.screening.loops.names import ceiling, rooms
from tocsin.core.screening.loops.people import PLACES, count
from tocsin.core.screening.loops.tokens import pair_weight
from tocsin.core.screening.loops.words import likely_beside

_SHORT, _FEW = 2048, 4  # persons whom each question is held to; of whom so few by their words
_BIRTHS = 4  # which list of persons is by birth: before it by whole names, then by documents
_ROUNDED = 0.001  # by so much ``count`` rounds up, at most


@njit(nogil=True, cache=True)
def gather(asked, wide, register, now, rules):
    """Find whom questions meet whose words are known, ``wide``, by what is like them there.

    See ``people.count``.
    """
    segment, marks = register.all
    _, (_, _, lists, there) = segment.all
    return count(asked.all, wide, (lists, there, marks), now, rules.all)


@njit(nogil=True, cache=True)
def meet(asked, known, register, now, rules):
    """Do the same for a few questions whose words nobody has looked up in this register.

    ``known``: the words of the process; ``rules``: those of ``gather``, and what ``likely`` takes.
    """
    segment, marks = register.all
    others, (cards, of_words, lists, there) = segment.all
    (words, sought), (to_gather, figures, least) = known.all, rules.all
    words, others = words.all, others.all
    if not _may_meet(asked.all, (words, others), (lists, there), to_gather, figures[0]):
        nobody = np.empty(0, np.int64)
        return nobody, nobody, np.empty(0, np.float64)
    looked_for = asked.all[0][2], sought
    start, word, weight = likely_beside(
        words, (others, cards, of_words), looked_for, figures, least
    )
    wide = start[:-1], start[1:], (frozen(word), frozen(weight))
    return count(asked.all, wide, (lists, there, marks), now, to_gather)


@njit(nogil=True, cache=True)
def _may_meet(asked, words, register, rules, odds):
    """Tell whether a few questions may mean anybody of a short register; as a rule nobody.

    To hold everybody to a question at a glance, and the few who pass by their words, takes less
    than to look for words. Nobody is left out whom ``count`` would return.
    """
    _, sought, (seen, _, evidence) = asked
    lists, (_, people, there, _, _) = register
    _, figures, (_, _, unseen, together) = rules
    if len(there) > _SHORT:
        return True
    glances = seen, there, figures
    # Who passes, of which question; what is needed of names, and what beside their words counts.
    passed = np.empty((2, _FEW), np.int64), np.empty((2, _FEW), np.float64)
    n = _without_words(sought, lists, glances, (evidence, unseen + together), passed)
    if n >= 0:
        n = _by_words(glances, (evidence, unseen), passed, n)
    if n < 0:
        return True
    return n > 0 and _may_reach(passed, n, (asked[0], words, people[0]), (odds, figures[1]))


@njit(nogil=True, cache=True)
def _without_words(sought, lists, glances, needs, passed):
    """Note who is found without words and passes at a glance; -1 if too many, or by a document."""
    (seen, there, figures), (evidence, beside_words), (who, told) = glances, needs, passed
    n = 0
    for which in range(len(lists)):
        (keys, owner), filed = sought[which], lists[which]
        for x in range(0 if which == _BIRTHS else len(keys)):
            at = first_of(filed, keys[x])
            while at < len(filed[0]) and filed[0][at] == keys[x]:
                q, person = owner[x], np.int64(filed[1][at])
                needed = evidence - beside(seen, q, there, person, figures)
                if which > _BIRTHS or (needed <= figures[1].name_ceiling and n == _FEW):
                    return -1
                if needed <= figures[1].name_ceiling:
                    who[0, n], who[1, n], told[0, n], told[1, n] = q, person, needed, beside_words
                    n += 1
                at += 1
    return n


@njit(nogil=True, cache=True)
def _by_words(glances, needs, passed, n):
    """Note behind ``n`` others whoever passes at a glance; return how many, -1 if too many."""
    (seen, there, figures), (evidence, unseen), (who, told) = glances, needs, passed
    for q in range(len(seen)):
        for person in range(len(there)):
            needed = evidence - beside(seen, q, there, person, figures)
            if needed > figures[1].name_ceiling:
                continue
            if n == _FEW:
                return -1
            who[0, n], who[1, n], told[0, n], told[1, n] = q, person, needed, unseen
            n += 1
    return n


@njit(nogil=True, cache=True)
def _may_reach(passed, n, names, figures):
    """Tell whether the words of any of ``n`` who passed at a glance may weigh enough."""
    ((word_start, place, number), words, borne), (who, told), (odds, w) = names, passed, figures
    best, work = np.empty(PLACES, np.float64), rooms()[0]
    for at in range(n):
        q, person = who[0, at], who[1, at]
        if borne[person, 0] < 0:  # too many words to be told here
            return True
        best[:] = 0.0
        for x in range(1, borne[person, 0] + 1):
            for a in range(word_start[q], word_start[q + 1]):
                weight, _ = pair_weight(
                    words[0], number[a], words[1], borne[person, x], (odds, w, work)
                )
                best[place[a]] = max(best[place[a]], weight + _ROUNDED)
        if ceiling(told[1, at] + best.sum(), w.name_ceiling) >= told[0, at]:
            return True
    return False


@njit(nogil=True, cache=True)
def meet_again(asked, memory, register, now, rules):
    """Do the same for a few questions whose words may be remembered of earlier ones.

    ``memory``: what words are like, one after another; ``now``: also where that is by number of a
    word, and how many there were when it was held. Returns also the words that are not remembered:
    if there are any, nobody was looked for.
    """
    segment, marks = register.all
    _, (_, _, lists, there) = segment.all
    (_, ((start, word), (_, weight))), (now, places) = memory.all, now
    begin, end, unknown = recall(asked.all[0][2], places, start)
    if len(unknown):
        nobody = np.empty(0, np.int64)
        return (nobody, nobody, np.empty(0, np.float64)), unknown
    wide = begin, end, (word, weight)
    return count(asked.all, wide, (lists, there, marks), now, rules.all), unknown
