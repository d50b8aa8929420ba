"""Persons as flat arrays: the one form in which they are compared, kept and shared.

A register's persons and the persons asked about are laid out alike, so that one piece of code
scores one pair or a million. Lists of unequal length lie end to end with a table of starts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening.dates import pack
from tocsin.core.screening.documents import document_key
from tocsin.core.screening.documents.numbers import CONFUSED
from tocsin.core.screening.hashing import taken_for, text_hashes
from tocsin.core.screening.names import rows, simple
from tocsin.core.screening.person import Person
from tocsin.core.screening.writing.reading import Token
from tocsin.core.screening.writing.scripts import PLAIN

Ints = NDArray[np.int64]
SEXES = {None: 0, "male": 1, "female": 2}
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


def _starts(counts: Sequence[int] | Ints) -> Ints:
    """Return where each of several lists begins and the last ends, laid end to end."""
    start = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(np.asarray(counts, dtype=np.int64), out=start[1:])
    return start


class Numbering(Protocol):
    """Whoever gives tokens their numbers."""

    def numbered(self, tokens: Sequence[Token]) -> list[int]:
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

    def laid_out(self) -> Named:
        """Return the names with the places where they begin."""
        return Named(_starts(self.rows_of), _starts(self.tokens_of), self.tokens, self.marks)


def read_names(persons: Iterable[Sequence[str]], vocabulary: Numbering) -> Read:
    """Read the names of each person; their tokens are added to ``vocabulary``."""
    rows_of: list[int] = []
    row_names: list[int] = []
    mended: list[bool] = []
    tokens_of: list[int] = []
    tokens: list[Token] = []
    marks: list[int] = []
    for names in persons:
        before = len(tokens_of)
        for at, name in enumerate(names):
            words = simple(name)
            if words is not None:
                row_names.append(at)
                mended.append(False)
                tokens_of.append(len(words))
                tokens += [(word, PLAIN) for word in words]
                marks += [0] * len(words)
                continue
            for row in rows(name):
                row_names.append(at)
                mended.append(row.mended)
                tokens_of.append(len(row.tokens))
                tokens += row.tokens
                marks += row.marks
        rows_of.append(len(tokens_of) - before)
    return Read(
        rows_of=np.array(rows_of, dtype=np.int64),
        row_name=np.array(row_names, dtype=np.int32),
        row_mended=np.array(mended, dtype=np.bool_),
        tokens_of=np.array(tokens_of, dtype=np.int64),
        tokens=np.array(vocabulary.numbered(tokens), dtype=np.int32),
        marks=np.array(marks, dtype=np.uint8),
    )


def paper_keys(papers: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return the keys of documents, and of what scanners may take them for."""
    keys = [document_key(paper) for paper in papers]
    return text_hashes(keys), text_hashes(keys, _CONFUSED)


def lay_out(persons: Sequence[Person], vocabulary: Numbering, named: Read | None = None) -> Columns:
    """``persons`` as arrays; their tokens are added to ``vocabulary``.

    ``named``: their names, where these have been read.
    """
    if named is None:
        named = read_names([person.names for person in persons], vocabulary)
    docs, confusions = paper_keys([x for person in persons for x in person.docs])
    return Columns(
        row_start=_starts(named.rows_of),
        row_name=named.row_name,
        row_mended=named.row_mended,
        token_start=_starts(named.tokens_of),
        tokens=named.tokens,
        marks=named.marks,
        dob_start=_starts([len(x.dob) for x in persons]),
        dobs=np.array([pack(x) for person in persons for x in person.dob], dtype=np.int32),
        nat_start=_starts([len(x.nat) for x in persons]),
        nats=np.array([nat_number(x) for person in persons for x in person.nat], dtype=np.int32),
        doc_start=_starts([len(x.docs) for x in persons]),
        docs=docs,
        doc_confusions=confusions,
        sex=np.array([SEXES[x.gender] for x in persons], dtype=np.int8),
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
