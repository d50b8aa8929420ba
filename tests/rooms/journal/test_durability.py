"""A look that has returned survives the death of the process, from many threads at once."""

import os
import sqlite3
import subprocess
import sys
from uuid import UUID, uuid4

import pytest


def looks_until_killed(home, threads, count):
    """Start a node's process, let it look, kill it in the middle; return what it had promised."""
    log = uuid4()
    environment = os.environ | {
        "TOCSIN_HOME": str(home),
        "TOCSIN_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "tocsin.node.settings"),
    }
    command = [sys.executable, "-m", "tests.rooms.journal.looking", str(log), str(threads)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
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
