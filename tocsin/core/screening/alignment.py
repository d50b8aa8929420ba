"""Which token of one name answers which token of the other, for many pairs of names at once.

Joined words are found first ("abdulrahman" and "abdul rahman"), then the best remaining pair is
taken again and again until one name is used up. What is left over counts a little, what stands
against each other counts as far as it differs.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast, fast_reasons, weights
from tocsin.core.screening.columns import Columns
from tocsin.core.screening.joining import JOIN_BIT, TAKEN, Grid, Step, take_joins
from tocsin.core.screening.likeness import Floats, Side, likeness
from tocsin.core.screening.names import DESCENT, INITIAL, PARTICLE, PATRONYMIC
from tocsin.core.screening.strings import Ints


@dataclass
class Alignment:
    """The name evidence of each pair of rows. ``weight`` is what enters the score."""

    weight: Floats
    agreeing: Floats  # sum of weights above zero, before the ceiling
    against_scale: Floats  # below 1 where NAME_FLOOR holds what speaks against
    left_over_scale: Floats  # below 1 where LEFT_OVER_MOST or NAME_FLOOR does
    order: Floats  # weight of another order of the words
    steps: list[Step] = field(default_factory=list)


def _padded(columns: Columns, rows: Ints) -> tuple[Ints, NDArray[np.uint8]]:
    start, stop = columns.token_start[rows], columns.token_start[rows + 1]
    width = int((stop - start).max(initial=1))
    places = start[:, None] + np.arange(width)
    inside = places < stop[:, None]
    if not inside.any():  # rows of no tokens
        return np.full(places.shape, -1), np.zeros(places.shape, dtype=np.uint8)
    safe = np.where(inside, places, 0)
    tokens = np.where(inside, columns.tokens[safe], -1).astype(np.int64)
    return tokens, np.where(inside, columns.marks[safe], 0).astype(np.uint8)


def _grid(left: Side, a: Ints, right: Side, b: Ints) -> Grid:
    tokens_a, marks_a = _padded(left.columns, a)
    tokens_b, marks_b = _padded(right.columns, b)
    size = np.int64(len(right.words.table.rarity) + 1)
    codes = (tokens_a[:, :, None] + 1) * size + (tokens_b[:, None, :] + 1)
    real = (tokens_a[:, :, None] >= 0) & (tokens_b[:, None, :] >= 0)
    distinct, back = np.unique(codes[real], return_inverse=True)
    found = likeness(left.words, distinct // size - 1, right.words, distinct % size - 1)
    weight = np.full(codes.shape, TAKEN)
    kind = np.zeros(codes.shape, dtype=np.int8)
    weight[real] = found.weight[back]
    kind[real] = found.kind[back]
    _soften(weight, marks_a, marks_b)
    return Grid(tokens_a, tokens_b, marks_a, marks_b, weight, kind)


def _soften(
    weight: Floats,
    marks_a: NDArray[np.uint8],
    marks_b: NDArray[np.uint8],
) -> None:
    """Particles never speak against anything, nor does a patronymic against another word."""
    particle = ((marks_a & PARTICLE) > 0)[:, :, None] | ((marks_b & PARTICLE) > 0)[:, None, :]
    same = weight > 0.0
    weight[particle & same] = np.minimum(weight[particle & same], weights.PARTICLE_SAME)
    father_a = ((marks_a & PATRONYMIC) > 0)[:, :, None]
    father_b = ((marks_b & PATRONYMIC) > 0)[:, None, :]
    weight[particle & ~same] = TAKEN
    weight[(father_a ^ father_b) & (weight <= 0.0)] = TAKEN


def _take_best(grid: Grid) -> Step:
    count, _, width = grid.weight.shape
    flat = grid.weight.reshape(count, -1)
    best = flat.argmax(axis=1)
    which = np.arange(count)
    value = flat[which, best]
    hit = value > TAKEN
    left, right = best // width, best % width
    kind = grid.kind[which, left, right]
    at = np.flatnonzero(hit)
    grid.weight[at, left[at], :] = TAKEN
    grid.weight[at, :, right[at]] = TAKEN
    return Step(
        np.where(hit, left, -1).astype(np.int16),
        np.where(hit, right, -1).astype(np.int16),
        np.where(hit, value, 0.0),
        kind,
    )


def _places_taken(places: list[NDArray[np.int16]], width: int) -> NDArray[np.bool_]:
    count = len(places[0]) if places else 0
    taken = np.zeros((count, width + 2), dtype=np.bool_)
    which = np.arange(count)
    for place in places:
        plain = np.where(place >= 0, place & (JOIN_BIT - 1), width + 1)
        taken[which, plain] = True
        taken[which, np.where((place >= 0) & (place & JOIN_BIT > 0), plain + 1, width + 1)] = True
    return taken[:, :width]


def left_over_weights(tokens: Ints, marks: NDArray[np.uint8], taken: NDArray[np.bool_]) -> Floats:
    """Return what each token without an answer weighs: a particle nothing."""
    open_ = (tokens >= 0) & ~taken & ((marks & PARTICLE) == 0)
    minor = (marks & (PATRONYMIC | INITIAL)) > 0
    each = np.where(minor, weights.LEFT_OVER_MINOR, weights.LEFT_OVER)
    return np.where(open_, each, 0.0)


def _left_over(tokens: Ints, marks: NDArray[np.uint8], taken: NDArray[np.bool_]) -> Floats:
    """Return the sum of what is left over of each row, counted first so that no order matters."""
    each = left_over_weights(tokens, marks, taken)
    minor = (each == weights.LEFT_OVER_MINOR).sum(axis=1)
    major = (each == weights.LEFT_OVER).sum(axis=1)
    return np.asarray(major * weights.LEFT_OVER + minor * weights.LEFT_OVER_MINOR)


def _reordered(steps: list[Step], width: int) -> NDArray[np.bool_]:
    """Tell where the words that agree stand in another order."""
    count = len(steps[0].weight)
    answer = np.full((count, width + 1), -1, dtype=np.int64)
    which = np.arange(count)
    for step in steps:
        speaks = (step.weight > weights.INITIAL_SAME) & (step.left >= 0)
        left = np.where(speaks, step.left & (JOIN_BIT - 1), width)
        answer[which, left] = np.where(speaks, step.right & (JOIN_BIT - 1), -1)
    answer = answer[:, :width]
    highest = np.maximum.accumulate(answer, axis=1)
    return np.asarray(((answer >= 0) & (answer < highest)).any(axis=1))


def _order_weight(grid: Grid) -> Floats:
    """Return what another order weighs: more where "bin" says whose son each name is."""
    descent = [
        (((marks & DESCENT) > 0) & (tokens >= 0)).any(axis=1)
        for tokens, marks in ((grid.left, grid.left_marks), (grid.right, grid.right_marks))
    ]
    return np.where(descent[0] & descent[1], weights.FATHER_FOR_SON, weights.OTHER_ORDER)


def align(left: Side, a: Ints, right: Side, b: Ints) -> Alignment:
    """Align row ``a[i]`` of ``left`` with row ``b[i]`` of ``right``, for all i at once."""
    if fast.loops() is not None:
        (weight, agreeing, against, left_over, order), *found = fast_reasons.aligned(
            left, a, right, b
        )
        steps = [Step(*step) for step in zip(*found, strict=True)]
        return Alignment(weight, agreeing, against, left_over, order, steps)
    grid = _grid(left, a, right, b)
    steps = take_joins(grid, left, right)
    for _ in range(min(grid.left.shape[1], grid.right.shape[1])):
        steps.append(_take_best(grid))
    agreeing, against = np.zeros(len(a)), np.zeros(len(a))
    for step in steps:  # one after another: the compiled loop adds in the same order
        agreeing = agreeing + np.maximum(step.weight, 0.0)
        against = against + np.minimum(step.weight, 0.0)
    taken_a = _places_taken([s.left for s in steps], grid.left.shape[1])
    taken_b = _places_taken([s.right for s in steps], grid.right.shape[1])
    over = _left_over(grid.left, grid.left_marks, taken_a)
    over = over + _left_over(grid.right, grid.right_marks, taken_b)
    scale = np.minimum(1.0, weights.LEFT_OVER_MOST / np.minimum(over, -1e-9))
    over = over * scale
    reordered = _reordered(steps, grid.left.shape[1])
    order = np.where(reordered, _order_weight(grid), 0.0)
    against = against + over + order
    held = np.minimum(1.0, weights.NAME_FLOOR / np.minimum(against, -1e-9))
    weight = ceiling(agreeing) + against * held
    return Alignment(weight, agreeing, held, scale * held, order * held, steps)


def ceiling(agreeing: Floats) -> Floats:
    """Return the sum of agreeing weights, flattened towards NAME_CEILING."""
    share = np.minimum(agreeing / weights.NAME_CEILING, 3.0)
    square = share * share
    # The hyperbolic tangent to two digits, in operations that every machine rounds alike.
    return weights.NAME_CEILING * (share * (27.0 + square) / (27.0 + 9.0 * square))


def is_join(place: int) -> bool:
    """Tell whether a step's place stands for a word and the next one."""
    return place >= 0 and bool(place & JOIN_BIT)


def plain_place(place: int) -> int:
    """Return the first (or only) word a step's place stands for."""
    return place & (JOIN_BIT - 1)
