"""How much the names of an answer must weigh at least, for each question and a threshold.

What a question lacks cannot speak for anybody, and who shares a date or a document is looked up by
it. So whoever is found by name only has a bounded weight beside the name, and where that leaves
too much to ask of the name, nobody need be looked up by name.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import inf

import numpy as np

from tocsin.core.screening import glance, weights
from tocsin.core.screening.alignment import ceiling
from tocsin.core.screening.columns import Columns
from tocsin.core.screening.likeness import Floats

_STEPS = 60


@dataclass(frozen=True)
class Needed:
    """What an answer needs: evidence of every kind, and sums of word weights by question."""

    evidence: float
    words: Floats  # for entries whose dates and documents nothing looked up


def needed(columns: Columns, least: float) -> Needed:
    """Return what may still reach the log-odds ``least``."""
    beside = np.where(columns.sex > 0, weights.SEX_SAME, 0.0)
    beside = beside + np.where(np.diff(columns.nat_start) > 0, weights.NATIONALITY_SAME, 0.0)
    evidence = least - weights.PRIOR
    return Needed(evidence, sum_for(evidence - beside - glance.far(columns)))


def sum_for(weight: Floats) -> Floats:
    """Return the least sum of word weights that the ceiling leaves at ``weight``, inf if none."""
    distinct, back = np.unique(weight, return_inverse=True)
    return np.array([_sum_for(x) for x in distinct.tolist()])[back]


@lru_cache(maxsize=4096)  # a manifest asks for a handful
def _sum_for(weight: float) -> float:
    if weight > weights.NAME_CEILING:
        return inf
    if weight <= 0.0:
        return 0.0
    low, high = 0.0, 3.0 * weights.NAME_CEILING
    for _ in range(_STEPS):
        middle = (low + high) / 2.0
        low, high = (low, middle) if ceiling(np.array(middle)) >= weight else (middle, high)
    return low
