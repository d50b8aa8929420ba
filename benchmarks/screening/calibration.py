"""Does a score keep its word? Predicted against observed precision in ten bands of score.

A score is logistic(PRIOR + evidence). At a base rate b, the chance that a check is of somebody
listed, a stranger's odds of being any one of the entries are b / entries, and the same evidence is
weighed against those odds. What is observed: the right hits of questions about the listed, and the
hits that passengers raise who are not.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np

from benchmarks.screening.measures import Floats

BASE_RATES = (1e-5, 1e-4, 1e-3)
BANDS = 10
_FEWEST = 1e-9
_WRONG_AT_THE_TOP = 16  # wrong hits by which a rate is known within a factor of two
Worth = Callable[[float, int], float]  # of a score, beside so many entries


@dataclass(frozen=True, slots=True)
class Band:
    """Scores from ``low`` to ``high``, with how often right and wrong hits fall there."""

    low: float
    high: float
    right: int
    of_members: int
    wrong: int
    of_passengers: int
    predicted: tuple[float, ...]

    def observed(self, base: float) -> tuple[float, float, float]:
        """Return the precision at a base rate with its 95 % interval, by Wilson's and a count's."""
        right, low_right, high_right = _share(self.right, self.of_members)
        wrong, low_wrong, high_wrong = _rate(self.wrong, self.of_passengers)
        return tuple(  # type: ignore[return-value]
            base * r / max(_FEWEST, base * r + (1 - base) * w)
            for r, w in ((right, wrong), (low_right, high_wrong), (high_right, low_wrong))
        )

    def kept(self, at: int) -> bool:
        """Say whether the prediction lies in the interval of what was seen."""
        _, low, high = self.observed(BASE_RATES[at])
        return low <= self.predicted[at] <= high

    def sharp(self, at: int, factor: float = 2.0) -> bool:
        """Say whether enough was seen to tell: the interval is within ``factor`` either way."""
        value, low, high = self.observed(BASE_RATES[at])
        return high <= factor * value and value <= factor * low


def bands(
    right: Floats, members: int, wrong: Floats, passengers: int, entries: int, worth: Worth
) -> list[Band]:
    """Cut the scores of right and wrong hits into ten bands.

    The highest holds as many wrong ones as it takes to tell, each below it more by one factor.
    """
    edges = _edges(right, wrong)
    found = []
    for low, high in itertools.pairwise(edges):
        mine = _logit(right)[(_logit(right) >= low) & (_logit(right) < high)]
        theirs = _logit(wrong)[(_logit(wrong) >= low) & (_logit(wrong) < high)]
        found.append(
            Band(
                _logistic(low),
                _logistic(high),
                len(mine),
                members,
                len(theirs),
                passengers,
                tuple(
                    _predicted(mine, theirs, (members, passengers, entries), worth, base)
                    for base in BASE_RATES
                ),
            )
        )
    return found


def _edges(right: Floats, wrong: Floats) -> list[float]:
    falling = np.sort(_logit(wrong))[::-1]
    top = min(_WRONG_AT_THE_TOP, len(falling) // BANDS)
    factor = _factor(len(falling) / max(1, top))
    counts = np.cumsum([top * factor**k for k in range(BANDS)])[:-1]
    cuts = [float(falling[min(int(count), len(falling) - 1)]) for count in counts if top]
    highest = max(float(_logit(right).max()), float(falling[0]) if len(falling) else -np.inf)
    lowest = min(float(_logit(right).min()), float(falling[-1]) if len(falling) else np.inf)
    return [lowest, *reversed(cuts), highest + 1]


def _factor(total: float) -> float:
    """Return by which factor ten counts must grow from one to sum up to ``total``."""
    low, high = 1.0, 100.0
    for _ in range(60):
        middle = (low + high) / 2
        enough = sum(middle**k for k in range(BANDS)) >= total
        low, high = (low, middle) if enough else (middle, high)
    return high


def _predicted(
    mine: Floats, theirs: Floats, counts: tuple[int, int, int], worth: Worth, base: float
) -> float:
    """Mean of what the engine would say of the hits that such a stream of checks raises."""
    members, passengers, entries = counts
    says = [
        [1 / (1 + np.exp(-(worth(_logistic(x), entries) + np.log(base / entries)))) for x in part]
        for part in (mine, theirs)
    ]
    shares = (base / members, (1 - base) / passengers)
    total = sum(share * len(part) for share, part in zip(shares, says, strict=True))
    summed = sum(share * float(sum(part)) for share, part in zip(shares, says, strict=True))
    return summed / total if total else 0.0


def _logit(score: Floats) -> Floats:
    kept = np.clip(score, 1e-15, 1 - 1e-15)
    return np.log(kept / (1 - kept))


def _logistic(odds: float) -> float:
    return float(1 / (1 + np.exp(-odds)))


def _share(count: int, of: int) -> tuple[float, float, float]:
    """Wilson's interval of a share."""
    z, p = 1.96, count / of
    centre, half = p + z * z / (2 * of), z * sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    return p, (centre - half) / (1 + z * z / of), (centre + half) / (1 + z * z / of)


def _rate(count: int, of: int) -> tuple[float, float, float]:
    """Interval of a rare count's rate, by the square root's normal law."""
    low = max(0.0, sqrt(count + 0.25) - 0.98) ** 2 if count else 0.0
    return count / of, low / of, (sqrt(count + 1) + 0.98) ** 2 / of
