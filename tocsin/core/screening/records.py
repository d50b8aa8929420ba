"""The persons of a segment as they were given: of a short one themselves, of a long one in JSON."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from tocsin.core.screening.person import Person
from tocsin.core.screening.strings import Strings

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A line break stands before each value of an object and nowhere else: in texts it is escaped.
_encoded = json.JSONEncoder(ensure_ascii=True, separators=(",", "\n")).encode
_RECORDS_AT_A_TIME = 1000
_MOST_GIVEN = 2048  # persons that are kept themselves: a short segment is soon built anew


class Entries:
    """Persons by number, and each as a list in JSON: whichever is there, the other made of it."""

    def __init__(
        self, given: Sequence[Person] | None = None, records: Strings | None = None
    ) -> None:
        self._given = given
        if records is not None:
            self.records = records

    @classmethod
    def of(cls, persons: Sequence[Person]) -> "Entries":
        """Return ``persons``, themselves if they are few."""
        if len(persons) <= _MOST_GIVEN:
            return cls(given=tuple(persons))
        return cls(records=_records(persons))

    @classmethod
    def left(cls, parts: "Sequence[tuple[Entries, NDArray[np.bool_]]]") -> "Entries":
        """Return those of each part who are kept, end to end."""
        if sum(np.count_nonzero(kept) for _, kept in parts) <= _MOST_GIVEN:
            numbers = [(some, np.flatnonzero(kept).tolist()) for some, kept in parts]
            return cls.of([some.person(at) for some, those in numbers for at in those])
        return cls(records=Strings.end_to_end([some.records.only(kept) for some, kept in parts]))

    @cached_property
    def records(self) -> Strings:
        """Each person in JSON."""
        return _records(self._given or ())

    def person(self, number: int) -> Person:
        """Return one of them."""
        if self._given is not None:
            return self._given[number]
        return _person(json.loads(self.records.raw(number)))

    def id(self, number: int) -> str:
        """Return the id of one of them."""
        if self._given is not None:
            return self._given[number].id
        return str(json.loads(self.records.raw(number))[0])


def _records(persons: Sequence[Person]) -> Strings:
    """Return each person as a list in JSON. Many are encoded in one call, which costs a third."""
    found: list[str] = []
    for first in range(0, len(persons), _RECORDS_AT_A_TIME):
        some = map(_record, persons[first : first + _RECORDS_AT_A_TIME])
        _, *parts = _encoded(dict(enumerate(some))).split("\n")
        found += [part[: part.rindex("]") + 1] for part in parts]
    return Strings.of(found)


def _record(person: Person) -> list[Any]:
    until = person.valid_until.isoformat() if person.valid_until else None
    return [
        person.id, person.names, person.dob, person.nat, person.gender, person.docs,
        sorted(person.classes, key=str), until,
    ]  # fmt: skip


def _person(record: Sequence[Any]) -> Person:
    identifier, names, dob, nat, gender, docs, classes, until = record
    moment_ = datetime.fromisoformat(until) if isinstance(until, str) else None
    return Person(identifier, names, dob, nat, gender, docs, frozenset(classes), moment_)
