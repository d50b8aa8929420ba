"""Which entries whoever asks may be told of."""

from collections.abc import Collection, Iterable
from datetime import datetime

import numpy as np

from tocsin.core.screening.candidates import Gate
from tocsin.core.screening.filing import Part
from tocsin.core.screening.person import Person
from tocsin.core.screening.segment import moment

_ANY_TIME = int(np.iinfo(np.int64).min)


class Asking:
    """Which entries may be returned: of an allowed class, still valid, not removed."""

    def __init__(self, allowed: Collection[int | str] | None, at: datetime | None) -> None:
        self.allowed = None if allowed is None else frozenset(allowed)
        self.at = None if at is None else moment(at)

    def of(self, part: Part) -> Gate:
        """Return which persons of ``part`` may be returned."""
        segment, allowed = part.segment, self.allowed
        if allowed is None:
            open_sets = segment.every_set
        else:
            open_sets = np.array([bool(x & allowed) for x in segment.class_sets], np.bool_)
        least = _ANY_TIME if self.at is None else self.at
        return Gate(part.removed, segment.class_set, open_sets, segment.valid_until, least)

    def of_persons(self, persons: Iterable[Person]) -> list[Person]:
        """Return those of ``persons`` who may be returned."""
        return [x for x in persons if self._admits(x)]

    def _admits(self, person: Person) -> bool:
        is_allowed = self.allowed is None or not self.allowed.isdisjoint(person.classes)
        return is_allowed and (
            self.at is None or person.valid_until is None or moment(person.valid_until) > self.at
        )
