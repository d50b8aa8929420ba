"""Persons asked about, laid out for looking them up: numbers of words, keys, what a glance takes.

Names, dates and states come again and again, so each is laid out once and then only looked up;
one question costs little more than the looking up.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tocsin.core.screening import fast, glance, weights
from tocsin.core.screening.columns import SEXES, lay_out, paper_keys
from tocsin.core.screening.known import Known, Names, Words
from tocsin.core.screening.likeness import Floats, Side
from tocsin.core.screening.needed import sum_for
from tocsin.core.screening.person import Person
from tocsin.core.screening.postings import NO_KEYS, Keys, runs
from tocsin.core.screening.strings import Ints, starts


@dataclass(frozen=True)
class Questions:
    """Persons asked about.

    ``evidence`` is what an answer needs of every kind, ``named`` what it needs of words, by
    question, for entries whose dates and documents nothing looked up. ``keys``: under which keys
    persons are looked up without their words, and for whom: by how their whole name begins and
    ends, by birth, by documents and by what these look like.
    """

    persons: Sequence[Person]
    names: tuple[Names, Ints]  # what is known of their names, and the numbers of these
    words: Words
    word_start: Ints  # by question
    places: Ints  # where in its name each word stands
    numbers: Ints
    keys: tuple[tuple[Keys, Ints], ...]
    seen: glance.Rows
    evidence: float
    named: Floats

    def __len__(self) -> int:
        return len(self.named)

    def side(self, which: Ints) -> Side:
        """Return some of the persons, each once and in their order, as one side of a comparison."""
        persons, numbered_by = [self.persons[at] for at in which.tolist()], self.words.numbered_by
        read, papers = None, None
        if len(which) == len(self):
            papers = self.keys[-2][0], self.keys[-1][0]
        if fast.loops() is not None:
            names, numbers = self.names
            start = starts([len(person.names) for person in self.persons])
            read = names.again(start, numbers, which)
        return Side(lay_out(persons, numbered_by, read, papers), numbered_by.words.stored)


# What state and sex may weigh of somebody, by whether each is known.
_BESIDE = {
    (False, False): 0.0,
    (False, True): weights.SEX_SAME,
    (True, False): weights.NATIONALITY_SAME,
    (True, True): weights.SEX_SAME + weights.NATIONALITY_SAME,
}


def questions(persons: Sequence[Person], known: Known, least: float) -> Questions:
    """Lay ``persons`` out. ``least``: the log-odds that an answer must reach."""
    numbers, names = known.read([name for person in persons for name in person.names])
    words, wholes = _named([len(person.names) for person in persons], numbers, names)
    births, evidence = [glance.born(person.dob) for person in persons], least - weights.PRIOR
    states = [glance.state(person.nat) for person in persons]
    sexes = [SEXES[person.gender] for person in persons]
    needed = [
        sum_for(evidence - _BESIDE[state != glance.NONE, sex != glance.NONE] - birth.far)
        for birth, state, sex in zip(births, states, sexes, strict=True)
    ]
    seen = np.empty((len(persons), 3), dtype=np.int32)
    seen[:, 0], seen[:, 1], seen[:, 2] = [birth.seen for birth in births], states, sexes
    return Questions(
        persons=persons,
        names=(names, numbers),
        words=known.words,
        word_start=words[0],
        places=words[1],
        numbers=words[2],
        keys=(*wholes, _born(births), *_papers(persons)),
        seen=seen,
        evidence=evidence,
        named=np.array(needed),
    )


_Lists = tuple[Ints, Ints, Ints]
_Keyed = tuple[Keys, Ints]


def _named(counts: list[int], numbers: Ints, names: Names) -> tuple[_Lists, tuple[_Keyed, ...]]:
    """Return the words of each question with their places, and the keys of its whole names.

    ``counts``: of names, by question; ``numbers``: of the names of all.
    """
    if fast.loops() is not None:
        found: tuple[_Lists, tuple[_Keyed, ...]] = fast.named(counts, numbers, names)
        return found
    owner = np.repeat(np.arange(len(counts)), counts)
    laid = []
    for start, values in names.sought:
        at, which = runs(start[numbers], start[numbers + 1] - start[numbers])
        laid.append((values[at], owner[which]))
    (words, whose), (places, _), *wholes = laid
    start = np.searchsorted(whose, np.arange(len(counts) + 1)).astype(np.int64)
    return (start, places, words), tuple(wholes)


def _born(births: Sequence[glance.Born]) -> _Keyed:
    keys = np.array([key for birth in births for key in birth.keys], dtype=np.uint64)
    return keys, _owners([len(birth.keys) for birth in births])


def _papers(persons: Sequence[Person]) -> list[tuple[Keys, Ints]]:
    papers = [paper for person in persons for paper in person.docs]
    if not papers:
        return [NO_KEYS, NO_KEYS]
    owner = _owners([len(person.docs) for person in persons])
    return [(keys, owner) for keys in paper_keys(papers)]


def _owners(counts: Sequence[int]) -> Ints:
    """Return whose each of so many is."""
    if len(counts) == 1:  # sooner, of a lone question
        return np.zeros(counts[0], dtype=np.int64)
    return np.repeat(np.arange(len(counts)), counts)
