"""``tocsin screen``: a file of persons against a file of persons, without a node.

Hits go to ``--out`` or to standard output, everything else to standard error.
"""

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

import typer

if TYPE_CHECKING:
    from tocsin.core.screening.batch import Progress as Seen

SHOWN = 20
EVERY = 15.0  # seconds between lines where no bar can be shown


def screen(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    queries: Annotated[Path, typer.Argument(help="Persons to ask about: .csv, .jsonl, .parquet.")],
    register: Annotated[Path, typer.Option(help="Persons to look for: the same forms.")],
    limit: Annotated[int, typer.Option(help="Most hits for one person.")] = 10,
    threshold: Annotated[
        float | None, typer.Option(help="Least score of a hit; the engine's own without this.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Hits as .jsonl, .csv or .parquet; an interrupted run resumes."),
    ] = None,
    engine: Annotated[str, typer.Option(help="local or dask.")] = "local",
    workers: Annotated[int | None, typer.Option(help="Processes; one a core without this.")] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler; a local cluster without this.")
    ] = None,
) -> None:
    """Screen persons in a file. Exit code 1 if a row could not be read; good rows are screened."""
    from tocsin.core.errors import InvalidInput
    from tocsin.core.screening.batch import Job, run
    from tocsin.core.screening.batch.run import errors_path, run_to_lines

    job = Job(
        queries=queries,
        register=register,
        out=out or Path("hits.jsonl"),
        limit=limit,
        threshold=threshold,
        engine=engine,
        workers=workers or os.cpu_count() or 1,
        scheduler=scheduler,
    )
    try:
        with _Bar() as bar:
            if out is None:
                outcome, hits = run_to_lines(job, bar.show)
                sys.stdout.writelines(f"{line}\n" for line in hits)
            else:
                outcome = run(job, bar.show)
    except InvalidInput as problem:
        typer.echo(f"tocsin screen: {problem}", err=True)
        raise typer.Exit(2) from None
    bad = outcome.bad_rows
    typer.echo(
        f"{outcome.rows:,} persons against {outcome.entries:,} entries: {outcome.hits:,} hits"
        + (f", {outcome.resumed:,} persons already done before" if outcome.resumed else "")
        + f", {bar.rate():,.0f} persons/s.",
        err=True,
    )
    for row in bad[:SHOWN]:
        typer.echo(f"not read  {row}", err=True)
    if len(bad) > SHOWN:
        typer.echo(f"          and {len(bad) - SHOWN:,} more", err=True)
    if bad:
        where = f"; all are listed in {errors_path(out)}" if out else ""
        typer.echo(f"{len(bad):,} rows could not be read and were NOT screened{where}.", err=True)
        raise typer.Exit(1)


class _Bar:
    """How far the run is, on standard error: a bar, or a line now and then without a terminal."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
            transient=True,
        )
        self._lines = not console.is_terminal
        self._told = time.monotonic()
        self._task = self._bar.add_task("reading", total=None, rate="")
        self._began: float | None = None
        self._took = 0.0
        self._screened = 0

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def show(self, progress: "Seen") -> None:
        """Show how far the run is."""
        if progress.stage == "building":
            self._began = time.monotonic()
        if self._began is not None:
            self._took = time.monotonic() - self._began
        self._screened = progress.rows - progress.resumed
        self._bar.update(
            self._task,
            description=progress.stage,
            completed=progress.rows,
            total=progress.total,
            rate=f"{self.rate():,.0f}/s, {progress.hits:,} hits",
        )

        if self._lines and time.monotonic() - self._told >= EVERY:
            self._told = time.monotonic()
            typer.echo(f"{progress.stage}: {self._line(progress)}", err=True)

    def _line(self, progress: "Seen") -> str:
        said = f"{progress.rows:,}"
        if progress.total:
            said += f" of {progress.total:,}"
        said += f" persons, {progress.hits:,} hits, {self.rate():,.0f} persons/s"
        left = (progress.total or 0) - progress.rows
        if self.rate() and left > 0:
            said += f", {left / self.rate() / 60:,.0f} min left"
        return said

    def rate(self) -> float:
        """Return the persons screened a second so far, reading the register included."""
        return self._screened / self._took if self._took else 0.0
