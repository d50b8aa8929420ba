"""Persons asked about, laid out for looking them up: numbers of words, keys, what a glance takes.

Names, dates and states come again and again, so each is laid out once and then only looked up;
one question costs little more than the looking up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from tocsin.core.screening import glance, weights
from tocsin.core.screening.columns import SEXES, Ints, paper_keys
from tocsin.core.screening.known import Known, Words
from tocsin.core.screening.likeness import Floats
from tocsin.core.screening.needed import sum_for
from tocsin.core.screening.person import Person
from tocsin.core.screening.postings import Keys


@dataclass(frozen=True)
class Questions:
    """Persons asked about.

    ``evidence`` is what an answer needs of every kind, ``named`` what it needs of words, by
    question, for entries whose dates and documents nothing looked up. ``keys``: under which keys
    persons are looked up without their words, and for whom: by how their whole name begins and
    ends, by birth, by documents and by what these look like.
    """

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


class _Keys:
    """Keys of questions as they come."""

    def __init__(self) -> None:
        self.keys: list[int] = []
        self.owner: list[int] = []

    def add(self, keys: Sequence[int], owner: int) -> None:
        self.keys += keys
        self.owner += [owner] * len(keys)

    def arrays(self) -> tuple[Keys, Ints]:
        return np.array(self.keys, dtype=np.uint64), np.array(self.owner, dtype=np.int64)


def questions(persons: Sequence[Person], known: Known, least: float) -> Questions:
    """Lay ``persons`` out. ``least``: the log-odds that an answer must reach."""
    names = known.read(chain.from_iterable([person.names for person in persons]))
    ends: list[int] = [0]
    places: list[int] = []
    numbers: list[int] = []
    begins, endings, born = _Keys(), _Keys(), _Keys()
    seen: list[tuple[int, int, int]] = []
    named: list[float] = []
    evidence = least - weights.PRIOR
    for at, person in enumerate(persons):
        for name in person.names:
            read = names[name]
            numbers += read.words
            places += read.places
            begins.add(read.beginnings, at)
            endings.add(read.endings, at)
        ends.append(len(numbers))
        birth = glance.born(person.dob)
        born.add(birth.keys, at)
        sex = SEXES[person.gender]
        seen.append((birth.seen, glance.state(person.nat), sex))
        beside = weights.SEX_SAME if sex else 0.0
        beside += weights.NATIONALITY_SAME if person.nat else 0.0
        named.append(sum_for(evidence - beside - birth.far))
    return Questions(
        words=known.words,
        word_start=np.array(ends, dtype=np.int64),
        places=np.array(places, dtype=np.int64),
        numbers=np.array(numbers, dtype=np.int64),
        keys=(begins.arrays(), endings.arrays(), born.arrays(), *_papers(persons)),
        seen=np.array(seen, dtype=np.int32).reshape(-1, 3),
        evidence=evidence,
        named=np.array(named),
    )


def _papers(persons: Sequence[Person]) -> list[tuple[Keys, Ints]]:
    papers = [paper for person in persons for paper in person.docs]
    owner: Ints = np.repeat(np.arange(len(persons)), [len(person.docs) for person in persons])
    return [(keys, owner) for keys in paper_keys(papers)]
