"""Who is worth scoring: for each person asked about, the entries of a segment most likely to match.

Fuzzy at the vocabulary, exact at the postings: each distinct word of the questions is widened to
the segment's words like it, and only then are persons looked up. Dates of birth and documents
find persons without a name.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast, glance
from tocsin.core.screening.alignment import ceiling
from tocsin.core.screening.columns import Columns, Ints
from tocsin.core.screening.equivalents import equivalents
from tocsin.core.screening.hashing import text_hashes
from tocsin.core.screening.lexicon import Vocabulary
from tocsin.core.screening.likeness import Floats, likeness
from tocsin.core.screening.names import PARTICLE
from tocsin.core.screening.needed import Needed, needed
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
_BIRTH_WEIGHTS = np.array([4.0, 2.0])  # the very date, and one that agrees by and large
_DOCUMENT_WEIGHT, _SCAN_WEIGHT = 40.0, 10.0

# A posting is one 64-bit number, so that one sort gathers all: question, person, place, weight.
_PERSON_BITS, _PLACE_BITS, _WEIGHT_BITS = 30, 4, 16
_PLACES = 1 << _PLACE_BITS
_JOIN_PLACES, _BIRTH_PLACE, _DOCUMENT_PLACE = (12, 13), 14, 15
MOST_QUESTIONS = 1 << (63 - _PERSON_BITS - _PLACE_BITS - _WEIGHT_BITS)
_WEIGHT_STEP = 1000.0


Asking = tuple[Columns, FreshWords]  # persons asked about, and the words they are numbered in


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
    packed = (question << _PERSON_BITS) | person
    packed = (packed << _PLACE_BITS) | place
    return np.asarray((packed << _WEIGHT_BITS) | _scaled(weight))


def _scaled(weight: Floats | float) -> Ints:
    """Return weights as whole thousandths, rounded up: a bound must not fall short."""
    scaled = np.ceil(np.asarray(weight) * _WEIGHT_STEP)
    return np.asarray(np.minimum(scaled, (1 << _WEIGHT_BITS) - 1).astype(np.int64))


@dataclass(frozen=True)
class _Entries:
    """The words of a segment that stand for words of each question, ordered by question."""

    question: Ints
    place: Ints
    word: Ints
    weight: Floats
    count: Ints  # of persons who bear the word


def _entries(asked: _Asked, widened: Widened, segment: Segment) -> _Entries:
    low = np.searchsorted(widened.asked, asked.token, side="left")
    high = np.searchsorted(widened.asked, asked.token, side="right")
    entry, owner = runs(low, high - low)
    word = widened.word[entry]
    count = segment.directory.by_token.counts(word)
    return _Entries(asked.question[owner], asked.place[owner], word, widened.weight[entry], count)


def _looked_up(entries: _Entries, far: Floats) -> tuple[NDArray[np.bool_], Floats]:
    """Tell which entries are looked up: enough that nobody whose names sum up to ``far`` is missed.

    Returns also the most that names may sum up to, by question.

    Places are left aside, the commonest words first, while they do not suffice by themselves; a
    word of the others counts only if it suffices with the best of all other places.
    """
    most = np.zeros((len(far), _PLACES))
    persons = np.zeros((len(far), _PLACES), dtype=np.int64)
    np.maximum.at(most, (entries.question, entries.place), entries.weight)
    np.add.at(persons, (entries.question, entries.place), entries.count)
    total = np.full(len(far), _UNSEEN)
    for place in range(_PLACES):
        total = total + most[:, place]
    aside, aside_sum = np.zeros(most.shape, dtype=np.bool_), np.full(len(far), _UNSEEN)
    order = np.argsort(-persons, axis=1, kind="stable")
    which = np.arange(len(far))
    for rank in range(_PLACES):
        next_ = order[:, rank]
        more = aside_sum + most[which, next_]
        aside[which, next_] = more < far
        aside_sum = np.where(more < far, more, aside_sum)
    at = (entries.question, entries.place)
    best = total[entries.question] - most[at] + entries.weight
    kept = ~aside[at] & (best >= far[entries.question])
    order = np.lexsort((entries.count, entries.question))
    order = order[kept[order]]
    question, count = entries.question[order], entries.count[order]
    before = np.cumsum(count) - count
    first = before[np.searchsorted(question, question, side="left")]
    kept[order[before - first >= MOST_POSTINGS]] = False
    return kept, total


def _pairs_by_name(entries: _Entries, kept: NDArray[np.bool_], segment: Segment) -> Ints:
    filed = segment.directory.by_token
    places, owner = runs(filed.start[entries.word[kept]], entries.count[kept])
    return (entries.question[kept][owner] << _PERSON_BITS) | filed.values[places].astype(np.int64)


def _word_postings(pairs: Ints, entries: _Entries, segment: Segment) -> Ints:
    """Return a posting for each word of each pair's person that stands for a word asked."""
    columns = segment.columns
    question, person = pairs >> _PERSON_BITS, pairs & ((1 << _PERSON_BITS) - 1)
    first = columns.token_start[columns.row_start[person]]
    last = columns.token_start[columns.row_start[person + 1]]
    places, owner = runs(first, last - first)
    plain = (columns.marks[places] & PARTICLE) == 0
    places, owner = places[plain], owner[plain]
    size = np.int64(len(segment.words.texts) + 1)
    codes = entries.question * size + entries.word
    order = np.argsort(codes, kind="stable")
    wanted = question[owner] * size + columns.tokens[places]
    low = np.searchsorted(codes[order], wanted, side="left")
    high = np.searchsorted(codes[order], wanted, side="right")
    found, which = runs(low, high - low)
    entry, owner = order[found], owner[which]
    return _pack(question[owner], person[owner], entries.place[entry], entries.weight[entry])


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
    here = _pack(question, person, _JOIN_PLACES[0], weight)
    person, which = segment.directory.by_join.find(table.sound_hash[columns.tokens])
    rarity = table.rarity[columns.tokens[which]]
    return [here, _pack(row_person[token_row[which]], person, _JOIN_PLACES[1], rarity)]


