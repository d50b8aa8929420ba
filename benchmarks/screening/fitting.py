"""Fit the mixture of error classes until peers find the set as hard as real names.

Run: TOCSIN_SAMPLES=<folder> python -m benchmarks.screening.fitting [--seeds 2,5,6]
Writes ``weights.tsv``, which ``questions`` reads: the weight of each class of error and each kind of date,
and what each peer reached on it. Reads two peers' answers to some tuning seeds, asked for every class as
often; our engine is not asked.
From the figures in that file the same weights follow again; a test holds them to it.
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.screening import measures, run, sets
from benchmarks.screening.persons import listed
from benchmarks.screening.questions import DATE, WEIGHTS_FILE
from benchmarks.screening.summary import sheet
from benchmarks.screening.tables import ALLOWED, REAL

_PEERS = ("logic_v2", "token_sort")
_LEAST, _MOST = 0.01, 0.15  # no class vanishes, none is the whole set
_FOREIGN, _HARD = 7_000, 3_000  # strangers: a hundred of them decide the figures at 1 %
_HOLD = 0.005  # how strongly a weight is held near what seems natural
# What seems natural: most are asked about as they are written, then come other tables, slips, words lost.
NATURAL = {
    "exact": 15, "other order": 10, "own script": 6, "another script": 4, "another table": 8,
    "two tables": 4, "nickname": 4, "initials": 4, "word dropped": 7, "word alone": 2,
    "word added": 3, "words joined": 4, "word split": 3, "one slip": 6, "several slips": 4,
    "scanned": 4, "zone, cut": 4, "second name": 4, "low-quality alias": 4,
}  # fmt: skip
NATURAL_DATES = {
    "the very day": 57, "swapped": 3, "another day": 4, "another year": 2, "year": 10, "1 January": 3,
    "anything": 1, "none": 20,
}  # fmt: skip
_LEAST_DATE, _MOST_DATE = 0.005, 0.7


def date_kind(asked: list[str], born: tuple[int, int, int]) -> str:
    """Name how the date asked differs from the true one."""
    year, month, day = born
    (text,) = asked or [""]
    if not text or text == f"{year:04d}-{month:02d}-{day:02d}":
        return "the very day" if text else "none"
    if len(text) < 10:
        return "year" if len(text) == 4 else "swapped"  # a month alone: its day cannot be swapped
    if text == f"{year:04d}-01-01":
        return "1 January"
    if text == f"{year:04d}-{day:02d}-{month:02d}":
        return "swapped"
    if text[:7] == f"{year:04d}-{month:02d}":
        return "another day"
    return "another year" if text[4:] == f"-{month:02d}-{day:02d}" else "anything"


def reached_by(
    results: dict[str, dict[str, Any]], folder: Path, seed: str
) -> tuple[np.ndarray, list[str]]:
    """Return measure x (class, kind of date) as reached, and what each measure is called.

    By class: the share of its questions. By kind of date: how much better its questions went than
    all, every class counting as much as seems natural.
    """
    people = list(listed(seed, sets.LISTED))
    reached, labels = [], []
    for name in _PEERS:
        for dated in (True, False):
            one = sheet(folder, results[name], dated=dated)
            kinds = np.array([row.kind for row in one.rows])
            dates = np.array([date_kind(x.dob, people[int(x.answer[1:])].born) for x in one.rows])
            counts = np.array([NATURAL[x] / (kinds == x).sum() for x in kinds])
            cut = measures.cut_at(one.strangers, 0.01)
            for label, hit in (
                ("recall@1", one.members.at(1)),
                ("found at 1 %", one.members.score > cut),
            ):
                by_date = np.array(
                    [np.average(hit[dates == x], weights=counts[dates == x]) for x in NATURAL_DATES]
                )
                usual = float(by_date @ natural()[len(NATURAL) :])
                by_class = [hit[kinds == kind].mean() for kind in NATURAL]
                reached.append([*by_class, *(by_date - usual if dated else 0.0 * by_date)])
                labels.append(f"{name} {label} {'dated' if dated else 'undated'}")
    return np.array(reached), labels


def fitted(reached: np.ndarray, wanted: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Descend on the distance, within bounds, classes and dates each summing to one.

    What is furthest off counts most, since all must come within ``ALLOWED``.
    """
    weights = start.copy()
    for _ in range(5_000):
        away = reached @ weights - wanted
        pull = (np.abs(away) / ALLOWED) ** 3
        pull = pull / max(float(pull.max()), 1e-9) + 0.1
        slope = 2 * reached.T @ (pull * away) + 2 * _HOLD * (weights - start)
        weights = _bounded(weights - 0.03 * slope)
    return weights


