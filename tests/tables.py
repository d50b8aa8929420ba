"""Homes of nodes with the tables in them: making these takes longer than most of what is tested."""

import sqlite3
from contextlib import closing
from pathlib import Path


def lay(home: Path) -> Path:
    """Make an empty home and copy the tables of the tests' own database into it, on SQLite.

    The caller has asked for the database. On another one the node makes its tables itself.
    """
    from django.db import connection

    home.mkdir(parents=True, mode=0o700)
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(home / "tocsin.sqlite3")) as made:
            connection.ensure_connection()
            connection.connection.backup(made)
    return home
