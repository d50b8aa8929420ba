"""Nodes as real processes over TLS that have introduced themselves to each other."""

import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.house.tree import ROOT
from tests.tables import lay

sys.path.insert(0, str(ROOT / "examples" / "three-bureaus"))
from nodes import NAMES, Node, introduce

__all__ = [
    "ADMINISTRATOR",
    "FAULTS",
    "NAMES",
    "OFFICER",
    "Node",
    "holds",
    "line",
    "running",
    "until",
    "witnessed",
    "written",
]

OFFICER, ADMINISTRATOR = "bureau_officer", "administrator"
FAULTS = {"shortened", "rewritten", "forked"}  # of a journal that contradicts what was seen of it


@contextmanager
def running(codes: Iterable[str], folder: Path, tables: Path) -> Iterator[list[Node]]:
    """Start a node for each bureau, let all accept each other, and end them at last."""
    nodes = [Node(code, folder) for code in codes]
    try:
        for node in nodes:
            lay(node.home, tables)
            node.set_up().start()
        introduce(nodes)
        yield nodes
    finally:
        for node in nodes:
            node.end()


def until(what: Callable[[], object], most: float = 120.0) -> None:
    """Wait for an event of another process; the bound is for a broken node, not a promise."""
    began = time.monotonic()
    while not what():
        assert time.monotonic() - began < most, "not within two minutes"
        time.sleep(0.1)


def line(node: Node, to: Node) -> dict[str, Any]:
    rows = node.get(ADMINISTRATOR, "/peers")["items"]
    return next(row for row in rows if row["bureau"] == to.code)


def holds(node: Node, record: str) -> bool:
    try:
        return bool(node.get(OFFICER, f"/records/{record}"))
    except RuntimeError as error:
        if "404" not in str(error):
            raise
        return False


def witnessed(node: Node, of: Node) -> int:
    """How far the journal of the other was seen and cosigned here."""
    with closing(sqlite3.connect(node.home / "tocsin.sqlite3")) as tables:
        asked = (
            "select coalesce(max(size), 0) from exchange_witnessed w join exchange_peer p"
            " on p.id = w.peer_id join bureaus_bureau b on b.id = p.partner_id where b.code = ?"
        )
        return int(tables.execute(asked, (of.code,)).fetchone()[0])


def written(home: Path, of: Node) -> int:
    """How many entries the journal of a bureau has on this disk."""
    with closing(sqlite3.connect(home / "tocsin.sqlite3")) as tables:
        asked = "select count(*) from journal_entry where log = ?"
        return int(tables.execute(asked, (UUID(of.said["id"]).hex,)).fetchone()[0])
