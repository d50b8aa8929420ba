"""One engine's answers to one folder, as figures."""

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
