"""The score of many pairs of persons at once, and its explanation for the few that are shown.

Both walk through the same arrays, so an explanation cannot differ from the score it explains.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast, weights
from tocsin.core.screening.alignment import (
    Alignment,
    align,
    ceiling,
    is_join,
    plain_place,
)
from tocsin.core.screening.columns import cross
from tocsin.core.screening.evidence import DOB_LEVELS, Evidence, weigh
from tocsin.core.screening.likeness import KIND_NAMES, Floats, Side
from tocsin.core.screening.match import Match, Reason, match_of, threshold_for
from tocsin.core.screening.names import INITIAL, PARTICLE, PATRONYMIC
from tocsin.core.screening.person import Person
from tocsin.core.screening.strings import Ints

# A pair of rows takes a few kilobytes while it is aligned; more at a time gains nothing.
_ROWS_AT_A_TIME = 20_000
_DECIMALS = 4


@dataclass(frozen=True)
class Scored:
    """The log-odds of each pair, and which reading of which name spoke most for it (-1: none).

    ``reaching``: which pairs reach the log-odds that were asked for.
    """

    logit: Floats
    left_row: Ints
    right_row: Ints
    reaching: Ints


@dataclass(frozen=True)
class _Against:
    """What speaks against each pair beside its names, and whether a document holds it back."""

    weight: Floats
    held_back: NDArray[np.bool_]

    def with_names(self, against: Floats, pair: Ints) -> Floats:
        """Return all that speaks against, names included, held back where it is."""
        total = self.weight[pair] + against
        floor = np.maximum(total, weights.AGAINST_A_DOCUMENT)
        return np.where(self.held_back[pair], floor, total)


def _aligned(left: Side, a: Ints, right: Side, b: Ints) -> tuple[Floats, Floats]:
    """Return what speaks for and against each pair of rows, a bounded number at a time."""
    pro, contra = [np.zeros(0)], [np.zeros(0)]
    for at in range(0, len(a), _ROWS_AT_A_TIME):
        part = slice(at, at + _ROWS_AT_A_TIME)
        found = align(left, a[part], right, b[part])
        pro.append(ceiling(found.agreeing))
        contra.append(found.weight - pro[-1])
    return np.concatenate(pro), np.concatenate(contra)


def score(
    left: Side, a: Ints, right: Side, b: Ints, *, most: Floats, least: float = -np.inf
) -> Scored:
    """Score person ``a[i]`` of ``left`` against person ``b[i]`` of ``right``, for all i at once.

    ``most``: what the names of each pair may weigh. Who cannot reach the log-odds ``least`` with
    that is not scored: minus infinity.
    """
    if fast.loops() is not None:
        return Scored(*fast.score(left, a, right, b, (most, least)))
    evidence = weigh(left, a, right, b)
    others = _Against(evidence.against(), evidence.doc > 0.0)
    everyone = np.arange(len(a))
    total = others.with_names(np.zeros(len(a)), everyone)
    hopeful = weights.PRIOR + evidence.agreeing() + (ceiling(most) + total) >= least
    best_a = np.full(len(a), -1, dtype=np.int64)
    best_b = best_a.copy()
    kept = np.flatnonzero(hopeful)
    pair, rows_a, rows_b = cross(left.columns.row_start, a[kept], right.columns.row_start, b[kept])
    if len(pair):
        pair = kept[pair]
        pro, contra = _aligned(left, rows_a, right, rows_b)
        weight = pro + others.with_names(contra, pair)
        # Rounded, so that equal readings tie and the first of them is shown everywhere.
        order = np.lexsort((np.arange(len(pair)), -np.round(weight, _DECIMALS), pair))
        first = np.ones(len(pair), dtype=np.bool_)
        first[1:] = pair[order][1:] != pair[order][:-1]
        top = order[first]
        total[pair[top]] = weight[top]
        best_a[pair[top]] = rows_a[top]
        best_b[pair[top]] = rows_b[top]
    logit = np.where(hopeful, weights.PRIOR + evidence.agreeing() + total, -np.inf)
    return Scored(logit, best_a, best_b, np.flatnonzero(logit >= least))


def explain(
    left: Side,
    right: Side,
    pairs: "Pairs",
    asked: Sequence[Person],
    found: Sequence[Person],
) -> list[Match]:
    """Return the matches of ``pairs``, whose persons are given beside them, with their reasons."""
    named = np.flatnonzero(pairs.left_row >= 0)
    alignment = (
        align(left, pairs.left_row[named], right, pairs.right_row[named]) if len(named) else None
    )
    evidence = weigh(left, pairs.left, right, pairs.right)
    place_of = {int(pair): place for place, pair in enumerate(named)}
    matches = []
    for at, (query, entry) in enumerate(zip(asked, found, strict=True)):
        reasons: list[Reason] = []
        if alignment is not None and at in place_of:
            reasons += _name_reasons(
                _Named(left, right, pairs, at), alignment, place_of[at], query, entry
            )
        reasons += _other_reasons(left, right, pairs, evidence, at, query, entry)
        matches.append(match_of(entry.id, _held_back(reasons), threshold_for(query)))
    return matches


@dataclass(frozen=True)
class Pairs:
    """Pairs of persons that were scored: their numbers and the rows that spoke most for them."""

    left: Ints
    right: Ints
    left_row: Ints
    right_row: Ints


@dataclass(frozen=True)
class _Named:
    left: Side
    right: Side
    pairs: Pairs
    at: int

    def rows(self) -> tuple[int, int]:
        return int(self.pairs.left_row[self.at]), int(self.pairs.right_row[self.at])


def _held_back(reasons: list[Reason]) -> list[Reason]:
    """Return ``reasons`` with what speaks against a document that agrees scaled to its limit."""
    against = sum(min(x["weight"], 0.0) for x in reasons)
    agrees = any(x["feature"] == "document.same" for x in reasons)
    if not agrees or against >= weights.AGAINST_A_DOCUMENT:
        return reasons
    scale = weights.AGAINST_A_DOCUMENT / against
    return [{**x, "weight": x["weight"] * scale} if x["weight"] < 0.0 else x for x in reasons]


def _row_words(side: Side, row: int) -> tuple[list[str], NDArray[np.uint8]]:
    start, stop = side.columns.token_start[row], side.columns.token_start[row + 1]
    texts = side.words.texts_of(side.columns.tokens[start:stop].astype(np.int64))
    return texts, side.columns.marks[start:stop]


def _reason(feature: str, weight: float, query: str, match: str) -> Reason:
    return {
        "feature": feature,
        "weight": round(float(weight), _DECIMALS) + 0.0,
        "query": query,
        "match": match,
    }


def _name_reasons(
    named: _Named, alignment: Alignment, place: int, query: Person, entry: Person
) -> list[Reason]:
    row_a, row_b = named.rows()
    words_a, marks_a = _row_words(named.left, row_a)
    words_b, marks_b = _row_words(named.right, row_b)
    whole_a = query.names[int(named.left.columns.row_name[row_a])]
    whole_b = entry.names[int(named.right.columns.row_name[row_b])]
    reasons = [_reason("name", 0.0, whole_a, whole_b)]
    agreeing = alignment.agreeing[place]
    # What the ceiling takes off is taken off each agreeing word in proportion.
    factor = ceiling(agreeing) / agreeing if agreeing > 0.0 else 1.0
    held = float(alignment.against_scale[place])
    taken_a: set[int] = set()
    taken_b: set[int] = set()
    for step in alignment.steps:
        at_a, at_b = int(step.left[place]), int(step.right[place])
        if at_a < 0:
            continue
        weight = float(step.weight[place])
        text_a, text_b = _spelled(words_a, at_a, taken_a), _spelled(words_b, at_b, taken_b)
        kind = KIND_NAMES[int(step.kind[place])]
        reasons.append(_reason(kind, weight * (factor if weight > 0.0 else held), text_a, text_b))
    reasons += _left_over(words_a, marks_a, taken_a, alignment, place, mine=True)
    reasons += _left_over(words_b, marks_b, taken_b, alignment, place, mine=False)
    if alignment.order[place]:
        reasons.append(
            _reason("name.order", alignment.order[place], " ".join(words_a), " ".join(words_b))
        )
    if named.left.columns.row_mended[row_a] or named.right.columns.row_mended[row_b]:
        reasons.append(_reason("name.lookalike", 0.0, whole_a, whole_b))
    return reasons


def _spelled(words: list[str], place: int, taken: set[int]) -> str:
    first = plain_place(place)
    covered = [first, first + 1] if is_join(place) else [first]
    taken.update(covered)
    return " ".join(words[x] for x in covered)


def _left_over(
    words: list[str],
    marks: NDArray[np.uint8],
    taken: set[int],
    alignment: Alignment,
    place: int,
    *,
    mine: bool,
) -> list[Reason]:
    reasons = []
    scale = alignment.left_over_scale[place]
    for at, word in enumerate(words):
        if at in taken or marks[at] & PARTICLE:
            continue
        minor = bool(marks[at] & (PATRONYMIC | INITIAL))
        weight = scale * (weights.LEFT_OVER_MINOR if minor else weights.LEFT_OVER)
        reasons.append(
            _reason(
                "name.extra" if mine else "name.missing",
                weight,
                word if mine else "",
                "" if mine else word,
            )
        )
    return reasons


def _other_reasons(
    left: Side, right: Side, pairs: Pairs, evidence: Evidence, at: int, query: Person, entry: Person
) -> list[Reason]:
    a, b = int(pairs.left[at]), int(pairs.right[at])
    reasons = []
    if evidence.dob_level[at] >= 0:
        born_a = query.dob[int(evidence.dob_left[at] - left.columns.dob_start[a])]
        born_b = entry.dob[int(evidence.dob_right[at] - right.columns.dob_start[b])]
        level = DOB_LEVELS[int(evidence.dob_level[at])]
        reasons.append(_reason(f"dob.{level}", evidence.dob[at], born_a, born_b))
    if evidence.sex[at]:
        level = "same" if evidence.sex[at] > 0.0 else "differs"
        reasons.append(
            _reason(f"sex.{level}", evidence.sex[at], query.gender or "", entry.gender or "")
        )
    if evidence.nat[at]:
        level = "same" if evidence.nat[at] > 0.0 else "differs"
        reasons.append(
            _reason(
                f"nationality.{level}", evidence.nat[at], " ".join(query.nat), " ".join(entry.nat)
            )
        )
    if evidence.doc[at]:
        number_a = query.docs[int(evidence.doc_left[at] - left.columns.doc_start[a])]
        number_b = entry.docs[int(evidence.doc_right[at] - right.columns.doc_start[b])]
        level = "same" if evidence.doc[at] > 0.0 else "differs"
        reasons.append(_reason(f"document.{level}", evidence.doc[at], number_a, number_b))
        if evidence.doc_scan[at]:
            reasons.append(_reason("document.scan", 0.0, number_a, number_b))
    return reasons
