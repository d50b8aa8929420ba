"""The names of a long register, read by several processes: most of what building an index takes.

What they read is put together in the order of the persons, so that the index is the same to the
byte, however many read it.
"""

import gc
import multiprocessing
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import fields, replace
from itertools import islice
from threading import Lock, Thread
from typing import TYPE_CHECKING, Self

import numpy as np

from tocsin.core.screening.columns import Read, read_names
from tocsin.core.screening.lexicon import Vocabulary
from tocsin.core.screening.numbering import Scripts
from tocsin.core.screening.strings import Strings

if TYPE_CHECKING:
    from tocsin.core.screening.person import Person

AT_A_TIME = 25_000  # persons; a register of fewer is read sooner than a process starts

Names = Sequence[tuple[str, ...]]
_ReadApart = tuple[Read, tuple[Strings, Scripts]]


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


def spawned(workers: int) -> ProcessPoolExecutor:
    """Return so many processes, which end with this one, however it ends.

    Spawned, not forked: a forked child inherits locks of threads it does not have.
    """
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_parent)


def _end_with_parent() -> None:
    """End this process with the one that began it: one that is killed tells nobody."""
    Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


class Readers:
    """Processes that read names, a part at a time, while further persons are still coming.

    A register that is not long is read here, sooner than a process starts; so is every part where
    there is but one worker.
    """

    def __init__(self, workers: int = 1) -> None:
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None
        self._reading: list[Future[_ReadApart]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def beside(self, persons: Iterable["Person"]) -> list["Person"]:
        """Return ``persons`` in a list, their names sent to be read as they come."""
        self._forget()
        found: list[Person] = []
        coming = iter(persons)
        while more := list(islice(coming, AT_A_TIME)):
            found += more
            if self._workers > 1 and len(found) > AT_A_TIME:
                self._send(found[len(self._reading) * AT_A_TIME :])
        return found

    def _send(self, persons: Sequence["Person"]) -> None:
        """Let the names of ``persons`` be read, who follow those that were sent."""
        self._pool = self._pool or spawned(self._workers)
        self._reading += [self._pool.submit(_read, part) for part in _parts(persons)]

    def _forget(self) -> None:
        for part in self._reading:
            part.cancel()
        self._reading = []

    def read(self, persons: Sequence["Person"], vocabulary: Vocabulary) -> Read:
        """Return what ``read_names`` does; ``persons`` are those that came ``beside``."""
        if not self._reading:
            return _joined([read_names(part, vocabulary) for part in _parts(persons)])
        return _joined(
            [
                replace(read, tokens=vocabulary.numbered(*words)[read.tokens].astype(np.int32))
                for read, words in (part.result() for part in self._reading)
            ]
        )


def _parts(persons: Sequence["Person"]) -> list[Names]:
    """Return the names of AT_A_TIME persons each, one part at least."""
    names = [person.names for person in persons]
    return [names[at : at + AT_A_TIME] for at in range(0, max(len(names), 1), AT_A_TIME)]


def _joined(parts: Sequence[Read]) -> Read:
    return Read(
        **{x.name: np.concatenate([getattr(part, x.name) for part in parts]) for x in fields(Read)}
    )


def _read(persons: Names) -> _ReadApart:
    """Return names as numbers, and the words that these are the numbers of."""
    vocabulary = Vocabulary()
    with uncollected():
        read = read_names(persons, vocabulary)
    return read, (vocabulary.numbers.texts, vocabulary.numbers.scripts)
