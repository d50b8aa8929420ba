"""The answers of the parts of an index: who of them matches, the best first."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from tocsin.core.screening import fast
from tocsin.core.screening.apart import uncollected
from tocsin.core.screening.asked import Questions, questions
from tocsin.core.screening.asking import Asking
from tocsin.core.screening.candidates import Candidates, candidates
from tocsin.core.screening.columns import lay_out
from tocsin.core.screening.filing import Part
from tocsin.core.screening.known import known
from tocsin.core.screening.likeness import LaidOut, Side
from tocsin.core.screening.match import Match, threshold_for
from tocsin.core.screening.newcomers import Newcomers, meant
from tocsin.core.screening.person import Person
from tocsin.core.screening.postings import told_apart
from tocsin.core.screening.scoring import Pairs, explain, score
from tocsin.core.screening.segment import Segment, segment_of_few
from tocsin.core.screening.strings import Ints
from tocsin.core.screening.weights import NAME_CEILING

# The more at a time, the more of their words are the same; numpy lays out whom all of them meet.
_QUESTIONS_AT_A_TIME, _BY_NUMPY = 16384, 2048
# Scores are compared after rounding their reasons; what is done by log-odds before is a hair wider.
_HAIR = 1e-3


class Among(NamedTuple):
    """All that may answer: the parts of an index, and newcomers.

    ``hopeful``: of each question, whom of them it may mean; empty if none means any.
    """

    parts: list[Part]
    hopeful: Sequence[Sequence[Person]] = ()

    def of(self, numbers: Sequence[int]) -> "Among":
        """Return what may answer some of the questions."""
        return Among(self.parts, [self.hopeful[x] for x in numbers] if self.hopeful else ())


class _Met(NamedTuple):
    """Pairs that reach what is asked for: some questions, and entries of one part or newcomers."""

    which: Ints
    side: Side
    pairs: Pairs
    others: Segment | Newcomers


def answers(
    among: Among,
    asked: list[Person],
    limit: int,
    asking: Asking,
    threshold: float | None,
) -> list[list[Match]]:
    """Return the matches of each question, the best ``limit`` first, none below ``threshold``.

    Without one it is the question's own.
    """
    if len(asked) == 1:  # sooner
        lone = threshold_for(asked[0]) if threshold is None else threshold
        return [_answer(among, asked, limit, asking, lone).get(0, [])]
    found: list[list[Match]] = [[] for _ in asked]
    most = _BY_NUMPY if fast.loops() is None else _QUESTIONS_AT_A_TIME
    with uncollected():
        for least, numbers in _by_threshold(asked, threshold).items():
            for start in range(0, len(numbers), most):
                block = numbers[start : start + most]
                several = [asked[number] for number in block]
                matches = _answer(among.of(block), several, limit, asking, least)
                for place, best in matches.items():
                    found[block[place]] = best
    return found


def _by_threshold(asked: Sequence[Person], threshold: float | None) -> dict[float, Sequence[int]]:
    """Return which questions are asked from which score on: ``threshold``, or their own."""
    if threshold is not None:
        return {threshold: range(len(asked))}
    found: dict[float, list[int]] = {}
    for number, person in enumerate(asked):
        found.setdefault(threshold_for(person), []).append(number)
    return dict(found)


def log_odds(threshold: float) -> float:
    """Return from which log-odds on a pair may reach ``threshold``."""
    return float(np.log(threshold / (1.0 - threshold))) - _HAIR


def _answer(
    among: Among, asked: Sequence[Person], limit: int, asking: Asking, threshold: float
) -> dict[int, list[Match]]:
    """Return the matches of each question that has any, the best first."""
    answers: dict[int, list[Match]] = {}
    least = log_odds(threshold)
    laid_out = questions(asked, known(), least)
    for which, side, pairs, others in _met(among, laid_out, asking, limit, least):
        if not len(pairs.left):
            continue
        entries = [others.person(at) for at in pairs.right.tolist()]
        asked_of = [asked[at] for at in which[pairs.left].tolist()]
        matches = explain(side, others.side, pairs, asked_of, entries)
        for question, match in zip(which[pairs.left].tolist(), matches, strict=True):
            if match.score >= threshold:
                answers.setdefault(question, []).append(match)
    return {
        question: sorted(matches, key=lambda m: (-m.score, m.id))[:limit]
        for question, matches in answers.items()
    }


def _met(
    among: Among, asked: Questions, asking: Asking, limit: int, least: float
) -> Iterator[_Met]:
    """Yield whom the questions mean with the log-odds ``least``: newcomers, and those of each part.

    Of a part no more than may be among the best ``limit``.
    """
    parts = among.parts
    hopeful = [asking.of_persons(persons) for persons in among.hopeful]
    if any(hopeful):
        everyone = np.arange(len(asked))
        side = asked.side(everyone)
        newcomers = meant(asked, side, hopeful, least)
        yield _Met(everyone, side, newcomers.pairs, newcomers)
        if newcomers.in_doubt:
            parts = [*parts, Part.whole(segment_of_few(newcomers.in_doubt))]
    for part in parts:
        segment, found = part.segment, candidates(asked, part.segment, asking.of(part))
        if len(found.question):  # as of hardly a passenger
            which, place = told_apart(found.question)  # who meets somebody
            side = asked.side(which)
            met = Candidates(place, found.person, found.most)
            yield _Met(which, side, _shown(side, segment, met, limit, least), segment)


def _shown(side: Side, segment: Segment, found: Candidates, limit: int, least: float) -> Pairs:
    """Return the pairs that reach the log-odds ``least``, the best ``limit`` of each question.

    And whoever ties with the last of them: scores and ids decide then, so that an answer depends
    neither on who was filed with whom nor on the order in which they came.
    """
    asked, people = found.question, found.person
    scored = score(side, asked, segment.side, people, most=found.most, least=least)
    order = scored.reaching
    if len(order) > 1:  # as for hardly a question
        order = order[np.lexsort((-scored.logit[order], asked[order]))]
        first = np.searchsorted(asked[order], asked[order], side="left")
        last = np.minimum(first + min(limit, len(order)) - 1, np.arange(len(order)))
        logit = scored.logit[order]
        order = order[logit >= logit[last] - 2.0 * _HAIR]  # each may be rounded by a hair
    return Pairs(asked[order], people[order], scored.left_row[order], scored.right_row[order])


def compare(a: Person, b: Person) -> Match:
    """Return the match of ``b`` as the answer to ``a``: the same score as any index would give it.

    ``verdict`` is "none" below THRESHOLD.
    """
    words = known()
    side = LaidOut(lay_out([a, b], words), words.words.stored)
    first, second = np.array([0]), np.array([1])
    scored = score(side, first, side, second, most=np.array([NAME_CEILING]))
    pairs = Pairs(first, second, scored.left_row, scored.right_row)
    return explain(side, side, pairs, [a], [b])[0]
