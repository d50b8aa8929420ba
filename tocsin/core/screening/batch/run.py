"""One run from files to hits, which a second start takes up where the first was stopped.

Beside the output stands a work folder: the index, one file per finished shard, and a manifest that
says which are finished and of which inputs. Only whole files ever appear in it, so a run that is
killed at any moment and started again ends with the same bytes.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory

from tocsin.core.errors import InvalidInput, MalformedFile
from tocsin.core.screening.batch.engines import ENGINES, Task, work
from tocsin.core.screening.batch.output import assemble, check_target
from tocsin.core.screening.batch.rows import BadRow, read_persons, rows_about
from tocsin.core.screening.batch.shards import Question, shard_path
from tocsin.core.screening.index import Index
from tocsin.core.screening.person import Person
from tocsin.core.screening.weights import THRESHOLD
from tocsin.core.sentences import say

_FORM = 1  # of the work folder; another one is not taken up
SHARD_ROWS = 2_000


@dataclass(frozen=True)
class Job:
    """What to screen, against what, and how. ``workers`` is the number of processes."""

    queries: Path
    register: Path
    out: Path
    limit: int = 10
    threshold: float = THRESHOLD
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
        return outcome, out.read_text(encoding="utf-8").splitlines()


def _check(job: Job) -> None:
    if job.limit < 1:
        raise InvalidInput("The limit must be at least 1.", place="--limit")
    if not 0.0 < job.threshold < 1.0:
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


@dataclass
class _Manifest:
    """Which shards of which inputs are finished: number -> (rows, hits)."""

    path: Path
    fingerprint: str
    index_ready: bool = False
    done: dict[int, tuple[int, int]] = field(default_factory=dict)

    def keep(self) -> None:
        """Write the manifest, whole or not at all."""
        partial = self.path.with_suffix(f".{os.getpid()}.partial")
        content = {
            "fingerprint": self.fingerprint,
            "index_ready": self.index_ready,
            "done": {str(number): list(counts) for number, counts in sorted(self.done.items())},
        }
        partial.write_text(json.dumps(content), encoding="utf-8")
        partial.replace(self.path)


@contextmanager
def _claimed(folder: Path, fingerprint: str) -> Iterator[_Manifest]:
    """Take up the work folder of the same inputs, or begin a new one; gone when all is done."""
    manifest = _Manifest(folder / "manifest.json", fingerprint)
    try:
        kept = json.loads(manifest.path.read_text(encoding="utf-8"))
        if kept["fingerprint"] == fingerprint:
            manifest.index_ready = bool(kept["index_ready"])
            manifest.done = {int(at): (rows, hits) for at, (rows, hits) in kept["done"].items()}
        else:
            shutil.rmtree(folder)
    except (OSError, ValueError, KeyError, TypeError):
        if folder.exists():
            shutil.rmtree(folder)
    folder.mkdir(exist_ok=True)
    yield manifest
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
            self.manifest.done[done.number] = (done.rows, done.hits)
            self.manifest.keep()
            self._count(done.rows, done.hits)
        self._say("assembling")
        assemble((shard_path(self.folder, at) for at in range(self.shards)), self.job.out)
        self._write_errors()
        return self.outcome

    def _workers(self) -> int:
        # A process takes half a second to start: not for a file of a few shards.
        small = self.job.queries.stat().st_size < 100 * self.job.shard_rows
        return 1 if self.job.engine == "local" and small else self.job.workers

    def _build_index(self) -> None:
        """Build the index, or take the saved one; the register's bad rows are named either way."""
        seen: dict[str, Person] = {}
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
                seen[row.id] = row
        self.outcome.entries = len(seen)
        self._say("building")
        if self.manifest.index_ready and self._opens():
            return
        Index.build(seen.values()).save(self.index_path)
        self.manifest.index_ready = True
        self.manifest.done = {}
        self.manifest.keep()

    def _opens(self) -> bool:
        try:
            Index.open(self.index_path)
        except (OSError, MalformedFile):
            return False
        return True

    def _tasks(self) -> Iterator[Task]:
        """Read the queries and yield the shards that are not finished yet."""
        waiting: list[Person] = []
        for row in read_persons(self.job.queries):
            if isinstance(row, BadRow):
                self.outcome.bad_rows.append(row)
                continue
            waiting.append(row)
            if len(waiting) == self.job.shard_rows:
                yield from self._shard(waiting)
                waiting = []
        if waiting:
            yield from self._shard(waiting)

    def _shard(self, persons: list[Person]) -> Iterator[Task]:
        number = self.shards
        self.shards += 1
        finished = self.manifest.done.get(number)
        if finished and shard_path(self.folder, number).is_file():
            self.outcome.resumed += finished[0]
            self._count(*finished)
        else:
            yield number, persons

    def _count(self, rows: int, hits: int) -> None:
        self.outcome.rows += rows
        self.outcome.hits += hits
        self._say("screening")

    def _say(self, stage: str) -> None:
        seen = self.outcome
        self.report(
            Progress(stage, seen.rows, seen.hits, len(seen.bad_rows), seen.resumed, self.total)
        )

    def _write_errors(self) -> None:
        target = errors_path(self.job.out)
        if not self.outcome.bad_rows:
            target.unlink(missing_ok=True)
            return
        lines = [json.dumps(x.as_json(), ensure_ascii=False) for x in self.outcome.bad_rows]
        partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
        partial.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        partial.replace(target)


def errors_path(out: Path) -> Path:
    """Return where the rows that could not be read are listed, as JSON lines."""
    return out.with_name(f"{out.name}.errors.jsonl")
