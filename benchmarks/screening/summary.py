"""One engine's answers as figures, and figures as lines to read."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.screening import measures
from benchmarks.screening.measures import Floats, Found
from benchmarks.screening.questions import Row
from benchmarks.screening.sets import load


@dataclass(frozen=True, slots=True)
class Sheet:
    """What an engine reached on one folder, with dates of birth or without."""

    members: Found
    foreign: Floats
    hard: Floats
    rows: list[Row]
    threshold: float

    @property
    def main(self) -> np.ndarray:
        return np.array([row.main for row in self.rows])

    @property
    def drawn(self) -> Found:
        """Only the questions drawn by weight."""
        return Found(self.members.rank[self.main], self.members.score[self.main])

    @property
    def strangers(self) -> Floats:
        return np.concatenate([self.foreign, self.hard])

    def figures(self) -> dict[str, float]:
        drawn = self.drawn
        return {
            "R@1": float(drawn.at(1).mean()), "R@10": float(drawn.at(10).mean()),
            "hit@own": float((drawn.score >= self.threshold).mean()),
            "false@own": float((self.strangers >= self.threshold).mean()),
            "foreign@own": float((self.foreign >= self.threshold).mean()),
            "hard@own": float((self.hard >= self.threshold).mean()),
            "hit@1%": measures.hit_at_rate(drawn, self.strangers, 0.01),
        }  # fmt: skip


def sheet(folder: Path, result: dict[str, Any], *, dated: bool) -> Sheet:
    rows = list(load(folder / "members.jsonl"))
    suffix = "" if dated else ", undated"
    answers = result["sets"]["members" + suffix]["answers"]
    if len(answers) < len(rows):
        rows = [row for row in rows if row.main]
    return Sheet(
        measures.found(rows, answers),
        measures.highest(result["sets"]["foreign" + suffix]["answers"]),
        measures.highest(result["sets"]["hard" + suffix]["answers"]),
        rows, result["threshold"],
    )  # fmt: skip


def groups(rows: list[Row]) -> dict[str, np.ndarray]:
    """Return name -> which questions: every class of error, then every script."""
    kinds = np.array([row.kind for row in rows])
    scripts = np.array([row.script for row in rows])
    found = {kind: kinds == kind for kind in dict.fromkeys(sorted(kinds))}
    return found | {f"in {script}": scripts == script for script in sorted(set(scripts))}


def lines(name: str, both: tuple[Sheet, Sheet]) -> list[str]:
    """Write an engine's headline figures, with dates of birth and without."""
    found = []
    for one, label in zip(both, ("with dates", "without dates"), strict=True):
        cells = "  ".join(
            f"{key} {value:.4f}" if "@own" in key else f"{key} {value:.3f}"
            for key, value in one.figures().items()
        )
        found.append(f"{name:<28} {label:<14} {cells}")
    return found


def by_group(both: tuple[Sheet, Sheet]) -> list[str]:
    dated = both[0]
    found = [f"{'':<20} {'n':>5}  with dates @1   @10   without @1   @10"]
    for group, which in groups(dated.rows).items():
        cells = [x.members.at(n)[which].mean() for x in both for n in (1, 10)]
        found.append(f"{group:<20} {which.sum():>5}" + "".join(f"{cell:>9.3f}" for cell in cells))
    return found
