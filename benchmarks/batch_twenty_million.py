"""A manifest of many rows against a register: rows a second, peak memory, killed twice, on Dask.

Writes a Parquet file of passengers who come again as real ones do: a row is drawn from a pool of
travellers by Zipf's law, names and all, so that some come daily and most but once. Screens it
with two processes; kills that run twice and starts it again; screens it on a local Dask cluster of
two processes; compares the bytes. The engine's own speed is measured by screening the distinct
passengers of the first rows without the pipeline, in the same run. With ``--short`` there is no
undisturbed run on this machine: what was killed twice is compared with what Dask found.

    python benchmarks/batch_twenty_million.py FOLDER [--rows N] [--entries N] [--pool N] [--engine dask|both|local] [--short]
"""

import argparse
import json
import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.people.population import people_of
from benchmarks.people.variants import entry, question, traveller
from tocsin.core.screening import Index
from tocsin.core.screening.batch.rows import read_persons
from tocsin.core.screening.batch.run import SHARD_ROWS

PART = 250_000
EXPONENT = 1.05


def write_register(path: Path, count: int) -> list:
    chance = random.Random(6)
    listed = people_of(61, count)
    with path.open("w", encoding="utf-8") as file:
        for at, person in enumerate(listed):
            found = entry(person, f"p{at}", chance)
            row = {x: getattr(found, x) for x in ("id", "names", "dob", "nat", "gender", "docs")}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return listed


def write_manifest(path: Path, rows: int, pool: int, listed: list) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    chance, drawn = random.Random(7), np.random.default_rng(8)
    people = []
    for at, person in enumerate(people_of(62, pool)):
        asked = traveller(person, "")
        if chance.random() < 1e-3:
            asked = question(listed[chance.randrange(len(listed))], f"{at}", "", chance).person
        lists = (asked.names, asked.dob, asked.nat, (asked.gender or "",), asked.docs)
        people.append(tuple(";".join(x) for x in lists))
    columns = [pa.array(x) for x in zip(*people, strict=True)]
    weight = np.cumsum(np.arange(1, pool + 1, dtype=np.float64) ** -EXPONENT)
    schema = pa.schema([(x, pa.string()) for x in ("id", "names", "dob", "nat", "gender", "docs")])
    with pq.ParquetWriter(path, schema) as writer:
        for begin in range(0, rows, PART):
            count = min(PART, rows - begin)
            which = pa.array(np.searchsorted(weight, drawn.random(count) * weight[-1]))
            ids = pa.array([f"q{x}" for x in range(begin, begin + count)])
            found = [ids, *(column.take(which) for column in columns)]
            writer.write_table(pa.Table.from_arrays(found, schema=schema))


class Run:
    """``tocsin screen`` in a process of its own, its memory watched with that of its children."""

    def __init__(self, folder: Path, out: str, *more: str) -> None:
        program = "from tocsin.node.cli import main; main()"
        command = [
            sys.executable, "-c", program, "screen", str(folder / "manifest.parquet"),
            "--register", str(folder / "register.jsonl"), "--out", str(folder / out), *more,
        ]  # fmt: skip
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            command, env={**os.environ, "PYTHONPATH": "."}, start_new_session=True
        )
        self.peak = 0
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while self.process.poll() is None:
            self.peak = max(self.peak, _memory_of(self.process.pid))
            time.sleep(0.5)

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def end(self) -> float:
        assert self.process.wait() == 0
        return time.monotonic() - self.began


def _memory_of(group: int) -> int:
    """Kilobytes of a group of processes; what they share is counted once."""
    total = 0
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(place.name)) == group:
                rollup = (place / "smaps_rollup").read_text()
                total += int(rollup.partition("\nPss:")[2].split()[0])
        except (OSError, IndexError, ValueError):
            continue
    return total


def killed_twice(folder: Path, rows: int) -> None:
    manifest = folder / "killed.jsonl.work" / "manifest.jsonl"
    for share in (0.3, 0.6):
        run = Run(folder, "killed.jsonl", "--workers", "2")
        while not manifest.exists() or _finished(manifest) < share * rows / SHARD_ROWS:
            assert run.process.poll() is None, "ended before it could be killed"
            time.sleep(0.2)
        run.kill()
        print(f"killed with {_finished(manifest)} shards finished", flush=True)
    left = rows - _finished(manifest) * SHARD_ROWS
    run = Run(folder, "killed.jsonl", "--workers", "2")
    told("two processes, taken up", run, left)


def told(what: str, run: Run, rows: int) -> None:
    """Wait for the run and say how fast it went and how much memory it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = run.end()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"{what}: {rows:,} rows, {rows / seconds:,.0f} rows/s ({seconds:.0f} s, processor {used:.0f} s),"
        f" peak memory {run.peak / 1024:,.0f} MB",
        flush=True,
    )


def the_same(one: Path, other: Path, what: str) -> None:
    same = one.read_bytes() == other.read_bytes()
    print(f"{what}: {'identical' if same else 'DIFFERS'}", flush=True)
    assert same


def _finished(manifest: Path) -> int:
    return manifest.read_text().count("\n") - 1


def of_the_engine(folder: Path, count: int) -> float:
    """Distinct passengers a second of processor time, without the pipeline."""
    index = Index.open(folder / "engine.index")
    persons = {}
    for person in read_persons(folder / "manifest.parquet"):
        persons.setdefault((person.names, person.dob, person.docs), person)
        if len(persons) == count:
            break
    asked = sorted(persons.values(), key=lambda x: x.names)
    index.screen_many(asked[:200])
    begun = time.process_time()
    index.screen_many(asked)
    return len(asked) / (time.process_time() - begun)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("folder", type=Path)
    options.add_argument("--rows", type=int, default=20_000_000)
    options.add_argument("--entries", type=int, default=1_000_000)
    options.add_argument("--pool", type=int, default=2_000_000)
    options.add_argument("--engine", default="both")
    options.add_argument("--short", action="store_true")
    chosen = options.parse_args()
    folder = chosen.folder
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "manifest.parquet").exists():
        listed = write_register(folder / "register.jsonl", chosen.entries)
        write_manifest(folder / "manifest.parquet", chosen.rows, chosen.pool, listed)
        del listed
    if not (folder / "engine.index").exists():
        begun = time.process_time()
        persons = list(read_persons(folder / "register.jsonl"))
        Index.build(persons).save(folder / "engine.index")
        print(f"register read and index built: processor {time.process_time() - begun:.0f} s")
        del persons
    print(
        f"engine alone: {of_the_engine(folder, 20_000):,.0f} distinct passengers/s a core",
        flush=True,
    )
    whole = folder / ("killed.jsonl" if chosen.short else "whole.jsonl")
    if chosen.engine != "dask":
        if not chosen.short:
            told("two processes", Run(folder, whole.name, "--workers", "2"), chosen.rows)
        killed_twice(folder, chosen.rows)
        if not chosen.short:
            the_same(whole, folder / "killed.jsonl", "killed twice and resumed")
    if chosen.engine != "local":
        run = Run(folder, "dask.jsonl", "--workers", "2", "--engine", "dask")
        told("Dask, two processes", run, chosen.rows)
        the_same(whole, folder / "dask.jsonl", "Dask and here")


if __name__ == "__main__":
    main()
