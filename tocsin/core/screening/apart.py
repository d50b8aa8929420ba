"""The names of a long register, read by several processes: most of what building an index takes.

What they read is put together in the order of the persons, so that the index is the same to the
byte, however many read it.
"""

import gc
import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import fields
from threading import Lock

import numpy as np

from tocsin.core.screening.columns import Read, read_names
from tocsin.core.screening.lexicon import Vocabulary

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
    if workers <= 1 or len(parts) <= 1:
        return read_names(persons, vocabulary)
    # Spawned, not forked: a forked child inherits locks of threads it does not have.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(parts)), mp_context=context) as pool:
        found = [
            (read, vocabulary.taken_in(Vocabulary.of(list(zip(texts, scripts, strict=True)))))
            for read, texts, scripts in pool.map(_read, parts)
        ]
    joined = {
        field.name: np.concatenate([getattr(read, field.name) for read, _ in found])
        for field in fields(Read)
        if field.name != "tokens"
    }
    return Read(tokens=np.concatenate([number[read.tokens] for read, number in found]), **joined)


def _read(persons: Names) -> tuple[Read, list[str], list[int]]:
    vocabulary = Vocabulary()
    with uncollected():
        read = read_names(persons, vocabulary)
    return read, vocabulary.texts, vocabulary.scripts
