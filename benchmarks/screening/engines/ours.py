"""Our own engine, saved and opened again as a node does it."""

import gc
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from threading import Barrier

from benchmarks.screening.engines import Answer
from benchmarks.screening.questions import Row
from benchmarks.screening.sets import load
from tocsin.core.screening import LEAST, STRONG, THRESHOLD, Index, Person, compare

_ASK_FROM = 1e-9  # the curves need the answers below the threshold too
_PASSENGERS_FROM = LEAST  # of strangers who carry a passport only what somebody might see counts


def person(row: Row) -> Person:
    return Person(
        row.id,
        tuple(row.names),
        tuple(row.dob),
        tuple(row.nat),
        row.gender or None,
        tuple(row.docs),
    )


def _opened(path: str, parts: list[list[Row]], all_there: Barrier) -> None:
    """Map the saved index into a further process, as a batch does; the passengers are there.

    A batch reads them in columns: the rows of this bench are no garbage to be looked through. No
    process begins before all are there and warm, or the first would be timed with the others idle.
    """
    _shared.append((Index.open(path), parts))
    _part(0, 20)
    gc.freeze()
    all_there.wait()


def _part(at: int, most: int | None = None) -> int:
    index, parts = _shared[0]
    found = index.screen_many(map(person, parts[at][:most]), threshold=THRESHOLD)
    return sum(map(len, found))


_shared: list[tuple[Index, list[list[Row]]]] = []


class Tocsin:
    threshold = THRESHOLD
    cores = 1

    def build(self, register: Path) -> None:
        index = Index.build(person(row) for row in load(register))
        self._folder = tempfile.TemporaryDirectory()
        self._path = Path(self._folder.name) / "register.index"
        index.save(self._path)
        self._bytes = self._path.stat().st_size / len(index)
        del index
        began = time.perf_counter()
        self.index = Index.open(self._path)
        self._open = time.perf_counter() - began
        self.verdicts: list[str] = []

    def batch_on(self, cores: int, rows: list[Row]) -> float:
        """Answer a batch in so many processes that share the saved index; rows a second."""
        parts = [rows[at::cores] for at in range(cores)]
        spawned = get_context("spawn")
        given = (str(self._path), parts, spawned.Barrier(cores))
        with ProcessPoolExecutor(cores, spawned, _opened, given) as pool:
            list(pool.map(_part, range(cores), [20] * cores))
            began = time.perf_counter()
            list(pool.map(_part, range(cores)))
            return len(rows) / (time.perf_counter() - began)

    def answer(self, rows: list[Row], limit: int) -> list[Answer]:
        return self._answered(rows, limit, _ASK_FROM)

    def answer_passengers(self, rows: list[Row], limit: int) -> list[Answer]:
        return self._answered(rows, limit, _PASSENGERS_FROM)

    def _answered(self, rows: list[Row], limit: int, least: float) -> list[Answer]:
        found = self.index.screen_many(map(person, rows), limit, threshold=least)
        self.verdicts = [x[0].verdict if x else "none" for x in found]
        return [[(match.id, match.score) for match in matches] for matches in found]

    def answer_as_served(self, rows: list[Row], limit: int) -> list[Answer]:
        """Answer as a node does, with nothing below the threshold: this is what is timed."""
        found = self.index.screen_many(map(person, rows), limit, threshold=THRESHOLD)
        return [[(match.id, match.score) for match in matches] for matches in found]

    def likeness(self, pairs: list[tuple[str, str]]) -> list[float]:
        """Score pairs of names alone."""
        return [
            compare(Person("asked", (one,)), Person("entry", (other,))).score
            for one, other in pairs
        ]

    def facts(self) -> dict[str, float]:
        return {"bytes": self._bytes, "open": self._open, "strong": STRONG}
