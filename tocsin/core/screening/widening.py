"""Which words of a segment could be a word that is asked about: fuzzy at the vocabulary.

By sound less one letter, by consonants, by equivalent names, by what foreign scripts make of it.
"""

from dataclasses import dataclass

import numpy as np

from tocsin.core.screening import fast
from tocsin.core.screening.columns import Ints
from tocsin.core.screening.lexicon import Vocabulary
from tocsin.core.screening.likeness import Floats, likeness
from tocsin.core.screening.postings import distinct
from tocsin.core.screening.segment import Segment
from tocsin.core.screening.vocabulary import FreshWords

REMEMBERED_FROM = 512  # entries: of fewer, looking words up again costs less than remembering
_LEAST_USEFUL = 0.4


@dataclass(frozen=True)
class Widened:
    """Words of the segment that stand for words of the questions, with what they weigh."""

    asked: Ints
    word: Ints
    weight: Floats


def widen(words: FreshWords, segment: Segment) -> Widened:
    """For each word of ``words``, the words of ``segment`` that could be it.

    A long segment remembers what its words were asked about. Another thread may make it forget at
    any time; what was forgotten before it was read is found without remembering.
    """
    if len(segment) < REMEMBERED_FROM:
        return _widen(words, segment)
    asked = list(zip(words.vocabulary.texts, words.vocabulary.scripts, strict=True))
    known = segment.likes
    if fresh := known.missing(asked):
        found = _widen(FreshWords(Vocabulary.of(fresh)), segment)
        known.add(fresh, (found.asked, found.word, found.weight))
    remembered = known.find(asked)
    return _widen(words, segment) if remembered is None else Widened(*remembered)


def _widen(words: FreshWords, segment: Segment) -> Widened:
    directory = segment.directory
    places = (
        *(directory.by_spelling, directory.by_skeleton, directory.by_spelling),
        *(directory.by_echo, directory.by_foreign_echo),
    )
    pairs = []
    for place, (keys, owner) in zip(places, words.sought, strict=True):
        found, which = place.find(keys)
        pairs.append((owner[which] << 32) | found)
    packed = distinct(np.concatenate(pairs))
    asked, word = packed >> 32, packed & 0xFFFFFFFF
    if not len(packed):
        return Widened(asked, word, np.zeros(0))
    if fast.loops() is not None:
        useful, weight = fast.likely(words, asked, segment.words, word, _LEAST_USEFUL)
    else:
        every = likeness(words, asked, segment.words, word).weight
        useful = np.flatnonzero(every > _LEAST_USEFUL)
        weight = every[useful]
    return Widened(asked[useful], word[useful], weight)
