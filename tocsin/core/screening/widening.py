"""Which words of a segment could be a word that is asked about: fuzzy at the vocabulary.

By sound less one letter, by consonants, by equivalent names, by what foreign scripts make of it.
"""

from typing import TYPE_CHECKING

import numpy as np

from tocsin.core.screening import fast
from tocsin.core.screening.known import Words
from tocsin.core.screening.likeness import likeness
from tocsin.core.screening.postings import distinct, runs
from tocsin.core.screening.remembered import Alike, Widened
from tocsin.core.screening.strings import Ints

if TYPE_CHECKING:
    from tocsin.core.screening.segment import Segment

# Entries: of fewer, looking words up again costs less than remembering; of a few words, of fewer
# than so many times as many.
REMEMBERED_FROM, _FOR_FEW = 512, 8
LEAST_USEFUL = 0.4
FEW_WORDS = 8  # words of a lone question


def are_few(numbers: Ints) -> bool:
    """Tell whether these are the words of a lone question."""
    return len(numbers) <= FEW_WORDS


def remembers(segment: "Segment", numbers: Ints) -> bool:
    """Tell whether ``segment`` remembers what it was asked about when asked about so many words."""
    return len(segment) >= REMEMBERED_FROM * (_FOR_FEW if are_few(numbers) else 1)


def learn(words: Words, numbers: Ints, segment: "Segment") -> None:
    """Let ``segment`` remember which of its words are like each of ``numbers``."""
    segment.likes.add(numbers, likely(words, numbers, segment), words.numbered_by)


def widen(words: Words, numbers: Ints, segment: "Segment") -> Widened:
    """For each of ``numbers``, the words of ``segment`` that could be that word.

    A long segment remembers what its words were asked about. Another thread may make it forget at
    any time; what was forgotten before it was read is found without remembering.
    """
    if remembers(segment, numbers):
        likes, known = segment.likes, len(words.stored)
        found = likes.find(numbers, known, words.numbered_by)
        if not isinstance(found, Widened):
            learn(words, found, segment)
            found = likes.find(numbers, known, words.numbered_by)
        if isinstance(found, Widened):
            return found
    if are_few(numbers):  # sooner weighed twice than told apart
        alike = likely(words, numbers, segment)
        return Widened(alike.start[:-1], alike.start[1:], alike.word, alike.weight)
    several, place = np.unique(numbers, return_inverse=True)
    alike = likely(words, several, segment)
    return Widened(alike.start[place], alike.start[place + 1], alike.word, alike.weight)


def likely(words: Words, numbers: Ints, segment: "Segment") -> Alike:
    """Return the words of ``segment`` like each of ``numbers``."""
    if fast.loops() is not None:
        return Alike(*fast.likely(words, numbers, segment, LEAST_USEFUL))
    pairs = []
    for filed, (start, keys) in zip(segment.directory.of_words, words.sought, strict=True):
        at, asked = runs(start[numbers], start[numbers + 1] - start[numbers])
        found, which = filed.find(keys[at])
        pairs.append((asked[which] << 32) | found)
    packed = distinct(np.concatenate(pairs))
    asked, word = packed >> 32, packed & 0xFFFFFFFF
    weight = likeness(words.stored, numbers[asked], segment.words, word).weight
    useful = np.flatnonzero(weight > LEAST_USEFUL)
    start = np.searchsorted(asked[useful], np.arange(len(numbers) + 1))
    return Alike(start, word[useful], weight[useful])
