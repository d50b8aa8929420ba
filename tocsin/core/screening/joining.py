"""Two words on one side that are one word on the other: "abdul rahman" and "abdulrahman".

Written together exactly, by their letters or their sound, or with a slip or two. They weigh what
both words do, but for a word that is a name of its own: that weighs as the name.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from tocsin.core.screening import weights
from tocsin.core.screening.hashing import POWERS
from tocsin.core.screening.lexicon import LISTED, TokenTable
from tocsin.core.screening.likeness import JOINED, Floats, Side
from tocsin.core.screening.names import PARTICLE
from tocsin.core.screening.strings import Ints

TAKEN = -1e9
JOIN_BIT = 64  # a step's place with this bit set means "this word and the next"
# Of words joined with a slip, and how much longer one may be.
_FEWEST_LETTERS, _MOST_LETTERS, _MOST_MORE = 6, 64, 2
_SHORTEST_PART = 2


@dataclass
class Step:
    """One act of an alignment for every pair: the places taken, the weight, the kind."""

    left: NDArray[np.int16]
    right: NDArray[np.int16]
    weight: Floats
    kind: NDArray[np.int8]


@dataclass
class Grid:
    """Tokens of each pair of rows, padded to a rectangle, and the weights between them."""

    left: Ints
    right: Ints
    left_marks: NDArray[np.uint8]
    right_marks: NDArray[np.uint8]
    weight: Floats
    kind: NDArray[np.int8]


def take_joins(grid: Grid, left: Side, right: Side) -> list[Step]:
    """Take two words here that are one word there, in either direction, once each."""
    steps: list[Step] = []
    for forward in (True, False):
        step = _Joining(grid, left, right, forward=forward).step(steps)
        steps += [step] if step else []
    return steps


class _Joining:
    """The joins of one direction: ``two`` is the side that writes two words."""

    def __init__(self, grid: Grid, left: Side, right: Side, *, forward: bool) -> None:
        here, there = (left, right) if forward else (right, left)
        self.forward = forward
        self.two, self.one = (grid.left, grid.right) if forward else (grid.right, grid.left)
        self.marks = grid.left_marks if forward else grid.right_marks
        self.words, self.word = here.words, there.words
        self.weight = grid.weight if forward else grid.weight.transpose(0, 2, 1)

    def step(self, before: list[Step]) -> Step | None:
        """Take the best join of each pair; the places of an earlier direction are taken already."""
        if self.two.shape[1] < 2:
            return None
        first, second = self.two[:, :-1], self.two[:, 1:]
        real = ((first >= 0) & (second >= 0))[:, :, None] & (self.one >= 0)[:, None, :]
        for step in before:
            _leave_out(real, step, forward=self.forward)
        degree = np.where(real & self._exact(first, second), 1.0, 0.0)
        value = self._value(degree)
        near = real & (degree == 0.0) & self._alike_long(first, second)
        if near.any():
            degree[near] = self._degrees(*np.nonzero(near))
            slipped = self._value(degree)
            best_two, best_one = self.weight.max(axis=2), self.weight.max(axis=1)
            single = np.maximum(best_two[:, :-1], best_two[:, 1:])[:, :, None]
            single = np.maximum(single, best_one[:, None, :])
            value = np.where(near, np.where(slipped > single, slipped, 0.0), value)
        return self._taken(value) if (value > 0.0).any() else None

    def _exact(self, first: Ints, second: Ints) -> NDArray[np.bool_]:
        table, other = self.words.table, self.word.table
        heard = table.sound_hash[first] * table.sound_power[second] + table.sound_hash[second]
        spelled = table.text_hash[first] * POWERS[table.length[second]] + table.text_hash[second]
        return np.asarray(
            (heard[:, :, None] == other.sound_hash[self.one][:, None, :])
            | (spelled[:, :, None] == other.text_hash[self.one][:, None, :])
        )

    def _alike_long(self, first: Ints, second: Ints) -> NDArray[np.bool_]:
        length = self.words.table.length.astype(np.int64)
        both = (length[first] + length[second])[:, :, None]
        apart = np.abs(both - self.word.table.length.astype(np.int64)[self.one][:, None, :])
        able = (length[first] >= _SHORTEST_PART) & (length[second] >= _SHORTEST_PART)
        able &= (length[first] + length[second]) <= _MOST_LETTERS
        return np.asarray(able[:, :, None] & (both >= _FEWEST_LETTERS) & (apart <= _MOST_MORE))

    def _degrees(self, pair: Ints, place: Ints, other: Ints) -> Floats:
        first, second = self.two[pair, place], self.two[pair, place + 1]
        both = [
            a + b
            for a, b in zip(self.words.texts_of(first), self.words.texts_of(second), strict=True)
        ]
        single = self.word.texts_of(self.one[pair, other])
        slips = cpdist(both, single, scorer=OSA.distance, dtype=np.int32).astype(np.float64)
        longest = np.maximum([len(x) for x in both], [len(x) for x in single]).astype(np.float64)
        return np.asarray(weights.SAME_SOUND * (1.0 - slips / longest))

    def _value(self, degree: Floats) -> Floats:
        """Return what each join weighs: the share of its degree above ALIKE_FROM, of both words."""
        parts = _rarity_of_parts(self.words.table, self.two, self.marks)
        both = (parts[:, :-1] + parts[:, 1:])[:, :, None]
        known = self.word.table.traits[self.one] & LISTED > 0
        rarity = self.word.table.rarity[self.one]
        both = np.where(known[:, None, :], np.minimum(both, rarity[:, None, :]), both)
        floor = weights.ALIKE_FROM
        share = np.maximum((degree - floor) / (1.0 - floor), 0.0)
        return np.where(degree >= weights.JOINED_FROM, both * share, 0.0)

    def _taken(self, value: Floats) -> Step:
        count, _, width = value.shape
        flat = value.reshape(count, -1)
        best = flat.argmax(axis=1)
        weight = flat[np.arange(count), best]
        hit = weight > 0.0
        at = np.flatnonzero(hit)
        two, one = best // width, best % width
        self.weight[at, two[at], :] = TAKEN
        self.weight[at, two[at] + 1, :] = TAKEN
        self.weight[at, :, one[at]] = TAKEN
        twin = np.where(hit, two | JOIN_BIT, -1).astype(np.int16)
        single = np.where(hit, one, -1).astype(np.int16)
        kind = np.full(count, JOINED, dtype=np.int8)
        if self.forward:
            return Step(twin, single, weight, kind)
        return Step(single, twin, weight, kind)


def _rarity_of_parts(table: TokenTable, tokens: Ints, marks: NDArray[np.uint8]) -> Floats:
    """Return what a word may add to a join: a particle or a letter adds nothing."""
    adds = ((marks & PARTICLE) == 0) & (table.length[tokens] >= _SHORTEST_PART)
    return np.where(adds, table.rarity[tokens], 0.0)


def _leave_out(real: NDArray[np.bool_], step: Step, *, forward: bool) -> None:
    """Take out of ``real`` what the join of the other direction has taken."""
    two, one = (step.left, step.right) if forward else (step.right, step.left)
    at = np.flatnonzero(two >= 0)
    single, first = two[at], one[at] & (JOIN_BIT - 1)
    for place in (single - 1, single):
        inside = (place >= 0) & (place < real.shape[1])
        real[at[inside], place[inside], :] = False
    real[at, :, first] = False
    real[at, :, first + 1] = False
