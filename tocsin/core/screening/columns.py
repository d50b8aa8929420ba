"""Persons as flat arrays: the one form in which they are compared, kept and shared.

A register's persons and the persons asked about are laid out alike, so that one piece of code
scores one pair or a million. Lists of unequal length lie end to end with a table of starts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening.dates import pack
from tocsin.core.screening.documents import confusion_key, document_key
from tocsin.core.screening.equivalents import MOST_GROUPS, groups_of
from tocsin.core.screening.frequencies import is_listed, rarity
from tocsin.core.screening.hashing import POWER, text_hash
from tocsin.core.screening.names import BARE, rows
from tocsin.core.screening.person import Person
from tocsin.core.screening.sounds import skeleton, sound

Ints = NDArray[np.int64]
SEXES = {None: 0, "male": 1, "female": 2}


@dataclass
class Vocabulary:
    """The distinct name tokens of a set of persons. A token without vowels is its own entry."""

    texts: list[str] = field(default_factory=list)
    sounds: list[str] = field(default_factory=list)
    skeletons: list[str] = field(default_factory=list)
    numbers: dict[tuple[str, bool], int] = field(default_factory=dict)
    bare: list[bool] = field(default_factory=list)

    def number(self, token: str, *, bare: bool) -> int:
        """Return the number of a token, given on first sight."""
        known = self.numbers.get((token, bare))
        if known is None:
            known = self.numbers[token, bare] = len(self.texts)
            self.texts.append(token)
            self.sounds.append(token if bare else sound(token))
            self.skeletons.append(skeleton(token))
            self.bare.append(bare)
        return known


@dataclass(frozen=True)
class TokenTable:
    """What scoring needs to know of each token of a vocabulary, as arrays by token number."""

    rarity: NDArray[np.float64]
    groups: NDArray[np.int32]
    bare: NDArray[np.bool_]
    sound_hash: NDArray[np.uint64]
    sound_power: NDArray[np.uint64]
    listed: NDArray[np.bool_]  # a name the shipped table knows
    text_hash: NDArray[np.uint64]
    length: NDArray[np.uint8]
    bones: NDArray[np.uint8]  # letters of the skeleton
    initial: NDArray[np.uint8]
    sound_initial: NDArray[np.uint8]


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


def token_table(vocabulary: Vocabulary) -> TokenTable:
    """Return the arrays of ``vocabulary``."""
    count = len(vocabulary.texts)
    groups = np.zeros((count, MOST_GROUPS), dtype=np.int32)
    for at, text in enumerate(vocabulary.texts):
        found = groups_of(text)
        groups[at, : len(found)] = found
    return TokenTable(
        rarity=np.array(
            [rarity(x, bare=b) for x, b in zip(vocabulary.texts, vocabulary.bare, strict=True)],
            dtype=np.float64,
        ),
        groups=groups,
        bare=np.array(vocabulary.bare, dtype=np.bool_),
        sound_hash=np.array([text_hash(x) for x in vocabulary.sounds], dtype=np.uint64),
        text_hash=np.array([text_hash(x) for x in vocabulary.texts], dtype=np.uint64),
        length=np.array([len(x) for x in vocabulary.texts], dtype=np.uint8),
        bones=np.array([len(x) for x in vocabulary.skeletons], dtype=np.uint8),
        initial=np.array([ord(x[0]) for x in vocabulary.texts], dtype=np.uint8),
        sound_initial=np.array([ord(x[0]) for x in vocabulary.sounds], dtype=np.uint8),
        listed=np.array([is_listed(x) for x in vocabulary.texts], dtype=np.bool_),
        sound_power=np.array([POWER[len(x)] for x in vocabulary.sounds], dtype=np.uint64),
    )


def nat_number(code: str) -> int:
    """Return a country code as a number that arrays can compare."""
    return int.from_bytes(code.encode("ascii"), "big")


class _Lists:
    """Lists of unequal length laid end to end."""

    def __init__(self) -> None:
        self.start = [0]
        self.values: list[int] = []

    def add(self, values: Iterable[int]) -> None:
        self.values.extend(values)
        self.start.append(len(self.values))

    def starts(self) -> Ints:
        return np.array(self.start, dtype=np.int64)


def lay_out(persons: Iterable[Person], vocabulary: Vocabulary) -> Columns:
    """``persons`` as arrays; their tokens are added to ``vocabulary``."""
    row_lists, token_lists = _Lists(), _Lists()
    dobs, nats, docs = _Lists(), _Lists(), _Lists()
    marks: list[int] = []
    mended: list[bool] = []
    confusions: list[int] = []
    sexes: list[int] = []
    for person in persons:
        names_of_rows = []
        for at, name in enumerate(person.names):
            for row in rows(name):
                names_of_rows.append(at)
                mended.append(row.mended)
                marks.extend(row.marks)
                token_lists.add(
                    vocabulary.number(token, bare=bool(mark & BARE))
                    for token, mark in zip(row.tokens, row.marks, strict=True)
                )
        row_lists.add(names_of_rows)
        dobs.add(pack(x) for x in person.dob)
        nats.add(nat_number(x) for x in person.nat)
        docs.add(text_hash(document_key(x)) for x in person.docs)
        confusions.extend(text_hash(confusion_key(x)) for x in person.docs)
        sexes.append(SEXES[person.gender])
    return Columns(
        row_start=row_lists.starts(),
        row_name=np.array(row_lists.values, dtype=np.int32),
        row_mended=np.array(mended, dtype=np.bool_),
        token_start=token_lists.starts(),
        tokens=np.array(token_lists.values, dtype=np.int32),
        marks=np.array(marks, dtype=np.uint8),
        dob_start=dobs.starts(),
        dobs=np.array(dobs.values, dtype=np.int32),
        nat_start=nats.starts(),
        nats=np.array(nats.values, dtype=np.int32),
        doc_start=docs.starts(),
        docs=np.array(docs.values, dtype=np.uint64),
        doc_confusions=np.array(confusions, dtype=np.uint64),
        sex=np.array(sexes, dtype=np.int8),
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
