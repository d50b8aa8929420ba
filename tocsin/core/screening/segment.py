"""One unchanging part of an index: persons as arrays, their words, and where to look for them.

A segment never changes; an index is a few of them and a list of what has been removed. All of
it is arrays with names, so that a segment is saved and memory-mapped without a copy.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cached_property
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast, glance
from tocsin.core.screening.apart import Readers
from tocsin.core.screening.columns import Columns, lay_out
from tocsin.core.screening.common_words import LONG, commonest, made_by
from tocsin.core.screening.lexicon import Facts, TokenTable, Vocabulary
from tocsin.core.screening.likeness import Side
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
from tocsin.core.screening.remembered import Common, Likes
from tocsin.core.screening.strings import Ints, Strings
from tocsin.core.screening.vocabulary import StoredWords
from tocsin.core.screening.wholes import whole_keys

Arrays = dict[str, NDArray[Any]]
_FOREVER = np.iinfo(np.int64).max
MOST_GIVEN = 2048  # entries that are kept as they were given, for building a segment anew
# A line break stands before each value of an object and nowhere else: in texts it is escaped.
_encoded = json.JSONEncoder(ensure_ascii=True, separators=(",", "\n")).encode
_RECORDS_AT_A_TIME = 1000


def moment(when: datetime) -> int:
    """``when`` in microseconds since 1970, for comparing arrays of moments."""
    return round(when.timestamp() * 1_000_000)


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


class Segment:
    """Persons, fixed. ``arrays`` holds everything; the rest are views of it."""

    def __init__(
        self, arrays: Mapping[str, NDArray[Any]], class_sets: list[list[int | str]]
    ) -> None:
        self.arrays = dict(arrays)
        self.class_sets = [frozenset(x) for x in class_sets]
        group = _groups(self.arrays)
        self.columns = Columns(**group["columns"])
        self.words = StoredWords(
            TokenTable(**group["tokens"]),
            Strings(**group["texts"]),
            Strings(**group["sounds"]),
            Strings(**group["skeletons"]),
        )
        self.side = Side(self.columns, self.words)
        self.directory = Directory(
            by_token=Filed(**group["by_token"]),
            **{x.name: Keyed(**group[x.name]) for x in fields(Directory) if x.name != "by_token"},
        )
        self._records = Strings(**group["records"])
        self.class_set: NDArray[np.int32] = self.arrays["class_set"]
        self.valid_until: Ints = self.arrays["valid_until"]
        self.glances: glance.Rows = self.arrays["glances"]
        self.borne: glance.Rows = self.arrays["borne"]
        self.given: Sequence[Person] | None = None  # whom a short one was built of
        self.is_read_as_now = False  # by this very Tocsin, as far as is known
        self.likes = Likes()  # what was asked about, and what was like it
        # What older segments lack, or another Tocsin weighed, is looked up anew.
        if "common" in group and np.array_equal(group["common"]["made_by"], made_by()):
            self.likes = Likes(Common(**group["common"]), self.words)
            self.is_read_as_now = True
        self.scratch = fast.Scratch(len(self), len(self.words.texts))

    def __len__(self) -> int:
        return len(self.columns)

    @cached_property
    def compiled(self) -> fast.Register:
        """The arrays as the compiled loops take them."""
        return fast.register(self)

    @property
    def records(self) -> Strings:
        """Each person as it was given, in JSON."""
        return self._records

    @cached_property
    def size(self) -> int:
        """Bytes of all arrays."""
        return sum(array.nbytes for array in self.arrays.values())

    def person(self, number: int) -> Person:
        """Return the person with this number, as it was given."""
        if self.given is not None:
            return self.given[number]
        return _person(json.loads(self._records.raw(number)))

    def keep(self, common: Common) -> None:
        """Lay the commonest words beside all else, before anybody asks."""
        self.arrays |= _flat("common", common)
        self.likes = Likes(common, self.words)

    def number_of(self, identifier: str) -> int | None:
        """Return the number of the entry with this id, None if it is not here."""
        keys = np.array([id_hash(identifier)], dtype=np.uint64)
        for number in self.directory.by_id.find(keys)[0].tolist():
            if json.loads(self._records.raw(number))[0] == identifier:
                return int(number)
        return None


def _groups(arrays: Arrays) -> dict[str, Arrays]:
    """``arrays`` by what stands before the dot of their names."""
    groups: dict[str, Arrays] = {}
    for name, array in arrays.items():
        group, _, rest = name.partition(".")
        groups.setdefault(group, {})[rest] = array
    return groups


def _records(persons: Sequence[Person]) -> list[str]:
    """Return each person as a list in JSON. Many are encoded in one call, which costs a third."""
    found: list[str] = []
    for first in range(0, len(persons), _RECORDS_AT_A_TIME):
        some = map(_record, persons[first : first + _RECORDS_AT_A_TIME])
        _, *parts = _encoded(dict(enumerate(some))).split("\n")
        found += [part[: part.rindex("]") + 1] for part in parts]
    return found


def _record(person: Person) -> list[Any]:
    until = person.valid_until.isoformat() if person.valid_until else None
    return [
        person.id, person.names, person.dob, person.nat, person.gender, person.docs,
        sorted(person.classes, key=str), until,
    ]  # fmt: skip


def _person(record: Sequence[Any]) -> Person:
    identifier, names, dob, nat, gender, docs, classes, until = record
    moment_ = datetime.fromisoformat(until) if isinstance(until, str) else None
    return Person(identifier, names, dob, nat, gender, docs, frozenset(classes), moment_)


def persons_in(arrays: Mapping[str, NDArray[Any]]) -> Iterator[Person]:
    """Yield the persons that the arrays of a segment hold, as they were given."""
    records = Strings(arrays["records.start"], arrays["records.letters"])
    return (_person(json.loads(records.raw(at))) for at in range(len(records)))


def _flat(prefix: str, value: object) -> Arrays:
    return {f"{prefix}.{x.name}": getattr(value, x.name) for x in fields(value)}  # type: ignore[arg-type]


def by_token(columns: Columns, size: int) -> Filed:
    """File persons under the numbers of their words, which are below ``size``."""
    row_person = np.repeat(np.arange(len(columns)), np.diff(columns.row_start))
    token_row = np.repeat(np.arange(len(columns.row_name)), np.diff(columns.token_start))
    counts = (columns.marks & PARTICLE) == 0
    return Filed.of(columns.tokens[counts].astype(np.int64), row_person[token_row[counts]], size)


def _by_value(start: Ints, values: NDArray[Any]) -> tuple[Keys, Ints]:
    owner = np.repeat(np.arange(len(start) - 1), np.diff(start))
    return values.astype(np.uint64), owner


def _directory(columns: Columns, facts: Facts, persons: Sequence[Person]) -> Directory:
    wholes = whole_keys(columns.named, facts.spelled)
    ids = np.array([id_hash(x.id) for x in persons], dtype=np.uint64)
    lists = {
        "by_spelling": spelling_keys(facts.sounds),
        "by_skeleton": skeleton_keys(facts.skeletons),
        "by_echo": echo_keys(facts, plain=True, foreign=False),
        "by_foreign_echo": echo_keys(facts, plain=False, foreign=True),
        "by_beginning": wholes[0],
        "by_ending": wholes[1],
        "by_longer_beginning": wholes[2],
        "by_longer_ending": wholes[3],
        "by_birth": _by_value(columns.dob_start, columns.dobs),
        "by_document": _by_value(columns.doc_start, columns.docs),
        "by_confusion": _by_value(columns.doc_start, columns.doc_confusions),
        "by_id": (ids, np.arange(len(persons))),
    }
    filed = dict(zip(lists, keyed(list(lists.values())), strict=True))
    return Directory(by_token=by_token(columns, len(facts.texts)), **filed)


def build_segment(
    persons: Sequence[Person], workers: int = 1, readers: Readers | None = None
) -> Segment:
    """``persons`` as a segment; their ids must differ. ``readers`` may be at their names already.

    ``workers``: threads that look up what the commonest words of a long one are like.
    """
    vocabulary = Vocabulary()
    named = (readers or Readers()).read(persons, vocabulary)
    columns = lay_out(persons, vocabulary, named)
    facts = vocabulary.facts
    class_sets: dict[frozenset[int | str], int] = {}
    class_set = [class_sets.setdefault(x.classes, len(class_sets)) for x in persons]
    until = [moment(x.valid_until) if x.valid_until else _FOREVER for x in persons]
    content = Content(
        columns=columns,
        table=facts.table,
        spelled=facts.spelled,
        records=Strings.of(_records(persons)),
        directory=_directory(columns, facts, persons),
        class_sets=list(class_sets),
        class_set=np.array(class_set, dtype=np.int32),
        valid_until=np.array(until, dtype=np.int64),
    )
    segment = segment_of(content, workers)
    if len(persons) <= MOST_GIVEN:
        segment.given = tuple(persons)
    return segment


@dataclass(frozen=True)
class Content:
    """What a segment is made of; ``spelled``: sounds, skeletons and texts of its words."""

    columns: Columns
    table: TokenTable
    spelled: tuple[Strings, Strings, Strings]
    records: Strings
    directory: Directory
    class_sets: Sequence[frozenset[int | str]]
    class_set: NDArray[np.int32]
    valid_until: Ints


def segment_of(content: Content, workers: int = 1) -> Segment:
    """Return the segment of all this; a long one knows what its commonest words are like."""
    sounds, skeletons, texts = content.spelled
    arrays = _flat("columns", content.columns) | _flat("tokens", content.table)
    arrays |= _flat("texts", texts) | _flat("skeletons", skeletons) | _flat("sounds", sounds)
    arrays |= _flat("records", content.records)
    for field in fields(Directory):
        arrays |= _flat(field.name, getattr(content.directory, field.name))
    arrays["glances"] = glance.rows(content.columns)
    arrays["borne"] = glance.borne(content.columns)
    arrays["class_set"], arrays["valid_until"] = content.class_set, content.valid_until
    segment = Segment(arrays, [sorted(x, key=str) for x in content.class_sets])
    segment.is_read_as_now = True
    if len(segment) >= LONG and fast.loops() is not None:
        segment.keep(commonest(segment, workers))
    return segment
