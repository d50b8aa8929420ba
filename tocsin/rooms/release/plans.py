"""What the rule table comes to for one reader and use, put into SQL once and asked many times.

The rows of the table stay the only statement of any rule. Putting twenty of them into one query
takes longer than asking it, and only the moment differs from one time to the next: so the text is
kept, and the moment filled in. A query in which the moment does more than stand there is not kept.
"""

from collections.abc import Callable, Hashable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from tocsin.core.labels import Use
from tocsin.rooms.bureaus.reader import Reader

MOMENTS = (datetime(1971, 2, 3, 4, 5, 6, 7, UTC), datetime(8765, 4, 3, 2, 1, 0, 9, UTC))
MOST = 4_096  # plans kept in a process

Build = Callable[[Reader, Use, datetime, dict[str, Any]], QuerySet[Any]]
Narrowed = tuple[tuple[str, Hashable], ...]


class Plan:
    """One query with its values, and in which places the moment goes instead."""

    __slots__ = ("_moments", "_text", "_values")

    def __init__(self, text: str, values: tuple[Any, ...], moments: frozenset[int]) -> None:
        self._text, self._values, self._moments = text, values, moments

    def ask(self, at: datetime) -> frozenset[int]:
        """Return the ids in the first column, as of this moment."""
        moment = _adapted(at)
        values = [
            moment if place in self._moments else value for place, value in enumerate(self._values)
        ]
        with connection.cursor() as cursor:
            cursor.execute(self._text, values)
            return frozenset(row[0] for row in cursor.fetchall())


def ask(build: Build, reader: Reader, use: Use, at: datetime, narrowed: Narrowed) -> frozenset[int]:
    """Return the ids that this query finds now, by the kept plan where there can be one."""
    plan = _plan(build, reader, use, narrowed, connection.vendor)
    if plan is not None:
        return plan.ask(at)
    return frozenset(build(reader, use, at, dict(narrowed)))


@lru_cache(maxsize=MOST)
def _plan(
    build: Build,
    reader: Reader,
    use: Use,
    narrowed: Narrowed,
    _vendor: str,
) -> Plan | None:
    """Put the query into SQL at two moments; what differs must be the moments and nothing else."""
    try:
        (text, first), (other, second) = (
            build(reader, use, moment, dict(narrowed)).query.sql_with_params() for moment in MOMENTS
        )
    except EmptyResultSet:
        return None
    pairs = list(zip(first, second, strict=False))
    ours = tuple(map(_adapted, MOMENTS))
    moments = frozenset(place for place, pair in enumerate(pairs) if pair[0] != pair[1])
    sound = text == other and len(first) == len(second)
    if not sound or any(pairs[place] != ours for place in moments):
        return None
    return Plan(text, tuple(first), moments)


def _adapted(at: datetime) -> Any:
    """Return the moment as the database is given it."""
    return connection.ops.adapt_datetimefield_value(at)
