"""rapidfuzz token_sort over every name, and the same behind a trigram search."""

from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from benchmarks.screening.engines import Answer
from benchmarks.screening.engines.dates_of_birth import shift
from benchmarks.screening.engines.folding import folded
from benchmarks.screening.questions import Row
from benchmarks.screening.sets import load

_AT_A_TIME = 64
_NAMES_KEPT = 400  # of the likest names, before dates are weighed


def in_order(name: str) -> str:
    return " ".join(sorted(folded(name).split()))


class TokenSort:
    threshold = 0.85
    cores = 2

    def build(self, register: Path) -> None:
        self.rows = list(load(register))
        self.names: list[str] = []
        owners = []
        for at, row in enumerate(self.rows):
            for name in row.names:
                self.names.append(in_order(name))
                owners.append(at)
        self.owners = np.array(owners)

    def answer(self, rows: list[Row], limit: int) -> list[Answer]:
        found: list[Answer] = []
        for start in range(0, len(rows), _AT_A_TIME):
            block = rows[start : start + _AT_A_TIME]
            asked = [in_order(row.names[0]) for row in block]
            scores = process.cdist(
                asked,
                self.names,
                scorer=fuzz.ratio,
                dtype=np.float32,
                workers=self.cores,
                score_cutoff=40,
            )
            found += [self._best(row, line, limit) for row, line in zip(block, scores, strict=True)]
        return found

    def _best(self, row: Row, line: "np.ndarray", limit: int) -> Answer:
        kept = min(_NAMES_KEPT, len(line) - 1)
        best: dict[int, float] = {}
        for at in np.argpartition(-line, kept)[:kept].tolist():
            owner = int(self.owners[at])
            best[owner] = max(best.get(owner, 0.0), float(line[at]) / 100)
        found = [
            (self.rows[at].id, score + shift(row, self.rows[at])) for at, score in best.items()
        ]
        return sorted(found, key=lambda x: -x[1])[:limit]

    def likeness(self, pairs: list[tuple[str, str]]) -> list[float]:
        """Score pairs of names alone."""
        return [fuzz.ratio(in_order(one), in_order(other)) / 100 for one, other in pairs]

    def facts(self) -> dict[str, float]:
        return {}
