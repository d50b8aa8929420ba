"""One new entry compared with ten million questions of the past: seconds, memory, disk.

Packs are made by the code that makes them on a node, in a folder of their own; the time to make one
is measured as well, for a worker pays it all day. Then one entry, and 128 together, look back.
With ``--distinct N`` only N packs are made and the others are copies of them, each a file of its own:
the work of looking back is the same, that of inventing people is not.

Run: python benchmarks/looking_back.py [--asked 10000000] [--distinct N] [--folder DIR]
"""

import argparse
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.people.population import people_of
from benchmarks.people.variants import entry, traveller

BUREAU = UUID("11111111-1111-4111-8111-111111111111")
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def memory() -> tuple[float, float]:
    """Return MB that are this process's alone and MB of files it has mapped."""
    said = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(said["RssAnon"].split()[0]) / 1024, int(said["RssFile"].split()[0]) / 1024


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--asked", type=int, default=10_000_000)
    options.add_argument("--folder", default="")
    options.add_argument("--distinct", type=int, default=0, help="0: every pack is made")
    options.add_argument("--seconds", type=float, default=3_000, help="of making packs, at most")
    chosen = options.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.node.settings")
    os.environ.setdefault("TOCSIN_HOME", tempfile.mkdtemp())
    import django

    django.setup()
    from tocsin.core.screening import Index, Person
    from tocsin.rooms.hits.traveller import packs

    folder = Path(chosen.folder or tempfile.mkdtemp())
    began, spent = time.perf_counter(), time.process_time()
    made, number, ends = 0, 0, time.perf_counter() + chosen.seconds
    chance = random.Random(7)
    sought = [entry(x, f"e{at}", chance) for at, x in enumerate(people_of(77, 256))]
    while made < chosen.asked and time.perf_counter() < ends:
        few = min(packs.MOST_OF_A_PACK, chosen.asked - made)
        path = folder / f"{number}.pack"
        if chosen.distinct and number >= chosen.distinct:
            shutil.copyfile(folder / f"{number % chosen.distinct}.pack", path)
        elif not path.exists():
            crowd = [
                traveller(x, f"m:{BUREAU}:{number}.{at}")
                for at, x in enumerate(people_of(1_000 + number, few))
            ]
            # In every pack one of those sought was seen, spelt as others spell.
            person = next(iter(people_of(77, 256)[number % 256 : number % 256 + 1]))
            crowd[0] = traveller(person, f"m:{BUREAU}:seen-{number}")
            packs.write(path, [_kept(one, Person) for one in crowd])
        made, number = made + few, number + 1
        if number == (chosen.distinct or 4):
            print(
                f"making packs: {made / (time.process_time() - spent):,.0f} questions a second of processor, people invented included; peak {peak():.0f} MB",
                flush=True,
            )
    print(f"{made:,} questions in {number} packs, {time.perf_counter() - began:.0f} s", flush=True)
    size = sum(path.stat().st_size for path in folder.glob("*.pack"))
    print(f"on disk {size / 1e6:,.0f} MB, {size / made:.0f} bytes a question")
    for title, asked in (
        ("one entry, files not read yet", sought[:1]),
        ("one entry", sought[1:2]),
        ("128 entries together", sought[:128]),
    ):
        began, spent = time.perf_counter(), time.process_time()
        opened = (Index.open(folder / f"{at}.pack") for at in range(number))
        found = list(packs.look(opened, asked, bureaus=[str(BUREAU)], at=NOW))
        took, used = time.perf_counter() - began, time.process_time() - spent
        own, mapped = memory()
        print(
            f"{title}: {took:.2f} s ({used:.2f} s of processor), {len(found):,} seen; own memory {own:.0f} MB, files mapped {mapped:.0f} MB, peak {peak():.0f} MB",
            flush=True,
        )


def _kept(one: object, person: type) -> object:
    """Return a traveller as packs keep one: of a bureau, until its days are over."""
    from dataclasses import replace

    return replace(one, classes=frozenset({str(BUREAU)}), valid_until=NOW + timedelta(days=30))


if __name__ == "__main__":
    main()
