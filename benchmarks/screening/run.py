"""Make the sets, let the engines answer them, keep every answer for the report."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.screening import sets
from benchmarks.screening.engines import PEERS

ROOT = Path(__file__).parents[2]
WORK = ROOT / "var" / "bench-screening"
PEERS_PYTHON = ROOT / "var" / "bench-peers" / "bin" / "python"


def folder_of(seed: str, sizes: sets.Sizes) -> Path:
    return WORK / f"{seed.replace(' ', '-')}-{sizes.register}"


def prepared(seed: str, sizes: sets.Sizes) -> Path:
    """Return the folder of sets, made unless it is there already for these very sizes."""
    folder = folder_of(seed, sizes)
    note = folder / "sizes.json"
    wanted = json.dumps([repr(sizes), repr(sets.WEIGHTS), _sources()])
    if not note.is_file() or note.read_text(encoding="utf-8") != wanted:
        sets.make(folder, seed, sizes)
        note.write_text(wanted, encoding="utf-8")
    return folder


def _sources() -> str:
    """Return a mark that changes with the generator's own files."""
    import hashlib

    names = ("words", "spellings", "persons", "slips", "questions", "sets")
    text = b"".join((Path(__file__).parent / f"{x}.py").read_bytes() for x in names)
    return hashlib.sha256(text).hexdigest()


def answers(name: str, folder: Path, *arguments: str) -> dict[str, Any]:
    """Run one engine over the folder, in its own process and environment."""
    python = PEERS_PYTHON if name in PEERS else Path(sys.executable)
    out = folder / f"{name}.json"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
    command = [
        str(python),
        "-m",
        "benchmarks.screening.answers",
        name,
        str(folder),
        str(out),
        *arguments,
    ]
    subprocess.run(command, check=True, env=environment, cwd=ROOT)
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found
