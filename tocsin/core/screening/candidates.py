"""Who is worth scoring: for each person asked about, the entries of a segment most likely to match.

Fuzzy at the vocabulary, exact at the postings: each word of the questions is widened to the
segment's words like it (``widening``), and only then are persons looked up. Dates of birth and
documents find persons without a name, names written together find them without their words.
"""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast, fast_asking, glance, weights
from tocsin.core.screening.alignment import ceiling
from tocsin.core.screening.asked import Questions
from tocsin.core.screening.likeness import Floats
from tocsin.core.screening.names import PARTICLE
from tocsin.core.screening.postings import runs
from tocsin.core.screening.remembered import Widened
from tocsin.core.screening.segment import Segment
from tocsin.core.screening.strings import Ints
from tocsin.core.screening.widening import LEAST_USEFUL, are_few, learn, remembers, widen

MOST_CANDIDATES = 64
MOST_POSTINGS = 60_000  # per question; the rarest words are looked up first
MOST_OF_ONE_BEGINNING = 500  # what more names begin or end with tells nothing (0065)
# What words may weigh for which nobody was looked up: two of each, and likenesses too faint for it.
UNSEEN = 2.0 * (weights.INITIAL_SAME + weights.PARTICLE_SAME)
_BIRTH_WEIGHT = 1.0  # to be looked at; what it weighs is told by a glance
_DOCUMENT_WEIGHT, _SCAN_WEIGHT = 40.0, 10.0

# A posting is one 64-bit number, so that one sort gathers all: question, person, place, weight.
_PERSON_BITS, _PLACE_BITS, _WEIGHT_BITS = 30, 4, 16
_PLACES = 1 << _PLACE_BITS
_WHOLE_PLACES, _BIRTH_PLACE, _DOCUMENT_PLACE = (12, 13), 14, 15
# To be looked at for how a name begins or ends, whatever its words; by more letters before many
# who share a few.
_WHOLE_WEIGHT, _LONGER_WEIGHT = 5.0, 11.0
_WRITTEN_TOGETHER = 2.0 * weights.RAREST  # what two words that are one may weigh
MOST_QUESTIONS = 1 << (63 - _PERSON_BITS - _PLACE_BITS - _WEIGHT_BITS)
_WEIGHT_STEP = 1000.0


class Gate(NamedTuple):
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


def _entries(asked: Questions, widened: Widened, segment: Segment) -> _Entries:
    entry, owner = runs(widened.begin, widened.end - widened.begin)
    word = widened.word[entry]
    count = segment.directory.by_token.counts(word)
    (word_start, places, _), _ = asked.lists
    question = np.repeat(np.arange(len(asked)), np.diff(word_start))
    return _Entries(question[owner], places[owner], word, widened.weight[entry], count)


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
    total = np.full(len(far), UNSEEN)
    for place in range(_PLACES):
        total = total + most[:, place]
    aside, aside_sum = np.zeros(most.shape, dtype=np.bool_), np.full(len(far), UNSEEN)
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


_SCALED = {
    weight: int(_scaled(weight))
    for weight in (_WHOLE_WEIGHT, _LONGER_WEIGHT, _BIRTH_WEIGHT, _DOCUMENT_WEIGHT, _SCAN_WEIGHT)
}


def _told(few: int) -> tuple[tuple[int, int, int], ...]:
    """Return of the keys of questions, in their order, what finding somebody by them tells.

    How many persons of one key are too many, the place and the weight; more than a ``few`` names
    that begin or end alike are.
    """
    whole, longer = _SCALED[_WHOLE_WEIGHT], _SCALED[_LONGER_WEIGHT]
    any_ = 1 << _PERSON_BITS
    return (
        (few, _WHOLE_PLACES[0], whole),
        (few, _WHOLE_PLACES[1], whole),
        (few, _WHOLE_PLACES[0], longer),
        (few, _WHOLE_PLACES[1], longer),
        (any_, _BIRTH_PLACE, _SCALED[_BIRTH_WEIGHT]),
        (any_, _DOCUMENT_PLACE, _SCALED[_DOCUMENT_WEIGHT]),
        (any_, _DOCUMENT_PLACE, _SCALED[_SCAN_WEIGHT]),
    )