def _bounded(weights: np.ndarray) -> np.ndarray:
    classes, dates = np.split(weights, [len(NATURAL)])
    return np.concatenate(
        [_within(classes, _LEAST, _MOST), _within(dates, _LEAST_DATE, _MOST_DATE)]
    )


def _within(weights: np.ndarray, least: float, most: float) -> np.ndarray:
    """The nearest weights within bounds whose sum is one."""
    low, high = -1.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        total = np.clip(weights + middle, least, most).sum()
        low, high = (middle, high) if total < 1 else (low, middle)
    return np.clip(weights + low, least, most)


def natural() -> np.ndarray:
    return _bounded(
        np.concatenate(
            [
                np.array(list(x.values()), dtype=np.float64) / sum(x.values())
                for x in (NATURAL, NATURAL_DATES)
            ]
        )
    )


def write(
    path: Path, weights: np.ndarray, reached: np.ndarray, labels: list[str], seeds: str
) -> None:
    head = f"# Written by benchmarks/screening/fitting.py from two peers' answers to tuning seeds {seeds}, on the average."
    lines = [head, "\t".join(["# class", "weight", *labels])]
    names = [*NATURAL, *(DATE + x for x in NATURAL_DATES)]
    for kind, weight, row in zip(names, weights, reached.T, strict=True):
        lines.append("\t".join([kind, f"{100 * weight:.1f}", *(f"{x:.4f}" for x in row)]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def goals() -> np.ndarray:
    """What the peers reached on real names, in the order of ``reached_by``."""
    return np.array(
        [x for name in _PEERS for dated in (True, False) for x in REAL[sets.LISTED, dated][name]]
    )


def asked_of_peers(seed: str, each: int) -> tuple[np.ndarray, list[str]]:
    """Let the peers answer one seed, ``each`` questions of every class; see ``reached_by``."""
    sizes = sets.Sizes(
        members=each * len(NATURAL), foreign=_FOREIGN, hard=_HARD, passengers=0, pairs=0,
        enough=each, weights=dict.fromkeys(NATURAL, 1.0), dates=NATURAL_DATES, scripts=0,
    )  # fmt: skip
    folder = run.prepared(seed, sizes)
    results = {
        name: run.answers(
            name, folder, "--sets", "members,foreign,hard",
            fresh=False, parts=2 if name == "logic_v2" else 1,
        )
        for name in _PEERS
    }  # fmt: skip
    return reached_by(results, folder, seed)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--seeds", default="2,5,6")
    options.add_argument("--each", type=int, default=200, help="questions of every class")
    chosen = options.parse_args()
    told = [asked_of_peers(f"tune fit {seed}", chosen.each) for seed in chosen.seeds.split(",")]
    labels = told[0][1]
    reached = np.mean([found for found, _ in told], axis=0).round(4)
    start, wanted = natural(), goals()
    weights = fitted(reached, wanted, start)
    for label, before, after, goal in zip(
        labels, reached @ start, reached @ weights, wanted, strict=True
    ):
        print(f"{label:<36} {before:.3f} -> {after:.3f}, real {goal:.3f}")
    write(WEIGHTS_FILE, weights, reached, labels, chosen.seeds)
    print(WEIGHTS_FILE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
