"""Which entries whoever asks may be told of."""

from collections.abc import Collection
from datetime import datetime

import numpy as np

from tocsin.core.screening.candidates import Gate
from tocsin.core.screening.filing import Part
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
