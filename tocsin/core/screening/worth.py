"""What a score is worth: how much oftener the right person reaches it than a stranger does.

A score takes its evidence at its word. This table says what the evidence proved to be worth,
measured on tuning seeds and checked on the test seed by the bench (decisions 0055, 0075, 0076).
"""

from bisect import bisect_right
from math import log

from tocsin.core.screening.weights import PRIOR

# Evidence, and ln(share of right pairs that reach it / share of strangers' pairs that do), beside
# lists of rare names.
_MEASURED = (
    (9.0, 12.86), (9.5, 12.88), (10.0, 13.56), (10.5, 14.23), (11.0, 14.81), (11.5, 15.26),
    (12.0, 15.54), (12.5, 16.08), (13.0, 16.73), (13.5, 17.32), (14.0, 17.83), (14.5, 18.15),
    (15.0, 18.52), (16.0, 19.33), (17.0, 20.21), (18.0, 21.03), (19.0, 21.79), (20.0, 22.53),
)  # fmt: skip
_LEAST = 1e-15


def worth(score: float) -> float:
    """Return the natural log of how much oftener the right person scores so than a stranger.

    Beyond what was measured it goes on as the evidence does.
    """
    kept = min(max(score, _LEAST), 1.0 - _LEAST)
    evidence = log(kept / (1.0 - kept)) - PRIOR
    at = bisect_right(_MEASURED, (evidence, 0.0))
    if at in {0, len(_MEASURED)}:
        known, proved = _MEASURED[min(at, len(_MEASURED) - 1)]
        return proved + evidence - known
    (low, from_), (high, to) = _MEASURED[at - 1 : at + 1]
    return from_ + (to - from_) * (evidence - low) / (high - low)
