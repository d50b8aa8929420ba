"""Compiling the inner loops once, so that nobody waits for it in the middle of a question."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from tocsin.core.screening import fast
from tocsin.core.screening.answering import compare
from tocsin.core.screening.asked import questions
from tocsin.core.screening.asking import Asking
from tocsin.core.screening.candidates import met
from tocsin.core.screening.directory import FEW
from tocsin.core.screening.filing import Part
from tocsin.core.screening.index import Index
from tocsin.core.screening.known import known
from tocsin.core.screening.person import Person
from tocsin.core.screening.segment import build_segment
from tocsin.core.screening.widening import FEW_WORDS


def warm() -> bool:
    """Compile the loops, once for each version of them; return whether they are ready to use.

    False where the compiler is not installed or the program's folder cannot be written to.
    """
    if not fast.is_warm():
        if not fast.may_compile():
            return False
        with _alone():
            if not fast.is_warm():
                with fast.compiling():
                    _ask_once()
    if fast.loops() is None:  # found so before another process had compiled them
        fast.loops.cache_clear()
    return fast.loops() is not None


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other process compiles: each would throw away what the other has made."""
    fast.LOCK.parent.mkdir(exist_ok=True)
    with fast.LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _ask_once() -> None:
    """Ask every loop once in each way it is ever asked, so that all is compiled and kept."""
    person = Person("a", ("Anna Marek", "Анна Марек"), ("1971-02-03",))
    compare(person, person)
    Index.build([replace(person, id=str(at), docs=(str(at),)) for at in range(FEW + 1)])
    index = Index.build([person])
    index.screen(person)
    index.add(person)
    index.screen(Person("b", ("Maria O'Anna",)))
    index.screen(Person("c", ("Jan Marek",)))
    index.screen_many([person] * FEW_WORDS)
    _remember(person)
    index.screen(person)


def _remember(person: Person) -> None:
    """Ask by what is remembered of words, as lone questions are asked of long segments."""
    part = Part.whole(build_segment([person]))
    asked = questions([person], known(), 0.0)
    met(asked, part.segment, Asking(None, None).of(part), remembering=True)
