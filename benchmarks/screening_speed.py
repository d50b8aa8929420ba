"""How fast one process answers, how long an index takes to build, how large it is.

Run: python benchmarks/screening_speed.py [--entries 100000] [--queries 10000]
"""

import argparse
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.people.population import people_of
from benchmarks.people.variants import entry, traveller
from tocsin.core.screening import Index


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--entries", type=int, default=100_000)
    options.add_argument("--queries", type=int, default=10_000)
    chosen = options.parse_args()
    chance = random.Random(5)
    register = [entry(x, f"p{at}", chance) for at, x in enumerate(people_of(51, chosen.entries))]
    asked = [traveller(x, f"q{at}") for at, x in enumerate(people_of(52, chosen.queries))]
    began, spent = time.perf_counter(), time.process_time()
    index = Index.build(register)
    print(
        f"build {chosen.entries:,}: {time.perf_counter() - began:.1f} s ({time.process_time() - spent:.1f} s of processor)"
    )
    del register
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.index"
        index.save(path)
        print(f"on disk {path.stat().st_size / chosen.entries:.0f} bytes an entry")
        began = time.perf_counter()
        index = Index.open(path)
        print(f"open {1000 * (time.perf_counter() - began):.1f} ms")
        began = time.perf_counter()
        index.screen(asked[0])
        print(f"first answer {1000 * (time.perf_counter() - began):.1f} ms")
        began, spent = time.perf_counter(), time.process_time()
        found = index.screen_many(asked)
        took, used = time.perf_counter() - began, time.process_time() - spent
        print(
            f"batch of {len(asked):,}: {len(asked) / took:,.0f}/s ({len(asked) / used:,.0f} a second of processor), {sum(map(len, found)):,} hits"
        )
        times = []
        for person in asked[:500]:
            began = time.process_time()
            index.screen(person)
            times.append(1000 * (time.process_time() - began))
        times.sort()
        print(f"one question: p50 {times[250]:.2f} ms, p99 {times[495]:.2f} ms of processor")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
