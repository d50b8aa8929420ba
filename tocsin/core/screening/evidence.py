"""Dates, sex, nationality and documents of many pairs of persons, weighed at once.

A person may have several of each; the pair that speaks most for one person counts, so that an
additional value that agrees never lowers a score.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast, fast_reasons, weights
from tocsin.core.screening.columns import Columns, cross
from tocsin.core.screening.likeness import Floats, Side
from tocsin.core.screening.strings import Ints

DOB_LEVELS = tuple(weights.DOB)
_NO_LEVEL = -1


@dataclass(frozen=True)
class Evidence:
    """Per pair: the weight of each kind of evidence (0.0 where a side is silent).

    ``dob_left``/``dob_right`` are the places of the dates that count, -1 where there are none.
    """

    dob: Floats
    dob_level: NDArray[np.int8]
    dob_left: Ints
    dob_right: Ints
    sex: Floats
    nat: Floats
    doc: Floats
    doc_left: Ints
    doc_right: Ints
    doc_scan: NDArray[np.bool_]

    def agreeing(self) -> Floats:
        """Return the sum of the weights above zero, per pair."""
        total: Floats = np.maximum(self._stacked(), 0.0).sum(axis=0)
        return total

    def against(self) -> Floats:
        """Return the sum of the weights below zero, per pair."""
        total: Floats = np.minimum(self._stacked(), 0.0).sum(axis=0)
        return total

    def _stacked(self) -> Floats:
        return np.stack([self.dob, self.sex, self.nat, self.doc])


def _digits_apart(a: Ints, b: Ints) -> Ints:
    apart = np.zeros(len(a), dtype=np.int64)
    for place in range(8):
        ten = 10**place
        apart += (a // ten % 10) != (b // ten % 10)
    return apart


def levels(a: Ints, b: Ints) -> NDArray[np.int8]:
    """Return which line of ``weights.DOB`` each pair of packed dates falls under."""
    year_a, month_a, day_a = a // 10000, a // 100 % 100, a % 100
    year_b, month_b, day_b = b // 10000, b // 100 % 100, b % 100
    full = (day_a > 0) & (day_b > 0)
    months = (month_a > 0) & (month_b > 0)
    same_year = year_a == year_b
    years_apart = np.abs(year_a - year_b)
    new_year_a, new_year_b = a % 10000 == 101, b % 10000 == 101
    choices = (
        ("convention", full & same_year & new_year_a & new_year_b),
        ("same", full & (a == b)),
        ("convention", full & same_year & (new_year_a | new_year_b)),
        ("swapped", full & same_year & (month_a == day_b) & (day_a == month_b)),
        ("near", full & (a % 10000 == b % 10000) & (years_apart <= 2)),
        ("digit", full & (_digits_apart(a, b) == 1)),
        ("month-other-day", full & same_year & (month_a == month_b)),
        ("month", ~full & months & same_year & (month_a == month_b)),
        ("year", ~months & same_year),
        ("year-other-day", same_year),
        ("year-near", ~full & (years_apart == 1)),
    )
    return np.select(
        [holds for _, holds in choices],
        [DOB_LEVELS.index(level) for level, _ in choices],
        DOB_LEVELS.index("differs"),
    ).astype(np.int8)


def _best_of(pair: Ints, value: Floats, count: int) -> Ints:
    """For each pair, the place of its greatest value (the first of equals), -1 for none."""
    order = np.lexsort((np.arange(len(pair)), -value, pair))
    found = np.full(count, -1, dtype=np.int64)
    ordered = pair[order]
    first = np.ones(len(ordered), dtype=np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    found[ordered[first]] = order[first]
    return found


def _dob(
    left: Columns, a: Ints, right: Columns, b: Ints
) -> tuple[Floats, NDArray[np.int8], Ints, Ints]:
    pair, at, bt = cross(left.dob_start, a, right.dob_start, b)
    level = levels(left.dobs[at].astype(np.int64), right.dobs[bt].astype(np.int64))
    value = np.array(list(weights.DOB.values()))[level]
    best = _best_of(pair, value, len(a))
    none = best < 0
    safe = np.where(none, 0, best)
    if len(pair) == 0:
        empty = np.full(len(a), -1, dtype=np.int64)
        return np.zeros(len(a)), np.full(len(a), _NO_LEVEL, dtype=np.int8), empty, empty
    return (
        np.where(none, 0.0, value[safe]),
        np.where(none, _NO_LEVEL, level[safe]).astype(np.int8),
        np.where(none, -1, at[safe]),
        np.where(none, -1, bt[safe]),
    )


def _sex(left: Columns, a: Ints, right: Columns, b: Ints) -> Floats:
    here, there = left.sex[a], right.sex[b]
    known = (here > 0) & (there > 0)
    verdict = np.where(here == there, weights.SEX_SAME, weights.SEX_DIFFERS)
    return np.where(known, verdict, 0.0)


def _nat(left: Columns, a: Ints, right: Columns, b: Ints) -> Floats:
    pair, at, bt = cross(left.nat_start, a, right.nat_start, b)
    known = np.zeros(len(a), dtype=np.bool_)
    known[pair] = True
    shared = np.zeros(len(a), dtype=np.bool_)
    shared[pair[left.nats[at] == right.nats[bt]]] = True
    verdict = np.where(shared, weights.NATIONALITY_SAME, weights.NATIONALITY_DIFFERS)
    return np.where(known, verdict, 0.0)


def _doc(
    left: Columns, a: Ints, right: Columns, b: Ints
) -> tuple[Floats, Ints, Ints, NDArray[np.bool_]]:
    pair, at, bt = cross(left.doc_start, a, right.doc_start, b)
    same = left.docs[at] == right.docs[bt]
    scan = left.doc_confusions[at] == right.doc_confusions[bt]
    value = np.where(same, 2.0, np.where(scan, 1.0, 0.0))
    best = _best_of(pair, value, len(a))
    none = best < 0
    if len(pair) == 0:
        empty = np.full(len(a), -1, dtype=np.int64)
        return np.zeros(len(a)), empty, empty, np.zeros(len(a), dtype=np.bool_)
    safe = np.where(none, 0, best)
    reached = np.where(none, -1.0, value[safe])
    weight = np.where(
        reached == 2.0,
        weights.DOCUMENT_SAME,
        np.where(reached < 0.0, 0.0, weights.DOCUMENT_DIFFERS),
    )
    return (
        weight,
        np.where(none, -1, at[safe]),
        np.where(none, -1, bt[safe]),
        reached == 1.0,
    )


def weigh(left: Side, a: Ints, right: Side, b: Ints) -> Evidence:
    """Weigh person ``a[i]`` of ``left`` against person ``b[i]`` of ``right``, for all i at once."""
    if fast.loops() is not None:
        return Evidence(*fast_reasons.evidence(left, a, right, b))
    here, there = left.columns, right.columns
    dob, level, dob_left, dob_right = _dob(here, a, there, b)
    doc, doc_left, doc_right, scan = _doc(here, a, there, b)
    return Evidence(
        dob, level, dob_left, dob_right,
        _sex(here, a, there, b), _nat(here, a, there, b),
        doc, doc_left, doc_right, scan,
    )  # fmt: skip
