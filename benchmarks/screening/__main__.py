"""Run the screening bench.

python -m benchmarks.screening                        our engine, 37,581 listed, the test seed
python -m benchmarks.screening --split tune --quick   a tuning seed, only what is drawn by weight
python -m benchmarks.screening --engines all --publish   with peers, into the manual
"""

import argparse
import subprocess
from datetime import UTC, datetime
from typing import Any

from benchmarks.screening import page, run, sets, tables, words
from benchmarks.screening.engines import ENGINES, PEERS
from benchmarks.screening.tables import Run, Table

_WHOLE = 100_000  # entries up to which every class is asked for


def options() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.screening", description=__doc__)
    asked.add_argument("--split", choices=("tune", "test"), default="test")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument(
        "--register", default=str(sets.LISTED), help="sizes of register, with commas between"
    )
    asked.add_argument("--passengers", type=int, default=20_000)
    asked.add_argument("--engines", default="tocsin", help="names with commas between, or all")
    asked.add_argument("--timed", type=int, default=2_000, help="passengers in the timed batch")
    asked.add_argument(
        "--rest", choices=list(sets.REST), default="crowd", help="who fills a register up"
    )
    asked.add_argument("--quick", action="store_true", help="only the questions drawn by weight")
    asked.add_argument("--again", default="", help="engines to run although their answers are kept")
    asked.add_argument(
        "--publish", action="store_true", help="write tables and curves into the manual"
    )
    chosen = asked.parse_args()
    chosen.engines = list(ENGINES) if chosen.engines == "all" else chosen.engines.split(",")
    if unknown := set(chosen.engines) - set(ENGINES):
        asked.error(f"--engines: {', '.join(sorted(unknown))}; there are {', '.join(ENGINES)}")
    if set(PEERS) & set(chosen.engines) and not run.PEERS_PYTHON.exists():
        asked.error("--engines: the peers are not installed; make bench-peers installs them")
    return chosen


def one_size(size: int, names: list[str], chosen: argparse.Namespace) -> Run:
    """Let each engine answer, unless its answers to these very sets are kept."""
    sizes = sets.Sizes(size, passengers=chosen.passengers, rest=chosen.rest)
    folder = run.prepared(f"{chosen.split} {chosen.seed}", sizes)
    results: dict[str, dict[str, Any]] = {}
    for name in names:
        asked = ["--timed", str(chosen.timed)]
        if chosen.quick or size > _WHOLE:
            asked.append("--main-only")
        if name in PEERS:
            asked += ["--sets", "members,foreign,hard", "--undated-main"]
        fresh = name not in PEERS or name in chosen.again.split(",")
        parts = 2 if name == "logic_v2" and size <= _WHOLE else 1
        results[name] = run.answers(name, folder, *asked, fresh=fresh, parts=parts)
    return Run(size, folder, results)


def report(runs: list[Run]) -> dict[str, list[Table]]:
    """Return every table that these runs allow, by its place in the manual."""
    first = runs[0]
    found = {
        "hardness": [tables.hardness(runs)],
        "quality": [tables.headline(runs, dated=True), tables.headline(runs, dated=False)],
        "classes": [],
        "names": [tables.names_alone(first)],
        "passengers": [tables.passengers(runs)],
        "calibration": [],
        "speed": [tables.speed(runs)],
    }
    if "tocsin" in first.results:
        from tocsin.core.screening import worth

        found["calibration"] = [tables.calibrated(x, tables.bands(x, worth)) for x in runs]
        for peer in [name for name in ("logic_v2",) if name in first.results]:
            asked = [x for x in (True, False) if peer in first.names(dated=x)]
            found["classes"] = [tables.by_class(first, peer, dated=x) for x in asked]
    return found


def note(chosen: argparse.Namespace) -> str:
    commit = subprocess.run(
        ["git", "log", "-1", "--format=%h"],
        capture_output=True,
        text=True,
        check=True,
        cwd=run.ROOT,
    ).stdout.strip()
    source = (
        "real transliterations"
        if words.samples()
        else "the committed tables alone (TOCSIN_SAMPLES was not set)"
    )
    day = datetime.now(UTC).date().isoformat()
    return f"Measured {day} at {commit}, {chosen.split} seed {chosen.seed}, {source}. The machine had two cores and was busy with other work."


def main() -> None:
    chosen = options()
    names = chosen.engines
    runs = [one_size(int(size), names, chosen) for size in chosen.register.split(",")]
    found = report(runs)
    print(note(chosen))
    for several in found.values():
        for table in several:
            if table.rows:
                print(table.text())
    if "logic_v2" not in names:
        print(tables.own_classes(runs[0]).text())
    if chosen.publish:
        page.pictures(runs[0])
        page.write(found, note(chosen))


if __name__ == "__main__":
    main()
