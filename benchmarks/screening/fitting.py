"""Fit the mixture of error classes until peers find the set as hard as real names.

Run: TOCSIN_SAMPLES=<folder> python -m benchmarks.screening.fitting [--seed 2]
Writes ``weights.tsv``, which ``questions`` reads: the weight of each class, and what each peer reached on
it. Reads two peers' answers to a tuning seed, asked for every class as often; our engine is not asked.
From the figures in that file the same weights follow again; a test holds them to it.
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.screening import measures, run, sets
from benchmarks.screening.questions import WEIGHTS_FILE
from benchmarks.screening.summary import sheet
from benchmarks.screening.tables import ALLOWED, REAL

_PEERS = ("logic_v2", "token_sort")
_LEAST, _MOST = 0.01, 0.15  # no class vanishes, none is the whole set
_HOLD = 0.02  # how strongly a weight is held near what seems natural
# What seems natural: most are asked about as they are written, then come other tables, slips, words lost.
NATURAL = {
    "exact": 15, "other order": 10, "own script": 6, "another script": 4, "another table": 8,
    "two tables": 4, "nickname": 4, "initials": 4, "word dropped": 7, "word alone": 2,
    "word added": 3, "words joined": 4, "word split": 3, "one slip": 6, "several slips": 4,
    "scanned": 4, "zone, cut": 4, "second name": 4, "low-quality alias": 4,
}  # fmt: skip


def by_class(results: dict[str, dict[str, Any]], folder: Path) -> tuple[np.ndarray, list[str]]:
    """Return measure x class as reached, and what each measure is called."""
    reached, labels = [], []
    for name in _PEERS:
        for dated in (True, False):
            one = sheet(folder, results[name], dated=dated)
            kinds = np.array([row.kind for row in one.rows])
            cut = measures.cut_at(one.strangers, 0.01)
            for label, hit in (
                ("recall@1", one.members.at(1)),
                ("found at 1 %", one.members.score > cut),
            ):
                reached.append([hit[kinds == kind].mean() for kind in NATURAL])
                labels.append(f"{name} {label} {'dated' if dated else 'undated'}")
    return np.array(reached), labels


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


def natural() -> np.ndarray:
    weights = np.array(list(NATURAL.values()), dtype=np.float64)
    return _within(weights / weights.sum())


def write(
    path: Path, weights: np.ndarray, reached: np.ndarray, labels: list[str], seed: int
) -> None:
    head = f"# Written by benchmarks/screening/fitting.py from two peers' answers to tuning seed {seed}."
    lines = [head, "\t".join(["# class", "weight", *labels])]
    for kind, weight, row in zip(NATURAL, weights, reached.T, strict=True):
        lines.append("\t".join([kind, f"{100 * weight:.1f}", *(f"{x:.4f}" for x in row)]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def goals() -> np.ndarray:
    """What the peers reached on real names, in the order of ``by_class``."""
    return np.array(
        [x for name in _PEERS for dated in (True, False) for x in REAL[sets.LISTED, dated][name]]
    )


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--seed", type=int, default=2)
    options.add_argument("--each", type=int, default=200, help="questions of every class")
    chosen = options.parse_args()
    sizes = sets.Sizes(
        members=chosen.each * len(NATURAL), passengers=0, pairs=0, enough=chosen.each,
        weights=dict.fromkeys(NATURAL, 1.0), scripts=0,
    )  # fmt: skip
    folder = run.prepared(f"tune fit {chosen.seed}", sizes)
    results = {
        name: run.answers(
            name, folder, "--sets", "members,foreign,hard",
            fresh=False, parts=2 if name == "logic_v2" else 1,
        )
        for name in _PEERS
    }  # fmt: skip
    reached, labels = by_class(results, folder)
    reached = reached.round(4)
    start, wanted = natural(), goals()
    weights = fitted(reached, wanted, start)
    for label, before, after, goal in zip(
        labels, reached @ start, reached @ weights, wanted, strict=True
    ):
        print(f"{label:<36} {before:.3f} -> {after:.3f}, real {goal:.3f}")
    write(WEIGHTS_FILE, weights, reached, labels, chosen.seed)
    print(WEIGHTS_FILE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
