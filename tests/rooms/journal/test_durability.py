"""A look that has returned survives the death of the process, from many threads at once."""

import os
import sqlite3
import subprocess
import sys
from uuid import UUID, uuid4

import pytest


def environment(home):
    return os.environ | {
        "TOCSIN_HOME": str(home),
        "TOCSIN_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "tocsin.node.settings",
    }


def looks_until_killed(home, threads, count):
    """Start a node's process, let it look, kill it in the middle; return what it had promised."""
    log = uuid4()
    command = [sys.executable, "-m", "tests.rooms.journal.looking", str(log), str(threads)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment(home)) as process:
        assert process.stdout is not None
        promised = [process.stdout.readline() for _ in range(count)]
        process.kill()
        promised += process.stdout.readlines()
    return log, {UUID(line.decode().strip()) for line in promised if line.endswith(b"\n")}


@pytest.mark.parametrize("threads", [1, 8])
def test_what_was_promised_is_there_after_a_kill(home, threads) -> None:
    log, promised = looks_until_killed(home, threads, 60)
    with sqlite3.connect(home / "tocsin.sqlite3") as database:
        rows = database.execute("SELECT uuid, log FROM journal_entry").fetchall()
    database.close()
    kept = {UUID(row[0]) for row in rows if UUID(row[1]) == log}
    assert len(promised) >= 60
    assert promised <= kept


def test_what_was_erased_is_in_no_file_of_the_home(home) -> None:
    """Neither in the database file nor in its write-ahead log, while the node still runs."""
    name = "Nieistniejewska"
    command = [sys.executable, "-m", "tests.rooms.journal.erasing", str(uuid4()), name]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(home)
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"erased\n"
        found = [path.name for path in home.iterdir() if name.encode() in path.read_bytes()]
        wrote = (home / "tocsin.sqlite3").stat().st_size
        process.communicate(b"")
    assert wrote > 100_000
    assert found == []
