"""Which words of a segment could be a word that is asked about: fuzzy at the vocabulary.

By sound less one letter, by consonants, by equivalent names, by what foreign scripts make of it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast
from tocsin.core.screening.columns import Ints
from tocsin.core.screening.equivalents import equivalents
from tocsin.core.screening.hashing import text_hashes
from tocsin.core.screening.lexicon import Vocabulary
from tocsin.core.screening.likeness import Floats, likeness
from tocsin.core.screening.postings import distinct, echo_keys, skeleton_keys, spelling_keys
from tocsin.core.screening.segment import Segment
from tocsin.core.screening.sounds import sounds
from tocsin.core.screening.vocabulary import FreshWords

_LEAST_USEFUL = 0.4


@dataclass(frozen=True)
class Widened:
    """Words of the segment that stand for words of the questions, with what they weigh."""

    asked: Ints
    word: Ints
    weight: Floats


def widen(words: FreshWords, segment: Segment) -> Widened:
    """For each word of ``words``, the words of ``segment`` that could be it.

    A segment remembers what its words were asked about. Another thread may make it forget at any
    time; what was forgotten before it was read is found without remembering.
    """
    asked = list(zip(words.vocabulary.texts, words.vocabulary.scripts, strict=True))
    known = segment.likes
    if fresh := known.missing(asked):
        found = _widen(FreshWords(Vocabulary.of(fresh)), segment)
        known.add(fresh, (found.asked, found.word, found.weight))
    remembered = known.find(asked)
    return _widen(words, segment) if remembered is None else Widened(*remembered)


def _widen(words: FreshWords, segment: Segment) -> Widened:
    vocabulary = words.vocabulary
    texts, scripts, directory = vocabulary.texts, vocabulary.scripts, segment.directory
    pairs = []
    for place, (keys, owner) in (
        (directory.by_spelling, spelling_keys(vocabulary.sounds)),
        (directory.by_skeleton, skeleton_keys(vocabulary.skeletons)),
        (directory.by_spelling, _equivalent_keys(texts)),
        (directory.by_echo, echo_keys(texts, scripts, plain=False, foreign=True)),
        (directory.by_foreign_echo, echo_keys(texts, scripts, plain=True, foreign=True)),
    ):
        found, which = place.find(keys)
        pairs.append((owner[which] << 32) | found)
    packed = distinct(np.concatenate(pairs))
    asked, word = packed >> 32, packed & 0xFFFFFFFF
    if fast.loops() is not None:
        useful, weight = fast.likely(words, asked, segment.words, word, _LEAST_USEFUL)
    else:
        every = likeness(words, asked, segment.words, word).weight
        useful = np.flatnonzero(every > _LEAST_USEFUL)
        weight = every[useful]
    return Widened(asked[useful], word[useful], weight)


def _equivalent_keys(texts: list[str]) -> tuple[NDArray[np.uint64], Ints]:
    rows = [(x, at) for at, text in enumerate(texts) for x in equivalents(text)]
    keys = text_hashes(sounds([x for x, _ in rows]))
    return keys, np.array([at for _, at in rows], dtype=np.int64)
