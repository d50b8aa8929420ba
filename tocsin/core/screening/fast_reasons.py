"""The compiled loops that tell why two persons are alike: what ``fast`` is to comparing them."""

from typing import TYPE_CHECKING

from tocsin.core.screening import weights
from tocsin.core.screening.fast import DATES, FIGURES, Dates, Tables, frozen, held_figures, loops

if TYPE_CHECKING:
    from tocsin.core.screening.columns import Columns
    from tocsin.core.screening.likeness import Side
    from tocsin.core.screening.strings import Ints

_LEVELS = Dates(*map(float, range(len(weights.DOB) + 1)))  # each instead of its weight


def aligned(left: "Side", a: "Ints", right: "Side", b: "Ints") -> Tables:
    """Return of pairs of rows what ``Alignment`` has, and the steps: see ``loops.reasons``."""
    found: Tables = loops().aligned(left.compiled, right.compiled, (a, b), held_figures())
    return found


def evidence(left: "Columns", a: "Ints", right: "Columns", b: "Ints") -> Tables:
    """Return what ``Evidence`` has of pairs of persons."""
    figures = DATES, _LEVELS, FIGURES
    found: Tables = loops().evidence(_others(left), _others(right), (a, b), figures)
    return found


def _others(columns: "Columns") -> Tables:
    return (
        (frozen(columns.dob_start), frozen(columns.dobs)),
        (frozen(columns.nat_start), frozen(columns.nats)),
        (frozen(columns.doc_start), frozen(columns.docs), frozen(columns.doc_confusions)),
        frozen(columns.sex),
    )
