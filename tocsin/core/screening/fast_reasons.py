"""The compiled loops that tell why two persons are alike: what ``fast`` is to comparing them."""

from functools import cache
from typing import TYPE_CHECKING

from tocsin.core.screening import weights
from tocsin.core.screening.fast import (
    DATES,
    FIGURES,
    Dates,
    Held,
    Tables,
    held_figures,
    hold,
    loops,
)

if TYPE_CHECKING:
    from tocsin.core.screening.likeness import Side
    from tocsin.core.screening.strings import Ints

_LEVELS = Dates(*map(float, range(len(weights.DOB) + 1)))  # each instead of its weight


def aligned(left: "Side", a: "Ints", right: "Side", b: "Ints") -> Tables:
    """Return of pairs of rows what ``Alignment`` has, and the steps: see ``loops.reasons``."""
    found: Tables = loops().aligned(left.compiled, right.compiled, (a, b), held_figures())
    return found


def evidence(left: "Side", a: "Ints", right: "Side", b: "Ints") -> Tables:
    """Return what ``Evidence`` has of pairs of persons."""
    found: Tables = loops().evidence(left.compiled, right.compiled, (a, b), _figures())
    return found


@cache
def _figures() -> Held:
    return hold((DATES, _LEVELS, FIGURES))
