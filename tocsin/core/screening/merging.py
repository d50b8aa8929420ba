"""Segments made into one without reading their persons again: what was found is laid together.

To read names and to weigh words takes many times what it takes to copy what is known. Who was
removed is left out, and the words that nobody else bears.
"""

from collections.abc import Sequence
from dataclasses import fields
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import glance
from tocsin.core.screening.columns import Columns
from tocsin.core.screening.directory import Directory, by_token
from tocsin.core.screening.lexicon import TokenTable, Vocabulary
from tocsin.core.screening.postings import Keys, keyed, runs
from tocsin.core.screening.records import Entries
from tocsin.core.screening.segment import Content, Segment, segment_of
from tocsin.core.screening.strings import Ints, Strings, end_to_end, starts
from tocsin.core.screening.vocabulary import StoredWords

Parts = Sequence[tuple[Segment, NDArray[np.bool_]]]  # each with who of it was removed
_GONE = -1
_OF_WORDS = {"by_spelling", "by_skeleton", "by_echo", "by_foreign_echo"}


def merged(parts: Parts) -> Segment:
    """Return one segment of all who were not removed from ``parts``, in their order.

    It answers as ``build_segment`` of the same persons does.
    """
    segments = [segment for segment, _ in parts]
    stays = ~np.concatenate([removed for _, removed in parts])
    kept = np.flatnonzero(stays)
    columns = _taken(_laid_together(segments), kept)
    new_word, first = _words(segments, columns.tokens.astype(np.int64))
    columns = _with_tokens(columns, new_word)
    class_sets, class_set = _classes(segments, kept)
    return segment_of(
        Content(
            columns=columns,
            words=_words_at(segments, first),
            directory=_directory(segments, columns, (new_word, _renumbered(stays)), len(first)),
            entries=Entries.left([(x.content.entries, ~gone) for x, gone in parts]),
            class_sets=class_sets,
            class_set=class_set,
            valid_until=np.concatenate([x.valid_until for x in segments])[kept],
            glances=np.concatenate([x.glances for x in segments])[kept],
            borne=glance.borne(columns),
        )
    )


def _renumbered(stays: NDArray[np.bool_]) -> Ints:
    """Return the new number of each one that stays, _GONE for the others."""
    return np.where(stays, np.cumsum(stays) - 1, _GONE)


def _before(sizes: Sequence[int]) -> list[int]:
    """Return how many there are before each of several lists end to end."""
    return [*accumulate(sizes[:-1], initial=0)]


def _laid_together(segments: Sequence[Segment]) -> Columns:
    """Return everybody's columns, with the words of a segment numbered after those before it."""
    found = {}
    for field in fields(Columns):
        each = [getattr(x.columns, field.name) for x in segments]
        found[field.name] = end_to_end(each) if "start" in field.name else np.concatenate(each)
    words = np.repeat(
        _before([len(x.words) for x in segments]), [len(x.columns.tokens) for x in segments]
    )
    return Columns(**found | {"tokens": found["tokens"] + words})


def _taken(columns: Columns, people: Ints) -> Columns:
    """Return the columns of these people alone."""
    rows, row_start = _lists(columns.row_start, people)
    tokens, token_start = _lists(columns.token_start, rows)
    dobs, dob_start = _lists(columns.dob_start, people)
    nats, nat_start = _lists(columns.nat_start, people)
    docs, doc_start = _lists(columns.doc_start, people)
    return Columns(
        row_start=row_start,
        row_name=columns.row_name[rows],
        row_mended=columns.row_mended[rows],
        token_start=token_start,
        tokens=columns.tokens[tokens],
        marks=columns.marks[tokens],
        dob_start=dob_start,
        dobs=columns.dobs[dobs],
        nat_start=nat_start,
        nats=columns.nats[nats],
        doc_start=doc_start,
        docs=columns.docs[docs],
        doc_confusions=columns.doc_confusions[docs],
        sex=columns.sex[people],
    )


def _lists(start: Ints, which: Ints) -> tuple[Ints, Ints]:
    """Return the places of some lists, and where each begins when they lie end to end."""
    size = start[which + 1] - start[which]
    places, _ = runs(start[which], size)
    return places, starts(size)


def _words(segments: Sequence[Segment], borne: Ints) -> tuple[Ints, Ints]:
    """Return the new number of each word of the segments, and where each new one stood first.

    A word that several have is one; one that is not among those ``borne`` is _GONE.
    """
    texts = Strings.end_to_end([x.words.texts for x in segments])
    scripts = np.concatenate([x.words.table.script for x in segments])
    shared = Vocabulary().numbered(texts, scripts)
    first = np.empty(int(shared.max(initial=-1)) + 1, dtype=np.int64)
    first[shared[::-1]] = np.arange(len(shared))[::-1]
    stays = np.zeros(len(first), dtype=np.bool_)
    stays[shared[borne]] = True
    return _renumbered(stays)[shared], first[stays]


def _with_tokens(columns: Columns, new_word: Ints) -> Columns:
    each = {x.name: getattr(columns, x.name) for x in fields(Columns)}
    return Columns(**each | {"tokens": new_word[columns.tokens].astype(np.int32)})


def _words_at(segments: Sequence[Segment], places: Ints) -> StoredWords:
    """Return the words at these places among those of all segments end to end."""
    each = [x.words for x in segments]
    columns = {
        x.name: np.concatenate([getattr(words.table, x.name) for words in each])[places]
        for x in fields(TokenTable)
    }
    sounds, skeletons, texts = (
        Strings.end_to_end(spelled).at(places)
        for spelled in zip(*(words.spelled() for words in each), strict=True)
    )
    return StoredWords(TokenTable(**columns), texts, sounds, skeletons)


def _classes(
    segments: Sequence[Segment], kept: Ints
) -> tuple[list[frozenset[int | str]], NDArray[np.int32]]:
    """Return the sets of classes of those who are kept, and which of them everybody has."""
    sets: dict[frozenset[int | str], int] = {}
    each = []
    for segment in segments:
        numbers = [sets.setdefault(x, len(sets)) for x in segment.class_sets]
        each.append(np.array(numbers, dtype=np.int32)[segment.class_set])
    used, class_set = np.unique(np.concatenate(each)[kept], return_inverse=True)
    named = list(sets)
    return [named[at] for at in used.tolist()], class_set.astype(np.int32)


def _directory(
    segments: Sequence[Segment], columns: Columns, new: tuple[Ints, Ints], words: int
) -> Directory:
    """Return where to look for everybody. ``new`` numbers of words and of people."""
    people, words_of = [len(x) for x in segments], [len(x.words) for x in segments]
    names = [x.name for x in fields(Directory) if x.name != "by_token"]
    filed = keyed(
        _refiled(segments, name, _before(words_of), new[0])
        if name in _OF_WORDS
        else _refiled(segments, name, _before(people), new[1])
        for name in names
    )
    return Directory(by_token(columns, words), *filed)


def _refiled(
    segments: Sequence[Segment], name: str, before: Sequence[int], new: Ints
) -> tuple[Keys, Ints]:
    """Return what is filed in one list of each segment, by new numbers."""
    filed = [getattr(x.directory, name) for x in segments]
    keys = np.concatenate([x.keys for x in filed])
    values = [x.values + np.int64(at) for x, at in zip(filed, before, strict=True)]
    numbers = new[np.concatenate(values)]
    stays = numbers != _GONE
    return keys[stays], numbers[stays]
