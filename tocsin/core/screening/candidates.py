"""Who is worth scoring: for each person asked about, the entries of a segment most likely to match.

Fuzzy at the vocabulary, exact at the postings: each distinct word of the questions is widened to
the segment's words like it (``widening``), and only then are persons looked up. Dates of birth and
documents find persons without a name, names written together find them without their words.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast, glance, weights
from tocsin.core.screening.alignment import ceiling
from tocsin.core.screening.columns import Columns, Ints
from tocsin.core.screening.likeness import Floats
from tocsin.core.screening.names import PARTICLE
from tocsin.core.screening.needed import Needed, needed
from tocsin.core.screening.postings import runs
from tocsin.core.screening.segment import Segment
from tocsin.core.screening.vocabulary import FreshWords
from tocsin.core.screening.wholes import whole_keys
from tocsin.core.screening.widening import Widened

MOST_CANDIDATES = 64
MOST_POSTINGS = 60_000  # per question; the rarest words are looked up first
MOST_OF_ONE_BEGINNING = 2_000  # what more names begin or end with tells nothing
_UNSEEN = (
    2.0  # what words may weigh for which nobody was looked up: particles, initials, likenesses
)
_BIRTH_WEIGHT = 1.0  # to be looked at; what it weighs is told by a glance
_DOCUMENT_WEIGHT, _SCAN_WEIGHT = 40.0, 10.0

# A posting is one 64-bit number, so that one sort gathers all: question, person, place, weight.
_PERSON_BITS, _PLACE_BITS, _WEIGHT_BITS = 30, 4, 16
_PLACES = 1 << _PLACE_BITS
_WHOLE_PLACES, _BIRTH_PLACE, _DOCUMENT_PLACE = (12, 13), 14, 15
_WHOLE_WEIGHT = 5.0  # to be looked at for how a name begins or ends, whatever its words
_WRITTEN_TOGETHER = 2.0 * weights.RAREST  # what two words that are one may weigh
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


class Questions:
    """Persons asked about, the words they are numbered in, and what is the same for all segments.

    ``least``: the log-odds that an answer must reach.
    """

    def __init__(self, columns: Columns, words: FreshWords, least: float) -> None:
        self.columns, self.words = columns, words
        self.asked, self.floor = _asked_words(columns), needed(columns, least)
        self.seen = glance.rows(columns)

    @cached_property
    def keys(self) -> tuple[tuple[NDArray[np.uint64], Ints], ...]:
        """Return under which keys persons are looked up without their words, and for whom.

        By how their whole name begins and ends, by birth, by documents and by what these look like.
        """
        columns = self.columns
        begins, ends = whole_keys(columns, self.words.spelled()[1])
        owner = np.repeat(np.arange(len(columns)), np.diff(columns.dob_start))
        dates, which = glance.date_keys(columns.dobs.astype(np.int64))
        papers = np.repeat(np.arange(len(columns)), np.diff(columns.doc_start))
        born = (dates.astype(np.uint64), owner[which])
        return begins, ends, born, (columns.docs, papers), (columns.doc_confusions, papers)


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


def _sought(questions: Questions, segment: Segment) -> list[fast.Sought]:
    """Return under which keys persons of a segment are looked up, and what that weighs."""
    directory = segment.directory
    whole, paper = _scaled(_WHOLE_WEIGHT).item(), _scaled(_DOCUMENT_WEIGHT).item()
    born, scanned = _scaled(_BIRTH_WEIGHT).item(), _scaled(_SCAN_WEIGHT).item()
    few, any_ = MOST_OF_ONE_BEGINNING, len(segment)
    told = (
        (directory.by_beginning, (few, _WHOLE_PLACES[0], whole)),
        (directory.by_ending, (few, _WHOLE_PLACES[1], whole)),
        (directory.by_birth, (any_, _BIRTH_PLACE, born)),
        (directory.by_document, (any_, _DOCUMENT_PLACE, paper)),
        (directory.by_confusion, (any_, _DOCUMENT_PLACE, scanned)),
    )
    return [(*keys, *where) for keys, where in zip(questions.keys, told, strict=True)]


def _direct_postings(sought: list[fast.Sought]) -> Ints:
    """Return a posting for whoever is filed under a key that is sought."""
    postings = []
    for keys, owner, filed, (most, place, weight) in sought:
        person, found = filed.find(keys, most)
        postings.append(_pack(owner[found], person, place, weight / _WEIGHT_STEP))
    return np.concatenate(postings)


@dataclass(frozen=True)
class Candidates:
    """Pairs worth scoring, and the most that their names can weigh."""

    question: Ints
    person: Ints
    most: Floats


def candidates(questions: Questions, widened: Widened, segment: Segment, gate: Gate) -> Candidates:
    """(question, person) pairs that may reach what is asked for, at most MOST_CANDIDATES each.

    ``gate`` says which persons may be returned at all; it is asked before any are counted.
    """
    asked, floor, seen = questions.asked, questions.floor, questions.seen
    sought = _sought(questions, segment)
    if fast.loops() is not None:
        tokens = np.arange(len(questions.words.table.rarity) + 1)
        wide = (np.searchsorted(widened.asked, tokens), widened.word, widened.weight)
        return _compiled(asked, wide, sought, segment, gate, (floor, seen))
    direct = _direct_postings(sought)
    entries = _entries(asked, widened, segment)
    looked, total = _looked_up(entries, floor.words)
    places = direct >> _WEIGHT_BITS
    pairs = np.unique(
        np.concatenate([_pairs_by_name(entries, looked, segment), places >> _PLACE_BITS])
    )
    papers = np.isin(pairs, (places >> _PLACE_BITS)[_places(direct) == _DOCUMENT_PLACE])
    whole = np.isin(pairs, (places >> _PLACE_BITS)[_is_whole(_places(direct))])
    question, person = pairs >> _PERSON_BITS, pairs & ((1 << _PERSON_BITS) - 1)
    others = glance.beside(seen[question], segment.glances[person])
    together = np.where(whole, _WRITTEN_TOGETHER, 0.0)
    reached = others + ceiling(total[question] + together) >= floor.evidence
    able = gate.admits(person) & (papers | reached)
    pairs, papers, others, together = pairs[able], papers[able], others[able], together[able]
    direct = direct[np.isin(places >> _PLACE_BITS, pairs)]
    postings = np.concatenate([_word_postings(pairs, entries, segment), direct])
    sums, named = _counted(pairs, postings)
    sums = sums + np.floor(others * _WEIGHT_STEP + 0.5).astype(np.int64)
    most = _UNSEEN + (named + together * _WEIGHT_STEP) / _WEIGHT_STEP
    able = papers | (others + ceiling(most) >= floor.evidence)
    question, person, kept = _best(pairs[able], sums[able])
    return Candidates(question, person, most[able][kept])


def _counted(pairs: Ints, postings: Ints) -> tuple[Ints, Ints]:
    """Sum up what was found of each pair, the greatest weight of each place: all, and of names.

    What was found by birth is left out: birth is weighed for everybody.
    """
    postings.sort()
    # The last of each (question, person, place) is the greatest weight there.
    last = np.ones(len(postings), dtype=np.bool_)
    last[:-1] = (postings[1:] >> _WEIGHT_BITS) != (postings[:-1] >> _WEIGHT_BITS)
    postings = postings[last]
    at = np.searchsorted(pairs, postings >> (_WEIGHT_BITS + _PLACE_BITS))
    weight = postings & ((1 << _WEIGHT_BITS) - 1)
    total, named = np.zeros(len(pairs), np.int64), np.zeros(len(pairs), np.int64)
    np.add.at(total, at, np.where(_places(postings) == _BIRTH_PLACE, 0, weight))
    np.add.at(named, at, np.where(_places(postings) < _WHOLE_PLACES[0], weight, 0))
    return total, named


def _compiled(
    asked: _Asked,
    wide: tuple[Ints, Ints, Floats],
    sought: list[fast.Sought],
    segment: Segment,
    gate: Gate,
    floor: tuple[Needed, glance.Rows],
) -> Candidates:
    least, seen = floor
    everyone = np.arange(len(seen) + 1)
    most = (MOST_CANDIDATES, MOST_POSTINGS)
    question, people, named = fast.gather(
        segment,
        (np.searchsorted(asked.question, everyone), asked.place, asked.token),
        wide,
        fast.look_up(sought, len(seen)),
        (
            (gate.removed, gate.class_set, gate.open_sets, gate.valid_until, gate.at),
            (least.words, least.evidence, *most, _UNSEEN, _WRITTEN_TOGETHER),
            seen,
        ),
    )
    return Candidates(question, people, _UNSEEN + named / _WEIGHT_STEP)


def _places(postings: Ints) -> Ints:
    return (postings >> _WEIGHT_BITS) & ((1 << _PLACE_BITS) - 1)


def _is_whole(places: Ints) -> NDArray[np.bool_]:
    return np.asarray((places >= _WHOLE_PLACES[0]) & (places <= _WHOLE_PLACES[1]))


def _best(pair: Ints, total: Ints) -> tuple[Ints, Ints, Ints]:
    question, person = pair >> _PERSON_BITS, pair & ((1 << _PERSON_BITS) - 1)
    order = np.lexsort((person, -total, question))
    question, person = question[order], person[order]
    rank = np.arange(len(question)) - np.searchsorted(question, question, side="left")
    kept = rank < MOST_CANDIDATES
    return question[kept], person[kept], order[kept]
