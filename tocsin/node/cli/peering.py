"""What an operator does for exchange: introduction, certificate, a call now."""

from pathlib import Path
from typing import Annotated

import typer

Code = Annotated[str, typer.Option("--bureau", help="Whose, if there are several.")]


def add_commands(groups: dict[str, typer.Typer]) -> None:
    """Add the commands beside the verbs of the same noun."""
    groups["peers"].command("card")(card)
    groups["peers"].command("certificate")(certificate)
    groups["peers"].command("add")(add)
    groups["peers"].command("sync")(sync)


def card(bureau: Code = "") -> None:
    """Print what to hand a partner: the signed card, and this node's address where it is https."""
    from django.conf import settings

    from tocsin.core.statements.cards import decode
    from tocsin.node.cli.hosted import one_bureau
    from tocsin.rooms.exchange.actions import lines

    found = one_bureau(bureau)
    if settings.BASE_URL.startswith("https://"):
        typer.echo(lines.introduction(found).decode(), nl=False)
    else:
        typer.echo(found.card, nl=False)
        typer.echo("no address: set TOCSIN_BASE_URL to https://... for peers to call", err=True)
    typer.echo(f"words: {' '.join(decode(found.card.encode()).words())}", err=True)


def certificate(
    again: Annotated[bool, typer.Option("--again", help="Replace the one there is.")] = False,  # noqa: FBT002
) -> None:
    """Make a certificate for the base address, for a node that serves HTTPS by itself."""
    from django.conf import settings
    from django.utils import timezone

    from tocsin.node import tls

    typer.echo(tls.make(settings.BASE_URL, timezone.now(), again=again))


def add(
    introduction: Annotated[Path, typer.Argument(help="The file the partner handed over.")],
) -> None:
    """Add a partner by its introduction; it is accepted by officers, with the words."""
    import json
    import sys

    from tocsin.core.statements import introductions
    from tocsin.node.cli.verbs import send
    from tocsin.node.environment import BASE_URL

    text = introduction.read_text("utf-8")
    found = introductions.decode(text.strip().encode())
    where = f"{BASE_URL.read().rstrip('/')}/api/peers/add"
    said = send(where, "application/json", json.dumps({"introduction": text}).encode())
    sys.stdout.write(json.dumps(said, indent=2, ensure_ascii=False) + "\n")
    typer.echo(f"{found.card.code} reads ten words of its card over the telephone;", err=True)
    typer.echo("accept it with those: tocsin peers accept ID --words '...'", err=True)


def sync() -> None:
    """Call every accepted peer now and say how it went; exit code 1 if one did not answer."""
    from tocsin.rooms.exchange.actions import lines

    failed = 0
    for peer in lines.all_open():
        count = lines.sync(peer)
        peer.refresh_from_db()
        fault = peer.fault()
        failed += bool(peer.error or fault)
        outcome = peer.error or (f"FAULT: {fault.kind}" if fault else f"{count} objects")
        typer.echo(f"{peer.partner.code:6} {outcome}")
    raise typer.Exit(1 if failed else 0)
