"""How often an answer of a given score is the right person: the honest figure beside every hit.

What the desk needs is the chance at the base rate: with BASE true hits a check and LISTED
persons screened for, a stranger's odds of being a given entry are BASE / LISTED, and what the score
is worth is weighed against those. Both figures are fixed: an answer must not tell how many are
listed. What a score is worth was measured (``core.screening.worth``), and the bench checks it.
"""

from dataclasses import dataclass
from math import exp, log

from tocsin.core.screening import worth

BASE = 3 / 100_000  # true hits a check
LISTED = 100_000  # persons screened for, of which a check meets at most one


@dataclass(frozen=True, slots=True)
class Precision:
    """``share`` of such answers that are the right person; ``of`` so many, about ``right`` are."""

    share: float
    right: int
    of: int


def precision(score: float) -> Precision:
    """Return the expected precision of answers that score so."""
    share = 1 / (1 + exp(-(worth(score, LISTED) + log(BASE / LISTED))))
    return Precision(share, *_in_words(share))


def _in_words(share: float) -> tuple[int, int]:
    """Return the share as whole persons: 1 of 40, 9 of 10, 98 of 100."""
    if share >= 0.1:
        of = 10 if share < 0.9 else 100
        return max(1, min(of - 1, round(share * of))), of
    of = round(1 / share)
    magnitude = 10 ** max(0, len(str(of)) - 1)
    return 1, min(1_000_000, round(of / magnitude) * magnitude)
