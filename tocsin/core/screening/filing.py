"""Filing newcomers as one part of an index, together with the parts that are not much longer."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening.apart import Readers, uncollected
from tocsin.core.screening.merging import merged
from tocsin.core.screening.person import Person
from tocsin.core.screening.segment import Segment, build_segment

# A newer segment joins an older one that is less than so many times larger, and any that is short.
# Every question is put to each, so there must be few; a short one is soon built anew (0081).
_MERGE_RATIO, _SHORT = 16, 16


class Part(NamedTuple):
    """A segment, and who of it was removed."""

    segment: Segment
    removed: NDArray[np.bool_]

    @classmethod
    def whole(cls, segment: Segment) -> "Part":
        """Return a part of which nobody was removed."""
        return cls(segment, np.zeros(len(segment), dtype=np.bool_))

    def left(self) -> Iterator[Person]:
        """Yield whoever was not removed."""
        return map(self.segment.person, np.flatnonzero(~self.removed).tolist())

    def number_of(self, identifier: str) -> int | None:
        """Return the number of the entry with this id, None if it is not here or was removed."""
        number = self.segment.number_of(identifier)
        return None if number is None or self.removed[number] else number

    def without(self, numbers: list[int]) -> "Part":
        """Return the part when these, too, were removed from it: whoever reads this one goes on."""
        removed = self.removed.copy()
        removed[numbers] = True
        return Part(self.segment, removed)


def joined_from(parts: Sequence[Part], count: int) -> int:
    """Return from which of ``parts`` on so many newcomers are filed together with them.

    Never the first, which is as a rule the register as it was opened.
    """
    first = len(parts)
    while first > 1 and _joins(count, len(parts[first - 1].segment)):
        first -= 1
        count += len(parts[first].segment)
    return first


def filed(
    persons: list[Person],
    older: Sequence[Part],
    workers: int = 1,
    readers: Readers | None = None,
) -> Segment:
    """Return ``persons`` and whoever is left of the ``older`` parts as one segment.

    Segments are merged; of what another Tocsin read, and what is short, one is built anew.
    """
    anew = [not x.is_read_as_now or len(x) < _SHORT for x, _ in older]
    with uncollected():
        parts = [part for part, is_built in zip(older, anew, strict=True) if not is_built]
        again = [part for part, is_built in zip(older, anew, strict=True) if is_built]
        persons = [x for part in again for x in part.left()] + persons
        if persons or not parts:
            parts.append(Part.whole(build_segment(persons, workers, readers)))
        return merged(parts) if len(parts) > 1 or parts[0].removed.any() else parts[0].segment


def _joins(newer: int, older: int) -> bool:
    """Tell whether so many new persons are filed together with so many older ones."""
    return older < max(_SHORT, _MERGE_RATIO * newer)


def left_since(before: Sequence[Part], now: Sequence[Part]) -> Iterator[str]:
    """Yield the ids of those who were removed from the same parts since they were ``before``."""
    for then, part in zip(before, now, strict=True):
        for number in np.flatnonzero(part.removed & ~then.removed).tolist():
            yield part.segment.person(number).id
