"""Where to look: from a key to the persons or tokens filed under it, as sorted arrays.

Two shapes only. ``Filed`` maps a small whole number to a run of values; ``Keyed`` maps a 64-bit
key, found by binary search, to a run of values. Both are plain arrays, fit for memory-mapping.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast, fast_filing, fast_words
from tocsin.core.screening.echoes import all_echoes
from tocsin.core.screening.hashing import text_hashes
from tocsin.core.screening.lexicon import Facts
from tocsin.core.screening.strings import Ints, Strings
from tocsin.core.screening.writing.scripts import PLAIN

Keys = NDArray[np.uint64]
Values = NDArray[np.uint32]
_SHORT = 4096  # keys of several lists that are filed together
NO_KEYS: tuple[Keys, Ints] = (np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64))


def runs(start: Ints, count: Ints) -> tuple[Ints, Ints]:
    """Return places ``start[i] .. start[i] + count[i] - 1`` of all i, and the i of each."""
    owner = np.repeat(np.arange(len(start), dtype=np.int64), count)
    within = np.arange(len(owner), dtype=np.int64) - np.repeat(np.cumsum(count) - count, count)
    return start[owner] + within, owner


def distinct(values: Ints) -> Ints:
    """Return each value once, in order: ``np.unique``, whose hashing is slow for millions."""
    ordered = np.sort(values)
    fresh = np.ones(len(ordered), dtype=np.bool_)
    fresh[1:] = ordered[1:] != ordered[:-1]
    return np.asarray(ordered[fresh])


def told_apart(ordered: Ints) -> tuple[Ints, Ints]:
    """Return each of some ordered values once, and for every value which of these it is.

    There must be one at least.
    """
    if ordered[0] == ordered[-1]:  # as of a lone question
        return ordered[:1], np.zeros(len(ordered), dtype=np.int64)
    fresh = np.ones(len(ordered), dtype=np.bool_)
    fresh[1:] = ordered[1:] != ordered[:-1]
    return ordered[fresh], np.cumsum(fresh) - 1


@dataclass(frozen=True)
class Filed:
    """``values[start[k]:start[k + 1]]`` are filed under the number k."""

    start: Ints
    values: Values

    @classmethod
    def of(cls, keys: Ints, values: Ints, size: int) -> "Filed":
        """File each value under its key once; keys are below ``size``."""
        packed = distinct((keys.astype(np.int64) << 32) | values.astype(np.int64))
        start = np.searchsorted(packed >> 32, np.arange(size + 1)).astype(np.int64)
        return cls(start, (packed & 0xFFFFFFFF).astype(np.uint32))

    def counts(self, keys: Ints) -> Ints:
        """How many values each key has."""
        return self.start[keys + 1] - self.start[keys]


@dataclass(frozen=True)
class Keyed:
    """Values filed under 64-bit keys; ``keys`` is sorted and runs beside ``values``."""

    keys: Keys
    values: Values

    @classmethod
    def of(cls, keys: Keys, values: Ints) -> "Keyed":
        """File each value under its key."""
        order = np.argsort(keys)
        sorted_keys = keys[order]
        other = np.ones(len(keys), dtype=np.bool_)
        other[1:] = sorted_keys[1:] != sorted_keys[:-1]
        # Numbers are sorted many times sooner than pairs: the how manieth key, and the value.
        packed = np.sort((np.cumsum(other) << 32) | values[order].astype(np.int64))
        fresh = np.ones(len(keys), dtype=np.bool_)
        fresh[1:] = packed[1:] != packed[:-1]
        return cls(sorted_keys[fresh], (packed[fresh] & 0xFFFFFFFF).astype(np.uint32))

    def find(self, keys: Keys, most: int | None = None) -> tuple[Ints, Ints]:
        """(value, which of ``keys`` it was found under) for every value of every key.

        Keys with more than ``most`` values are passed over.
        """
        low = np.searchsorted(self.keys, keys, side="left").astype(np.int64)
        count = np.searchsorted(self.keys, keys, side="right").astype(np.int64) - low
        if not count.any():
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)  # as in a short segment
        places, owner = runs(low, count if most is None else np.where(count > most, 0, count))
        return self.values[places].astype(np.int64), owner


def keyed(lists: Iterable[tuple[Keys, Ints]]) -> list[Keyed]:
    """File the values of each list under its keys, as ``Keyed.of`` does.

    Short lists are filed in one compiled call: there each call of numpy takes longer than what it
    does. Of long ones no more than one is held at a time.
    """
    found: list[Keyed] = []
    short: list[tuple[Keys, Ints]] = []
    count = 0
    for one in lists:
        short.append(one)
        count += len(one[0])
        if fast.loops() is None or count > _SHORT:
            found += [Keyed.of(*x) for x in short]
            short, count = [], 0
        del one
    if short:
        found += [Keyed(keys, values) for keys, values in fast_filing.keyed(short)]
    return found


SHORTEST_WITH_SLIPS = 4
SKELETON_SALT = np.uint64(0x5DEECE66D1CE4E5B)
SHORTEST_SKELETON = 2


def spelling_keys(sounds: Strings) -> tuple[Keys, Ints]:
    """Keys under which a sound meets those one slip away: itself, and itself less one letter.

    Returns (key, which of ``sounds``).
    """
    if fast.loops() is not None:
        return fast_words.spelling_keys(sounds, SHORTEST_WITH_SLIPS)
    spelled: list[str] = []
    owners: list[int] = []
    for at, text in enumerate(sounds.texts()):
        cuts = range(len(text)) if len(text) >= SHORTEST_WITH_SLIPS else ()
        found = [text, *(text[:cut] + text[cut + 1 :] for cut in cuts)] if text else []
        spelled += found
        owners += [at] * len(found)
    return text_hashes(spelled), np.array(owners, dtype=np.int64)


def echo_keys(facts: Facts, *, plain: bool, foreign: bool) -> tuple[Keys, Ints]:
    """Keys under which Latin words and words spelled by sound in other scripts meet.

    ``plain``: of the Latin words; ``foreign``: of the others. Returns (key, which of the words).
    """
    scripts, compiled = facts.table.script, facts.hissed is not None
    by_rules = np.flatnonzero(np.where(scripts == PLAIN, plain and not compiled, foreign))
    found = _echo_keys(facts.texts, scripts, by_rules) if len(by_rules) else NO_KEYS
    if facts.hissed is None or not plain:
        return found
    more = fast_words.echo_keys(facts.hissed)
    if not len(by_rules):
        return more
    return np.concatenate([found[0], more[0]]), np.concatenate([found[1], more[1]])


def _echo_keys(texts: Strings, scripts: NDArray[np.uint8], words: Ints) -> tuple[Keys, Ints]:
    each = all_echoes(texts.at(words).texts(), scripts[words].tolist())
    owner = np.repeat(words, list(map(len, each)))
    return text_hashes([key for keys in each for key in keys]), owner


def skeleton_keys(skeletons: Strings) -> tuple[Keys, Ints]:
    """Keys of the skeletons long enough to tell anything; (key, which of ``skeletons``)."""
    if fast.loops() is not None:
        return fast_words.skeleton_keys(skeletons, SKELETON_SALT, SHORTEST_SKELETON)
    members = np.flatnonzero(np.diff(skeletons.start) >= SHORTEST_SKELETON)
    return text_hashes(skeletons.at(members).texts()) ^ SKELETON_SALT, members
