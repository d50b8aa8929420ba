"""A trigram search with fifty candidates, compared by rapidfuzz token_sort."""

from pathlib import Path

from rapidfuzz import fuzz

from benchmarks.screening.engines import Answer
from benchmarks.screening.engines.candidates import Candidates
from benchmarks.screening.engines.dates_of_birth import shift
from benchmarks.screening.engines.token_sort import in_order
from benchmarks.screening.questions import Row


class Trigram:
    threshold = 0.85
    cores = 1

    def build(self, register: Path) -> None:
        self.search = Candidates(evidence=False)
        self.rows = list(self.search.build(register))
        self.sorted = [[in_order(name) for name in row.names] for row in self.rows]

    def answer(self, rows: list[Row], limit: int) -> list[Answer]:
        return [self._one(row, limit) for row in rows]

    def _one(self, row: Row, limit: int) -> Answer:
        asked = in_order(row.names[0])
        found = []
        for at in self.search.search(row, 50):
            likeness = max(fuzz.ratio(asked, name) for name in self.sorted[at]) / 100
            found.append((self.rows[at].id, likeness + shift(row, self.rows[at])))
        return sorted(found, key=lambda x: -x[1])[:limit]

    def facts(self) -> dict[str, float]:
        return {}
