"""What leaves the node as a file for people, written by a command: the sheet and the digest."""

from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

import typer

from tocsin.core.errors import InvalidInput

Out = Annotated[Path | None, typer.Option("--out", help="Where to write; by its own name if not.")]
SHEETS, DIGESTS = ("pdf", "html"), ("docx", "html")


def add_commands(app: typer.Typer, groups: dict[str, typer.Typer]) -> None:
    """Add the commands beside the verbs of the same nouns."""
    for name in ("notices", "digests"):
        if name not in groups:
            groups[name] = typer.Typer(no_args_is_help=True, help=f"{name.capitalize()}.")
            app.add_typer(groups[name], name=name)
    groups["notices"].command("paper")(paper)
    groups["digests"].command("write")(digest)


def paper(
    notice: Annotated[str, typer.Argument(metavar="ID")],
    form: Annotated[str, typer.Option("--form", help="pdf or html")] = "pdf",
    language: Annotated[str, typer.Option("--language", help="en, pl, uk or ro")] = "",
    public: Annotated[bool, typer.Option("--public", help="The public extract.")] = False,  # noqa: FBT002
    out: Out = None,
) -> None:
    """Write the sheet of a notice as a file; journalled as an export, as every copy is."""
    asked = {"language": language, "public": "true" if public else ""}
    _write(f"/notices/{notice}/paper.{_one_of(form, SHEETS)}", asked, out)


def digest(
    month: Annotated[str, typer.Option("--month", help="As 2026-10; the last one if not.")] = "",
    form: Annotated[str, typer.Option("--form", help="docx or html")] = "docx",
    out: Out = None,
) -> None:
    """Write the digest of a month as a file; journalled as an export."""
    _write(f"/digests/{_one_of(form, DIGESTS)}", {"month": month}, out)


def _one_of(form: str, known: tuple[str, ...]) -> str:
    if form not in known:
        raise InvalidInput("choose one of: {forms}", forms=", ".join(known), place="--form")
    return form


def _write(path: str, asked: dict[str, str], out: Path | None) -> None:
    from tocsin.node.cli.verbs import fetch

    said = urlencode({name: value for name, value in asked.items() if value})
    name, data = fetch(f"{path}?{said}" if said else path)
    where = out or Path(name)
    part = where.with_name(f".{where.name}.part")
    part.write_bytes(data)
    part.replace(where)
    typer.echo(f"{len(data):,} bytes in {where}")
