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
_FEW = 8  # words of a lone question


def widen(words: Words, numbers: Ints, segment: "Segment") -> Widened:
    """For each of ``numbers``, the words of ``segment`` that could be that word.

    A long segment remembers what its words were asked about. Another thread may make it forget at
    any time; what was forgotten before it was read is found without remembering.
    """
    few = len(numbers) <= _FEW
    if len(segment) >= REMEMBERED_FROM * (_FOR_FEW if few else 1):
        likes, known = segment.likes, len(words.stored)
        found = likes.find(numbers, known, words.numbered_by)
        if not isinstance(found, Widened):
            likes.add(found, likely(words, found, segment), words.numbered_by)
            found = likes.find(numbers, known, words.numbered_by)
        if isinstance(found, Widened):
            return found
    if few:  # sooner weighed twice than told apart
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
