"""Which words of a segment could be a word that is asked about: fuzzy at the vocabulary.

By sound less one letter, by consonants, by equivalent names, by what foreign scripts make of it.
"""

from dataclasses import dataclass
from itertools import pairwise

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

MOST_REMEMBERED = 50_000  # words whose likenesses a segment keeps at hand
_LEAST_USEFUL = 0.4
_NONE, _NOTHING = np.zeros(0, dtype=np.int64), np.zeros(0)


@dataclass(frozen=True)
class Widened:
    """Words of the segment that stand for words of the questions, with what they weigh."""

    asked: Ints
    word: Ints
    weight: Floats


def widen(words: FreshWords, segment: Segment) -> Widened:
    """For each word of ``words``, the words of ``segment`` that could be it.

    A segment remembers what its words were asked about: few words make up most names. What is
    remembered may be forgotten by another thread at any time, so an answer never reads it twice.
    """
    asked = list(zip(words.vocabulary.texts, words.vocabulary.scripts, strict=True))
    known = segment.widened
    at_hand = {token: kept for token in asked if (kept := known.get(token)) is not None}
    fresh = Vocabulary()
    for token in asked:
        if token not in at_hand:
            fresh.number(*token)
    if fresh.texts:
        found = _widen(FreshWords(fresh), segment)
        cuts = np.searchsorted(found.asked, np.arange(len(fresh.texts) + 1)).tolist()
        cut = [slice(*x) for x in pairwise(cuts)]
        new = {
            token: (found.word[x], found.weight[x])
            for token, x in zip(fresh.numbers, cut, strict=True)
        }
        if len(known) + len(new) > MOST_REMEMBERED:
            known.clear()
        known.update(new if len(new) <= MOST_REMEMBERED else {})
        at_hand |= new
    parts = [at_hand[token] for token in asked]
    return Widened(
        np.repeat(np.arange(len(parts)), [len(x) for x, _ in parts]),
        np.concatenate([_NONE, *(x for x, _ in parts)]),
        np.concatenate([_NOTHING, *(x for _, x in parts)]),
    )


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
