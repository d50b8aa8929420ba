"""How many cases: what is promised runs on SQLite, and a tenth of it again on PostgreSQL."""

import os

SECOND = "TOCSIN_DATABASE_URL" in os.environ
WAYS_IN = {"db", "transactional_db"}


def promised(count: int) -> int:
    """Return the count in full, or the second database's share of it."""
    return count if not SECOND else -(-count // 10)
