"""The names of a long register, read by several processes: most of what building an index takes.

What they read is put together in the order of the persons, so that the index is the same to the
byte, however many read it.
"""

import gc
import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import fields, replace
from threading import Lock

import numpy as np

from tocsin.core.screening.columns import Read, read_names
from tocsin.core.screening.lexicon import Vocabulary
from tocsin.core.screening.numbering import Scripts
from tocsin.core.screening.strings import Strings

AT_A_TIME = 25_000  # persons; a register of fewer is read sooner than a process starts

Names = Sequence[tuple[str, ...]]


class _Pauses:
    """How many are at work that wants no garbage looked for, and what held before the first."""

    def __init__(self) -> None:
        self.lock, self.count, self.was = Lock(), 0, True

    def begin(self) -> None:
        with self.lock:
            if self.count == 0:
                self.was = gc.isenabled()
                gc.disable()
            self.count += 1

    def end(self) -> None:
        with self.lock:
            self.count -= 1
            if self.count == 0 and self.was:
                gc.enable()


_PAUSES = _Pauses()


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile: persons make millions of objects and not one cycle.

    To look through all of them again and again takes a sixth of the time. It holds for the process:
    threads may be at it together, and what held before the first holds again after the last.
    """
    _PAUSES.begin()
    try:
        yield
    finally:
        _PAUSES.end()


def read_apart(persons: Names, vocabulary: Vocabulary, workers: int) -> Read:
    """Return what ``read_names`` does, from ``workers`` processes."""
    parts = [persons[at : at + AT_A_TIME] for at in range(0, len(persons), AT_A_TIME)]
    if len(parts) <= 1:
        return read_names(persons, vocabulary)
    if workers <= 1:
        return _joined([read_names(part, vocabulary) for part in parts])
    # Spawned, not forked: a forked child inherits locks of threads it does not have.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(parts)), mp_context=context) as pool:
        return _joined(
            [
                replace(read, tokens=vocabulary.numbered(*words)[read.tokens].astype(np.int32))
                for read, words in pool.map(_read, parts)
            ]
        )


def _joined(parts: Sequence[Read]) -> Read:
    return Read(
        **{x.name: np.concatenate([getattr(part, x.name) for part in parts]) for x in fields(Read)}
    )


def _read(persons: Names) -> tuple[Read, tuple[Strings, Scripts]]:
    """Return names as numbers, and the words that these are the numbers of."""
    vocabulary = Vocabulary()
    with uncollected():
        read = read_names(persons, vocabulary)
    return read, (vocabulary.numbers.texts, vocabulary.numbers.scripts)
