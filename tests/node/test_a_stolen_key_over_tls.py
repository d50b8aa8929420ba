"""A node's disk is stolen, its owner says since when, and the thief back-dates: real processes.

The first hour passes in a moment: the nodes live it with their clocks an hour back, all alike. The
thief writes with the stolen copy's clock set back before the theft, then serves what it wrote at
the owner's address, under the owner's certificate. That forks the owner's journal: the partner shows
it in red, and so does the owner once it is back.
"""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.node.peers import (
    ADMINISTRATOR,
    FAULTS,
    Node,
    holds,
    line,
    running,
    until,
    witnessed,
    written,
)

pytestmark = pytest.mark.long
HOUR, MINUTE = 3600, 60
EVERYBODY = {"everyone": True, "tlp": "TLP:GREEN"}
CLOCK = """
import os
from datetime import timedelta

import django.utils.timezone

now, late = django.utils.timezone.now, timedelta(seconds=int(os.environ.get("LATE", "0")))
django.utils.timezone.now = lambda: now() - late
"""


@pytest.fixture
def pair(tmp_path: Path, tables: Path, monkeypatch: Any) -> Iterator[list[Node]]:
    clock = tmp_path / "clock"
    clock.mkdir()
    (clock / "sitecustomize.py").write_text(CLOCK)
    monkeypatch.setenv("PYTHONPATH", str(clock))
    monkeypatch.setenv("LATE", str(HOUR))
    monkeypatch.delenv("TOCSIN_HOME", raising=False)
    with running(("POL", "MDA"), tmp_path, tables) as nodes:
        yield nodes


def test_what_a_thief_back_dates_is_set_aside_and_its_fork_is_red_on_both_sides(
    pair, tmp_path: Path, monkeypatch: Any
) -> None:
    pol, mda = pair
    before = mda.person("Dawny Zmyslony", "1970-01-01")
    mda.release(before, **EVERYBODY)
    until(lambda: holds(pol, before))
    until(lambda: witnessed(pol, mda) > 0)
    for node in pair:
        node.end()
    stolen = tmp_path / "stolen"
    shutil.copytree(mda.home, stolen, ignore=shutil.ignore_patterns("*.pipe"))

    monkeypatch.setenv("LATE", "0")
    for node in pair:
        node.start()
    theft = datetime.now(UTC) - timedelta(minutes=20)
    the_owner_says_since_when(mda, theft)
    until(lambda: knows_of_the_theft(pol))
    assert holds(pol, before), "it was here before the theft by more than clocks differ"
    until(lambda: witnessed(pol, mda) > written(stolen, mda))  # what the copy does not have
    assert line(pol, mda)["fault"] == line(mda, pol)["fault"] == ""
    mda.end()

    thief = Node("MDA", tmp_path / "nowhere", mda.port)
    thief.home, thief.said = stolen, mda.said
    forged = back_dated(thief, monkeypatch)
    try:
        thief.start()
        until(lambda: reads_on(pol) and set_aside(pol) == set(forged))
        assert not any(holds(pol, one) for one in forged)
        assert holds(pol, before)
        until(lambda: reads_on(pol) and line(pol, mda)["fault"] in FAULTS)
    finally:
        thief.end()
    mda.start()
    until(lambda: line(mda, pol)["fault"].removeprefix("own-journal-") in FAULTS)
    assert line(mda, pol)["fault"].startswith("own-journal-"), "the owner learns what was shown"
    assert line(pol, mda)["fault"] in FAULTS, "until officers have looked at it"
    after = mda.person("Nowy Zmyslony", "1990-03-03")
    mda.release(after, **EVERYBODY)
    until(lambda: holds(pol, after))
    assert holds(pol, before)
    assert set_aside(pol) >= set(forged)


def the_owner_says_since_when(mda: Node, theft: datetime) -> None:
    with closing(sqlite3.connect(mda.home / "tocsin.sqlite3")) as tables:
        (key,) = tables.execute("select distinct key from register_revision").fetchone()
    path = f"/bureaus/{mda.said['id']}/revoke_key"
    since = theft.isoformat(timespec="milliseconds")
    mda.post(ADMINISTRATOR, path, key=key, since=since, reason="Laptop lost.")


def asked(node: Node, question: str) -> set[Any]:
    with closing(sqlite3.connect(node.home / "tocsin.sqlite3")) as tables:
        return {row[0] for row in tables.execute(question)}


def knows_of_the_theft(node: Node) -> bool:
    return "key-compromised" in asked(node, "select kind from exchange_finding")


def back_dated(thief: Node, monkeypatch: Any) -> list[str]:
    """Let the thief write records that are dated before the theft, on its own."""
    monkeypatch.setenv("LATE", str(40 * MINUTE))
    thief.start("--no-worker")
    try:
        made = [thief.person(f"Podrobiony {one}", "1980-02-02") for one in "ABCD"]
        for one in made:
            thief.release(one, **EVERYBODY)
    finally:
        thief.end()
    monkeypatch.setenv("LATE", "0")
    return made


def reads_on(node: Node) -> bool:
    """Pull now: the thief cannot call, for its key opens no door any more."""
    command = [sys.executable, "-m", "tocsin.node", "peers", "sync"]
    said = subprocess.run(command, env=node.environment, capture_output=True, check=False)
    assert b"Traceback" not in said.stderr, said.stderr.decode()[-2000:]
    return True


def set_aside(node: Node) -> set[str]:
    rows = node.get(ADMINISTRATOR, "/quarantine")["items"]
    return {row["identifier"].rpartition("--")[2] for row in rows if row["why"] == "key"}
