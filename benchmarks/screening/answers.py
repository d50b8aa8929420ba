"""Let one engine answer one folder of questions, in a process of its own.

Run: python -m benchmarks.screening.answers ENGINE FOLDER OUT.json [--sets members,hard] [--speed]
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.screening.engines import ENGINES, Engine, engine
from benchmarks.screening.pairs import read
from benchmarks.screening.questions import Row
from benchmarks.screening.sets import load

LIMIT = 10
_TIMED_ALONE = 1_000


def timed(work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    began, spent = time.perf_counter(), time.process_time()
    result = work()
    return result, {"wall": time.perf_counter() - began, "processor": time.process_time() - spent}


def answered(asked: Engine, rows: list[Row], name: str) -> dict[str, Any]:
    answer = getattr(asked, f"answer_{name}", asked.answer)
    found, took = timed(lambda: answer(rows, LIMIT))
    verdicts = list(getattr(asked, "verdicts", []))
    return {**took, "answers": found, "verdicts": verdicts}


def one_by_one(asked: Engine, rows: list[Row]) -> dict[str, float]:
    """Distinct passengers alone, before the engine has met any of them, and once more."""
    serve = getattr(asked, "answer_as_served", asked.answer)
    serve(rows[:50], LIMIT)
    first, again = (
        sorted(
            1000 * timed(lambda row=row: serve([row], LIMIT))[1]["wall"]
            for row in rows[50:][-_TIMED_ALONE:]
        )
        for _ in range(2)
    )
    return {
        "p50": first[len(first) // 2], "p99": first[int(len(first) * 0.99)],
        "again": again[len(again) // 2], "again_p99": again[int(len(again) * 0.99)],
    }  # fmt: skip


def together(asked: Engine, rows: list[Row]) -> dict[str, float]:
    """Distinct passengers in one batch; in two processes those of an engine that can."""
    serve = getattr(asked, "answer_as_served", asked.answer)
    serve(rows[:50], LIMIT)
    _, took = timed(lambda: serve(rows, LIMIT))
    more = getattr(asked, "batch_on", None)
    return {
        "two": more(2, rows) if more else 0.0,
        "batch": len(rows) / took["wall"], "batch_processor": len(rows) / took["processor"],
    }  # fmt: skip


def undated(rows: list[Row]) -> list[Row]:
    return [replace(row, dob=[]) for row in rows]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("engine", choices=list(ENGINES))
    options.add_argument("folder", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--sets", default="members,foreign,hard,passengers")
    options.add_argument(
        "--main-only", action="store_true", help="leave out the questions that fill up classes"
    )
    options.add_argument(
        "--dated-only", action="store_true", help="do not ask again without dates of birth"
    )
    options.add_argument(
        "--undated-main", action="store_true", help="without dates only what is drawn by weight"
    )
    options.add_argument("--part", default="0/1", help="answer every n-th question from this one")
    options.add_argument("--timed", type=int, default=0, help="passengers in the timed batch")
    chosen = options.parse_args()
    asked = engine(chosen.engine)
    _, built = timed(lambda: asked.build(chosen.folder / "register.jsonl"))
    result: dict[str, Any] = {
        "engine": chosen.engine, "threshold": asked.threshold, "cores": asked.cores, "built": built, "sets": {},
    }  # fmt: skip
    passengers = (
        list(load(chosen.folder / "passengers.jsonl", chosen.timed)) if chosen.timed else []
    )
    alone = one_by_one(asked, passengers) if passengers else {}
    for name in chosen.sets.split(","):
        rows = list(load(chosen.folder / f"{name}.jsonl"))
        if chosen.main_only:
            rows = [row for row in rows if row.main]
        at, parts = map(int, chosen.part.split("/"))
        result["sets"][name] = answered(asked, rows[at::parts], name)
        if name != "passengers" and not chosen.dated_only:
            again = undated([x for x in rows if x.main or not chosen.undated_main])
            result["sets"][f"{name}, undated"] = answered(asked, again[at::parts], name)
        print(f"{chosen.engine}: {name} answered", file=sys.stderr, flush=True)
    likeness = getattr(asked, "likeness", None)
    for name in ("pairs", "cases"):
        path = chosen.folder / f"{name}.jsonl"
        if likeness and path.is_file():
            result[name] = likeness([(pair.asked, pair.entry) for pair in read(path)])
    if passengers:
        result["speed"] = alone | together(asked, passengers)
    result["facts"] = asked.facts()
    result["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    chosen.out.write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main()
