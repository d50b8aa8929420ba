"""Make the sets, let the engines answer them, keep every answer for the report."""

import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.screening import sets
from benchmarks.screening.engines import PEERS
from benchmarks.screening.questions import DATES, WEIGHTS
from benchmarks.screening.words import samples

ROOT = Path(__file__).parents[2]
WORK = ROOT / "var" / "bench-screening"
PEERS_PYTHON = ROOT / "var" / "bench-peers" / "bin" / "python"


def folder_of(seed: str, sizes: sets.Sizes) -> Path:
    rest = "" if sizes.rest == "crowd" else f"-{sizes.rest}"
    return WORK / f"{seed.replace(' ', '-')}-{sizes.register}{rest}"


def prepared(seed: str, sizes: sets.Sizes) -> Path:
    """Return the folder of sets, made unless it is there already for these very sizes."""
    folder = folder_of(seed, sizes)
    note = folder / "sizes.json"
    asked = [sizes.weights or WEIGHTS, sizes.dates or DATES]
    wanted = json.dumps([repr(sizes), repr(asked), _sources()])
    if not note.is_file() or note.read_text(encoding="utf-8") != wanted:
        for old in folder.glob("*.json"):
            old.unlink()  # answers to other questions
        sets.make(folder, seed, sizes)
        note.write_text(wanted, encoding="utf-8")
    return folder


def _sources() -> str:
    """Return a mark that changes with whatever the generator is made of."""
    names = ("words", "spellings", "persons", "slips", "questions", "sets", "pairs")
    here, people = Path(__file__).parent, Path(__file__).parents[1] / "people"
    files = [here / f"{name}.py" for name in names]
    files += [here / "nicknames.tsv", people / "names.tsv", people / "population.py"]
    return sha256(
        b"".join(path.read_bytes() for path in files) + bool(samples()).to_bytes()
    ).hexdigest()


def answers(
    name: str, folder: Path, *arguments: str, fresh: bool = True, parts: int = 1
) -> dict[str, Any]:
    """Run one engine over the folder, in processes and an environment of its own.

    Unless ``fresh``, keep what it said before. ``parts`` processes share the questions out: the same
    answers sooner, where an engine uses one core.
    """
    out = folder / f"{name}.json"
    if fresh or not out.is_file():
        python = PEERS_PYTHON if name in PEERS else Path(sys.executable)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
        command = [str(python), "-m", "benchmarks.screening.answers", name, str(folder)]
        pieces = [folder / f"{name}.part{at}" for at in range(parts)]
        running = [
            subprocess.Popen(
                [*command, str(piece), f"--part={at}/{parts}", *arguments],
                env=environment,
                cwd=ROOT,
            )
            for at, piece in enumerate(pieces)
        ]
        ends = [process.wait() for process in running]
        if any(ends):
            raise SystemExit(f"{name} did not answer")
        said = [json.loads(piece.read_text(encoding="utf-8")) for piece in pieces]
        out.write_text(json.dumps(merged(said)), encoding="utf-8")
        for piece in pieces:
            piece.unlink()
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


def merged(said: list[dict[str, Any]]) -> dict[str, Any]:
    """Put shared-out answers back into the order of the questions; time and facts are the first's."""
    whole = said[0]
    for name, first in whole["sets"].items():
        for key in ("answers", "verdicts"):
            lists = [part["sets"][name][key] for part in said]
            merged: list[Any] = [None] * sum(map(len, lists))
            for at, part in enumerate(lists):
                merged[at :: len(lists)] = part
            first[key] = merged
    return whole
