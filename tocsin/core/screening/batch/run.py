"""One run from files to hits, which a second start takes up where the first was stopped.

Beside the output stands a work folder: the index, one file per finished shard, and a manifest that
says which are finished and of which inputs. Only whole files ever appear in it, and a line of the
manifest counts only if the files it tells of have the size it says; so a run that is killed at any
moment and started again ends with the same bytes.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory

from tocsin.core.errors import InvalidInput, MalformedFile
from tocsin.core.screening.batch.blocks import read_blocks
from tocsin.core.screening.batch.engines import ENGINES, Task, work
from tocsin.core.screening.batch.output import assemble, check_target
from tocsin.core.screening.batch.rows import BadRow, read_persons, rows_about
from tocsin.core.screening.batch.shards import (
    Done,
    Question,
    errors_of_shard,
    shard_path,
    shard_size,
    write_bad_rows,
)
from tocsin.core.screening.index import Index
from tocsin.core.screening.person import Person
from tocsin.core.sentences import say

_FORM = 7  # of the work folder and what answers in it mean; another one is not taken up
SHARD_ROWS = 10_000
_REGISTER_ERRORS = "register.errors.jsonl"


@dataclass(frozen=True)
class Job:
    """What to screen, against what, and how. ``workers`` is the number of processes."""

    queries: Path
    register: Path
    out: Path
    limit: int = 10
    threshold: float | None = None  # each question's own without one
    engine: str = "local"
    workers: int = 1
    scheduler: str | None = None
    shard_rows: int = SHARD_ROWS


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: rows, hits and bad rows so far; ``total`` rows, about."""

    stage: str
    rows: int
    hits: int
    bad_rows: int
    resumed: int
    total: int | None


@dataclass
class Outcome:
    """What a finished run found."""

    rows: int = 0
    hits: int = 0
    entries: int = 0
    resumed: int = 0  # rows whose answers a former start had already written
    bad_rows: list[BadRow] = field(default_factory=list)


Report = Callable[[Progress], None]


def _quiet(_: Progress) -> None:
    pass


def run(job: Job, report: Report = _quiet) -> Outcome:
    """Screen ``job.queries`` against ``job.register`` into ``job.out``; say how it went.

    Rows that cannot be read are listed in the outcome and the others screened. Raises InvalidInput
    or MalformedFile, with nothing written, if a file cannot be read at all or the job is not
    possible.
    """
    _check(job)
    folder = job.out.with_name(f"{job.out.name}.work")
    with _claimed(folder, _fingerprint(job)) as manifest:
        return _Run(job, folder, manifest, report).go()


def run_to_lines(job: Job, report: Report = _quiet) -> tuple[Outcome, list[str]]:
    """Run ``job`` without an output file and return the hits as JSON lines. Cannot be resumed."""
    with TemporaryDirectory(prefix="tocsin-screen-") as folder:
        out = Path(folder) / "hits.jsonl"
        outcome = run(Job(**{**vars(job), "out": out}), report)
        with out.open(encoding="utf-8", newline="\n") as file:
            return outcome, [line.removesuffix("\n") for line in file]


def _check(job: Job) -> None:
    if job.limit < 1:
        raise InvalidInput("The limit must be at least 1.", place="--limit")
    if job.threshold is not None and not 0.0 < job.threshold < 1.0:
        raise InvalidInput("The threshold must lie between 0 and 1.", place="--threshold")
    if job.engine not in ENGINES:
        known = " or ".join(ENGINES)
        raise InvalidInput(
            "{engine} is not an engine: {known}.",
            engine=repr(job.engine[:40]),
            known=known,
            place="--engine",
        )
    if job.workers < 1:
        raise InvalidInput("At least one worker is needed.", place="--workers")
    for path in (job.queries, job.register):
        if not path.is_file():
            raise InvalidInput("There is no such file.", place=str(path))
        if path.resolve() == job.out.resolve():
            raise InvalidInput("The output would replace an input.", place="--out")
    check_target(job.out)


def _fingerprint(job: Job) -> str:
    digest = blake2b(digest_size=16)
    for path in (job.queries, job.register):
        digest.update(path.suffix.lower().encode() + b"\0")
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
        digest.update(b"\0")
    digest.update(repr((_FORM, job.limit, job.threshold, job.shard_rows)).encode())
    return digest.hexdigest()