def _value_postings(columns: Columns, segment: Segment) -> list[Ints]:
    directory = segment.directory
    owner = np.repeat(np.arange(len(columns)), np.diff(columns.dob_start))
    key, which, grade = glance.date_keys(columns.dobs.astype(np.int64))
    person, found = directory.by_birth.find(key.astype(np.uint64))
    weight = _BIRTH_WEIGHTS[grade[found]]
    postings = [_pack(owner[which[found]], person, _BIRTH_PLACE, weight)]
    owner = np.repeat(np.arange(len(columns)), np.diff(columns.doc_start))
    for values, keyed, more in (
        (columns.docs, directory.by_document, _DOCUMENT_WEIGHT),
        (columns.doc_confusions, directory.by_confusion, _SCAN_WEIGHT),
    ):
        person, found = keyed.find(values)
        postings.append(_pack(owner[found], person, _DOCUMENT_PLACE, more))
    return postings


@dataclass(frozen=True)
class Candidates:
    """Pairs worth scoring, and the most that their names can weigh."""

    question: Ints
    person: Ints
    most: Floats


def candidates(
    asking: Asking, widened: Widened, segment: Segment, gate: Gate, least: float
) -> Candidates:
    """(question, person) pairs that may reach the log-odds ``least``, at most MOST_CANDIDATES each.

    ``gate`` says which persons may be returned at all; it is asked before any are counted.
    """
    columns, words = asking
    asked, floor = _asked_words(columns), needed(columns, least)
    seen = glance.rows(columns)
    direct = np.concatenate(
        [*_join_postings(columns, words, segment), *_value_postings(columns, segment)]
    )
    if fast.loops() is not None:
        tokens = np.arange(len(words.table.rarity) + 1)
        wide = (np.searchsorted(widened.asked, tokens), widened.word, widened.weight)
        return _compiled(asked, wide, direct, segment, gate, (floor, seen))
    entries = _entries(asked, widened, segment)
    looked, total = _looked_up(entries, floor.words)
    places = direct >> _WEIGHT_BITS
    pairs = np.unique(
        np.concatenate([_pairs_by_name(entries, looked, segment), places >> _PLACE_BITS])
    )
    papers = np.isin(pairs, (places >> _PLACE_BITS)[_places(direct) == _DOCUMENT_PLACE])
    joined = np.isin(pairs, (places >> _PLACE_BITS)[_is_join(_places(direct))])
    question, person = pairs >> _PERSON_BITS, pairs & ((1 << _PERSON_BITS) - 1)
    others = glance.beside(seen[question], segment.glances[person])
    reached = others + ceiling(total[question]) >= floor.evidence
    able = gate.admits(person) & (papers | joined | reached)
    pairs, papers, others = pairs[able], papers[able], others[able]
    direct = direct[np.isin(places >> _PLACE_BITS, pairs)]
    postings = np.concatenate([_word_postings(pairs, entries, segment), direct])
    sums, named = _counted(pairs, postings)
    most = _UNSEEN + named / _WEIGHT_STEP
    able = papers | (others + ceiling(most) >= floor.evidence)
    question, person, kept = _best(pairs[able], sums[able])
    return Candidates(question, person, most[able][kept])


