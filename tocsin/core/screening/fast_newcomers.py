"""The compiled loop that tells of newcomers: what ``fast`` is to comparing them."""

from functools import cache
from typing import TYPE_CHECKING

from tocsin.core.screening import weights
from tocsin.core.screening.candidates import UNSEEN
from tocsin.core.screening.fast import DATES, FIGURES, Held, hold, letter_odds, loops
from tocsin.core.screening.postings import SHORTEST_WITH_SLIPS
from tocsin.core.screening.strings import Ints
from tocsin.core.screening.widening import LEAST_USEFUL

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tocsin.core.screening.known import Words
    from tocsin.core.screening.likeness import Side


def are_found(
    left: "Side", right: "Side", pairs: tuple[Ints, Ints], known: "Words", least: float
) -> "NDArray[np.bool_]":
    """Tell of pairs that reach the log-odds ``least`` whether a search finds them for sure.

    ``left``: persons asked about, ``right``: others; all their words are ``known`` ones.
    """
    found: NDArray[np.bool_] = loops().are_found(
        known.compiled, left.compiled, right.compiled, (pairs, (weights.PRIOR, least)), _rules()
    )
    return found


@cache
def _rules() -> Held:
    """Return the figures of scores, and those by which a search notes words."""
    of_search = LEAST_USEFUL, UNSEEN, SHORTEST_WITH_SLIPS
    return hold(((letter_odds(), DATES, FIGURES), of_search))
