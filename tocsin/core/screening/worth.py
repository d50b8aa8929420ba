"""What a score is worth: how much oftener the right person reaches it than a stranger does.

A score takes its evidence at its word. This table says what the evidence proved to be worth,
measured on a tuning seed and checked on the test seed by the bench (decisions 0055, 0073, 0075).
"""

from bisect import bisect_right
from math import log

from tocsin.core.screening.weights import PRIOR

# Evidence, and ln(share of right pairs that reach it / share of strangers' pairs that do): up to 17
# beside lists of rare names; above, where hardly a wrong one was seen, as steep as it used to be.
_MEASURED = (
    (9.0, 11.67), (9.5, 11.70), (10.0, 12.24), (10.5, 13.02), (11.0, 13.69), (11.5, 14.16),
    (12.0, 14.31), (12.5, 14.99), (13.0, 16.09), (13.5, 17.05), (14.0, 17.75), (14.5, 18.22),
    (15.0, 18.74), (16.0, 19.40), (17.0, 20.12), (18.0, 20.71), (19.0, 21.43), (20.0, 22.03),
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
