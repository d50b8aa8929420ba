"""Fit the mixture of error classes until peers find the set as hard as real names.

Run: TOCSIN_SAMPLES=<folder> python -m benchmarks.screening.fitting [--seed 2]
Prints weights for ``questions.WEIGHTS``. Reads two peers' answers to a tuning seed; our engine is not asked.
"""

import argparse
from typing import Any

import numpy as np

from benchmarks.screening import measures, run, sets
from benchmarks.screening.questions import WEIGHTS
from benchmarks.screening.summary import sheet
from benchmarks.screening.tables import ALLOWED, REAL

_PEERS = ("logic_v2", "token_sort")
_LEAST, _MOST = 0.01, 0.15  # no class vanishes, none is the whole set
_HOLD = 0.02  # how strongly a weight is held near where it began


def by_class(
    results: dict[str, dict[str, Any]], folder: Any
) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Return measure x class as reached, and each measure as wanted."""
    reached, wanted, labels = [], [], []
    for name in _PEERS:
        for dated in (True, False):
            one = sheet(folder, results[name], dated=dated)
            kinds = np.array([row.kind for row in one.rows])
            cut = measures.cut_at(one.strangers, 0.01)
            real = REAL[sets.LISTED, dated][name]
            for label, hit, goal in zip(
                ("recall@1", "found at 1 %"),
                (one.members.at(1), one.members.score > cut),
                real,
                strict=True,
            ):
                reached.append([hit[kinds == kind].mean() for kind in WEIGHTS])
                wanted.append(goal)
                labels.append(f"{name} {label} {'dated' if dated else 'undated'}")
    return np.array(reached), np.array(wanted), labels


def fitted(reached: np.ndarray, wanted: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Descend on the distance, within bounds, the weights summing to one.

    What is furthest off counts most, since all must come within ``ALLOWED``.
    """
    weights = start.copy()
    for _ in range(5_000):
        away = reached @ weights - wanted
        pull = (np.abs(away) / ALLOWED) ** 3
        pull = pull / max(float(pull.max()), 1e-9) + 0.1
        slope = 2 * reached.T @ (pull * away) + 2 * _HOLD * (weights - start)
        weights = _within(weights - 0.03 * slope)
    return weights


def _within(weights: np.ndarray) -> np.ndarray:
    """The nearest weights within bounds whose sum is one."""
    low, high = -1.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        total = np.clip(weights + middle, _LEAST, _MOST).sum()
        low, high = (middle, high) if total < 1 else (low, middle)
    return np.clip(weights + low, _LEAST, _MOST)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--seed", type=int, default=2)
    options.add_argument(
        "--each", type=int, default=150, help="questions of every class, at the least"
    )
    options.add_argument("--members", type=int, default=1_500, help="questions drawn by weight")
    chosen = options.parse_args()
    drawn = chosen.members
    sizes = sets.Sizes(
        members=drawn, foreign=drawn * 7 // 15, hard=drawn // 5, passengers=0, pairs=0,
        enough=chosen.each,
    )  # fmt: skip
    folder = run.prepared(f"tune fit {chosen.seed}", sizes)
    results = {
        name: run.answers(name, folder, "--sets", "members,foreign,hard", fresh=False)
        for name in _PEERS
    }
    reached, wanted, labels = by_class(results, folder)
    start = np.array(list(WEIGHTS.values())) / sum(WEIGHTS.values())
    weights = fitted(reached, wanted, start)
    for label, before, after, goal in zip(
        labels, reached @ start, reached @ weights, wanted, strict=True
    ):
        print(f"{label:<36} {before:.3f} -> {after:.3f}, real {goal:.3f}")
    for kind, row, weight in zip(WEIGHTS, reached.T, weights, strict=True):
        print(f"{kind:<20} {100 * weight:5.1f}   " + " ".join(f"{x:.2f}" for x in row))


if __name__ == "__main__":
    main()
