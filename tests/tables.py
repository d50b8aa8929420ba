"""Tables made once: making them anew takes longer than most of what is tested.

The first process of a run that asks for the database makes a model of it; the database of each
process begins as a copy. Migrations are run over the copy as ever, and find nothing left to do.
"""

import fcntl
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

MODEL = "tocsin_model"  # a file on SQLite; on PostgreSQL a database, made anew by each run


def make_model(folder: Path) -> Path:
    """Make the model, unless a process of this run has; ``folder`` is shared by all of them."""
    from django.db import connection

    with (folder / "model.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "model.made").exists():
            _migrated(connection, str(folder / MODEL) if _is_sqlite(connection) else MODEL)
            (folder / "model.made").touch()
    return folder / MODEL


@contextmanager
def copied(model: Path) -> Iterator[None]:
    """Let a test database that is made meanwhile begin as a copy of the model."""
    from django.db import connection

    if not _is_sqlite(connection):
        connection.settings_dict["TEST"]["TEMPLATE"] = MODEL
        yield
        return
    create = connection.creation._create_test_db
    held: list[sqlite3.Connection] = []

    def made(*arguments: Any, **more: Any) -> str:
        name = str(create(*arguments, **more))
        held.append(sqlite3.connect(name, uri=True))  # in memory: it is there while it is open
        with closing(sqlite3.connect(model)) as tables:
            tables.backup(held[-1])
        return name

    connection.creation._create_test_db = made
    try:
        yield
    finally:
        for one in held:
            one.close()


def _is_sqlite(connection: Any) -> bool:
    return bool(connection.vendor == "sqlite")


def _migrated(connection: Any, name: str) -> None:
    from django.conf import settings

    own, test = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    connection.settings_dict["TEST"] = {**test, "NAME": name}
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    if _is_sqlite(connection):
        with connection.cursor() as cursor:
            cursor.execute("pragma journal_mode = delete")  # a copy in memory has no other file
    connection.close()
    connection.settings_dict.update(NAME=own, TEST=test)
    settings.DATABASES[connection.alias]["NAME"] = own


def lay(home: Path, tables: Path) -> Path:
    """See to a home and copy the tables of the fixture of that name into it."""
    home.mkdir(parents=True, mode=0o700, exist_ok=True)
    shutil.copyfile(tables, home / "tocsin.sqlite3")
    (home / "tocsin.sqlite3").chmod(0o600)
    return home