class _Manifest:
    """Which shards of which inputs are finished: a line each, written when its files are there."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self.folder = folder
        self.done: dict[int, Done] = {}
        self._path = folder / "manifest.jsonl"
        if self._kept(fingerprint) is None:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            self._path.write_text(json.dumps(fingerprint) + "\n", encoding="utf-8")
        self._file = self._path.open("a", encoding="utf-8")

    def _kept(self, fingerprint: str) -> bool | None:
        """Take up what a former run of the same inputs finished, None if there is no such run."""
        try:
            first, *others = self._path.read_text(encoding="utf-8").split("\n")
            if json.loads(first) != fingerprint:
                return None
            # What follows the last end of a line was being written when the run was killed.
            for line in others[:-1]:
                done = Done(*json.loads(line))
                if shard_size(self.folder, done.number) == done.size:
                    self.done[done.number] = done
            if others and others[-1]:
                self._path.write_text("\n".join([first, *others[:-1], ""]), encoding="utf-8")
        except (OSError, ValueError, TypeError):
            return None
        return True

    def add(self, done: Done) -> None:
        """Note that a shard is finished."""
        self.done[done.number] = done
        row = [done.number, done.rows, done.hits, done.bad_rows, done.size]
        self._file.write(json.dumps(row) + "\n")
        self._file.flush()

    def forget(self) -> None:
        """Note that no shard is finished after all: they were of another index."""
        self.done = {}
        fingerprint = self._path.read_text(encoding="utf-8").partition("\n")[0]
        self._file.close()
        self._path.write_text(fingerprint + "\n", encoding="utf-8")
        self._file = self._path.open("a", encoding="utf-8")

    def close(self) -> None:
        """Close the file; what is in it stays."""
        self._file.close()


@contextmanager
def _claimed(folder: Path, fingerprint: str) -> Iterator[_Manifest]:
    """Take up the work folder of the same inputs, or begin a new one; gone when all is done."""
    manifest = _Manifest(folder, fingerprint)
    try:
        yield manifest
    finally:
        manifest.close()
    shutil.rmtree(folder)


class _Run:
    def __init__(self, job: Job, folder: Path, manifest: _Manifest, report: Report) -> None:
        self.job = job
        self.folder = folder
        self.manifest = manifest
        self.report = report
        self.outcome = Outcome()
        self.index_path = folder / "register.index"
        self.shards = 0
        self.faults = 0
        self.total = rows_about(job.queries)

    def go(self) -> Outcome:
        self._build_index()
        question = Question(self.index_path, self.folder, self.job.limit, self.job.threshold)
        workers = self._workers()
        for done in work(
            self._tasks(),
            question,
            engine=self.job.engine,
            workers=workers,
            scheduler=self.job.scheduler,
        ):
            self.manifest.add(done)
            self._count(done)
        self._say("assembling")
        for at in range(self.shards):
            self.outcome.bad_rows += _listed(errors_of_shard(self.folder, at))
        assemble((shard_path(self.folder, at) for at in range(self.shards)), self.job.out)
        self._write_errors()
        return self.outcome

    def _workers(self) -> int:
        # A process takes half a second to start: not for a file of a few shards.
        small = self.job.queries.stat().st_size < 100 * self.job.shard_rows
        return 1 if self.job.engine == "local" and small else self.job.workers

    def _build_index(self) -> None:
        """Build the index, or take the saved one; the register's bad rows are named either way."""
        if self._opens():
            self._say("building")
            return
        self._say("building")
        self.manifest.forget()
        workers = self.job.workers if self.job.engine == "local" else 1
        index = Index.build(self._entries(), workers=workers)
        self.outcome.entries = len(index)
        # Before the index: whoever finds one finds what was wrong with its register.
        write_bad_rows(self.folder / _REGISTER_ERRORS, self.outcome.bad_rows)
        index.save(self.index_path)

    def _entries(self) -> Iterator[Person]:
        """Yield the entries of the register, each id once; what is wrong with others is kept."""
        seen = set()
        for row in read_persons(self.job.register):
            if isinstance(row, BadRow):
                self.outcome.bad_rows.append(row)
            elif row.id in seen:
                name = self.job.register.name
                sentence = say(
                    "The id {id} stands in an earlier row as well.", id=repr(row.id[:60])
                )
                self.outcome.bad_rows.append(BadRow(name, f"entry {row.id[:60]}", "id", sentence))
            else:
                seen.add(row.id)
                yield row

    def _opens(self) -> bool:
        """Take the index of a former start, if it is whole."""
        try:
            self.outcome.entries = len(Index.open(self.index_path))
        except (OSError, MalformedFile):
            return False
        self.outcome.bad_rows += _listed(self.folder / _REGISTER_ERRORS)
        return True

    def _tasks(self) -> Iterator[Task]:
        """Cut the queries into shards and yield those that are not finished yet."""
        for block in read_blocks(self.job.queries, self.job.shard_rows):
            number = self.shards
            self.shards += 1
            finished = self.manifest.done.get(number)
            if finished:
                self.outcome.resumed += finished.rows
                self._count(finished)
            else:
                yield number, block

    def _count(self, done: Done) -> None:
        self.outcome.rows += done.rows
        self.outcome.hits += done.hits
        self.faults += done.bad_rows
        self._say("screening")

    def _say(self, stage: str) -> None:
        seen = self.outcome
        self.report(
            Progress(stage, seen.rows, seen.hits, self.faults, seen.resumed, self.total),
        )

    def _write_errors(self) -> None:
        target = errors_path(self.job.out)
        if self.outcome.bad_rows:
            write_bad_rows(target, self.outcome.bad_rows)
        else:
            target.unlink(missing_ok=True)


def _listed(path: Path) -> list[BadRow]:
    """Return the rows that a list of errors names, [] if there is none."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="\n") as file:
        found = map(json.loads, file)
        return [BadRow(x["file"], x["row"], x["field"], x["error"]) for x in found]


def errors_path(out: Path) -> Path:
    """Return where the rows that could not be read are listed, as JSON lines."""
    return out.with_name(f"{out.name}.errors.jsonl")
