"""Newcomers: who was added to an index and is not filed yet; nearly every question passes them by.

To file somebody takes longer than to answer, and hardly a question is about whoever came just now.
So each is held to the newcomers at a glance; of the few whom it may mean ``newcomers`` tells.
"""

from collections.abc import Iterator

import numpy as np

from tocsin.core.screening import glance, weights
from tocsin.core.screening.documents import document_key
from tocsin.core.screening.person import Person

_FEWEST = 64  # newcomers for whom there is room


class Waiting:
    """Persons by their ids. What a glance tells of each lies side by side, with room behind it."""

    def __init__(self) -> None:
        self._persons: list[Person] = []
        self._places: dict[str, int] = {}
        self._seen = np.zeros((_FEWEST, 3), dtype=np.int32)
        self._by_paper: dict[str, set[str]] = {}  # ids of whoever has it

    def __len__(self) -> int:
        return len(self._persons)

    def __iter__(self) -> Iterator[Person]:
        return iter(self._persons[:])

    def get(self, identifier: str) -> Person | None:
        """Return who has this id, None if nobody does."""
        place = self._places.get(identifier)
        return None if place is None else self._persons[place]

    def add(self, person: Person) -> None:
        """Take somebody whose id is not here."""
        place = len(self._persons)
        if place == len(self._seen):
            self._seen = np.concatenate([self._seen, np.zeros_like(self._seen)])
        self._seen[place] = glance.of_person(person)
        self._persons.append(person)
        self._places[person.id] = place
        for paper in map(document_key, person.docs):
            self._by_paper.setdefault(paper, set()).add(person.id)

    def drop(self, identifier: str) -> bool:
        """Let somebody go, whose place the last takes; return whether anybody had this id."""
        place = self._places.pop(identifier, None)
        if place is None:
            return False
        gone, last = self._persons[place], self._persons.pop()
        if last is not gone:
            self._persons[place], self._places[last.id] = last, place
            self._seen[place] = self._seen[len(self._persons)]
        for paper in {document_key(x) for x in gone.docs}:
            self._by_paper[paper].discard(identifier)
            if not self._by_paper[paper]:
                del self._by_paper[paper]
        return True

    def clear(self) -> None:
        """Let all go."""
        self._persons, self._places, self._by_paper = [], {}, {}

    def hopeful(self, asked: Person, least: float) -> list[Person]:
        """Return whom ``asked`` may mean with the log-odds ``least``, whatever their names say."""
        beside = least - weights.PRIOR - weights.NAME_CEILING
        seen = self._seen[: len(self._persons)]
        able = glance.reaching(glance.of_person(asked), seen, beside).tolist()
        found = {x for paper in asked.docs for x in self._by_paper.get(document_key(paper), ())}
        if found:
            able = sorted({*able, *(self._places[x] for x in found)})
        return [self._persons[place] for place in able]
