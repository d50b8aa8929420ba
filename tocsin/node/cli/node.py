"""The commands that open the node themselves, as its operator: each one is journalled as such."""

import secrets
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from tocsin.core.errors import Conflict, InvalidInput
from tocsin.node.cli import keeping, peering
from tocsin.node.cli.hosted import one_bureau
from tocsin.rooms.bureaus import founding
from tocsin.rooms.bureaus.models import Bureau, Officer
from tocsin.rooms.bureaus.powers import Role

Code = Annotated[str, typer.Option("--bureau", help="The bureau's code, as in POL.")]


def add_commands(app: typer.Typer, groups: dict[str, typer.Typer]) -> None:
    """Add the operator's commands; groups of a noun are shared with the noun's verbs."""
    for command in (init, up, work, demo):
        app.command(command.__name__)(command)
    for name, help_text in (
        ("officers", "Officers: add one in bootstrap; verbs through the API."),
        ("tokens", "Tokens: create one in bootstrap; verbs through the API."),
        ("journal", "The journal: export it for offline verification."),
        ("peers", "Peers: card, certificate, a call now; verbs through the API."),
    ):
        groups[name] = typer.Typer(no_args_is_help=True, help=help_text)
        app.add_typer(groups[name], name=name)
    groups["officers"].command("add")(add_officer)
    groups["tokens"].command("create")(create_token)
    keeping.add_commands(app, groups)
    peering.add_commands(groups)


def prepare() -> None:
    """Make the home and bring the database to the newest migration."""
    home = Path(settings.TOCSIN_HOME)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def init(
    bureau: Annotated[str, typer.Option("--bureau", help="The bureau's code, as in POL.")],
    name: Annotated[str, typer.Option("--name", help="The bureau's full name.")],
    admin: Annotated[str, typer.Option("--admin", help="Log-in of the first officer.")] = "admin",
    home: Annotated[str | None, typer.Option("--home", help="As TOCSIN_HOME.")] = None,
) -> None:
    """Set up a node: database, keys, first administrator. Its password is printed once."""
    if home is not None and Path(home).expanduser().resolve() != Path(settings.TOCSIN_HOME):
        _again_in(home)
    prepare()
    made = founding.found(bureau, name, at=timezone.now())
    password = secrets.token_urlsafe(12)
    founding.appoint(
        made,
        admin,
        f"First administrator of {made.code}",
        [Role.ADMINISTRATOR],
        password=password,
        at=timezone.now(),
    )
    typer.echo(f"bureau    {made.code}  {made.name}")
    typer.echo(f"log-in    {admin}")
    typer.echo(f"password  {password}   (shown once; it must be changed at first log-in)")
    typer.echo(f"root key  {settings.TOCSIN_HOME}/keys/{made.id}/root.key   (move it to a safe)")


def _again_in(home: str) -> None:
    """Start over with the home given: settings were read from the environment already."""
    import os

    os.environ["TOCSIN_HOME"] = home
    os.execv(sys.executable, [sys.executable, "-m", "tocsin.node", *sys.argv[1:]])  # noqa: S606


def up(
    port: Annotated[int, typer.Option(min=1, max=65_535, help="TCP port.")] = 8000,
    address: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    no_worker: Annotated[bool, typer.Option("--no-worker", help="Only serve pages.")] = False,  # noqa: FBT002
    processes: Annotated[
        int, typer.Option(min=1, max=64, help="Web processes; each can keep one core busy.")
    ] = 1,
) -> None:
    """Serve the node and its worker until interrupted."""
    from tocsin.node import serving

    prepare()
    if not Bureau.unrestricted.exists():
        raise InvalidInput('this home holds no node yet: "tocsin init" or "tocsin demo" first')
    serving.claim(address, port)
    typer.echo(f"Tocsin is at http://{address}:{port}/  (Ctrl+C ends it)")
    serving.serve(address, port, worker=not no_worker, processes=processes)


def work() -> None:
    """Run the worker alone, until interrupted: clocks, reactions, imports, sealing the journal."""
    from tocsin.node.worker import Worker

    worker = Worker()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())
    worker.run()


def demo() -> None:
    """Fill an empty node with the invented consortium: POL, MDA, UKR, their staff and records."""
    from tocsin.node import demo as invented

    prepare()
    if Bureau.unrestricted.exists():
        raise Conflict("this home holds a node already; choose an empty TOCSIN_HOME")
    for line in invented.fill(timezone.now()):
        typer.echo(line)


def add_officer(
    name: Annotated[str, typer.Argument(help="Log-in name.")],
    role: Annotated[Role, typer.Option("--role")],
    full_name: Annotated[str, typer.Option("--full-name")] = "",
    bureau: Code = "",
    password_stdin: Annotated[bool, typer.Option("--password-stdin")] = False,  # noqa: FBT002
) -> None:
    """Add an officer as the operator; only until the bureau's bootstrap is closed."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else secrets.token_urlsafe(12)
    if len(password) < 12:
        raise InvalidInput("use at least 12 characters", place="password")
    founding.appoint(
        one_bureau(bureau),
        name,
        full_name or name,
        [role],
        password=password,
        at=timezone.now(),
        must_change=not password_stdin,
    )
    if not password_stdin:
        typer.echo(f"password  {password}   (shown once)")


def create_token(
    officer: Annotated[str, typer.Argument(help="Log-in name.")],
    name: Annotated[str, typer.Option("--name", help="What the token is for.")],
) -> None:
    """Print an API token for an officer once; only until the bureau's bootstrap is closed."""
    found = Officer.objects.filter(username=officer).select_related("bureau").first()
    if found is None:
        raise InvalidInput("no officer has this log-in name", place="officer")
    secret = secrets.token_urlsafe(32)
    typer.echo(founding.hand_token(found, name, at=timezone.now(), secret=secret))
