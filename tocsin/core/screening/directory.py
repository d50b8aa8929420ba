"""Where to look for the persons of a segment: by their words, and without them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast, fast_directory, fast_filing
from tocsin.core.screening.columns import Columns
from tocsin.core.screening.lexicon import Facts
from tocsin.core.screening.names import PARTICLE
from tocsin.core.screening.person import Person
from tocsin.core.screening.postings import (
    Filed,
    Keyed,
    Keys,
    echo_keys,
    keyed,
    skeleton_keys,
    spelling_keys,
)
from tocsin.core.screening.strings import Ints
from tocsin.core.screening.wholes import whole_keys

FEW = 64  # persons: as many as wait to be filed


def id_hash(identifier: str) -> int:
    """Return the 64-bit key an entry's id is filed under."""
    return int.from_bytes(blake2b(identifier.encode(), digest_size=8).digest(), "big")


@dataclass(frozen=True)
class Directory:
    """Where to look for persons in a segment."""

    by_token: Filed
    by_spelling: Keyed  # to token numbers
    by_skeleton: Keyed  # to token numbers
    by_echo: Keyed  # to numbers of Latin tokens
    by_foreign_echo: Keyed  # to numbers of tokens of other scripts
    by_beginning: Keyed  # of whole names, by their first consonants
    by_ending: Keyed  # and by their last
    by_longer_beginning: Keyed  # by more letters, and by all
    by_longer_ending: Keyed
    by_birth: Keyed
    by_document: Keyed
    by_confusion: Keyed
    by_id: Keyed

    @property
    def of_words(self) -> tuple[Keyed, Keyed, Keyed, Keyed]:
        """Where to look for words, in the order of ``known.Words.sought``."""
        return self.by_spelling, self.by_skeleton, self.by_echo, self.by_foreign_echo

    @property
    def of_persons(self) -> tuple[Keyed, ...]:
        """Where to look for persons without their words, in the order of what is asked."""
        return (
            self.by_beginning, self.by_ending, self.by_longer_beginning, self.by_longer_ending,
            self.by_birth, self.by_document, self.by_confusion,
        )  # fmt: skip


def by_token(columns: Columns, size: int) -> Filed:
    """File persons under the numbers of their words, which are below ``size``."""
    if fast.loops() is not None:
        return Filed(*fast_filing.by_token(columns, size))
    row_person = np.repeat(np.arange(len(columns)), np.diff(columns.row_start))
    token_row = np.repeat(np.arange(len(columns.row_name)), np.diff(columns.token_start))
    counts = (columns.marks & PARTICLE) == 0
    return Filed.of(columns.tokens[counts].astype(np.int64), row_person[token_row[counts]], size)


def _by_value(start: Ints, values: NDArray[Any]) -> tuple[Keys, Ints]:
    owner = np.repeat(np.arange(len(start) - 1), np.diff(start))
    return values.astype(np.uint64), owner


def directory_of(columns: Columns, facts: Facts, persons: Sequence[Person]) -> Directory:
    """Return where to look for ``persons``, who lie in ``columns``.

    Of a few all that is filed by keys is filed in one call.
    """
    if len(persons) <= FEW and facts.hissed is not None:
        spelled = facts.sounds, facts.skeletons, facts.hissed, facts.texts
        foreign = echo_keys(facts, plain=False, foreign=True)
        lists = fast_directory.directory(spelled, columns, foreign, _ids(persons))
        found = [Keyed(keys, values) for keys, values in lists]
    else:
        found = keyed(_lists_of(columns, facts, persons))
    return Directory(by_token(columns, len(facts.texts)), *found)


def _ids(persons: Sequence[Person]) -> Keys:
    return np.array([id_hash(x.id) for x in persons], dtype=np.uint64)


def _lists_of(
    columns: Columns, facts: Facts, persons: Sequence[Person]
) -> Iterator[tuple[Keys, Ints]]:
    """Yield what is filed by keys, in the order of ``Directory``; each is made when asked for."""
    yield spelling_keys(facts.sounds)
    yield skeleton_keys(facts.skeletons)
    yield echo_keys(facts, plain=True, foreign=False)
    yield echo_keys(facts, plain=False, foreign=True)
    yield from whole_keys(columns.named, facts.spelled)
    yield _by_value(columns.dob_start, columns.dobs)
    yield _by_value(columns.doc_start, columns.docs)
    yield _by_value(columns.doc_start, columns.doc_confusions)
    yield _ids(persons), np.arange(len(persons))
