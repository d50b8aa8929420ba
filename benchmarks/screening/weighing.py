"""Look for better figures of ``tocsin.core.screening.weights`` on tuning seeds, one step at a time.

Run: TOCSIN_SAMPLES=<folder> python -m benchmarks.screening.weighing [--seeds 3,4]
Each figure is moved up and down by its step and stays where more of the listed are found. Who is compared
at all is chosen once, with the figures as they are. Prints the figures that moved; whoever takes them writes
them into ``weights`` and runs the bench on seeds that were not looked at.
"""

import argparse
from collections.abc import Sequence

import numpy as np

from benchmarks.screening import measures, run, sets
from benchmarks.screening.answers import undated
from benchmarks.screening.engines.ours import person
from benchmarks.screening.measures import Floats
from benchmarks.screening.pairs import Pair, read
from benchmarks.screening.questions import Row
from benchmarks.screening.sets import load
from tocsin.core.screening import Person, fast
from tocsin.core.screening.asked import questions
from tocsin.core.screening.candidates import Gate, candidates
from tocsin.core.screening.columns import lay_out
from tocsin.core.screening.known import known
from tocsin.core.screening.likeness import LaidOut
from tocsin.core.screening.segment import Segment, build_segment

_MEMBERS, _AT_A_TIME = 4_000, 2_048
_CLOSEST = 24  # entries compared with each question
_FROM = -20.7  # the log-odds from which the bench asks
_BOUNDLESS = 60.0  # more than names can weigh
_RATES = (0.004, 0.006, 0.008, 0.01, 0.0125, 0.015, 0.02)  # of strangers; one alone is too coarse
_WORTH_TAKING = 4e-4
_UNFOUND = -1e9
# Not the weight of an initial: strangers of the bench bear none, so that it would never cost anything.
STEPS = {
    "left_over": 0.3, "different_token": 1.5, "name_ceiling": 3.0,
    "nationality_differs": 0.5, "nationality_same": 0.3, "left_over_most": 1.2, "alike_from": 0.03,
    "unlike_from": 0.06, "two_names": 0.06, "other_order": 0.4,
    "left_over_minor": 0.25, "letters_all": 0.07, "alike_from_short": 0.04, "letters_base": 0.4,
    "letters_differ": 1.5, "letters_from": 0.1, "letters_share": 0.001, "initial_differs": 1.0,
    "skeleton_share": 0.12, "equivalent": 0.04, "habits_base": 0.04, "habits_share": 0.08,
    "sex_differs": 1.0, "sex_same": 0.2, "joined_from": 0.05, "other_ending": 0.06, "name_floor": 3.0, "same_sound": 0.015,
}  # fmt: skip


class Asked:
    """Questions, and the entries that each is compared with whatever the figures are."""

    def __init__(self, segment: Segment, asked: Sequence[Person]) -> None:
        everybody = np.ones(len(segment.class_sets), dtype=np.bool_)
        gone = np.zeros(len(segment), dtype=np.bool_)
        gate = Gate(gone, segment.class_set, everybody, segment.valid_until, 0)
        question, entry = [], []
        for at in range(0, len(asked), _AT_A_TIME):
            laid_out = questions(asked[at : at + _AT_A_TIME], known(), _FROM)
            found = candidates(laid_out, segment, gate)
            first = np.searchsorted(found.question, found.question)
            near = np.arange(len(first)) - first < _CLOSEST
            question.append(found.question[near] + at)
            entry.append(found.person[near])
        self.question, self.entry = np.concatenate(question), np.concatenate(entry)
        self.count, self.there = len(asked), segment.side
        self.here = LaidOut(lay_out(asked, known()), known().words.stored)
        self.most = np.full(len(self.entry), _BOUNDLESS)

    def scores(self, figures: fast.Weights) -> Floats:
        bounds = self.most, _UNFOUND
        return fast.score(
            self.here, self.question, self.there, self.entry, bounds, figures=figures
        )[0]

    def highest(self, scores: Floats) -> Floats:
        found = np.full(self.count, _UNFOUND)
        np.maximum.at(found, self.question, scores)
        return found


