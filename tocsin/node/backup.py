"""Backup and restore: one sealed file with database, keys and attachments.

A backup is consistent though the node goes on serving. A restored node stands in catch-up: it
serves and screens nothing until two administrators declare it, as it may have missed recalls.
"""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.db import connection, transaction

from tocsin.core.errors import Conflict, InvalidInput, MalformedFile, Unavailable
from tocsin.core.sealing import Opener, Sealer
from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.journal import actions as journal
from tocsin.web import catchup

KEPT = ("secret.key", "keys", "attachments", "tls")
SQLITE, POSTGRES = "database.sqlite3", "database.dump"


def back_up(file: Path, passphrase: str, at: datetime) -> int:
    """Write the sealed backup whole or not at all; return its size in bytes.

    Journalled in each hosted bureau's log as operator, so that a copy is never made unseen.
    """
    home = Path(settings.TOCSIN_HOME)
    for bureau in Bureau.unrestricted.filter(hosted=True):
        with transaction.atomic():
            journal.append(
                log=bureau.id,
                verb="node.backup",
                realm="live",
                objects=[bureau.id],
                actor=None,
                purpose="operator",
                at=at,
            )
    part = file.with_name(file.name + ".part")
    with part.open("wb") as out, _snapshot(home) as database:
        part.chmod(0o600)
        sealer = Sealer(out, passphrase)
        with tarfile.open(fileobj=cast("IO[bytes]", sealer), mode="w|") as tar:
            tar.add(database, arcname=database.name)
            for name in KEPT:
                if (home / name).exists():
                    tar.add(home / name, arcname=name)
        sealer.close()
    part.replace(file)
    return file.stat().st_size


def restore(file: Path, passphrase: str) -> None:
    """Fill an empty home from a backup and put the node into catch-up.

    Everything is unsealed and checked before anything takes its place. Raises Conflict for a home
    that holds a node, ProofFailed for a wrong passphrase or an altered file.
    """
    home = Path(settings.TOCSIN_HOME)
    if (home / "keys").exists() or (home / "tocsin.sqlite3").exists():
        raise Conflict("this home holds a node already; choose an empty TOCSIN_HOME")
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=home) as place:
        unpacked = Path(place)
        with file.open("rb") as source:
            opener = Opener(source, passphrase)
            _unpack(opener, unpacked)
        _put_database(unpacked, home)
        for name in KEPT:
            if (unpacked / name).exists():
                shutil.move(unpacked / name, home / name)
    catchup.begin()


def _unpack(opener: Opener, unpacked: Path) -> None:
    try:
        with tarfile.open(fileobj=cast("IO[bytes]", opener), mode="r|") as tar:
            tar.extractall(unpacked, filter="data")
    except tarfile.TarError as error:
        raise MalformedFile("what it holds is no backup", place="file") from error
    opener.read()  # to the end, so that a file cut off is refused


@contextlib.contextmanager
def _snapshot(home: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=home) as place:
        if connection.vendor == "sqlite":
            target = Path(place) / SQLITE
            with contextlib.closing(sqlite3.connect(target)) as copy:
                connection.ensure_connection()
                cast("sqlite3.Connection", connection.connection).backup(copy)
        else:
            target = Path(place) / POSTGRES
            _run(["pg_dump", "--format=custom", f"--file={target}", *_where()])
        yield target


def _put_database(unpacked: Path, home: Path) -> None:
    if connection.vendor == "sqlite":
        if not (unpacked / SQLITE).exists():
            raise InvalidInput("this backup is of a PostgreSQL node; name one", place="database")
        shutil.move(unpacked / SQLITE, home / "tocsin.sqlite3")
        return
    if not (unpacked / POSTGRES).exists():
        raise InvalidInput("this backup is of an SQLite node; leave it empty", place="database")
    _run(["pg_restore", "--no-owner", "--exit-on-error", *_where(), str(unpacked / POSTGRES)])


def _where() -> list[str]:
    said: dict[str, Any] = settings.DATABASES["default"]
    where = [f"--dbname={said['NAME']}", f"--username={said['USER']}", f"--host={said['HOST']}"]
    return [*where, *([f"--port={said['PORT']}"] if said["PORT"] else [])]


def _run(command: list[str]) -> None:
    password = {"PGPASSWORD": str(settings.DATABASES["default"]["PASSWORD"])}
    program = shutil.which(command[0])
    if program is None:
        raise Unavailable(
            "{command} is not on this machine; install PostgreSQL's client", command=command[0]
        )
    done = subprocess.run(  # noqa: S603  a fixed program and our own settings
        [program, *command[1:]], env={**os.environ, **password}, capture_output=True, check=False
    )
    if done.returncode:
        raise Unavailable(
            "{command}: {output}",
            command=command[0],
            output=done.stderr.decode(errors="replace")[:300],
        )
