"""Who is worth scoring: for each person asked about, the entries of a segment most likely to match.

Fuzzy at the vocabulary, exact at the postings: each distinct word of the questions is widened to
the segment's words like it, and only then are persons looked up. Dates of birth and documents
find persons without a name.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast
from tocsin.core.screening.columns import Columns, Ints
from tocsin.core.screening.equivalents import equivalents
from tocsin.core.screening.hashing import text_hashes
from tocsin.core.screening.lexicon import Vocabulary
from tocsin.core.screening.likeness import Floats, likeness
from tocsin.core.screening.names import PARTICLE
from tocsin.core.screening.postings import echo_keys, runs, skeleton_keys, spelling_keys
from tocsin.core.screening.segment import Segment
from tocsin.core.screening.sounds import sounds
from tocsin.core.screening.vocabulary import FreshWords

MOST_CANDIDATES = 64
MOST_POSTINGS = 60_000  # per question; the rarest words are looked up first
MOST_REMEMBERED = 50_000  # words whose likenesses a segment keeps at hand
_LEAST_USEFUL = 0.4
_UNSEEN = (
    2.0  # what words may weigh for which nobody was looked up: particles, initials, likenesses
)
_BIRTH_WEIGHT, _DOCUMENT_WEIGHT, _SCAN_WEIGHT = 4.0, 40.0, 10.0

# A posting is one 64-bit number, so that one sort gathers all: question, person, place, weight.
_PERSON_BITS, _PLACE_BITS, _WEIGHT_BITS = 30, 4, 16
_BIRTH_PLACE, _DOCUMENT_PLACE = 14, 15
MOST_QUESTIONS = 1 << (63 - _PERSON_BITS - _PLACE_BITS - _WEIGHT_BITS)
_WEIGHT_STEP = 1000.0


@dataclass(frozen=True)
class Gate:
    """Which persons of a segment may be returned: not removed, of an open class, still valid."""

    removed: NDArray[np.bool_]
    class_set: NDArray[np.int32]
    open_sets: NDArray[np.bool_]  # by number of the set
    valid_until: Ints
    at: int

    def admits(self, people: Ints) -> NDArray[np.bool_]:
        """Tell which of ``people`` may be returned."""
        kept = ~self.removed[people] & self.open_sets[self.class_set[people]]
        return np.asarray(kept & (self.valid_until[people] > self.at))


@dataclass(frozen=True)
class Widened:
    """Words of the segment that stand for words of the questions, with what they weigh."""

    asked: Ints
    word: Ints
    weight: Floats


def widen(words: FreshWords, segment: Segment) -> Widened:
    """For each word of ``words``, the words of ``segment`` that could be it.

    A segment remembers what its words were asked about: few words make up most names.
    """
    known = segment.widened
    if len(known) > MOST_REMEMBERED:
        known.clear()
    asked = list(zip(words.vocabulary.texts, words.vocabulary.scripts, strict=True))
    fresh = Vocabulary()
    for token in asked:
        if token not in known:
            fresh.number(*token)
    if fresh.texts:
        found = _widen(FreshWords(fresh), segment)
        cuts = np.searchsorted(found.asked, np.arange(len(fresh.texts) + 1)).tolist()
        for number, token in enumerate(zip(fresh.texts, fresh.scripts, strict=True)):
            part = slice(cuts[number], cuts[number + 1])
            known[token] = found.word[part], found.weight[part]
    kept = [known[token] for token in asked]
    return Widened(
        np.repeat(np.arange(len(kept)), [len(x) for x, _ in kept]),
        np.concatenate([_NONE, *(x for x, _ in kept)]),
        np.concatenate([_NOTHING, *(x for _, x in kept)]),
    )


_NONE, _NOTHING = np.zeros(0, dtype=np.int64), np.zeros(0)


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
    packed = np.unique(np.concatenate(pairs))
    asked, word = packed >> 32, packed & 0xFFFFFFFF
    weight = likeness(words, asked, segment.words, word).weight
    useful = weight > _LEAST_USEFUL
    return Widened(asked[useful], word[useful], weight[useful])


def _equivalent_keys(texts: list[str]) -> tuple[NDArray[np.uint64], Ints]:
    rows = [(x, at) for at, text in enumerate(texts) for x in equivalents(text)]
    keys = text_hashes(sounds([x for x, _ in rows]))
    return keys, np.array([at for _, at in rows], dtype=np.int64)


@dataclass(frozen=True)
class _Asked:
    """Each word of each question: whose it is, where it stands, which word it is."""

    question: Ints
    place: Ints
    token: Ints


def _asked_words(columns: Columns) -> _Asked:
    row_person = np.repeat(np.arange(len(columns)), np.diff(columns.row_start))
    token_row = np.repeat(np.arange(len(columns.row_name)), np.diff(columns.token_start))
    place = np.arange(len(columns.tokens)) - columns.token_start[token_row]
    kept = (columns.marks & PARTICLE) == 0
    # A name of particles only is looked up by them, for want of anything better.
    rows_kept = np.zeros(len(columns.row_name), dtype=np.bool_)
    rows_kept[token_row[kept]] = True
    kept |= ~rows_kept[token_row]
    return _Asked(row_person[token_row[kept]], place[kept], columns.tokens[kept].astype(np.int64))


def _pack(question: Ints, person: Ints, place: Ints | int, weight: Floats | float) -> Ints:
    scaled = np.minimum(np.asarray(weight) * _WEIGHT_STEP, (1 << _WEIGHT_BITS) - 1).astype(np.int64)
    packed = (question << _PERSON_BITS) | person
    packed = (packed << _PLACE_BITS) | place
    return np.asarray((packed << _WEIGHT_BITS) | scaled)


def _word_postings(asked: _Asked, widened: Widened, segment: Segment, most_of: Floats) -> Ints:
    """Return the postings of the words; what those left aside may weigh goes to ``most_of``."""
    order = np.argsort(widened.asked, kind="stable")
    wide_asked = widened.asked[order]
    low = np.searchsorted(wide_asked, asked.token, side="left")
    high = np.searchsorted(wide_asked, asked.token, side="right")
    places, owner = runs(low, high - low)
    entry = order[places]
    word, weight = widened.word[entry], widened.weight[entry]
    question, place = asked.question[owner], asked.place[owner]
    count = segment.directory.by_token.counts(word)
    rarest_first = np.lexsort((count, question))
    question, place, word = question[rarest_first], place[rarest_first], word[rarest_first]
    weight, count = weight[rarest_first], count[rarest_first]
    before = np.cumsum(count) - count
    first_of = np.searchsorted(question, question, side="left")
    kept = before - before[first_of] < MOST_POSTINGS
    _add_left_aside(question[~kept], place[~kept], weight[~kept], most_of)
    places, owner = runs(segment.directory.by_token.start[word[kept]], count[kept])
    person = segment.directory.by_token.values[places].astype(np.int64)
    return _pack(question[kept][owner], person, place[kept][owner], weight[kept][owner])


def _add_left_aside(question: Ints, place: Ints, weight: Floats, most_of: Floats) -> None:
    order = np.lexsort((-weight, place, question))
    question, place, weight = question[order], place[order], weight[order]
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = (question[1:] != question[:-1]) | (place[1:] != place[:-1])
    np.add.at(most_of, question[first], weight[first])


def _join_postings(columns: Columns, words: FreshWords, segment: Segment) -> list[Ints]:
    """Two words asked that are one here, and one word asked that is two here."""
    table = words.table
    token_row = np.repeat(np.arange(len(columns.row_name)), np.diff(columns.token_start))
    row_person = np.repeat(np.arange(len(columns)), np.diff(columns.row_start))
    neighbours = np.flatnonzero(token_row[1:] == token_row[:-1])
    first, second = columns.tokens[neighbours], columns.tokens[neighbours + 1]
    joined = table.sound_hash[first] * table.sound_power[second] + table.sound_hash[second]
    word, which = segment.directory.by_spelling.find(joined)
    exact = segment.words.table.sound_hash[word] == joined[which]
    word, which = word[exact], which[exact]
    places, owner = runs(
        segment.directory.by_token.start[word], segment.directory.by_token.counts(word)
    )
    person = segment.directory.by_token.values[places].astype(np.int64)
    question = row_person[token_row[neighbours[which[owner]]]]
    weight = segment.words.table.rarity[word][owner]
    here = _pack(question, person, 0, weight)
    person, which = segment.directory.by_join.find(table.sound_hash[columns.tokens])
    there = _pack(row_person[token_row[which]], person, 1, table.rarity[columns.tokens[which]])
    return [here, there]


def _value_postings(columns: Columns, segment: Segment) -> list[Ints]:
    directory = segment.directory
    found = []
    for start, values, keyed, place, weight in (
        (columns.dob_start, columns.dobs, directory.by_birth, _BIRTH_PLACE, _BIRTH_WEIGHT),
        (columns.doc_start, columns.docs, directory.by_document, _DOCUMENT_PLACE, _DOCUMENT_WEIGHT),
        (
            columns.doc_start, columns.doc_confusions, directory.by_confusion,
            _DOCUMENT_PLACE, _SCAN_WEIGHT,
        ),
    ):  # fmt: skip
        owner = np.repeat(np.arange(len(start) - 1), np.diff(start))
        useful = values % 100 > 0 if keyed is directory.by_birth else np.ones(len(values), np.bool_)
        person, which = keyed.find(values[useful].astype(np.uint64))
        found.append(_pack(owner[useful][which], person, place, weight))
    return found


@dataclass(frozen=True)
class Candidates:
    """Pairs worth scoring, and the most that their names can weigh."""

    question: Ints
    person: Ints
    most: Floats


def candidates(
    columns: Columns, words: FreshWords, widened: Widened, segment: Segment, gate: Gate
) -> Candidates:
    """(question, person) pairs worth scoring, at most MOST_CANDIDATES a question.

    ``gate`` says which persons may be returned at all; it is asked before any are counted.
    """
    if fast.loops() is not None:
        return _compiled(columns, words, widened, segment, gate)
    most_of = np.full(len(columns), _UNSEEN)
    postings = np.concatenate(
        [
            _word_postings(_asked_words(columns), widened, segment, most_of),
            *_join_postings(columns, words, segment),
            *_value_postings(columns, segment),
        ],
    )
    postings.sort()
    weight = postings & ((1 << _WEIGHT_BITS) - 1)
    # The last of each (question, person, place) is the greatest weight there.
    last = np.ones(len(postings), dtype=np.bool_)
    last[:-1] = (postings[1:] >> _WEIGHT_BITS) != (postings[:-1] >> _WEIGHT_BITS)
    pair = postings[last] >> (_WEIGHT_BITS + _PLACE_BITS)
    first = np.ones(len(pair), dtype=np.bool_)
    first[1:] = pair[1:] != pair[:-1]
    starts = np.flatnonzero(first)
    pair = pair[starts]
    named = np.where(_places(postings[last]) < _BIRTH_PLACE, weight[last], 0)
    if len(starts):
        total, named = np.add.reduceat(weight[last], starts), np.add.reduceat(named, starts)
    else:
        total = named = weight[:0]
    open_ = gate.admits(pair & ((1 << _PERSON_BITS) - 1))
    question, person, kept = _best(pair[open_], total[open_])
    return Candidates(question, person, most_of[question] + named[open_][kept] / _WEIGHT_STEP)


def _compiled(
    columns: Columns, words: FreshWords, widened: Widened, segment: Segment, gate: Gate
) -> Candidates:
    asked = _asked_words(columns)
    everyone = np.arange(len(columns) + 1)
    tokens = np.arange(len(words.table.rarity) + 1)
    direct = np.concatenate(
        [*_join_postings(columns, words, segment), *_value_postings(columns, segment)]
    )
    pair, place = direct >> (_WEIGHT_BITS + _PLACE_BITS), _places(direct)
    owner, person = pair >> _PERSON_BITS, pair & ((1 << _PERSON_BITS) - 1)
    by_place = np.lexsort((place, owner))
    found = np.stack([place, person, direct & ((1 << _WEIGHT_BITS) - 1)], axis=1)[by_place]
    question, people, named, most_of = fast.gather(
        segment,
        (np.searchsorted(asked.question, everyone), asked.place, asked.token),
        (np.searchsorted(widened.asked, tokens), widened.word, widened.weight),
        (np.searchsorted(owner[by_place], everyone), found),
        (
            (gate.removed, gate.class_set, gate.open_sets, gate.valid_until, gate.at),
            MOST_CANDIDATES,
            MOST_POSTINGS,
            _UNSEEN,
        ),
    )
    return Candidates(question, people, most_of[question] + named / _WEIGHT_STEP)


def _places(postings: Ints) -> Ints:
    return (postings >> _WEIGHT_BITS) & ((1 << _PLACE_BITS) - 1)


def _best(pair: Ints, total: Ints) -> tuple[Ints, Ints, Ints]:
    question, person = pair >> _PERSON_BITS, pair & ((1 << _PERSON_BITS) - 1)
    order = np.lexsort((person, -total, question))
    question, person = question[order], person[order]
    rank = np.arange(len(question)) - np.searchsorted(question, question, side="left")
    kept = rank < MOST_CANDIDATES
    return question[kept], person[kept], order[kept]
