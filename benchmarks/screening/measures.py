"""What is measured of answers, each as one function of arrays. Nothing here knows an engine."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.screening.engines import Answer
from benchmarks.screening.questions import Row

Floats = NDArray[np.float64]
_MISSED = 99


@dataclass(frozen=True, slots=True)
class Found:
    """For each question about a listed person: the rank and the score of the right entry."""

    rank: NDArray[np.int64]
    score: Floats

    def at(self, within: int) -> NDArray[np.bool_]:
        return self.rank < within


def found(rows: list[Row], answers: list[Answer]) -> Found:
    """Find the right entry in each answer. Of equal scores the right one stands last."""
    rank = np.full(len(rows), _MISSED, dtype=np.int64)
    score = np.zeros(len(rows))
    for at, (row, answer) in enumerate(zip(rows, answers, strict=True)):
        mine = next((s for identifier, s in answer if identifier == row.answer), None)
        if mine is not None:
            rank[at] = sum(s >= mine for identifier, s in answer) - 1
            score[at] = mine
    return Found(rank, score)


def highest(answers: list[Answer]) -> Floats:
    """Return the highest score of each answer, 0.0 for none: what a stranger raises."""
    return np.array([max((score for _, score in answer), default=0.0) for answer in answers])


def cut_at(strangers: Floats, rate: float) -> float:
    """Return the score that at most ``rate`` of the strangers exceed."""
    ordered = np.sort(strangers)[::-1]
    return float(ordered[int(rate * len(ordered))])


def hit_at_rate(members: Found, strangers: Floats, rate: float) -> float:
    """Share of the listed who are found above the score that ``rate`` of strangers exceed."""
    return float((members.score > cut_at(strangers, rate)).mean())


@dataclass(frozen=True, slots=True)
class Interval:
    """A share or a difference with its 95 % interval, by resampling questions."""

    value: float
    low: float
    high: float


def interval(values: NDArray[np.bool_] | Floats, seed: int = 1) -> Interval:
    """Bootstrap the mean of ``values``; for a paired difference give the differences."""
    kept = values.astype(np.float64)
    chance = np.random.default_rng(seed)
    draws = chance.integers(0, len(kept), size=(1000, len(kept)))
    means = np.sort(kept[draws].mean(axis=1))
    return Interval(float(kept.mean()), float(means[25]), float(means[974]))


def average_precision(right: NDArray[np.bool_], score: Floats) -> float:
    """Mean precision at each right pair; equal scores count as one step."""
    ordered, truth = _steps(score), right[np.argsort(-score, kind="stable")]
    hits = np.cumsum(truth)[ordered]
    precision = hits / (ordered + 1)
    gained = np.diff(np.concatenate([[0], hits]))
    return float((precision * gained).sum() / max(1, right.sum()))


def best_f1(right: NDArray[np.bool_], score: Floats) -> float:
    ordered, truth = _steps(score), right[np.argsort(-score, kind="stable")]
    hits = np.cumsum(truth)[ordered]
    return float((2 * hits / (ordered + 1 + right.sum())).max())


def recall_at_false_rate(right: NDArray[np.bool_], score: Floats, rate: float) -> float:
    """Share of right pairs above the score that at most ``rate`` of wrong pairs exceed."""
    return float((score[right] > cut_at(score[~right], rate)).mean())


def curve(right: NDArray[np.bool_], score: Floats) -> tuple[Floats, Floats]:
    """Return recall and precision at every score that occurs, from the highest down."""
    ordered, truth = _steps(score), right[np.argsort(-score, kind="stable")]
    hits = np.cumsum(truth)[ordered]
    return hits / max(1, right.sum()), hits / (ordered + 1)


def _steps(score: Floats) -> NDArray[np.int64]:
    """Places, from the highest score down, of the last of each run of equal scores."""
    ordered = np.sort(score)[::-1]
    return np.flatnonzero(np.append(np.diff(ordered) != 0, True))
