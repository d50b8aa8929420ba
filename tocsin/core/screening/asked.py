"""Persons asked about, laid out for looking them up: numbers of words, keys, what a glance takes.

Names, dates and states come again and again, so each is laid out once and then only looked up;
one question costs little more than the looking up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from tocsin.core.screening import fast, fast_asking, glance, weights
from tocsin.core.screening.columns import (
    SEXES,
    Columns,
    Others,
    Papers,
    beside_names,
    lay_out,
    paper_keys,
    together,
)
from tocsin.core.screening.known import Known, Names, Words
from tocsin.core.screening.likeness import Floats, Side
from tocsin.core.screening.needed import sum_for
from tocsin.core.screening.person import Person
from tocsin.core.screening.postings import NO_KEYS, Keys, runs
from tocsin.core.screening.strings import Ints, starts
from tocsin.core.screening.vocabulary import StoredWords

_Lists = tuple[Ints, Ints, Ints]
_Keyed = tuple[Keys, Ints]


class Told(NamedTuple):
    """What is told of persons asked about beside their names, by question.

    ``keys``: under which persons are looked up, and for whom: by birth, by documents and by what
    these look like. ``evidence`` is what an answer needs of every kind, ``named`` what it needs of
    words for entries whose dates and documents nothing looked up.
    """

    keys: tuple[_Keyed, _Keyed, _Keyed]
    seen: glance.Rows
    named: Floats
    evidence: float


@dataclass(frozen=True)
class Questions:
    """Persons asked about. They are laid out as whoever looks them up first takes them."""

    persons: Sequence[Person]
    names: tuple[Names, Ints]  # what is known of their names, and the numbers of these
    words: Words
    told: Told

    def __len__(self) -> int:
        return len(self.persons)

    @property
    def compiled(self) -> fast.Held:
        """All of it as the compiled loops take it."""
        return self._laid_out[0]

    @property
    def numbers(self) -> Ints:
        """The numbers of the words by which persons are looked up."""
        return self._laid_out[1] if fast.loops() is not None else self.lists[0][2]

    @cached_property
    def _laid_out(self) -> tuple[fast.Held, Ints]:
        return fast_asking.lay_out(self._counts, self.names[::-1], self.told)

    @property
    def numbers_of_names(self) -> tuple[Ints, Ints]:
        """Where the names of each question begin, and their numbers."""
        return starts(self._counts), self.names[1]

    @property
    def _counts(self) -> list[int]:
        return [len(person.names) for person in self.persons]

    @cached_property
    def lists(self) -> tuple[_Lists, tuple[_Keyed, ...]]:
        """For where there are no loops: words, and keys by how whole names begin and end.

        Where the words of each question begin, where in its name each stands, and their numbers.
        """
        names, numbers = self.names
        owner = np.repeat(np.arange(len(self)), self._counts)
        laid = []
        for start, values in names.sought:
            at, which = runs(start[numbers], start[numbers + 1] - start[numbers])
            laid.append((values[at], owner[which]))
        (words, whose), (places, _), *wholes = laid
        start = np.searchsorted(whose, np.arange(len(self) + 1)).astype(np.int64)
        return (start, places, words), tuple(wholes)

    def side(self, which: Ints) -> Side:
        """Return some of the persons, each once and in their order, as one side of a comparison."""
        return _SomeOf(self, which)


@dataclass(frozen=True)
class _SomeOf:
    """Some of the persons asked about as one side of a comparison.

    To compare them the loops need no more than what is known of their names; to be told why they
    are alike, somebody must have met them.
    """

    asked: Questions
    which: Ints

    @cached_property
    def words(self) -> StoredWords:
        """The words of the process, with those of all these names."""
        return self.asked.words.numbered_by.words.stored

    @property
    def _persons(self) -> list[Person]:
        return [self.asked.persons[at] for at in self.which.tolist()]

    @cached_property
    def _papers(self) -> Papers:
        if len(self.which) == len(self.asked):
            _, (keys, _), (scans, _) = self.asked.told.keys
            return keys, scans
        return paper_keys([x for person in self._persons for x in person.docs])

    @cached_property
    def _others(self) -> Others:
        return beside_names(self._persons, self._papers)

    @cached_property
    def columns(self) -> Columns:
        """The persons."""
        if fast.loops() is None:
            return lay_out(self._persons, self.asked.words.numbered_by, papers=self._papers)
        names, _ = self.asked.names
        read = names.again(*self.asked.numbers_of_names, self.which)
        return together(read, self._others)

    @cached_property
    def compiled(self) -> fast.Held:
        """The same as the compiled loops take it."""
        names, _ = self.asked.names
        return fast.side_again(
            self.asked.numbers_of_names, self.which, names.told, self.words, self._others
        )


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
    births, evidence = [glance.born(person.dob) for person in persons], least - weights.PRIOR
    states = [glance.state(person.nat) for person in persons]
    sexes = [SEXES[person.gender] for person in persons]
    needed = [
        sum_for(evidence - _BESIDE[state != glance.NONE, sex != glance.NONE] - birth.far)
        for birth, state, sex in zip(births, states, sexes, strict=True)
    ]
    seen = np.empty((len(persons), 3), dtype=np.int32)
    seen[:, 0], seen[:, 1], seen[:, 2] = [birth.seen for birth in births], states, sexes
    told = Told((_born(births), *_papers(persons)), seen, np.array(needed), evidence)
    return Questions(persons, (names, numbers), known.words, told)


def _born(births: Sequence[glance.Born]) -> _Keyed:
    keys = np.array([key for birth in births for key in birth.keys], dtype=np.uint64)
    return keys, _owners([len(birth.keys) for birth in births])


def _papers(persons: Sequence[Person]) -> tuple[_Keyed, _Keyed]:
    papers = [paper for person in persons for paper in person.docs]
    if not papers:
        return NO_KEYS, NO_KEYS
    owner = _owners([len(person.docs) for person in persons])
    keys, scans = paper_keys(papers)
    return (keys, owner), (scans, owner)


def _owners(counts: Sequence[int]) -> Ints:
    """Return whose each of so many is."""
    if len(counts) == 1:  # sooner, of a lone question
        return np.zeros(counts[0], dtype=np.int64)
    return np.repeat(np.arange(len(counts)), counts)
