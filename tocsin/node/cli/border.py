"""What is done at a border station without a line: no node, no database, one folder."""

import json
import sys
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from tocsin.core.border import Station
from tocsin.core.border.clockwork import Reading
from tocsin.core.errors import InvalidInput, TocsinError, Unavailable

Folder = Annotated[Path, typer.Argument(help="The station's folder.")]
Several = list[str]
TRIES, PAUSE = 600, 1.0


def add_commands(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(no_args_is_help=True, help="A border station that screens without a line.")
    for command in (create, card, take, check, report, confirm, renew, sync):
        group.command(command.__name__)(command)
    app.add_typer(group, name="border")


def create(
    folder: Folder,
    name: Annotated[str, typer.Option("--name", help="What the station is called.")],
    bureau: Annotated[Path, typer.Option("--bureau", help="The bureau's card.")],
) -> None:
    """Make a station: its keys, and the card that two officers of the bureau register."""
    text = bureau.read_text("utf-8").splitlines()[0] + "\n"
    _show(Station.create(folder, name, text))


def card(folder: Folder) -> None:
    """Print the station's card, and the words to read out over the telephone."""
    _show(Station(folder))


def take(folder: Folder, file: Annotated[Path, typer.Argument(help="A copy.")]) -> None:
    """Take a copy, or what changed since a full one; an older one is refused."""
    with file.open("rb") as source:
        held = Station(folder).take(source, reading())
    typer.echo(f"copy {held.number}, until {held.until:%Y-%m-%d %H:%M} UTC")


def check(  # noqa: PLR0913, PLR0917  a traveller is described by this much
    folder: Folder,
    by: Annotated[str, typer.Option("--by", help="Who checks: her name at log-in.")],
    name: Annotated[Several, typer.Option("--name")] = [],  # noqa: B006
    dob: Annotated[Several, typer.Option("--dob")] = [],  # noqa: B006
    nat: Annotated[Several, typer.Option("--nat")] = [],  # noqa: B006
    doc: Annotated[Several, typer.Option("--doc")] = [],  # noqa: B006
    gender: Annotated[str, typer.Option("--gender")] = "",
    where: Annotated[str, typer.Option("--where", help="Lane or post.")] = "",
) -> None:
    """Check one traveller; exit code 1 for a hit, 2 when nobody could be screened."""
    if not (name or doc):
        raise InvalidInput("give a name or a document number", place="--name")
    query: dict[str, Any] = {"names": name, "dob": dob, "nat": nat, "docs": doc}
    query["gender"] = gender or None
    try:
        line = Station(folder).check(query, by=by, where=where, now=reading())
    except TocsinError as error:
        # One is for a hit: what could not be screened must never pass for an answer.
        typer.echo(f"tocsin: {error}", err=True)
        raise typer.Exit(2) from None
    shown = {key: line[key] for key in ("id", "at", "verdict", "hits", "copy")}
    sys.stdout.write(json.dumps(shown, indent=2, ensure_ascii=False) + "\n")
    raise typer.Exit(1 if line["hits"] else 0)


def report(folder: Folder, file: Annotated[Path, typer.Argument(help="Where to write.")]) -> None:
    """Write the checks that the bureau has not confirmed, sealed to it."""
    with file.open("wb") as out:
        count = Station(folder).report(out, reading())
    typer.echo(f"{count} checks")


def confirm(
    folder: Folder, last: Annotated[str, typer.Argument(help="What the node answered as last.")]
) -> None:
    """Forget the checks that the bureau has."""
    typer.echo(f"{Station(folder).confirmed(last)} checks left")


def renew(
    folder: Folder, bureau: Annotated[Path, typer.Argument(help="The bureau's newer card.")]
) -> None:
    """Take the bureau's newer card, as after a change of its keys."""
    Station(folder).renew(bureau.read_text("utf-8").splitlines()[0] + "\n")


def sync(
    folder: Folder,
    full: Annotated[bool, typer.Option("--full", help="Fetch a whole copy.")] = False,  # noqa: FBT002
    certificate: Annotated[
        Path | None, typer.Option("--certificate", help="The node's own, where it has one.")
    ] = None,
) -> None:
    """With a line: hand in the checks, then fetch what changed. Needs TOCSIN_TOKEN."""
    station = Station(folder)
    trust = certificate.read_text() if certificate else ""
    where = f"/stations/{station.card.id}"
    if len(station.book):
        path = folder / "report.sealed"
        with path.open("wb") as out:
            station.report(out, reading())
        said = json.loads(
            _call("POST", f"{where}/report", path.read_bytes(), trust=trust, upload=True)
        )
        path.unlink()
        station.confirmed(said["last"])
        typer.echo(f"{said['new']} checks handed in, {said['refused']} refused")
    asked = json.loads(
        _call("POST", f"{where}/copy", json.dumps({"full": full}).encode(), trust=trust)
    )
    number = asked["number"]
    for _try in range(TRIES):
        newest = json.loads(_call("GET", where, trust=trust))["copy"]
        if newest["number"] == number and newest["state"] != "waiting":
            break
        time.sleep(PAUSE)
    path = folder / "fetched.copy"
    path.write_bytes(_call("GET", f"{where}/copies/{number}", trust=trust))
    take(folder, path)
    path.unlink()


def reading() -> Reading:
    """Return what this machine says of the time: clock, run, and its counter since it began."""
    try:
        run = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        ticks = time.clock_gettime(time.CLOCK_BOOTTIME)
    except (OSError, AttributeError):
        run, ticks = "", time.monotonic()
    return Reading(datetime.now(UTC), run, ticks)


def _show(station: Station) -> None:
    typer.echo(station.card.signed.to_text())
    typer.echo(f"words: {' '.join(station.card.words())}", err=True)


def _call(
    method: str, path: str, body: bytes | None = None, *, trust: str = "", upload: bool = False
) -> bytes:
    """Call the bureau's node as the officer of the token."""
    from tocsin.node.environment import BASE_URL, TOKEN
    from tocsin.web.fetch import context

    base, token = BASE_URL.read().rstrip("/"), TOKEN.read()
    if not token:
        raise InvalidInput("set it to an API token of yours", place=TOKEN.name)
    kind = "application/json"
    if upload:
        mark = "tocsin-border-report"
        head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="report"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        body = head.encode() + (body or b"") + f"\r\n--{mark}--\r\n".encode()
        kind = f"multipart/form-data; boundary={mark}"
    headers = {"Authorization": f"Bearer {token}", "Content-Type": kind}
    request = urllib.request.Request(f"{base}/api{path}", body, headers, method=method)  # noqa: S310
    tls = context(trust) if base.startswith("https://") else None
    try:
        with urllib.request.urlopen(request, timeout=120, context=tls) as answer:  # noqa: S310
            return bytes(answer.read())
    except urllib.error.HTTPError as error:
        said = json.loads(error.read() or b"{}")
        raise InvalidInput("{said}", said=said.get("detail") or str(error)) from error
    except urllib.error.URLError as error:
        raise Unavailable(
            "no node answers at {address}: {reason}", address=base, reason=error.reason
        ) from error
