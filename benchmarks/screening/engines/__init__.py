"""The engines that answer the same questions: ours, and peers in an environment of their own.

Each module has one class with the three methods of ``Engine``; ``answers`` runs one of them in a
process of its own, so that memory and time are its alone.
"""

from importlib import import_module
from pathlib import Path
from typing import Protocol

from benchmarks.screening.questions import Row

# name on the command line: (module, class, what the tables call it)
ENGINES = {
    "tocsin": ("ours", "Tocsin", "Tocsin"),
    "logic_v2": ("logic_v2", "LogicV2", "trigram candidates + logic-v2"),
    "token_sort": ("token_sort", "TokenSort", "token_sort, brute force"),
    "trigram": ("trigram", "Trigram", "trigram + rapidfuzz"),
    "splink": ("splink_duckdb", "Splink", "splink on DuckDB"),
}
PEERS = [name for name in ENGINES if name != "tocsin"]

Answer = list[tuple[str, float]]  # ids with scores, the best first


class Engine(Protocol):
    """What the bench asks of an engine."""

    threshold: float  # from which it would itself call an answer a match
    cores: int  # how many it makes use of

    def build(self, register: Path) -> None:
        """Read the register and index it."""

    def answer(self, rows: list[Row], limit: int) -> list[Answer]:
        """Answer each question with at most ``limit`` entries."""

    def facts(self) -> dict[str, float]:
        """Return what it measured of itself: bytes of its index, time to open it."""


def engine(name: str) -> Engine:
    module, kind, _ = ENGINES[name]
    made: Engine = getattr(import_module(f"benchmarks.screening.engines.{module}"), kind)()
    return made