class Names:
    """Pairs of names alone, right and wrong."""

    def __init__(self, pairs: list[Pair]) -> None:
        asked, entries = (
            lay_out([Person(x, (getattr(pair, x),)) for pair in pairs], known())
            for x in ("asked", "entry")
        )
        self.here, self.there = (LaidOut(x, known().words.stored) for x in (asked, entries))
        self.right = np.array([pair.right for pair in pairs])

    def precision(self, figures: fast.Weights) -> float:
        """Return the average precision."""
        each = np.arange(len(self.right))
        bounds = np.full(len(each), _BOUNDLESS), _UNFOUND
        scores = fast.score(self.here, each, self.there, each, bounds, figures=figures)[0]
        return measures.average_precision(self.right, scores)


class Seed:
    """The listed and strangers of one tuning seed, with dates or without."""

    def __init__(self, segment: Segment, members: list[Row], strangers: list[Row]) -> None:
        self.members = Asked(segment, [person(row) for row in members])
        self.strangers = Asked(segment, [person(row) for row in strangers])
        answer = np.array([segment.number_of(row.answer) for row in members])
        self.right = answer[self.members.question] == self.members.entry

    def measured(self, figures: fast.Weights) -> tuple[float, float]:
        """Return the share found at few false alerts, and the share found first."""
        asked, scores = self.members, self.members.scores(figures)
        best = asked.highest(np.where(self.right, _UNFOUND, scores))
        mine = asked.highest(np.where(self.right, scores, _UNFOUND))
        raised = self.strangers.highest(self.strangers.scores(figures))
        cuts = [measures.cut_at(raised, rate) for rate in _RATES]
        return float(np.mean([mine > cut for cut in cuts])), float((mine > best).mean())


def seeds(names: Sequence[str]) -> tuple[list[Seed], list[Names]]:
    """Return each seed without and with dates, and its pairs; the last pairs are a peer's own."""
    found, pairs = [], []
    for name in names:
        sizes = sets.Sizes(members=_MEMBERS, passengers=0, enough=0, scripts=0)
        folder = run.prepared(f"tune weigh {name}", sizes)
        segment = build_segment([person(row) for row in load(folder / "register.jsonl")])
        members, foreign, hard = (
            list(load(folder / f"{x}.jsonl")) for x in ("members", "foreign", "hard")
        )
        strangers = foreign + hard
        found += [
            Seed(segment, undated(members), undated(strangers)),
            Seed(segment, members, strangers),
        ]
        pairs.append(Names(list(read(folder / "pairs.jsonl"))))
    if (folder / "cases.jsonl").is_file():
        pairs.append(Names(list(read(folder / "cases.jsonl"))))
    return found, pairs


def goodness(asked: list[Seed], pairs: list[Names], figures: fast.Weights) -> tuple[float, Floats]:
    """Weigh what is measured into one figure: names alone count more than dates besides."""
    each = np.array([x.measured(figures) for x in asked]).reshape(-1, 2, 2).mean(axis=0)
    alone = np.array([x.precision(figures) for x in pairs])
    value = float((each * [[1.0, 0.4], [0.5, 0.3]]).sum() + 0.5 * alone.mean())
    return value, np.concatenate([each.ravel(), alone])


def descended(asked: list[Seed], pairs: list[Names], rounds: int) -> fast.Weights:
    """Move each figure while it pays, with half the step where it did not in the first round."""
    figures, steps = fast.Weights(), dict(STEPS)
    best, reached = goodness(asked, pairs, figures)
    print(f"as they are: {reached.round(4)}", flush=True)
    for turn in range(rounds):
        for name, step in list(steps.items()):
            for way in (step, -step):
                moved = figures._replace(**{name: getattr(figures, name) + way})
                value, reached = goodness(asked, pairs, moved)
                if value > best + _WORTH_TAKING:
                    figures, best = moved, value
                    print(f"{name} {getattr(moved, name):.4g}: {reached.round(4)}", flush=True)
                    break
            else:
                steps[name] = step / 2
                if turn:
                    del steps[name]
    return figures


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", default="3,4")
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    found = descended(*seeds(chosen.seeds.split(",")), chosen.rounds)
    for name, value in found._asdict().items():
        if value != getattr(fast.Weights(), name):
            print(f"{name.upper()} = {value:.4g}")


if __name__ == "__main__":
    main()
