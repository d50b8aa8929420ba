"""Rules of rewriting words, as ``re`` follows them and as tables that a compiled loop follows.

A rule is a pattern and what is put for it. Of patterns only what the rules here need is understood:
letters, ``[sets]``, groups, ``|``, ``?``, ``+``, ``{n}``, ``^``, ``$``, and what must or must not
stand before and after. Each is laid out as the rows of letters that it stands for, in the order in
which ``re`` would try them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray

LONGEST = 32  # letters of a word that the tables are made for
FIRST, SQUEEZED = 254, 255  # put the first letter of what was found; of a letter said twice, one
_END, _BEGIN = 0, 1  # what stands behind the last letter of a word, and before the first
_TWICE, _ITS_LETTER = r"(.)\1+", r"\1"
_ANY = frozenset(range(2, 128))
_ALL = _ANY | {_END, _BEGIN}

Letters = frozenset[int]
Rule = tuple[str, str]  # a pattern, and what is put for it


class NotUnderstood(Exception):
    """A pattern that tables cannot hold, and where in it."""


@dataclass(frozen=True)
class _Way:
    """One row of letters that a pattern stands for, and what must stand before and after it."""

    before: tuple[Letters, ...] = ()
    inside: tuple[Letters, ...] = ()
    after: tuple[Letters, ...] = ()

    def then(self, other: "_Way") -> "_Way":
        if other.before and (self.inside or self.before or self.after):
            raise NotUnderstood(other.before)
        if self.after and other.inside:
            raise NotUnderstood(other.inside)
        return _Way(
            self.before + other.before, self.inside + other.inside, self.after + other.after
        )


_EDGES = {
    "$": _Way(after=(frozenset({_END}),)),
    "^": _Way(before=(frozenset({_BEGIN}),)),
    "(?<!^)": _Way(before=(_ALL - {_BEGIN},)),
    "(?!$)": _Way(after=(_ALL - {_END},)),
}


class _Pattern:
    """Reads a pattern; ``ways`` are the rows that it stands for, first the one tried first."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0
        self.ways = self._either()
        if self._at < len(text):
            raise NotUnderstood(text, self._at)

    def _has(self, text: str) -> bool:
        found = self._text.startswith(text, self._at)
        self._at += len(text) * found
        return found

    def _letter(self) -> int:
        self._at += 1
        return ord(self._text[self._at - 1])

    def _either(self) -> list[_Way]:
        found = self._row()
        while self._has("|"):
            found += self._row()
        return found

    def _row(self) -> list[_Way]:
        parts: list[list[_Way]] = [[_Way()]]
        while self._at < len(self._text) and self._text[self._at] not in "|)":
            parts.append(self._repeated(self._one()))
        return [_joined(way) for way in product(*parts)]

    def _repeated(self, ways: list[_Way]) -> list[_Way]:
        if self._has("?"):
            return [*ways, _Way()]
        if self._has("+"):
            return [x for count in range(LONGEST, 0, -1) for x in _times(ways, count)]
        if self._has("{"):
            count = self._letter() - ord("0")
            if self._has(",}"):
                return [x for more in range(LONGEST, count - 1, -1) for x in _times(ways, more)]
            self._expect("}")
            return _times(ways, count)
        return ways

    def _expect(self, text: str) -> None:
        if not self._has(text):
            raise NotUnderstood(self._text, self._at)

    def _one(self) -> list[_Way]:
        for sign, way in _EDGES.items():
            if self._has(sign):
                return [way]
        if self._has("(?<="):
            return [_Way(before=way.inside) for way in self._closed()]
        if self._has("(?="):
            return [_Way(after=way.inside + way.after) for way in self._closed()]
        if self._has("(?!"):
            (way,) = self._closed()
            (letters,) = way.inside
            return [_Way(after=(_ALL - letters,))]
        if self._has("(?:") or self._has("("):
            return self._closed()
        return [_Way(inside=(self._set() if self._has("[") else frozenset({self._letter()}),))]

    def _closed(self) -> list[_Way]:
        found = self._either()
        self._expect(")")
        return found

    def _set(self) -> Letters:
        others = self._has("^")
        found: set[int] = set()
        while not self._has("]"):
            if self._has(r"\n"):
                continue  # words are lines where ``re`` reads them: it is the end of the word
            first = self._letter()
            last = self._letter() if self._has("-") else first
            found.update(range(first, last + 1))
        return _ANY - found if others else frozenset(found)


def _joined(ways: Sequence[_Way]) -> _Way:
    found = _Way()
    for way in ways:
        found = found.then(way)
    return found


def _times(ways: list[_Way], count: int) -> list[_Way]:
    return [_joined(row) for row in product(ways, repeat=count)]


Tables = tuple[NDArray[np.generic], ...]


@dataclass(frozen=True)
class Rules:
    """Rules that are applied to a word one after the other."""

    rules: tuple[Rule, ...]

    @cached_property
    def _patterns(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        return tuple((re.compile(pattern, re.MULTILINE), put) for pattern, put in self.rules)

    def rewrite(self, words: Sequence[str]) -> list[str]:
        """Apply the rules to each word, a line each: each rule reads all of them at once."""
        if not words:
            return []
        text = "\n".join(words)
        for pattern, put in self._patterns:
            text = pattern.sub(put, text)
        return text.split("\n")

    @cached_property
    def tables(self) -> Tables:
        """The rules as the compiled loop takes them: see ``loops.rewriting``."""
        told, put, rows = [], [], []
        of_rule = [0]
        for pattern, text in self.rules:
            ways = [] if pattern == _TWICE else _Pattern(pattern).ways
            told.append(_SQUEEZING if pattern == _TWICE else _first_two(ways))
            put.append(_put(pattern, text))
            rows += ways
            of_rule.append(len(rows))
        signs = [way.before + way.inside + way.after for way in rows]
        sets = {letters: at for at, letters in enumerate(dict.fromkeys(sum(signs, ())))}
        inside = np.zeros((len(sets), 128), dtype=np.uint8)
        for letters, at in sets.items():
            inside[at, sorted(letters)] = 1
        bits = np.uint64(1) << np.arange(len(told), dtype=np.uint64)
        return (
            np.array(of_rule, dtype=np.int64),
            (np.array(told, dtype=np.uint64) * bits[:, None, None]).sum(axis=0, dtype=np.uint64),
            np.array(put, dtype=np.uint8).reshape(-1, 4),
            np.array([[len(way.before), len(way.inside)] for way in rows], dtype=np.int64).reshape(
                -1, 2
            ),
            np.concatenate([[0], np.cumsum([len(x) for x in signs])]).astype(np.int64),
            np.array([sets[x] for row in signs for x in row], dtype=np.int64),
            inside,
        )


_SQUEEZING = np.array([[0] * 2 + [1] * 126] * 2, dtype=np.uint8)


def _first_two(ways: Sequence[_Way]) -> NDArray[np.uint8]:
    """Return which letters what is found may begin with, and which may stand after the first."""
    found = np.zeros((2, 128), dtype=np.uint8)
    for way in ways:
        row = (*way.inside, *way.after, _ALL)
        for at in (0, 1):
            found[at, sorted(row[at])] = 1
    return found


def _put(pattern: str, text: str) -> list[int]:
    if pattern == _TWICE:
        return [SQUEEZED, 0, 0, 0]
    if text == _ITS_LETTER:
        return [FIRST, 0, 0, 0]
    return [len(text), *text.encode("ascii").ljust(3, b"\0")]
