"""What two name tokens being held side by side speaks for or against: one weight a pair.

Works on arrays of pairs of token numbers; the strings are only touched once per distinct pair.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from tocsin.core.screening import fast, weights
from tocsin.core.screening.columns import Columns
from tocsin.core.screening.lexicon import ENDINGS, LISTED, TokenTable
from tocsin.core.screening.strings import Ints
from tocsin.core.screening.writing import VOWELLESS
from tocsin.core.screening.writing.letters import answered, at_best, itself
from tocsin.core.screening.writing.scripts import PLAIN

if TYPE_CHECKING:
    from tocsin.core.screening.strings import Strings

Floats = NDArray[np.float64]
Kinds = NDArray[np.int8]

_SHORT = 4
_VOWELLESS = np.array([script in VOWELLESS for script in range(7)])
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

    def keys(self, numbers: Ints) -> tuple[list[str], list[str]]:
        """Return the sounds and skeletons of the given tokens."""

    @property
    def compiled(self) -> fast.Held:
        """The arrays as the compiled loops take them."""

    def spelled(self) -> "tuple[Strings, Strings, Strings]":
        """Return all sounds, all skeletons and the tokens themselves."""

    def texts_of(self, numbers: Ints) -> list[str]:
        """Return the tokens themselves."""


class Side(Protocol):
    """One side of a comparison: persons as arrays and the vocabulary they are numbered in."""

    @property
    def columns(self) -> Columns:
        """The persons."""

    @property
    def words(self) -> Words:
        """The vocabulary."""

    @property
    def compiled(self) -> fast.Held:
        """The arrays as the compiled loops take them."""


@dataclass(frozen=True)
class LaidOut:
    """Such a side whose arrays are all there."""

    columns: Columns
    words: Words

    @cached_property
    def compiled(self) -> fast.Held:
        """The arrays as the compiled loops take them."""
        return fast.side(self)


@dataclass(frozen=True)
class Likeness:
    """The weight of each pair of tokens, and the kind of agreement it comes from."""

    weight: Floats
    kind: Kinds


def _similarity(left: Sequence[str], right: Sequence[str]) -> Floats:
    if not left:
        return np.zeros(0)
    slips = cpdist(left, right, scorer=OSA.distance, dtype=np.int32).astype(np.float64)
    longest = np.maximum([len(x) for x in left], [len(x) for x in right]).astype(np.float64)
    return np.asarray(1.0 - slips / np.maximum(longest, 1.0))


def _share_group(left: TokenTable, a: Ints, right: TokenTable, b: Ints) -> NDArray[np.bool_]:
    here, there = left.groups[a], right.groups[b]
    equal = (here[:, :, None] == there[:, None, :]) & (here[:, :, None] > 0)
    return np.asarray(equal.any(axis=(1, 2)))


def _degree(left: Words, a: Ints, right: Words, b: Ints) -> tuple[Floats, Kinds]:
    """Return the likeness from 0 to 1 of each pair, and its kind."""
    here, there = left.table, right.table
    sounds_a, bones_a = left.keys(a)
    sounds_b, bones_b = right.keys(b)
    sounding = _similarity(sounds_a, sounds_b)
    bones = _similarity(bones_a, bones_b)
    shortest = np.minimum(here.bones[a], there.bones[b])
    same = here.text_hash[a] == there.text_hash[b]
    degree = np.where(same, 1.0, weights.SAME_SOUND * sounding)
    kind = np.where(same, SAME, np.where(sounding == 1.0, SOUND, SIMILAR)).astype(np.int8)
    lifted = (bones > degree) & (shortest >= 2)
    degree = np.where(lifted, degree + weights.SKELETON_SHARE * (bones - degree), degree)
    degree = np.maximum(degree, _spelling(here, a, there, b))
    # Short words of one skeleton ("jung", "jong") are spellings, longer ones are other names.
    spelling = _are_short(here, a, there, b) & (bones == 1.0)
    traits, others = here.traits[a], there.traits[b]
    two_names = (kind == SIMILAR) & (traits & others & LISTED > 0) & ~spelling
    degree = np.where(two_names, np.minimum(degree, weights.TWO_NAMES), degree)
    other_ending = (kind == SOUND) & ((traits | others) & ENDINGS == ENDINGS)
    degree = np.where(other_ending, np.minimum(degree, weights.OTHER_ENDING), degree)
    kind = np.where(other_ending, SIMILAR, kind)
    one_bare = (here.script[a] != there.script[b]) & (
        _VOWELLESS[here.script[a]] | _VOWELLESS[there.script[b]]
    )
    degree = np.where(one_bare, np.where(shortest >= 1, 0.98 * bones, 0.0), degree)
    kind = np.where(one_bare & (bones == 1.0), SOUND, kind).astype(np.int8)
    grouped = _share_group(here, a, there, b) & (degree < weights.EQUIVALENT)
    degree = np.where(grouped, weights.EQUIVALENT, degree)
    return degree, np.where(grouped, EQUIVALENT, kind).astype(np.int8)


def _spelling(here: TokenTable, a: Ints, there: TokenTable, b: Ints) -> Floats:
    """Return how far learned spelling habits take one Latin word to the other, as a likeness."""
    plain = (here.script[a] == PLAIN) & (there.script[b] == PLAIN)
    at = np.flatnonzero(plain)
    degree = np.zeros(len(a))
    if len(at):
        one, other = here.letters[a[at]], there.letters[b[at]]
        habits = answered(np.zeros(len(at), dtype=np.uint8), one, other)
        own = itself(one) + itself(other)
        degree[at] = weights.HABITS_BASE + weights.HABITS_SHARE * habits / np.maximum(own, 1)
    return degree


def _are_short(here: TokenTable, a: Ints, there: TokenTable, b: Ints) -> NDArray[np.bool_]:
    return np.asarray(np.maximum(here.length[a], there.length[b]) <= _SHORT)


def _initials(
    here: TokenTable, a: Ints, there: TokenTable, b: Ints
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return where one word is the other's initial, and where it is another word's."""
    single = (here.length[a] == 1) ^ (there.length[b] == 1)
    begins = (here.initial[a] == there.initial[b]) | (
        here.sound_initial[a] == there.sound_initial[b]
    )
    return single & begins, single & ~begins


