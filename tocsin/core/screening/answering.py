"""The answers of the parts of an index: who of them matches, the best first."""

from collections.abc import Sequence

import numpy as np

from tocsin.core.screening import fast
from tocsin.core.screening.apart import uncollected
from tocsin.core.screening.asked import questions
from tocsin.core.screening.asking import Asking
from tocsin.core.screening.candidates import Candidates, candidates
from tocsin.core.screening.columns import lay_out
from tocsin.core.screening.filing import Part
from tocsin.core.screening.known import known
from tocsin.core.screening.likeness import LaidOut, Side
from tocsin.core.screening.match import Match, threshold_for
from tocsin.core.screening.person import Person
from tocsin.core.screening.postings import told_apart
from tocsin.core.screening.scoring import Pairs, explain, score
from tocsin.core.screening.segment import Segment
from tocsin.core.screening.weights import NAME_CEILING

# The more at a time, the more of their words are the same; numpy lays out whom all of them meet.
_QUESTIONS_AT_A_TIME, _BY_NUMPY = 16384, 2048
# Scores are compared with the threshold after rounding their reasons; the sieve is a hair wider.
_SIEVE = -1e-3


def answers(
    parts: list[Part],
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
        return [_answer(parts, asked, limit, asking, lone).get(0, [])]
    found: list[list[Match]] = [[] for _ in asked]
    most = _BY_NUMPY if fast.loops() is None else _QUESTIONS_AT_A_TIME
    with uncollected():
        for least, numbers in _by_threshold(asked, threshold).items():
            for start in range(0, len(numbers), most):
                block = numbers[start : start + most]
                several = [asked[number] for number in block]
                for place, matches in _answer(parts, several, limit, asking, least).items():
                    found[block[place]] = matches
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
    return float(np.log(threshold / (1.0 - threshold))) + _SIEVE


def _answer(
    parts: list[Part], asked: Sequence[Person], limit: int, asking: Asking, threshold: float
) -> dict[int, list[Match]]:
    """Return the matches of each question that has any, the best first."""
    answers: dict[int, list[Match]] = {}
    least = log_odds(threshold)
    laid_out = questions(asked, known(), least)
    for part in parts:
        segment, found = part.segment, candidates(laid_out, part.segment, asking.of(part))
        if not len(found.question):
            continue  # as for nearly every passenger
        which, place = told_apart(found.question)  # who meets somebody
        side = laid_out.side(which)
        pairs = _shown(side, segment, Candidates(place, found.person, found.most), limit, least)
        if not len(pairs.left):
            continue
        entries = [segment.person(at) for at in pairs.right.tolist()]
        asked_of = [asked[at] for at in which[pairs.left].tolist()]
        matches = explain(side, segment.side, pairs, asked_of, entries)
        for question, match in zip(which[pairs.left].tolist(), matches, strict=True):
            if match.score >= threshold:
                answers.setdefault(question, []).append(match)
    return {
        question: sorted(matches, key=lambda m: (-m.score, m.id))[:limit]
        for question, matches in answers.items()
    }


def _shown(side: Side, segment: Segment, found: Candidates, limit: int, least: float) -> Pairs:
    """Return the pairs that reach the log-odds ``least``, the best ``limit`` of each question."""
    asked, people = found.question, found.person
    scored = score(side, asked, segment.side, people, most=found.most, least=least)
    order = scored.reaching
    if len(order) > 1:  # as for hardly a question
        order = order[np.lexsort((people[order], -scored.logit[order], asked[order]))]
        rank = np.arange(len(order)) - np.searchsorted(asked[order], asked[order], side="left")
        order = order[rank < limit]
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
