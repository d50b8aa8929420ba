"""Persons as flat arrays: the one form in which they are compared, kept and shared.

A register's persons and the persons asked about are laid out alike, so that one piece of code
scores one pair or a million. Lists of unequal length lie end to end with a table of starts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast, fast_words
from tocsin.core.screening.dates import pack
from tocsin.core.screening.documents import document_key
from tocsin.core.screening.documents.numbers import CONFUSED
from tocsin.core.screening.hashing import FEW, taken_for, text_hashes
from tocsin.core.screening.names import Row, cut, rows
from tocsin.core.screening.numbering import Scripts, laid_out
from tocsin.core.screening.person import Person
from tocsin.core.screening.strings import Ints, Strings, starts

Papers = tuple[NDArray[np.uint64], NDArray[np.uint64]]  # keys, and what scanners may take them for
# Dates of birth, states, documents (and what they look like), each with where those of a person
# begin, and sexes.
Others = tuple[
    tuple[Ints, NDArray[np.int32]],
    tuple[Ints, NDArray[np.int32]],
    tuple[Ints, NDArray[np.uint64], NDArray[np.uint64]],
    NDArray[np.int8],
]
SEXES = {None: 0, "male": 1, "female": 2}
_FEW_WORDS = 64  # of a lone question: read sooner in one call than in two
_CONFUSED = taken_for(CONFUSED)  # letters that scanners take for digits hash as the digits


@dataclass(frozen=True)
class Columns:
    """Persons as arrays. ``x_start[i]:x_start[i + 1]`` are the places of person (or row) i in x."""

    row_start: Ints  # by person
    row_name: NDArray[np.int32]  # which of the person's names a row reads
    row_mended: NDArray[np.bool_]
    token_start: Ints  # by row
    tokens: NDArray[np.int32]
    marks: NDArray[np.uint8]
    dob_start: Ints
    dobs: NDArray[np.int32]
    nat_start: Ints
    nats: NDArray[np.int32]
    doc_start: Ints
    docs: NDArray[np.uint64]
    doc_confusions: NDArray[np.uint64]
    sex: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.sex)

    @property
    def named(self) -> "Named":
        """The names alone."""
        return Named(self.row_start, self.token_start, self.tokens, self.marks)


def nat_number(code: str) -> int:
    """Return a country code as a number that arrays can compare."""
    return int.from_bytes(code.encode("ascii"), "big")


class Numbering(Protocol):
    """Whoever gives tokens their numbers."""

    def numbered(self, words: Strings, scripts: Scripts) -> Ints:
        """Return the number of each token."""


@dataclass(frozen=True)
class Named:
    """The names of persons alone: where the rows of each begin, and the tokens of each row."""

    row_start: Ints
    token_start: Ints
    tokens: NDArray[np.int32]
    marks: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.row_start) - 1


@dataclass(frozen=True)
class Read:
    """The names of persons as rows of numbered tokens, and how many there are of each."""

    rows_of: Ints  # by person
    row_name: NDArray[np.int32]
    row_mended: NDArray[np.bool_]
    tokens_of: Ints  # by row
    tokens: NDArray[np.int32]
    marks: NDArray[np.uint8]

    @property
    def named(self) -> Named:
        """The same with places instead of counts."""
        return Named(starts(self.rows_of), starts(self.tokens_of), self.tokens, self.marks)


def read_names(persons: Sequence[Sequence[str]], vocabulary: Numbering) -> Read:
    """Read the names of each person; their tokens are added to ``vocabulary``."""
    names = [name for several in persons for name in several]
    names_of = np.fromiter(map(len, persons), np.int64, len(persons))
    found = _read(names, vocabulary)
    start = starts(names_of)
    rows_before = starts(found.rows_of)
    name = np.arange(len(names)) - np.repeat(start[:-1], names_of)
    return Read(
        rows_of=rows_before[start[1:]] - rows_before[start[:-1]],
        row_name=np.repeat(name, found.rows_of).astype(np.int32),
        row_mended=found.mended,
        tokens_of=found.tokens_of,
        tokens=found.tokens.astype(np.int32),
        marks=found.marks,
    )


def read_each(names: Sequence[str], vocabulary: Numbering) -> Read:
    """Read names as those of one person each."""
    found = _read(names, vocabulary)
    none = np.zeros(len(found.tokens_of), dtype=np.int32)
    tokens = found.tokens.astype(np.int32)
    return Read(found.rows_of, none, found.mended, found.tokens_of, tokens, found.marks)


@dataclass(frozen=True)
class _Rows:
    """The rows of several names: how many of each name, and what is known of each row."""

    rows_of: Ints
    mended: NDArray[np.bool_]
    tokens_of: Ints
    tokens: Ints
    marks: NDArray[np.uint8]


def _read(names: Sequence[str], vocabulary: Numbering) -> _Rows:
    if not names or any(map(str.isascii, names)):
        count, words = cut(names)
        if count.all():
            return _all_plain(count, vocabulary.numbered(words, _no_scripts(words)))
        if count.any():
            return _some_plain(names, count, words, vocabulary)
    read = [rows(name) for name in names]  # as of a lone name that takes care
    return _by_rules(read, vocabulary.numbered(*_laid_out(read)))


def _some_plain(names: Sequence[str], count: Ints, words: Strings, vocabulary: Numbering) -> _Rows:
    careful = np.flatnonzero(count == 0)
    read = [rows(names[at]) for at in careful.tolist()]
    (further, scripts), none = _laid_out(read), _no_scripts(words)
    if len(words) + len(further) > _FEW_WORDS:  # an odd one among them would slow all
        plain, others = vocabulary.numbered(words, none), vocabulary.numbered(further, scripts)
    else:
        both = Strings.end_to_end([words, further]), np.concatenate([none, scripts])
        plain, others = np.split(vocabulary.numbered(*both), [len(words)])
    return _together(count, plain, careful, _by_rules(read, others))


def _no_scripts(words: Strings) -> Scripts:
    return np.zeros(len(words), dtype=np.uint8)


def _laid_out(names: Sequence[Sequence[Row]]) -> tuple[Strings, Scripts]:
    return laid_out([x for several in names for row in several for x in row.tokens])


def _all_plain(count: Ints, numbers: Ints) -> _Rows:
    """Return names of so many words as rows: one each, without marks."""
    return _Rows(
        rows_of=np.ones(len(count), dtype=np.int64),
        mended=np.zeros(len(count), dtype=np.bool_),
        tokens_of=count,
        tokens=numbers,
        marks=np.zeros(len(numbers), dtype=np.uint8),
    )


def _by_rules(names: Sequence[Sequence[Row]], tokens: Ints) -> _Rows:
    """Return the rows of names that were read one by one, whose tokens have these numbers."""
    found = [row for several in names for row in several]
    return _Rows(
        rows_of=np.array(list(map(len, names)), dtype=np.int64),
        mended=np.array([row.mended for row in found], dtype=np.bool_),
        tokens_of=np.array([len(row.tokens) for row in found], dtype=np.int64),
        tokens=tokens,
        marks=np.array([mark for row in found for mark in row.marks], dtype=np.uint8),
    )


def _together(count: Ints, plain: Ints, careful: Ints, read: _Rows) -> _Rows:
    """Put names in plain letters, of ``count`` words, and the ``careful`` ones in their order."""
    rows_of = np.ones(len(count), dtype=np.int64)
    rows_of[careful] = read.rows_of
    by_hand = np.repeat(count == 0, rows_of)  # by row
    tokens_of = np.empty(len(by_hand), dtype=np.int64)
    tokens_of[by_hand] = read.tokens_of
    tokens_of[~by_hand] = count[count > 0]
    mended = np.zeros(len(by_hand), dtype=np.bool_)
    mended[by_hand] = read.mended
    by_hand = np.repeat(by_hand, tokens_of)  # by token
    tokens = np.empty(len(by_hand), dtype=np.int64)
    tokens[by_hand], tokens[~by_hand] = read.tokens, plain
    marks = np.zeros(len(by_hand), dtype=np.uint8)
    marks[by_hand] = read.marks
    return _Rows(rows_of, mended, tokens_of, tokens, marks)


def paper_keys(papers: Sequence[str]) -> Papers:
    """Return the keys of documents, and of what scanners may take them for."""
    keys = [document_key(paper) for paper in papers]
    if fast.loops() is not None and len(keys) > FEW:
        written = Strings.of_plain(keys)
        return fast_words.hashes(written), fast_words.hashes(written, _CONFUSED)
    return text_hashes(keys), text_hashes(keys, _CONFUSED)


def lay_out(
    persons: Sequence[Person],
    vocabulary: Numbering,
    named: Read | None = None,
    papers: Papers | None = None,
) -> Columns:
    """``persons`` as arrays; their tokens are added to ``vocabulary``.

    ``named``: their names, where these have been read; ``papers``: the keys of their documents.
    """
    if named is None:
        named = read_names([person.names for person in persons], vocabulary)
    if papers is None:
        papers = paper_keys([x for person in persons for x in person.docs])
    return together(named, beside_names(persons, papers))


def together(named: Read, others: Others) -> Columns:
    """Return names and all else of persons."""
    (dob_start, dobs), (nat_start, nats), (doc_start, docs, confusions), sex = others
    return Columns(
        row_start=starts(named.rows_of),
        row_name=named.row_name,
        row_mended=named.row_mended,
        token_start=starts(named.tokens_of),
        tokens=named.tokens,
        marks=named.marks,
        dob_start=dob_start,
        dobs=dobs,
        nat_start=nat_start,
        nats=nats,
        doc_start=doc_start,
        docs=docs,
        doc_confusions=confusions,
        sex=sex,
    )


def beside_names(persons: Sequence[Person], papers: Papers) -> Others:
    """Return all of ``persons`` but their names; ``papers``: the keys of their documents."""
    dobs = [pack(x) for person in persons for x in person.dob]
    nats = [nat_number(x) for person in persons for x in person.nat]
    return (
        (starts([len(x.dob) for x in persons]), np.array(dobs, dtype=np.int32)),
        (starts([len(x.nat) for x in persons]), np.array(nats, dtype=np.int32)),
        (starts([len(x.docs) for x in persons]), *papers),
        np.array([SEXES[x.gender] for x in persons], dtype=np.int8),
    )


def cross(left_start: Ints, left: Ints, right_start: Ints, right: Ints) -> tuple[Ints, Ints, Ints]:
    """Every combination of list ``left[p]`` with list ``right[p]``, for all pairs p at once.

    Returns (pair, place in the left values, place in the right values), ordered by pair.
    """
    left_count = left_start[left + 1] - left_start[left]
    right_count = right_start[right + 1] - right_start[right]
    count = left_count * right_count
    pair = np.repeat(np.arange(len(left), dtype=np.int64), count)
    within = np.arange(len(pair), dtype=np.int64) - np.repeat(np.cumsum(count) - count, count)
    each = np.maximum(right_count, 1)[pair]
    return pair, left_start[left][pair] + within // each, right_start[right][pair] + within % each
