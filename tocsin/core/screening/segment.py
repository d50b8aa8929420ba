"""One unchanging part of an index: persons as arrays, their words, and where to look for them.

A segment never changes; an index is a few of them and a list of what has been removed. All of
it is arrays with names, so that a segment is saved and memory-mapped without a copy.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast, glance
from tocsin.core.screening.apart import Readers
from tocsin.core.screening.columns import Columns, lay_out
from tocsin.core.screening.common_words import LONG, commonest, made_by
from tocsin.core.screening.directory import Directory, directory_of, id_hash
from tocsin.core.screening.known import known
from tocsin.core.screening.lexicon import Facts, TokenTable, Vocabulary
from tocsin.core.screening.likeness import LaidOut
from tocsin.core.screening.person import Person
from tocsin.core.screening.postings import Filed, Keyed
from tocsin.core.screening.records import Entries
from tocsin.core.screening.remembered import Common, Likes
from tocsin.core.screening.strings import Ints, Strings
from tocsin.core.screening.vocabulary import StoredWords

Arrays = dict[str, NDArray[Any]]
_FOREVER = np.iinfo(np.int64).max


def moment(when: datetime) -> int:
    """``when`` in microseconds since 1970, for comparing arrays of moments."""
    return round(when.timestamp() * 1_000_000)


@dataclass(frozen=True)
class Content:
    """What a segment is made of."""

    columns: Columns
    words: StoredWords
    directory: Directory
    entries: Entries
    class_sets: Sequence[frozenset[int | str]]
    class_set: NDArray[np.int32]  # by person
    valid_until: Ints
    glances: glance.Rows
    borne: glance.Rows

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, NDArray[Any]], class_sets: list[Any]) -> "Content":
        """Return what lies in the arrays of a segment that was saved."""
        group = _groups(arrays)
        table, texts, sounds, skeletons = (
            group[x] for x in ("tokens", "texts", "sounds", "skeletons")
        )
        others = (x.name for x in fields(Directory) if x.name != "by_token")
        return cls(
            columns=Columns(**group["columns"]),
            words=StoredWords(
                TokenTable(**table), Strings(**texts), Strings(**sounds), Strings(**skeletons)
            ),
            directory=Directory(
                by_token=Filed(**group["by_token"]), **{x: Keyed(**group[x]) for x in others}
            ),
            entries=Entries(records=Strings(**group["records"])),
            class_sets=[frozenset(x) for x in class_sets],
            class_set=arrays["class_set"],
            valid_until=arrays["valid_until"],
            glances=arrays["glances"],
            borne=arrays["borne"],
        )

    @property
    def arrays(self) -> Arrays:
        """All of it as arrays with names; the sets of classes are left out."""
        words = self.words
        arrays = _flat("columns", self.columns) | _flat("tokens", words.table)
        arrays |= _flat("texts", words.texts) | _flat("skeletons", words.skeletons)
        arrays |= _flat("sounds", words.sounds) | _flat("records", self.entries.records)
        for field in fields(Directory):
            arrays |= _flat(field.name, getattr(self.directory, field.name))
        own = ("glances", "borne", "class_set", "valid_until")
        return arrays | {name: getattr(self, name) for name in own}


class Segment:
    """Persons, fixed."""

    def __init__(self, content: Content, common: Common | None = None) -> None:
        self.content = content
        self.columns, self.words = content.columns, content.words
        self.directory = content.directory
        self.class_sets, self.class_set = content.class_sets, content.class_set
        self.valid_until = content.valid_until
        self.glances, self.borne = content.glances, content.borne
        self.side = LaidOut(self.columns, self.words)
        self.is_read_as_now = True  # by this very Tocsin
        self._common = common
        self.scratch = fast.Scratch(len(self), len(self.words.texts))

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, NDArray[Any]], class_sets: list[Any]) -> "Segment":
        """Return a segment that was saved.

        What older ones lack, or another Tocsin weighed, is looked up anew.
        """
        content, common = Content.of_arrays(arrays, class_sets), _groups(arrays).get("common")
        is_own = common is not None and np.array_equal(common["made_by"], made_by())
        segment = cls(content, Common(**common) if common and is_own else None)
        segment.is_read_as_now = is_own
        return segment

    def __len__(self) -> int:
        return len(self.columns)

    @cached_property
    def likes(self) -> Likes:
        """What was asked about, and what was like it."""
        return Likes(self._common, self.words)

    @cached_property
    def every_set(self) -> NDArray[np.bool_]:
        """Every set of classes as open."""
        return np.ones(len(self.class_sets), dtype=np.bool_)

    @cached_property
    def compiled(self) -> fast.Held:
        """The arrays as the compiled loops take them."""
        return fast.register(self)

    def prepare(self) -> None:
        """Lay out what the first question would wait for."""
        if fast.loops() is not None:
            _ = self.compiled, self.side.compiled

    @property
    def arrays(self) -> Arrays:
        """All that is saved."""
        common = {} if self._common is None else _flat("common", self._common)
        return self.content.arrays | common

    @cached_property
    def size(self) -> int:
        """Bytes of all arrays."""
        return sum(array.nbytes for array in self.arrays.values())

    def person(self, number: int) -> Person:
        """Return the person with this number, as it was given."""
        return self.content.entries.person(number)

    def keep(self, common: Common | None) -> None:
        """Lay the commonest words beside all else, before anybody asks."""
        self._common = common
        self.__dict__.pop("likes", None)

    def number_of(self, identifier: str) -> int | None:
        """Return the number of the entry with this id, None if it is not here."""
        keys = np.array([id_hash(identifier)], dtype=np.uint64)
        for number in self.directory.by_id.find(keys)[0].tolist():
            if self.content.entries.id(number) == identifier:
                return int(number)
        return None


def _groups(arrays: Mapping[str, NDArray[Any]]) -> dict[str, Arrays]:
    """``arrays`` by what stands before the dot of their names."""
    groups: dict[str, Arrays] = {}
    for name, array in arrays.items():
        group, _, rest = name.partition(".")
        groups.setdefault(group, {})[rest] = array
    return groups


def _flat(prefix: str, value: object) -> Arrays:
    return {f"{prefix}.{x.name}": getattr(value, x.name) for x in fields(value)}  # type: ignore[arg-type]


def persons_in(arrays: Mapping[str, NDArray[Any]]) -> Iterator[Person]:
    """Yield the persons that the arrays of a segment hold, as they were given."""
    records = Strings(arrays["records.start"], arrays["records.letters"])
    return map(Entries(records=records).person, range(len(records)))


def build_segment(
    persons: Sequence[Person], workers: int = 1, readers: Readers | None = None
) -> Segment:
    """``persons`` as a segment; their ids must differ. ``readers`` may be at their names already.

    ``workers``: threads that look up what the commonest words of a long one are like.
    """
    vocabulary = Vocabulary()
    named = (readers or Readers()).read(persons, vocabulary)
    return _of(persons, lay_out(persons, vocabulary, named), vocabulary.facts, workers)


def segment_of_few(persons: Sequence[Person]) -> Segment:
    """Return a few persons as a segment, whose names are soon asked about or have just been."""
    if fast.loops() is None:
        return build_segment(persons)
    words = known()
    named, facts = words.read_again(persons)
    return _of(persons, lay_out(persons, words, named), facts, 1)


def _of(persons: Sequence[Person], columns: Columns, facts: Facts, workers: int) -> Segment:
    class_sets: dict[frozenset[int | str], int] = {}
    class_set = [class_sets.setdefault(x.classes, len(class_sets)) for x in persons]
    until = [moment(x.valid_until) if x.valid_until else _FOREVER for x in persons]
    entries = Entries.of(persons)  # first: of long lists it takes room that the directory will need
    content = Content(
        columns=columns,
        words=StoredWords(facts.table, facts.texts, facts.sounds, facts.skeletons),
        directory=directory_of(columns, facts, persons),
        entries=entries,
        class_sets=list(class_sets),
        class_set=np.array(class_set, dtype=np.int32),
        valid_until=np.array(until, dtype=np.int64),
        glances=glance.rows(columns),
        borne=glance.borne(columns),
    )
    return segment_of(content, workers)


def segment_of(content: Content, workers: int = 1) -> Segment:
    """Return the segment of all this; a long one knows what its commonest words are like."""
    segment = Segment(content)
    if len(segment) >= LONG and fast.loops() is not None:
        segment.keep(commonest(segment, workers))
    return segment