def _counted(pairs: Ints, postings: Ints) -> tuple[Ints, Ints]:
    """Sum up what was found of each pair, the greatest weight of each place: all, and of names."""
    postings.sort()
    # The last of each (question, person, place) is the greatest weight there.
    last = np.ones(len(postings), dtype=np.bool_)
    last[:-1] = (postings[1:] >> _WEIGHT_BITS) != (postings[:-1] >> _WEIGHT_BITS)
    postings = postings[last]
    at = np.searchsorted(pairs, postings >> (_WEIGHT_BITS + _PLACE_BITS))
    weight = postings & ((1 << _WEIGHT_BITS) - 1)
    total, named = np.zeros(len(pairs), np.int64), np.zeros(len(pairs), np.int64)
    np.add.at(total, at, weight)
    np.add.at(named, at, np.where(_places(postings) < _BIRTH_PLACE, weight, 0))
    return total, named


def _compiled(
    asked: _Asked,
    wide: tuple[Ints, Ints, Floats],
    direct: Ints,
    segment: Segment,
    gate: Gate,
    floor: tuple[Needed, glance.Rows],
) -> Candidates:
    least, seen = floor
    everyone = np.arange(len(seen) + 1)
    pair, place = direct >> (_WEIGHT_BITS + _PLACE_BITS), _places(direct)
    owner, person = pair >> _PERSON_BITS, pair & ((1 << _PERSON_BITS) - 1)
    by_question = np.argsort(owner, kind="stable")
    found = np.stack([person, place, direct & ((1 << _WEIGHT_BITS) - 1)], axis=1)[by_question]
    question, people, named = fast.gather(
        segment,
        (np.searchsorted(asked.question, everyone), asked.place, asked.token),
        wide,
        (np.searchsorted(owner[by_question], everyone), found),
        (
            (gate.removed, gate.class_set, gate.open_sets, gate.valid_until, gate.at),
            (least.words, least.evidence, MOST_CANDIDATES, MOST_POSTINGS, _UNSEEN),
            seen,
        ),
    )
    return Candidates(question, people, _UNSEEN + named / _WEIGHT_STEP)


def _places(postings: Ints) -> Ints:
    return (postings >> _WEIGHT_BITS) & ((1 << _PLACE_BITS) - 1)


def _is_join(places: Ints) -> NDArray[np.bool_]:
    return np.asarray((places >= _JOIN_PLACES[0]) & (places <= _JOIN_PLACES[1]))


def _best(pair: Ints, total: Ints) -> tuple[Ints, Ints, Ints]:
    question, person = pair >> _PERSON_BITS, pair & ((1 << _PERSON_BITS) - 1)
    order = np.lexsort((person, -total, question))
    question, person = question[order], person[order]
    rank = np.arange(len(question)) - np.searchsorted(question, question, side="left")
    kept = rank < MOST_CANDIDATES
    return question[kept], person[kept], order[kept]
