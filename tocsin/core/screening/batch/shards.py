"""One shard: a few thousand persons screened, their hits in one file that appears when complete.

This is the whole of the work that other processes or machines do. It needs a saved index and a
folder that they can all reach, and nothing else.
"""

import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tocsin.core.screening.index import Index
from tocsin.core.screening.person import Person


@dataclass(frozen=True, slots=True)
class Question:
    """How every shard of a run is screened."""

    index: Path
    folder: Path
    limit: int
    threshold: float


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a shard."""

    number: int
    rows: int
    hits: int


@lru_cache(maxsize=1)
def _opened(path: Path, _changed: int) -> Index:
    return Index.open(path)


def shard_path(folder: Path, number: int) -> Path:
    """Return where the hits of shard ``number`` are."""
    return folder / f"shard-{number:07d}.jsonl"


def screen_shard(question: Question, number: int, persons: list[Person]) -> Done:
    """Screen ``persons``, write their hits as JSON lines, and return how many there are.

    Doing it again writes the same bytes again.
    """
    # A process keeps the index open; another file of the same name is another index.
    index = _opened(question.index, question.index.stat().st_mtime_ns)
    answers = index.screen_many(persons, question.limit, threshold=question.threshold)
    lines = [
        json.dumps(match.as_json(person.id), ensure_ascii=False)
        for person, matches in zip(persons, answers, strict=True)
        for match in matches
    ]
    target = shard_path(question.folder, number)
    partial = target.with_suffix(f".{os.getpid()}.partial")
    partial.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    partial.replace(target)
    return Done(number, len(persons), len(lines))
