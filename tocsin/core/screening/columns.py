"""Persons as flat arrays: the one form in which they are compared, kept and shared.

A register's persons and the persons asked about are laid out alike, so that one piece of code
scores one pair or a million. Lists of unequal length lie end to end with a table of starts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening.dates import pack
from tocsin.core.screening.documents import confusion_key, document_key
from tocsin.core.screening.equivalents import MOST_GROUPS, groups_of
from tocsin.core.screening.frequencies import is_listed, rarity
from tocsin.core.screening.hashing import POWER, text_hash
from tocsin.core.screening.names import rows
from tocsin.core.screening.person import Person
from tocsin.core.screening.sounds import skeleton, sound
from tocsin.core.screening.writing import VOWELLESS
from tocsin.core.screening.writing.letters import LONGEST, numbered

Ints = NDArray[np.int64]
SEXES = {None: 0, "male": 1, "female": 2}


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """What is known of one token whoever bears it; made once and kept while it is in use."""

    sound: str
    skeleton: str
    rarity: float
    groups: tuple[int, int, int]
    sound_hash: int
    text_hash: int
    listed: bool
    letters: bytes


@lru_cache(maxsize=200_000)
def facts_of(token: str, script: int) -> TokenFacts:
    """Return the facts of a token read from ``script``."""
    bare = script in VOWELLESS
    spoken = token if bare else sound(token)
    groups = groups_of(token)
    return TokenFacts(
        spoken, skeleton(token), rarity(token, bare=bare),
        (*groups, *(0,) * (MOST_GROUPS - len(groups))),  # type: ignore[arg-type]
        text_hash(spoken), text_hash(token), is_listed(token), numbered(token),
    )  # fmt: skip


@dataclass
class Vocabulary:
    """The distinct name tokens of a set of persons, each of one script."""

    texts: list[str] = field(default_factory=list)
    facts: list[TokenFacts] = field(default_factory=list)
    scripts: list[int] = field(default_factory=list)
    numbers: dict[tuple[str, int], int] = field(default_factory=dict)

    def number(self, token: str, script: int) -> int:
        """Return the number of a token read from ``script``, given on first sight."""
        known = self.numbers.get((token, script))
        if known is None:
            known = self.numbers[token, script] = len(self.texts)
            self.texts.append(token)
            self.facts.append(facts_of(token, script))
            self.scripts.append(script)
        return known

    @property
    def sounds(self) -> list[str]:
        """The sound of each token."""
        return [x.sound for x in self.facts]

    @property
    def skeletons(self) -> list[str]:
        """The skeleton of each token."""
        return [x.skeleton for x in self.facts]


@dataclass(frozen=True)
class TokenTable:
    """What scoring needs to know of each token of a vocabulary, as arrays by token number."""

    rarity: NDArray[np.float64]
    groups: NDArray[np.int32]
    script: NDArray[np.uint8]  # that the token was read from, 0 where its Latin spelling is known
    letters: NDArray[np.uint8]  # what is compared between scripts, by token and place
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
    facts, texts = vocabulary.facts, vocabulary.texts
    count = len(texts)
    return TokenTable(
        rarity=np.array([x.rarity for x in facts], dtype=np.float64),
        groups=np.array([x.groups for x in facts], dtype=np.int32).reshape(count, MOST_GROUPS),
        script=np.array(vocabulary.scripts, dtype=np.uint8),
        letters=np.frombuffer(b"".join([x.letters for x in facts]), dtype=np.uint8).reshape(
            count, LONGEST
        ),
        sound_hash=np.array([x.sound_hash for x in facts], dtype=np.uint64),
        text_hash=np.array([x.text_hash for x in facts], dtype=np.uint64),
        length=np.array([len(x) for x in texts], dtype=np.uint8),
        bones=np.array([len(x.skeleton) for x in facts], dtype=np.uint8),
        initial=np.array([ord(x[0]) for x in texts], dtype=np.uint8),
        sound_initial=np.array([ord(x.sound[0]) for x in facts], dtype=np.uint8),
        listed=np.array([x.listed for x in facts], dtype=np.bool_),
        sound_power=np.array([POWER[len(x.sound)] for x in facts], dtype=np.uint64),
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
                    vocabulary.number(token, script)
                    for token, script in zip(row.tokens, row.scripts, strict=True)
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
