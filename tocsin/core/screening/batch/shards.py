"""One shard: a block of rows screened, its hits in one file that appears when complete.

This is the whole of the work that other processes or machines do. It needs a saved index and a
folder that they can all reach, and nothing else.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from pathlib import Path

import numpy as np

from tocsin.core.screening.apart import uncollected
from tocsin.core.screening.batch.blocks import Block
from tocsin.core.screening.batch.passengers import (
    Fault,
    Folded,
    Key,
    bad_row,
    fold,
    persons_of_keys,
)
from tocsin.core.screening.batch.rows import BadRow
from tocsin.core.screening.index import Index
from tocsin.core.screening.person import Person

MOST_REMEMBERED = 1_000_000  # answers a process keeps, some 150 bytes each: most are empty


@dataclass(frozen=True, slots=True)
class Question:
    """How every shard of a run is screened."""

    index: Path
    folder: Path
    limit: int
    threshold: float | None


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a shard: persons screened, their hits, rows not read, bytes of both files."""

    number: int
    rows: int
    hits: int
    bad_rows: int
    size: int


@dataclass(frozen=True, slots=True)
class _Answer:
    """The hits of a person as lines that lack the question's id, or what is wrong with a row."""

    lines: tuple[str, ...] = ()
    fault: Fault | None = None


_NOTHING = _Answer()


class _Desk:
    """An open index and the answers it has given in this run, for those who come again."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._index = Index.open(question.index)
        self._given: dict[bytes, _Answer] = {}

    def answers(self, block: Block, folded: Folded, keys: Sequence[Key]) -> list[_Answer]:
        """Return the answer to each of ``keys``, which differ."""
        digests = [blake2b(repr(key).encode(), digest_size=16).digest() for key in keys]
        fresh: list[tuple[Person, bytes]] = []
        unknown = [at for at, digest in enumerate(digests) if digest not in self._given]
        made = persons_of_keys(block, folded, [keys[at] for at in unknown])
        for at, person in zip(unknown, made, strict=True):
            if isinstance(person, Person):
                fresh.append((person, digests[at]))
            else:
                self._given[digests[at]] = _Answer(fault=person)
        # Neighbours share words, so that fewer are looked up in the index at a time.
        fresh.sort(key=lambda x: x[0].names)
        found = self._index.screen_many(
            [person for person, _ in fresh],
            self._question.limit,
            threshold=self._question.threshold,
        )
        for (_, digest), matches in zip(fresh, found, strict=True):
            lines = tuple(json.dumps(x.as_json(""), ensure_ascii=False) for x in matches)
            self._given[digest] = (
                _Answer(tuple(x[len(_UNASKED) :] for x in lines)) if lines else _NOTHING
            )
        answers = [self._given[digest] for digest in digests]
        for digest in list(islice(self._given, max(0, len(self._given) - MOST_REMEMBERED))):
            del self._given[digest]
        return answers


_UNASKED = '{"query": ""'


@lru_cache(maxsize=1)
def _desk(question: Question, _changed: int) -> _Desk:
    return _Desk(question)


def shard_path(folder: Path, number: int) -> Path:
    """Return where the hits of shard ``number`` are."""
    return folder / f"shard-{number:07d}.jsonl"


def errors_of_shard(folder: Path, number: int) -> Path:
    """Return where the rows of shard ``number`` that could not be read are listed, if any."""
    return folder / f"shard-{number:07d}.errors.jsonl"


def shard_size(folder: Path, number: int) -> int:
    """Return the bytes of a finished shard's files, -1 if its hits are not there."""
    hits, errors = shard_path(folder, number), errors_of_shard(folder, number)
    if not hits.is_file():
        return -1
    return hits.stat().st_size + (errors.stat().st_size if errors.is_file() else 0)


def screen_shard(question: Question, number: int, block: Block) -> Done:
    """Screen the rows of ``block``, write their hits as JSON lines, and return how many there are.

    Doing it again writes the same bytes again.
    """
    # A process keeps the index open; another file of the same name is another index.
    desk = _desk(question, question.index.stat().st_mtime_ns)
    with uncollected():
        folded = fold(block)
        answers = desk.answers(block, folded, folded.keys)
    which = folded.which
    told = np.array([bool(x.lines) for x in answers], dtype=np.bool_)
    faulty = np.array([x.fault is not None for x in answers], dtype=np.bool_)
    lines = [
        f'{{"query": {json.dumps(folded.ids[at], ensure_ascii=False)}{line}\n'
        for at in np.flatnonzero(told[which]).tolist()
        for line in answers[which[at]].lines
    ]
    faults = dict(folded.faults)
    for at in np.flatnonzero(faulty[which]).tolist():
        fault = answers[which[at]].fault
        assert fault is not None
        faults[folded.places[at]] = fault
    bad = [bad_row(block, at, faults[at]) for at in sorted(faults)]
    bad += [block.broken] if block.broken else []
    errors = errors_of_shard(question.folder, number)
    errors.unlink(missing_ok=True)
    size = write_bad_rows(errors, bad) if bad else 0
    size += _write(shard_path(question.folder, number), lines)
    screened = len(folded.ids) - int(faulty[which].sum())
    return Done(number, screened, len(lines), len(bad), size)


def write_bad_rows(target: Path, bad: list[BadRow]) -> int:
    """Write ``bad`` as JSON lines, whole or not at all; return the bytes."""
    return _write(target, [json.dumps(x.as_json(), ensure_ascii=False) + "\n" for x in bad])


def _write(target: Path, lines: list[str]) -> int:
    partial = target.with_suffix(f".{os.getpid()}.partial")
    content = "".join(lines).encode()
    partial.write_bytes(content)
    partial.replace(target)
    return len(content)
