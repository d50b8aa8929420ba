"""Newcomers: who was added to an index and is not filed yet; nearly every question passes them by.

To file somebody takes longer than to answer, and hardly a question is about whoever came just now.
So each is held to the newcomers at a glance, and to the few whom it may mean by the very score that
an answer has: whom that leaves out, the index would not have returned either. Whoever is left is
searched as a part of one's own, so that an answer is the same before and after filing.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from tocsin.core.screening import glance, weights
from tocsin.core.screening.columns import lay_out
from tocsin.core.screening.documents import document_key
from tocsin.core.screening.known import known
from tocsin.core.screening.likeness import LaidOut
from tocsin.core.screening.person import Person
from tocsin.core.screening.scoring import score

_AT_MOST = 3.0 * weights.NAME_CEILING  # words that weigh more weigh no more together


class _Newcomer(NamedTuple):
    person: Person
    seen: tuple[int, int, int]
    papers: frozenset[str]


class _All(NamedTuple):
    """All newcomers, in their order: what a glance tells of each, and whatever papers they have."""

    newcomers: list[_Newcomer]
    seen: glance.Rows
    papers: frozenset[str]

    @classmethod
    def of(cls, newcomers: list[_Newcomer]) -> "_All":
        seen = np.array([x.seen for x in newcomers], dtype=np.int32).reshape(-1, 3)
        return cls(newcomers, seen, frozenset[str]().union(*[x.papers for x in newcomers]))


class Waiting:
    """Persons by their ids, in the order in which they came."""

    def __init__(self) -> None:
        self._newcomers: dict[str, _Newcomer] = {}
        self._all: _All | None = None  # until somebody comes or goes

    def __len__(self) -> int:
        return len(self._newcomers)

    def __iter__(self) -> Iterator[Person]:
        return iter([x.person for x in self._newcomers.values()])

    def get(self, identifier: str) -> Person | None:
        """Return who has this id, None if nobody does."""
        found = self._newcomers.get(identifier)
        return found.person if found else None

    def add(self, person: Person) -> None:
        """Take somebody whose id is not here."""
        papers = frozenset(map(document_key, person.docs))
        self._newcomers[person.id] = _Newcomer(person, glance.of_person(person), papers)
        self._all = None

    def drop(self, identifier: str) -> bool:
        """Let somebody go; return whether anybody had this id."""
        if self._newcomers.pop(identifier, None) is None:
            return False
        self._all = None
        return True

    def clear(self) -> None:
        """Let all go."""
        self._newcomers.clear()
        self._all = None

    def hopeful(self, asked: Person, least: float) -> list[Person]:
        """Return whom ``asked`` may mean with the log-odds ``least``, whatever their names say."""
        if self._all is None:
            self._all = _All.of(list(self._newcomers.values()))
        newcomers, seen, all_papers = self._all
        beside = least - weights.PRIOR - weights.NAME_CEILING
        able = glance.reaching(glance.of_person(asked), seen, beside).tolist()
        papers = frozenset(map(document_key, asked.docs))
        if not papers.isdisjoint(all_papers):
            of_papers = {at for at, x in enumerate(newcomers) if not papers.isdisjoint(x.papers)}
            able = sorted(of_papers.union(able))
        return [newcomers[at].person for at in able]


def meant(asked: Person, others: list[Person], least: float) -> list[Person]:
    """Return those of ``others`` who must be searched: their score reaches ``least``, or may.

    Who was born on the very day is not weighed twice: that is hardly ever a stranger.
    """
    dates = set(asked.dob)
    sure = [x for x in others if not dates.isdisjoint(x.dob)]
    unsure = [x for x in others if dates.isdisjoint(x.dob)]
    if not unsure:
        return sure
    words = known()
    side = LaidOut(lay_out([asked, *unsure], words), words.words.stored)
    one, other = np.zeros(len(unsure), dtype=np.int64), np.arange(1, len(unsure) + 1)
    found = score(side, one, side, other, most=np.full(len(unsure), _AT_MOST), least=least)
    return sure + [unsure[at] for at in found.reaching.tolist()]
