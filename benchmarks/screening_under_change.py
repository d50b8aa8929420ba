"""The time of one question while the register changes, and while four processes share one snapshot.

Every case opens the same saved index, memory-mapped, and is asked the same questions one by one: travellers,
of whom one in twenty has just been added and one in twenty just removed (at rest: listed, not listed). Who was removed before a question
and is returned, or was added and is missing, ends the run with 1. Changes are so many persons added a second
and as many removed; reading processes follow them as a node does: before each answer they read what is new in
a numbered feed. Milliseconds by the clock and of the processor, which is that of the thread that asks;
the slowest hundredth of all questions and of those about travellers, who are neither listed nor were.

    python benchmarks/screening_under_change.py [--index FILE] [--entries 100000] [--questions 4000]
"""

import argparse
import json
import multiprocessing
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.people.population import people_of
from benchmarks.people.variants import entry, latin_name, traveller
from tocsin.core.screening import Index, Person

READERS = 4
KEPT = 50  # of those added, so many are still there
WARM = 1_000  # questions before any is timed
BEFORE = 1_000  # changes before any question is timed
MOVED = 12_000  # persons who may be added, and entries who may be removed
_AT_ONCE = 1 << 16  # bytes of the feed
LISTED, NEW, ASKED = 61, 63, 62  # seeds


@dataclass(frozen=True)
class Case:
    """How questions are asked: by so many processes, beside so many changes a second."""

    name: str
    readers: int = 1
    changes: int = 0
    pace: int = 0  # questions a second of each process, 0 for as many as it can


@dataclass
class Timed:
    """What one process measured, in milliseconds a question, and which answers were wrong."""

    wall: list[float] = field(default_factory=list)
    used: list[float] = field(default_factory=list)
    passing: list[bool] = field(default_factory=list)  # nobody listed, added or removed
    wrong: list[str] = field(default_factory=list)
    changes: int = 0
    seconds: float = 0.0


