"""``tocsin import``: a file into the register, by the API with a token, else as the operator."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

import typer

from tocsin.core.errors import InvalidInput
from tocsin.node.environment import BASE_URL, TOKEN

OVER = {"done", "failed", "cancelled"}
SHOWN = 20


def add_commands(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import")(import_file)


def import_file(
    file: Annotated[Path, typer.Argument(help="The file to read.", exists=True, dir_okay=False)],
    kind: Annotated[str, typer.Option("--kind", help="What rows of a plain table are.")] = "person",
    source: Annotated[
        str, typer.Option("--source", help="The list or agency; the file's name if not given.")
    ] = "",
    watch: Annotated[  # noqa: FBT002
        bool, typer.Option("--watch", help="Screen travellers against the entries.")
    ] = False,
    dry_run: Annotated[  # noqa: FBT002
        bool, typer.Option("--dry-run", help="Say what would happen, write nothing.")
    ] = False,
    bureau: Annotated[
        str, typer.Option("--bureau", help="Whose register, as operator of several.")
    ] = "",
) -> None:
    """Read a file into the register: JSON lines, CSV, Parquet, FollowTheMoney, UN list, STIX, MISP.

    With TOCSIN_TOKEN it goes through the node's API as that officer; without, this machine's node
    is opened as its operator. Reading the same file again changes nothing.
    """
    if kind != "person":
        raise InvalidInput("rows of plain tables are persons", place="--kind")
    said = {"source": source, "screened": watch, "dry_run": dry_run}
    start = _through_api if TOKEN.read() else _as_operator
    done = _watched(start(file, bureau, said))
    sys.stdout.write(json.dumps(done, indent=2, ensure_ascii=False) + "\n")
    if done["phase"] != "done" or done["errors"]:
        raise typer.Exit(1)


def _through_api(file: Path, _bureau: str, said: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    from tocsin.node.cli import verbs

    said["source"] = said["source"] or file.stem
    base = BASE_URL.read().rstrip("/")
    form = verbs.Form(file)
    address = f"{base}/api/imports/start?{urlencode({k: v for k, v in said.items() if v})}"
    job = verbs.send(address, form.kind, form)

    def look() -> dict[str, Any]:
        time.sleep(0.5)
        found: dict[str, Any] = verbs.send(
            f"{base}/api/imports/{job['id']}", "application/json", None, method="GET"
        )
        return found

    return look


def _as_operator(file: Path, bureau: str, said: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    from django.utils import timezone

    from tocsin.node.cli.hosted import one_bureau
    from tocsin.node.cli.node import prepare
    from tocsin.rooms.register.actions import imports, intake
    from tocsin.rooms.register.models import ImportProblem

    prepare()
    job = imports.start_as_operator(one_bureau(bureau), file, at=timezone.now(), **said)

    def work() -> dict[str, Any]:
        intake.carry_on(timezone.now(), only=job.pk)
        job.refresh_from_db()
        if not job.is_under_way:
            for one in ImportProblem.of(job).exclude(sort=ImportProblem.Sort.REMARK)[:SHOWN]:
                typer.echo(f"{one.place}: {one.sentence}", err=True)
        return job.summary()

    return work


def _watched(look: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Ask until it is over, with a progress bar on standard error."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        while True:
            said = look()
            total = said["expected"] if said["phase"] == "running" else None
            bar.update(task, description=said["phase"], total=total, completed=said["rows"])
            if said["phase"] in OVER:
                return said
