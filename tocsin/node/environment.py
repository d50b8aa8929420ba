"""The node's settings that an operator may give, all from the environment, all in one table.

The table is printed into the operator's manual; nothing else in the node reads ``os.environ``.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tocsin.core.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Variable:
    """One setting: its name, what holds without it, and a sentence for the operator."""

    name: str
    default: str
    sentence: str

    def read(self) -> str:
        """Return what the environment says, or the default."""
        return os.environ.get(self.name, self.default)


HOME = Variable(
    "TOCSIN_HOME",
    "./var",
    "The data folder: SQLite file, keys, attachments and index snapshots.",
)
DATABASE_URL = Variable(
    "TOCSIN_DATABASE_URL",
    "",
    "postgres://user:password@host:port/name; empty means the SQLite file in the home.",
)
BASE_URL = Variable(
    "TOCSIN_BASE_URL",
    "http://127.0.0.1:8000",
    "The address under which officers and peers reach the node; https makes cookies secure.",
)
TOKEN = Variable(
    "TOCSIN_TOKEN",
    "",
    "Command line only: the API token with which verbs are called on the node at the base address.",
)
SECOND_FACTOR = Variable(
    "TOCSIN_SECOND_FACTOR",
    "",
    "required: each officer must set up a one-time code or passkey at first log-in; optional: may."
    " Empty means required, except on a demo node.",
)
OPENID = Variable(
    "TOCSIN_OPENID",
    "",
    "JSON with provider_id, name, server_url, client_id and secret for log-in with OpenID Connect.",
)
METRICS_TOKEN = Variable(
    "TOCSIN_METRICS_TOKEN",
    "",
    "With which bearer token a monitor reads /metrics; empty means that there is no such page.",
)
DEBUG = Variable("TOCSIN_DEBUG", "", "1 shows developers' error pages and the style guide.")

ENVIRONMENT = (HOME, DATABASE_URL, BASE_URL, TOKEN, SECOND_FACTOR, OPENID, METRICS_TOKEN, DEBUG)


def home() -> Path:
    """Return the data folder as an absolute path."""
    return Path(HOME.read()).expanduser().resolve()


def second_factor_required() -> bool:
    """Say whether officers must have a second factor; only the demo may go without."""
    said = SECOND_FACTOR.read()
    if said not in {"", "required", "optional"}:
        raise InvalidInput("use required or optional", place=SECOND_FACTOR.name)
    return said == "required" or (not said and not (home() / "demo").exists())


def database() -> dict[str, object]:
    """Return Django's database settings for the URL in force; refuse a scheme that is not ours."""
    url = DATABASE_URL.read()
    if not url:
        return _sqlite(home() / "tocsin.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise InvalidInput(
            "use postgres://user:password@host:port/name, or leave it empty for SQLite",
            place=DATABASE_URL.name,
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        # Disks of today find a page anywhere: without this, a table that grew within the minute,
        # of which nothing is known yet, is sorted for each page of a feed rather than walked.
        "OPTIONS": {"options": "-c random_page_cost=1.1"},
        "CONN_MAX_AGE": 60,
    }


def _sqlite(path: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",  # a writer never has to upgrade a read lock
            "timeout": 5,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                "PRAGMA secure_delete=ON; PRAGMA mmap_size=268435456; PRAGMA cache_size=-65536;"
                # Bulk writes touch the same pages again: write them back once, not each time.
                "PRAGMA wal_autocheckpoint=8000;"
            ),
        },
        "CONN_MAX_AGE": None,
        "TEST": {"NAME": None},
    }
