"""Keeping a node: export of the journal, cards, backup, restore, rebuild, doctor."""

import sys
from pathlib import Path
from typing import Annotated

import typer


def add_commands(app: typer.Typer, groups: dict[str, typer.Typer]) -> None:
    """Add the commands of keeping."""
    groups["journal"].command("export")(export_journal)
    app.command("backup")(backup)
    app.command("restore")(restore)
    app.command("rebuild")(rebuild)
    app.command("doctor")(doctor)


def export_journal(
    file: Annotated[Path, typer.Argument(help="Where to write the log as JSON lines.")],
    bureau: Annotated[str, typer.Option("--bureau", help="Whose log, if there are several.")] = "",
) -> None:
    """Write a bureau's log with its checkpoints, and its card beside it as FILE.card."""
    from tocsin.node import keeping
    from tocsin.node.cli.hosted import one_bureau

    count = keeping.export_journal(one_bureau(bureau), file)
    typer.echo(f"{count} entries in {file}, card in {file}.card")


def backup(
    file: Annotated[Path, typer.Argument(help="Where to write the sealed backup.")],
    passphrase_stdin: Annotated[bool, typer.Option("--passphrase-stdin")] = False,  # noqa: FBT002
) -> None:
    """Write database, keys and attachments into one sealed file, while the node goes on."""
    from django.utils import timezone

    from tocsin.node import backup as sealed

    size = sealed.back_up(file, _passphrase(passphrase_stdin, twice=True), timezone.now())
    typer.echo(f"{size:,} bytes in {file}; without the passphrase nobody opens it, you neither")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that tocsin backup wrote.")],
    passphrase_stdin: Annotated[bool, typer.Option("--passphrase-stdin")] = False,  # noqa: FBT002
) -> None:
    """Fill an empty home from a backup; the node then waits for two administrators."""
    from tocsin.node import backup as sealed

    sealed.restore(file, _passphrase(passphrase_stdin, twice=False))
    typer.echo("restored; it serves nothing until two administrators declare it: Bureau and keys")


def _passphrase(from_stdin: bool, *, twice: bool) -> str:  # noqa: FBT001  a flag of the command
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    said: str = typer.prompt("Passphrase", hide_input=True, confirmation_prompt=twice)
    return said


def rebuild() -> None:
    """Derive columns, search terms, bases and the index again from the records' bodies."""
    from django.utils import timezone

    from tocsin.node import keeping
    from tocsin.rooms.bureaus.reader import Realm
    from tocsin.rooms.hits import index

    typer.echo(f"{keeping.rebuild()} records rebuilt")
    for realm in Realm:
        typer.echo(f"{index.rebuild(realm, timezone.now())} subjects screened for, {realm}")


def doctor() -> None:
    """Say how the node is, with advice; exit code 1 when something is wrong."""
    from tocsin.node import keeping

    wrong = 0
    for finding in keeping.examine():
        typer.echo(f"{'ok   ' if finding.good else 'WRONG'}  {finding.sentence}")
        wrong += not finding.good
    raise typer.Exit(1 if wrong else 0)
