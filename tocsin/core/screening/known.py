"""The words of the persons asked about, each read once in the life of the process.

Few words make up most names. What is known of a word, and where a register is looked up for it,
lies in arrays by the number the word was given when it was first asked about; a name that is
remembered is those numbers. Threads share it: what is there is never changed, only added to.
"""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening.columns import Ints, Named, read_names
from tocsin.core.screening.equivalents import equivalents
from tocsin.core.screening.growing import Growing, GrowingRuns
from tocsin.core.screening.hashing import text_hashes
from tocsin.core.screening.lexicon import TokenTable, Vocabulary, token_table
from tocsin.core.screening.names import PARTICLE, Row
from tocsin.core.screening.postings import (
    Keys,
    echo_keys,
    skeleton_keys,
    spelling_keys,
)
from tocsin.core.screening.sounds import sounds
from tocsin.core.screening.vocabulary import StoredWords, Strings
from tocsin.core.screening.wholes import whole_keys
from tocsin.core.screening.writing.reading import Token

MOST_WORDS, MOST_NAMES = 200_000, 65_536
_LONGEST_KEPT = 200  # letters of a name; who is named longer is read again

Sought = tuple[tuple[Ints, Keys], ...]


class Name(NamedTuple):
    """A name that was read: the words it is looked up by, and where in the name they stand.

    ``beginnings`` and ``endings`` are keys of how its readings begin and end.
    """

    words: list[int]
    places: list[int]
    beginnings: list[int]
    endings: list[int]


@dataclass(frozen=True)
class Words:
    """All words as they are at one moment.

    ``sought``: for each list of a segment's words the keys under which a word is looked for there.
    ``numbered_by``: numbers of one giver mean one word each.
    """

    stored: StoredWords
    sought: Sought
    numbered_by: object


class Known:
    """Words with numbers, and names as numbers of words."""

    def __init__(self) -> None:
        self._adding = threading.Lock()
        self._numbers: dict[Token, int] = {}
        self._names: dict[str, Name] = {}
        nothing = Vocabulary()
        self._table = [Growing(x) for x in _values(token_table(nothing))]
        self._texts = [GrowingRuns(x.start, x.letters) for x in _spelled(nothing)]
        self._sought = [GrowingRuns(*x) for x in _sought(nothing)]
        self.words = self._all()

    def __len__(self) -> int:
        return len(self._numbers)

    def numbered(self, rows: Iterable[Row]) -> list[int]:
        """Return the numbers of the tokens of rows, one row after another."""
        tokens = [token for row in rows for token in row.tokens]
        numbers = self._numbers
        fresh = {token: None for token in tokens if token not in numbers}
        if fresh:
            self._add(fresh)
        return [numbers[token] for token in tokens]

    def read(self, names: Iterable[str]) -> dict[str, Name]:
        """Return each of ``names`` as it is looked up."""
        kept = self._names
        known = {name: kept.get(name) for name in names}
        fresh = [name for name, found in known.items() if found is None]
        made = dict(zip(fresh, self._read(fresh), strict=True)) if fresh else {}
        if len(kept) + len(made) > MOST_NAMES:
            kept = self._names = {}  # another thread may be reading the old ones
        kept.update((name, read) for name, read in made.items() if len(name) <= _LONGEST_KEPT)
        return {name: found or made[name] for name, found in known.items()}

    def _read(self, names: Sequence[str]) -> list[Name]:
        named = read_names([(name,) for name in names], self).laid_out()
        owner, place, token = _asked_words(named)
        beginnings, endings = whole_keys(named, self.words.stored.skeletons)
        each = np.arange(len(names) + 1)
        parts = [
            _cut(values, np.searchsorted(whose, each))
            for values, whose in ((token, owner), (place, owner), beginnings, endings)
        ]
        return [Name(*found) for found in zip(*parts, strict=True)]

    def _add(self, tokens: Iterable[Token]) -> None:
        with self._adding:
            fresh = [token for token in tokens if token not in self._numbers]
            first = len(self._numbers)
            more = Vocabulary.of(fresh)
            for array, values in zip(self._table, _values(token_table(more)), strict=True):
                array.add(values)
            for texts, strings in zip(self._texts, _spelled(more), strict=True):
                texts.add(strings.start, strings.letters)
            for keys, sought in zip(self._sought, _sought(more), strict=True):
                keys.add(*sought)
            self.words = self._all()
            self._numbers.update((token, first + at) for at, token in enumerate(fresh))

    def _all(self) -> Words:
        texts, heard, bones = (Strings(x.start, x.values) for x in self._texts)
        stored = StoredWords(TokenTable(*(x.all for x in self._table)), texts, heard, bones)
        return Words(stored, tuple((x.start, x.values) for x in self._sought), self)


def _values(table: TokenTable) -> list[NDArray[Any]]:
    return [getattr(table, field.name) for field in fields(TokenTable)]


def _spelled(words: Vocabulary) -> tuple[Strings, Strings, Strings]:
    return Strings.of(words.texts), Strings.of(words.sounds), Strings.of(words.skeletons)


def _sought(words: Vocabulary) -> Sought:
    """Return for each list of a segment's words the keys under which each word is looked for.

    By sound, its own and that of equivalent names; by consonants; by what is read of other scripts
    and what of Latin words.
    """
    texts, scripts = words.texts, words.scripts
    rows = [(x, at) for at, text in enumerate(texts) for x in equivalents(text)]
    heard, whose = spelling_keys(words.sounds)
    heard = np.concatenate([heard, text_hashes(sounds([x for x, _ in rows]))])
    whose = np.concatenate([whose, np.array([at for _, at in rows], dtype=np.int64)])
    lists = (
        (heard, whose),
        skeleton_keys(words.skeletons),
        echo_keys(texts, scripts, plain=False, foreign=True),
        echo_keys(texts, scripts, plain=True, foreign=True),
    )
    return tuple(_by_owner(keys, owner, len(texts)) for keys, owner in lists)


def _by_owner(keys: Keys, owner: Ints, owners: int) -> tuple[Ints, Keys]:
    order = np.argsort(owner, kind="stable")
    return np.searchsorted(owner[order], np.arange(owners + 1)).astype(np.int64), keys[order]


def _asked_words(named: Named) -> tuple[Ints, Ints, Ints]:
    """Return the words that names are looked up by: (whose, place in the name, number)."""
    row_person = np.repeat(np.arange(len(named)), np.diff(named.row_start))
    token_row = np.repeat(np.arange(len(row_person)), np.diff(named.token_start))
    place = np.arange(len(named.tokens)) - named.token_start[token_row]
    kept = (named.marks & PARTICLE) == 0
    # A name of particles only is looked up by them, for want of anything better.
    rows_kept = np.zeros(len(row_person), dtype=np.bool_)
    rows_kept[token_row[kept]] = True
    kept |= ~rows_kept[token_row]
    return row_person[token_row[kept]], place[kept], named.tokens[kept].astype(np.int64)


def _cut(values: NDArray[Any], start: Ints) -> list[list[int]]:
    listed = values.tolist()
    return [listed[begin:end] for begin, end in pairwise(start.tolist())]


_KNOWN: list[Known] = []  # one at most, made with the first question: it loads the loops


def known() -> Known:
    """Return the words of this process. Too many are left behind, for others that begin anew."""
    if not _KNOWN or len(_KNOWN[0]) > MOST_WORDS:
        _KNOWN[:] = [Known()]
    return _KNOWN[0]
