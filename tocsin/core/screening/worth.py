"""What a score is worth: how much oftener the right person reaches it than a stranger does.

A score takes its evidence at its word. These tables say what the evidence proved to be worth,
measured on tuning seeds and checked on the test seed by the bench (decisions 0055, 0076, 0088).
"""

from bisect import bisect_right
from math import log

from tocsin.core.screening.weights import PRIOR

# Evidence, and ln(share of right pairs that reach it / share of strangers' pairs that do): beside
# a list of rare names, and beside a million entries, most of them named as travellers are.
_FEW, _MANY = 37_581, 1_000_000
_BESIDE_FEW = (
    (9.0, 12.86), (9.5, 12.88), (10.0, 13.56), (10.5, 14.23), (11.0, 14.81), (11.5, 15.26),
    (12.0, 15.54), (12.5, 16.08), (13.0, 16.73), (13.5, 17.32), (14.0, 17.83), (14.5, 18.15),
    (15.0, 18.52), (16.0, 19.33), (17.0, 20.21), (18.0, 21.03), (19.0, 21.79), (20.0, 22.53),
)  # fmt: skip
_BESIDE_MANY = (
    (8.0, 12.23), (8.5, 12.31), (9.0, 12.31), (9.5, 12.31), (10.0, 12.81), (10.5, 13.50),
    (11.0, 14.39), (11.5, 14.86), (12.0, 15.15), (12.5, 15.58), (13.0, 16.00), (13.5, 16.84),
    (14.0, 17.57), (14.5, 18.01), (15.0, 18.20), (16.0, 19.12), (17.0, 19.42), (18.0, 19.88),
    (19.0, 21.24), (20.0, 22.92),
)  # fmt: skip
_LEAST = 1e-15


def worth(score: float, entries: int) -> float:
    """Return the natural log of how much oftener the right person scores so than a stranger.

    ``entries``: how many the register has; the more, the commoner their names are. Between the
    sizes measured it goes by the log of the size, beyond them it stays; beyond the evidence
    measured it goes on as the evidence does.
    """
    kept = min(max(score, _LEAST), 1.0 - _LEAST)
    evidence = log(kept / (1.0 - kept)) - PRIOR
    many = log(min(max(entries, _FEW), _MANY) / _FEW) / log(_MANY / _FEW)
    few, most = (_proved(table, evidence) for table in (_BESIDE_FEW, _BESIDE_MANY))
    return few + many * (most - few)


def _proved(table: tuple[tuple[float, float], ...], evidence: float) -> float:
    at = bisect_right(table, (evidence, 0.0))
    if at in {0, len(table)}:
        known, proved = table[min(at, len(table) - 1)]
        return proved + evidence - known
    (low, from_), (high, to) = table[at - 1 : at + 1]
    return from_ + (to - from_) * (evidence - low) / (high - low)
