"""Looks journalled per second: group-committed from 1, 8 and 32 threads, against one commit each.

On SQLite in a file with full synchronous writes, as a node runs. Both ways in the same run, in
turn, several rounds; the median of the rounds is printed, with the latency of a look.

    python benchmarks/journal_appends.py [SECONDS_PER_ROUND] [ROUNDS]

November 2026, two cores of an AMD EPYC shared with other work, looks a second one commit each and
in groups: 990 and 1,023 from one thread, 823 and 2,062 from 8, 111 and 2,204 from 32; with the
machine at five times its load 106 and 115, 81 and 719, 74 and 1,100.
"""

import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

THREADS = (1, 8, 32)


def round_of(threads: int, seconds: float, look: Callable[[], object]) -> tuple[float, list[float]]:
    """Looks per second, and how long each look took, in seconds."""
    from django.db import connections

    waits: list[list[float]] = [[] for _ in range(threads)]
    begin = threading.Barrier(threads + 1)
    stop = threading.Event()

    def officer(mine: list[float]) -> None:
        look()
        begin.wait()
        while not stop.is_set():
            started = time.perf_counter()
            look()
            mine.append(time.perf_counter() - started)
        connections.close_all()

    running = [threading.Thread(target=officer, args=(mine,)) for mine in waits]
    for thread in running:
        thread.start()
    begin.wait()
    started = time.perf_counter()
    time.sleep(seconds)
    stop.set()
    for thread in running:
        thread.join()
    taken = time.perf_counter() - started
    every = sorted(wait for mine in waits for wait in mine)
    return len(every) / taken, every


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 3.0
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory(dir=".") as home:
        os.environ["TOCSIN_HOME"] = home
        os.environ["TOCSIN_DATABASE_URL"] = ""
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.node.settings")
        measure(seconds, rounds)


def measure(seconds: float, rounds: int) -> None:
    import django
    from django.core.management import call_command
    from django.db import transaction

    django.setup()
    call_command("migrate", "journal", verbosity=0)
    from tocsin.rooms.journal import actions

    log, officer, subject = uuid4(), uuid4(), uuid4()

    def facts() -> dict[str, object]:
        return {
            "log": log,
            "verb": "record.search",
            "realm": "live",
            "objects": [subject, UUID(bytes=os.urandom(16), version=4)],
            "actor": officer,
            "purpose": "border check",
            "query": {"names": ["Jan Przykładowy"], "dob": "1971-03-05"},
        }

    def grouped() -> None:
        actions.look(**facts())  # type: ignore[arg-type]

    def alone() -> None:
        with transaction.atomic():
            actions.append(**facts())  # type: ignore[arg-type]

    print(f"{'threads':>7}  {'way':<16} {'looks/s':>8}  {'median':>9}  {'99th':>9}")
    for threads in THREADS:
        rates: dict[str, list[float]] = {"one commit each": [], "group commit": []}
        waits: dict[str, list[float]] = {"one commit each": [], "group commit": []}
        for _ in range(rounds):
            for way, look in (("one commit each", alone), ("group commit", grouped)):
                rate, every = round_of(threads, seconds, look)
                rates[way].append(rate)
                waits[way] += every
        for way, rate in rates.items():
            every = sorted(waits[way])
            middle, tail = every[len(every) // 2], every[len(every) * 99 // 100]
            print(
                f"{threads:>7}  {way:<16} {statistics.median(rate):>8,.0f}"
                f"  {middle * 1000:>6.2f} ms  {tail * 1000:>6.1f} ms"
            )


if __name__ == "__main__":
    main()
