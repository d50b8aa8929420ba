"""What two name tokens being held side by side speaks for or against: one weight a pair.

Works on arrays of pairs of token numbers; the strings are only touched once per distinct pair.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from tocsin.core.screening import weights
from tocsin.core.screening.columns import Ints, TokenTable

Floats = NDArray[np.float64]
Kinds = NDArray[np.int8]

SAME, SOUND, EQUIVALENT, SIMILAR, DIFFERENT, INITIAL, INITIAL_OTHER, JOINED = range(8)
KIND_NAMES = (
    "name.same", "name.sound", "name.equivalent", "name.similar", "name.differs",
    "name.initial", "name.initial-differs", "name.joined",
)  # fmt: skip


class Words(Protocol):
    """A vocabulary that scoring can read: strings by token number, and their arrays."""

    @property
    def table(self) -> TokenTable:
        """The arrays of the vocabulary."""

    def strings(self, numbers: Ints) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
        """Texts, sounds and skeletons of the given tokens."""


@dataclass(frozen=True)
class Likeness:
    """The weight of each pair of tokens, and the kind of agreement it comes from."""

    weight: Floats
    kind: Kinds


def _similarity(left: Sequence[str], right: Sequence[str]) -> Floats:
    if not left:
        return np.zeros(0)
    found = cpdist(left, right, scorer=OSA.normalized_similarity, dtype=np.float32)
    return np.asarray(found, dtype=np.float64)


def _share_group(left: TokenTable, a: Ints, right: TokenTable, b: Ints) -> NDArray[np.bool_]:
    here, there = left.groups[a], right.groups[b]
    equal = (here[:, :, None] == there[:, None, :]) & (here[:, :, None] > 0)
    return np.asarray(equal.any(axis=(1, 2)))


def _degree(left: Words, a: Ints, right: Words, b: Ints) -> tuple[Floats, Kinds]:
    """Likeness from 0 to 1 of each pair, and its kind."""
    texts_a, sounds_a, bones_a = left.strings(a)
    texts_b, sounds_b, bones_b = right.strings(b)
    text = _similarity(texts_a, texts_b)
    sounding = _similarity(sounds_a, sounds_b)
    bones = _similarity(bones_a, bones_b)
    shortest = np.fromiter(
        (min(len(x), len(y)) for x, y in zip(bones_a, bones_b, strict=True)), np.int64, len(a)
    )
    degree = np.maximum(text, weights.SAME_SOUND * sounding)
    kind = np.where(text == 1.0, SAME, np.where(sounding == 1.0, SOUND, SIMILAR)).astype(np.int8)
    lifted = (bones > degree) & (shortest >= 2)
    degree = np.where(lifted, degree + weights.SKELETON_SHARE * (bones - degree), degree)
    one_bare = left.table.bare[a] ^ right.table.bare[b]
    degree = np.where(one_bare, np.where(shortest >= 1, 0.98 * bones, 0.0), degree)
    kind = np.where(one_bare & (bones == 1.0), SOUND, kind).astype(np.int8)
    grouped = _share_group(left.table, a, right.table, b) & (degree < weights.EQUIVALENT)
    degree = np.where(grouped, weights.EQUIVALENT, degree)
    return degree, np.where(grouped, EQUIVALENT, kind).astype(np.int8)


def _initials(left: Words, a: Ints, right: Words, b: Ints) -> tuple[NDArray[np.bool_], ...]:
    texts_a, sounds_a, _ = left.strings(a)
    texts_b, sounds_b, _ = right.strings(b)
    rows = list(zip(texts_a, texts_b, sounds_a, sounds_b, strict=True))
    short = np.fromiter(
        ((len(x) == 1) != (len(y) == 1) for x, y, _, _ in rows), np.bool_, len(rows)
    )
    begins = np.fromiter(
        (x[:1] == y[:1] or s[:1] == t[:1] for x, y, s, t in rows), np.bool_, len(rows)
    )
    return short & begins, short & ~begins


def likeness(left: Words, a: Ints, right: Words, b: Ints) -> Likeness:
    """Return the weight of token ``a[i]`` of ``left`` standing where ``b[i]`` of ``right`` does."""
    degree, kind = _degree(left, a, right, b)
    rarity = np.minimum(left.table.rarity[a], right.table.rarity[b])
    floor = weights.ALIKE_FROM
    speaks_for = rarity * np.clip((degree - floor) / (1.0 - floor), 0.0, 1.0) ** 0.8
    against = weights.DIFFERENT_TOKEN * np.clip((floor - degree) / (floor - 0.2), 0.0, 1.0)
    weight = np.where(degree >= floor, speaks_for, against)
    kind = np.where(degree >= floor, kind, DIFFERENT).astype(np.int8)
    begins, begins_not = _initials(left, a, right, b)
    weight = np.where(begins, weights.INITIAL_SAME, weight)
    weight = np.where(begins_not, weights.INITIAL_DIFFERS, weight)
    kind = np.where(begins, INITIAL, np.where(begins_not, INITIAL_OTHER, kind)).astype(np.int8)
    return Likeness(weight, kind)
