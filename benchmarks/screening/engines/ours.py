"""Our own engine, saved and opened again as a node does it."""

import tempfile
import time
from pathlib import Path

from benchmarks.screening.engines import Answer
from benchmarks.screening.questions import Row
from benchmarks.screening.sets import load
from tocsin.core.screening import STRONG, THRESHOLD, Index, Person

_ASK_FROM = 1e-6  # the curves need the answers below the threshold too


def person(row: Row) -> Person:
    return Person(
        row.id,
        tuple(row.names),
        tuple(row.dob),
        tuple(row.nat),
        row.gender or None,
        tuple(row.docs),
    )


class Tocsin:
    threshold = THRESHOLD
    cores = 1

    def build(self, register: Path) -> None:
        index = Index.build(person(row) for row in load(register))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "register.index"
            index.save(path)
            self._bytes = path.stat().st_size / len(index)
            del index
            began = time.perf_counter()
            self.index = Index.open(path)
            self._open = time.perf_counter() - began
        self.verdicts: list[str] = []

    def answer(self, rows: list[Row], limit: int) -> list[Answer]:
        found = self.index.screen_many(map(person, rows), limit, threshold=_ASK_FROM)
        self.verdicts = [x[0].verdict if x else "none" for x in found]
        return [[(match.id, match.score) for match in matches] for matches in found]

    def answer_as_served(self, rows: list[Row], limit: int) -> list[Answer]:
        """Answer as a node does, with nothing below the threshold: this is what is timed."""
        found = self.index.screen_many(map(person, rows), limit)
        return [[(match.id, match.score) for match in matches] for matches in found]

    def facts(self) -> dict[str, float]:
        return {"bytes": self._bytes, "open": self._open, "strong": STRONG}
