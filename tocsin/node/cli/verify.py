"""``tocsin verify``: check a journal's export offline, with the bureau's card and nothing else."""

import json
import sys
import time
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from tocsin.core.errors import InvalidInput, ProofFailed
from tocsin.core.ledger.report import Report
from tocsin.core.ledger.verify import verify as verify_stream
from tocsin.core.protocol.believing import cosigned_at
from tocsin.core.statements.cards import Card
from tocsin.core.statements.cards import decode as decode_card

SHOWN = 20
_BUFFER = 1_048_576
_REFRESH = 0.5


def verify(
    file: Annotated[str, typer.Argument(help="The export; - reads it from standard input.")],
    key: Annotated[
        Path | None, typer.Option("--key", help="The bureau's card; FILE.card without this.")
    ] = None,
    checkpoint: Annotated[
        Path | None,
        typer.Option("--checkpoint", help="A checkpoint kept from before: shows rewriting."),
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option("--keep", help="Write the last checkpoint here, to keep outside the bureau."),
    ] = None,
    cosigner: Annotated[
        list[Path] | None,
        typer.Option(
            "--cosigner",
            help="The card of a bureau that must have cosigned the checkpoint; FILE.cosigned"
            " without --checkpoint. May be said again.",
        ),
    ] = None,
    every: Annotated[  # noqa: FBT002 - typer reads a flag so
        bool, typer.Option("--all", help="List every finding, not only the first twenty.")
    ] = False,
) -> None:
    """Verify a journal offline. Exit code 1 if anything is wrong; erased entries are not wrong."""
    if key is None and file == "-":
        raise InvalidInput("say whose card to verify with", place="--key")
    card = decode_card(_first_line(_read(key or Path(f"{file}.card"), "--key")))
    typer.echo(f"{card.code} ({card.name}), card {card.serial}: {' '.join(card.words())}")
    typer.echo("Compare these words with the bureau by telephone: the verdict rests on them.")
    if cosigner and checkpoint is None:
        checkpoint = Path(f"{file}.cosigned")
    kept = None if checkpoint is None else _checkpoint(_read(checkpoint, "--checkpoint"))
    for path in cosigner or ():
        typer.echo(_cosigned(kept or b"", decode_card(_first_line(_read(path, "--cosigner")))))
    with _opened(file) as stream:
        report = verify_stream(stream, card, kept, progress=_Progress())
    _say(report, None if every else SHOWN)
    if keep is not None and report.ok and report.last_text:
        keep.write_text(report.last_text, encoding="utf-8")
        typer.echo(f"checkpoint kept in {keep}")
    raise typer.Exit(0 if report.ok else 1)


def _say(report: Report, shown: int | None) -> None:
    for finding in report.findings[:shown]:
        typer.echo(f"WRONG   {finding}")
    if report.wrong > len(report.findings[:shown]):
        typer.echo(f"        and {report.wrong - len(report.findings[:shown])} more")
    for finding in report.erased[:shown]:
        typer.echo(f"erased  {finding}")
    if report.erased_entries > len(report.erased[:shown]):
        typer.echo(f"        and {report.erased_entries - len(report.erased[:shown])} more")
    for sentence in report.sentences():
        typer.echo(sentence)


def _cosigned(kept: bytes, witness: Card) -> str:
    """Return a sentence on when this bureau cosigned; raise ProofFailed if it did not."""
    at = cosigned_at(kept.decode("utf-8", "replace"), witness)
    if at is None:
        raise ProofFailed("the checkpoint holds no cosignature of this bureau", place=witness.code)
    words = " ".join(witness.words())
    return f"cosigned by {witness.code} at {at:%Y-%m-%d %H:%M:%S} UTC: {words}"


def _checkpoint(data: bytes) -> bytes:
    """Return the signed text of a kept checkpoint, also where its line of an export was kept."""
    if not data.startswith(b"{"):
        return data
    try:
        return str(json.loads(data)["checkpoint"]).encode()
    except (ValueError, KeyError, TypeError):
        raise InvalidInput("is no checkpoint", place="--checkpoint") from None


def _read(path: Path, option: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidInput(
            "cannot be read: {reason}", reason=error.strerror, place=f"{option} {path}"
        ) from None


def _first_line(data: bytes) -> bytes:
    """Return the card of an introduction, whose second line is an address."""
    return data.partition(b"\n")[0]


def _opened(file: str) -> BinaryIO:
    if file == "-":
        return sys.stdin.buffer
    try:
        return Path(file).open("rb", buffering=_BUFFER)
    except OSError as error:
        raise InvalidInput("cannot be read: {reason}", reason=error.strerror, place=file) from None


class _Progress:
    """Shows on a terminal how many entries are done; elsewhere it says nothing."""

    def __init__(self) -> None:
        self.shown = 0.0
        self.terminal = sys.stderr.isatty()

    def __call__(self, entries: int) -> None:
        now = time.monotonic()
        if self.terminal and now - self.shown >= _REFRESH:
            self.shown = now
            sys.stderr.write(f"\r{entries:,} entries ")
            sys.stderr.flush()
