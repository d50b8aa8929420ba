"""Newcomers that questions may mean: weighed as they are, searched only where that leaves a doubt.

To file somebody for one question takes longer than all else of its answer. Whoever reaches what is
asked for by words that lie under the same keys, a search would find as well and weigh alike. The
few others who reach it are searched as a part of their own, so that an answer is the same before
and after filing.
"""

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast, fast_newcomers, weights
from tocsin.core.screening.asked import Questions, questions
from tocsin.core.screening.known import Words
from tocsin.core.screening.likeness import Side
from tocsin.core.screening.person import Person
from tocsin.core.screening.scoring import Pairs, score
from tocsin.core.screening.strings import Ints

_AT_MOST = 3.0 * weights.NAME_CEILING  # words that weigh more weigh no more together


class Newcomers(NamedTuple):
    """Newcomers whom questions may mean; as a segment, one side of a comparison with its persons.

    ``pairs``: the numbers of questions and of ``persons`` they mean for sure. ``in_doubt``: those
    of whom a search must tell; none of them is in any pair.
    """

    side: Side
    persons: Sequence[Person]
    pairs: Pairs
    in_doubt: Sequence[Person]

    def person(self, number: int) -> Person:
        """Return the person with this number."""
        return self.persons[number]


def meant(
    asked: Questions, side: Side, hopeful: Sequence[Sequence[Person]], least: float
) -> Newcomers:
    """Return which newcomers the questions mean with the log-odds ``least``.

    ``side``: all questions as one side of a comparison; ``hopeful``: the newcomers that each may
    mean, whatever their names say. Whoever is in doubt for one question is meant by none.
    """
    persons = list({x.id: x for x in chain.from_iterable(hopeful)}.values())
    places = {person.id: place for place, person in enumerate(persons)}
    who = np.array([places[x.id] for x in chain.from_iterable(hopeful)], dtype=np.int64)
    whose = np.repeat(np.arange(len(hopeful)), list(map(len, hopeful)))
    others = questions(persons, asked.words.numbered_by, least)
    there = others.side(np.arange(len(persons)))
    scored = score(side, whose, there, who, most=np.full(len(who), _AT_MOST), least=least)
    able = scored.reaching
    if not len(able):  # as of nearly every stranger
        return Newcomers(there, persons, Pairs(able, able, able, able), [])
    pairs = whose[able], who[able]
    is_sure = _are_found(side, there, pairs, others.words, least)
    in_doubt = set(who[able[~is_sure]].tolist())
    if in_doubt:
        able = able[[number not in in_doubt for number in who[able].tolist()]]
    kept = Pairs(whose[able], who[able], scored.left_row[able], scored.right_row[able])
    return Newcomers(there, persons, kept, [persons[number] for number in sorted(in_doubt)])


def _are_found(
    left: Side, right: Side, pairs: tuple[Ints, Ints], known: Words, least: float
) -> NDArray[np.bool_]:
    """Tell of pairs that reach the log-odds ``least`` whether a search finds them for sure."""
    if fast.loops() is None:
        return np.zeros(len(pairs[0]), dtype=np.bool_)
    return fast_newcomers.are_found(left, right, pairs, known, least)
