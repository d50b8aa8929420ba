"""Keeping a node: export of the journal, cards, backup, restore, rebuild, doctor."""

from pathlib import Path
from typing import Annotated

import typer


def add_commands(app: typer.Typer, groups: dict[str, typer.Typer]) -> None:
    """Add the commands of keeping."""
    groups["journal"].command("export")(export_journal)
    groups["peers"].command("card")(card)
    app.command("rebuild")(rebuild)
    app.command("doctor")(doctor)


def export_journal(
    file: Annotated[Path, typer.Argument(help="Where to write the log as JSON lines.")],
    bureau: Annotated[str, typer.Option("--bureau", help="Whose log, if there are several.")] = "",
) -> None:
    """Write a bureau's log with its checkpoints, and its card beside it as FILE.card."""
    from tocsin.node import keeping

    count = keeping.export_journal(bureau, file)
    typer.echo(f"{count} entries in {file}, card in {file}.card")


def card(
    bureau: Annotated[str, typer.Option("--bureau", help="Whose card, if there are several.")] = "",
) -> None:
    """Print the bureau's signed card; its words are read out over the telephone."""
    from tocsin.core.statements.cards import decode
    from tocsin.node.cli.node import one_bureau

    text = one_bureau(bureau).card
    typer.echo(text, nl=False)
    typer.echo(f"words: {' '.join(decode(text.encode()).words())}", err=True)


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