def _between_scripts(
    here: TokenTable, a: Ints, there: TokenTable, b: Ints, weight: Floats, kind: Kinds
) -> tuple[Floats, Kinds]:
    """Weigh a Latin word against one spelled by sound in another script, letter by letter.

    What the readings say stands where it says more: learned letters know foreign names best.
    """
    script_a, script_b = here.script[a], there.script[b]
    foreign = np.flatnonzero((script_a == PLAIN) != (script_b == PLAIN))
    if not len(foreign):
        return weight, kind
    a, b = a[foreign], b[foreign]
    latin_here = (script_a[foreign] == PLAIN)[:, None]
    latin = np.where(latin_here, here.letters[a], there.letters[b])
    other = np.where(latin_here, there.letters[b], here.letters[a])
    script = np.maximum(script_a, script_b)[foreign]
    odds = answered(script, latin, other)
    learned = weights.LETTERS_BASE + weights.LETTERS_SHARE * odds
    bare = _VOWELLESS[script]
    most = np.minimum(here.rarity[a], there.rarity[b])
    most = np.where(bare, np.where(latin_here[:, 0], here.rarity[a], there.rarity[b]), most)
    degree = 2.0 * odds / np.maximum(at_best(script, latin, other), 1)
    share = (degree - weights.LETTERS_FROM) / (weights.LETTERS_ALL - weights.LETTERS_FROM)
    most = most * np.clip(share, 0.0, 1.0)
    learned = np.clip(learned, weights.LETTERS_DIFFER, most)
    better = learned > weight[foreign]
    at = foreign[better]
    weight, kind = weight.copy(), kind.copy()
    weight[at] = learned[better]
    kind[at] = np.where(learned[better] > 0.0, SOUND, DIFFERENT)
    return weight, kind


def likeness(left: Words, a: Ints, right: Words, b: Ints) -> Likeness:
    """Return the weight of token ``a[i]`` of ``left`` standing where ``b[i]`` of ``right`` does.

    For where there are no compiled loops, which weigh pair by pair.
    """
    degree, kind = _degree(left, a, right, b)
    rarity = np.minimum(left.table.rarity[a], right.table.rarity[b])
    short = _are_short(left.table, a, right.table, b) & (kind != EQUIVALENT)
    floor = np.where(short, weights.ALIKE_FROM_SHORT, weights.ALIKE_FROM)
    speaks_for = rarity * np.clip((degree - floor) / (1.0 - floor), 0.0, 1.0)
    against = weights.DIFFERENT_TOKEN * np.clip(
        (floor - degree) / (floor - weights.UNLIKE_FROM), 0.0, 1.0
    )
    weight = np.where(degree >= floor, speaks_for, against)
    kind = np.where(degree >= floor, kind, DIFFERENT).astype(np.int8)
    weight, kind = _between_scripts(left.table, a, right.table, b, weight, kind)
    begins, begins_not = _initials(left.table, a, right.table, b)
    weight = np.where(begins, weights.INITIAL_SAME, weight)
    weight = np.where(begins_not, weights.INITIAL_DIFFERS, weight)
    kind = np.where(begins, INITIAL, np.where(begins_not, INITIAL_OTHER, kind)).astype(np.int8)
    return Likeness(weight, kind)