class Told:
    """Who came and went, as far as this process was told: what its answers are held to."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.added: list[str] = []
        self.leaving: set[str] = set()  # perhaps still there
        self.gone: dict[str, int] = {}  # and as which they went

    def change(self, new: Person, old: str) -> None:
        self.index.add(new)
        self.added.append(new.id)
        self.leaving.add(old)
        self.index.remove(old)
        self.gone[old] = len(self.gone)

    def wrong(self, found: set[str], wanted: str | None, gone_before: int) -> Iterator[str]:
        for one in found:
            if self.gone.get(one, gone_before) < gone_before:
                yield f"{one} was removed and is returned"
        if wanted and wanted not in found and wanted not in self.leaving:
            yield f"{wanted} was added and is not found"


def newcomers() -> list[Person]:
    """Persons to be added, with all that is known of them, so that each must be found."""
    chance, made = random.Random(NEW), []
    for at, who in enumerate(people_of(NEW, MOVED)):
        one = entry(who, f"new-{at}", chance)
        names = tuple(dict.fromkeys((latin_name(who), *one.names)))
        born = "{:04d}-{:02d}-{:02d}".format(*who.born)
        made.append(Person(one.id, names, (born,), (who.state,), who.sex, (who.document,)))
    return made


def changes(old: list[str]) -> Iterator[tuple[Person, str]]:
    """Who comes and whose entry goes: old entries and, once there are enough, new ones in turn."""
    here: list[str] = []
    for at, new in enumerate(newcomers()):
        here.append(new.id)
        yield new, here.pop(0) if at % 2 and len(here) > KEPT else old.pop()


def paced(
    rate: int, start: Any, over: Any, moves: Iterator[Any], apply: Callable[..., None]
) -> None:
    """Make changes from the start until it is over, BEFORE at once and then so many a second."""
    moves = iter(list(moves))
    for move in islice(moves, BEFORE):
        apply(*move)
    start.wait()
    begun = time.perf_counter()
    for at, move in enumerate(moves):
        if over.wait(max(0.0, begun + at / rate - time.perf_counter())):
            return
        apply(*move)


def write_feed(path: str, old: list[str], rate: int, start: Any, over: Any) -> None:
    """Write changes to the feed that readers follow, one line each."""
    with Path(path).open("a", encoding="utf-8") as feed:

        def write(new: Person, old: str) -> None:
            row = [new.id, new.names, new.dob, new.nat, new.gender, new.docs]
            feed.write(json.dumps([row, old]) + "\n")
            feed.flush()

        paced(rate, start, over, changes(old), write)


def follow(path: str, told: Told) -> Callable[[], None]:
    """Return what reads the feed from where it was left, kept open, and applies what is new."""
    feed, begun = os.open(path, os.O_RDONLY), b""

    def refresh() -> None:
        nonlocal begun
        while fresh := os.read(feed, _AT_ONCE):
            *lines, begun = (begun + fresh).split(b"\n")  # the last may be half written
            for line in lines:
                row, old = json.loads(line)
                told.change(Person(*row), old)

    return refresh


def ask(told: Told, case: Case, questions: int, refresh: Callable[[], None], start: Any) -> Timed:
    """Ask everything, the refresh before each question timed with it, and check each answer."""
    people = {x.id: x for x in (*islice(told.index, MOVED), *newcomers())}
    listed, new = list(people)[:MOVED], list(people)[MOVED:]
    asked = [traveller(x, f"q{at}") for at, x in enumerate(people_of(ASKED, WARM + questions))]
    timed, begun = Timed(), time.perf_counter()
    for at, traveller_ in enumerate(asked):
        if at == WARM:
            start.wait()
            begun, came = time.perf_counter(), len(told.added)
        if case.pace and at >= WARM:
            time.sleep(max(0.0, begun + (at - WARM) / case.pace - time.perf_counter()))
        question, wanted, gone = traveller_, None, len(told.gone)
        if at % 20 == 7:
            wanted = told.added[-1] if told.added else listed[-1 - at % MOVED]
            question = people[wanted]
        elif at % 20 == 17:
            question = people[next(reversed(told.gone)) if gone else new[-1 - at % MOVED]]
        clock, processor = time.perf_counter(), time.thread_time()
        refresh()
        found = {match.id for match in told.index.screen(question)}
        processor, clock = time.thread_time() - processor, time.perf_counter() - clock
        # Whatever this thread itself has just applied went before the question, too.
        timed.wrong.extend(told.wrong(found, wanted if told.added else None, gone))
        if at >= WARM:
            timed.passing.append(question is traveller_)
            timed.wall.append(clock * 1e3)
            timed.used.append(processor * 1e3)
    timed.changes, timed.seconds = len(told.added) - came, time.perf_counter() - begun
    return timed


def process(path: str, feed: str, case: Case, questions: int, start: Any, out: Any) -> None:
    """One process that asks: alone, beside a thread of its own that changes, or one of several."""
    told = Told(Index.open(path))
    if case.changes and case.readers == 1:
        over, old = threading.Event(), [x.id for x in islice(told.index, MOVED)]
        args = (case.changes, start, over, changes(old), told.change)
        writer = threading.Thread(target=paced, args=args)
        writer.start()
        out.put(ask(told, case, questions, lambda: None, start))
        over.set()
        writer.join()
    elif case.changes:
        out.put(ask(told, case, questions, follow(feed, told), start))
    else:
        out.put(ask(told, case, questions, lambda: None, start))


def measure(path: str, case: Case, questions: int) -> list[Timed]:
    spawn = multiprocessing.get_context("spawn")
    parties = case.readers + bool(case.changes)
    start, out, over = spawn.Barrier(parties), spawn.Queue(), spawn.Event()
    with tempfile.TemporaryDirectory() as folder:
        feed = str(Path(folder) / "feed")
        Path(feed).touch()
        args = (path, feed, case, questions, start, out)
        started = [spawn.Process(target=process, args=args) for _ in range(case.readers)]
        if case.changes and case.readers > 1:
            old = [x.id for x in islice(Index.open(path), MOVED)]
            args = (feed, old, case.changes, start, over)
            started.append(spawn.Process(target=write_feed, args=args))
        for one in started:
            one.start()
        said = [out.get(timeout=900) for _ in range(case.readers)]
        over.set()
        for one in started:
            one.join()
    return said


def report(case: Case, said: list[Timed], rest: list[float] | None) -> list[float]:
    """Print one row of the table; return its figures."""
    figures = []
    passing = np.concatenate([x.passing for x in said])
    for values in ([x.wall for x in said], [x.used for x in said]):
        all_ = np.concatenate(values)
        figures += np.percentile(all_, (50, 99)).tolist()
        figures.append(float(np.percentile(all_[passing], 99)))
    ratios = [f" ({one / base:.1f})" for one, base in zip(figures, rest or figures, strict=True)]
    cells = [f"{one:.2f}{ratio}" for one, ratio in zip(figures, ratios, strict=True)]
    seconds = max(x.seconds for x in said)
    rates = [
        f"{sum(len(x.wall) for x in said) / seconds:,.0f}",
        f"{max(x.changes for x in said) / seconds:.0f}",
    ]
    print("|", " | ".join([case.name, *cells, *rates]), "|", flush=True)
    return figures


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--index")
    options.add_argument("--entries", type=int, default=100_000)
    options.add_argument("--questions", type=int, default=4_000)
    options.add_argument("--changes", type=int, default=100)
    options.add_argument(
        "--only", type=int, nargs="*", help="cases by number, the first is at rest"
    )
    chosen = options.parse_args()
    cases = [
        Case("at rest"),
        Case("a thread changes it", changes=chosen.changes),
        Case("four readers", READERS),
        Case("four readers that follow changes", READERS, chosen.changes),
        Case("four readers, 50 questions a second each", READERS, pace=50),
        Case("the same, following changes", READERS, chosen.changes, pace=50),
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = chosen.index or str(Path(folder) / "persons")
        if not chosen.index:
            chance = random.Random(LISTED)
            listed = enumerate(people_of(LISTED, chosen.entries))
            Index.build(entry(who, f"p{at}", chance) for at, who in listed).save(path)
        index = Index.open(path)
        if len(index) < MOVED:
            options.error(f"the index needs at least {MOVED:,} entries")
        print(
            f"{len(index):,} entries, {index.size / len(index):.0f} bytes each; {os.cpu_count()} cores,"
        )
        print(
            f"{os.getloadavg()[0]:.1f} processes wanted them before. {chosen.questions:,} questions a process,"
        )
        print(
            f"{chosen.changes} persons added and {chosen.changes} removed a second. (times that at rest)\n"
        )
        print(
            "| case | p50 ms | p99 ms | p99 of travellers | processor p50 ms | processor p99 ms "
            "| processor p99 of travellers | questions/s | added/s |"
        )
        print("|" + " --- |" * 9)
        rest, wrong = None, []
        for number, case in enumerate(cases):
            if chosen.only is None or number in chosen.only:
                said = measure(path, case, chosen.questions)
                figures = report(case, said, rest)
                rest = rest or figures
                wrong += [f"{case.name}: {x}" for one in said for x in one.wrong]
    print(f"\nwrong answers: {len(wrong)}", *wrong[:10], sep="\n")
    if wrong:
        sys.exit(1)


if __name__ == "__main__":
    main()