def _direct_postings(asked: Questions, segment: Segment) -> Ints:
    """Return a posting for whoever is filed under a key that is sought."""
    postings = []
    for (keys, owner), filed, (most, place, weight) in zip(
        (*asked.lists[1], *asked.told.keys),
        segment.directory.of_persons,
        _told(MOST_OF_ONE_BEGINNING),
        strict=True,
    ):
        person, found = filed.find(keys, most)
        postings.append(_pack(owner[found], person, place, weight / _WEIGHT_STEP))
    return np.concatenate(postings)


class Candidates(NamedTuple):
    """Pairs worth scoring, and the most that their names can weigh."""

    question: Ints
    person: Ints
    most: Floats


def candidates(asked: Questions, segment: Segment, gate: Gate) -> Candidates:
    """(question, person) pairs that may reach what is asked for, at most MOST_CANDIDATES each.

    ``gate`` says which persons may be returned at all; it is asked before any are counted.
    """
    if fast.loops() is not None:
        return _compiled(asked, segment, gate)
    told, widened = asked.told, widen(asked.words, asked.numbers, segment)
    direct = _direct_postings(asked, segment)
    entries = _entries(asked, widened, segment)
    looked, total = _looked_up(entries, told.named)
    places = direct >> _WEIGHT_BITS
    pairs = np.unique(
        np.concatenate([_pairs_by_name(entries, looked, segment), places >> _PLACE_BITS])
    )
    papers = np.isin(pairs, (places >> _PLACE_BITS)[_places(direct) == _DOCUMENT_PLACE])
    whole = np.isin(pairs, (places >> _PLACE_BITS)[_is_whole(_places(direct))])
    question, person = pairs >> _PERSON_BITS, pairs & ((1 << _PERSON_BITS) - 1)
    others = glance.beside(told.seen[question], segment.glances[person])
    together = np.where(whole, _WRITTEN_TOGETHER, 0.0)
    reached = others + ceiling(total[question] + together) >= told.evidence
    able = gate.admits(person) & (papers | reached)
    pairs, papers, others, together = pairs[able], papers[able], others[able], together[able]
    direct = direct[np.isin(places >> _PLACE_BITS, pairs)]
    postings = np.concatenate([_word_postings(pairs, entries, segment), direct])
    sums, named = _counted(pairs, postings)
    sums = sums + np.floor(others * _WEIGHT_STEP + 0.5).astype(np.int64)
    most = UNSEEN + (named + together * _WEIGHT_STEP) / _WEIGHT_STEP
    able = papers | (others + ceiling(most) >= told.evidence)
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


@cache
def _rules(people: int, postings: int, of_one_beginning: int) -> tuple[fast.Held, fast.Held]:
    """Return what the loops need to know to gather whoever is worth scoring, and to meet them."""
    limits = (people, postings, UNSEEN, _WRITTEN_TOGETHER)
    rules = _told(of_one_beginning), (fast.DATES, fast.FIGURES), limits
    return fast.hold(rules), fast_asking.to_meet(rules, LEAST_USEFUL)


def _compiled(asked: Questions, segment: Segment, gate: Gate) -> Candidates:
    if are_few(asked.numbers):
        again = remembers(segment, asked.numbers)
        return Candidates(*met(asked, segment, gate, remembering=again))
    widened = widen(asked.words, asked.numbers, segment)
    found = fast_asking.gather(segment, asked, widened, gate=gate, rules=_in_force()[0])
    return Candidates(*found)


def met(asked: Questions, segment: Segment, gate: Gate, *, remembering: bool) -> fast_asking.Met:
    """Find whom a few questions meet, where there are loops.

    ``remembering``: by what ``segment`` remembers of their words. What another thread made it
    forget meanwhile is found without.
    """
    to_gather, to_meet = _in_force()
    for _ in range(2 if remembering else 0):
        found, unknown = fast_asking.meet_again(segment, asked, gate=gate, rules=to_gather)
        if not len(unknown):
            return found
        learn(asked.words, unknown, segment)
    return fast_asking.meet(segment, asked, gate=gate, rules=to_meet)


def _in_force() -> tuple[fast.Held, fast.Held]:
    """Return the rules by the limits in force."""
    return _rules(MOST_CANDIDATES, MOST_POSTINGS, MOST_OF_ONE_BEGINNING)


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
