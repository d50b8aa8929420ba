"""Searching the register: what was asked, and one page of what this reader may see of it.

Pages go by keyset (newest change first, then id), so a page costs the same however deep it lies,
and nothing is ever counted beyond a thousand.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from tocsin.core.errors import InvalidInput, TooLarge
from tocsin.core.kinds import KINDS
from tocsin.core.labels import Use
from tocsin.core.screening import tokens
from tocsin.rooms.bureaus.models import bureau_ids
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.verb import look
from tocsin.rooms.register.models import Narrowing, Record, Records, narrowing
from tocsin.rooms.release.models import allowed

PAGE = 30
COUNTED = 1_000
MOST_WORDS = 8
ASIDE = ("basis", "link")  # shown on the records they hang on, listed only when asked for
# Read where they were said; found by their words or when asked for, else they bury what they tell.
ENTRIES = tuple(kind.name for kind in KINDS.values() if kind.entry)
_LISTED = (
    "kind", "title", "state", "strands", "weak", "changed", "revision",
    "owner__code", "release_class__tlp",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked; everything empty means the newest of all."""

    words: str = ""
    kind: str = ""
    strand: str = ""
    state: str = ""
    owner: str = ""
    country: str = ""
    weak: bool = False
    since: date | None = None
    after: str = ""

    def plain(self) -> dict[str, Any]:
        """Return what the journal keeps of it."""
        said = {name: getattr(self, name) for name in self.__slots__ if getattr(self, name)}
        return {name: str(value) if name == "since" else value for name, value in said.items()}

    @property
    def is_empty(self) -> bool:
        """True when nothing narrows it."""
        return not replace(self, after="").plain()


@dataclass(frozen=True, slots=True)
class Found:
    """One page: the rows, how many there are at most, and where the next page begins."""

    rows: list[Record]
    count: int
    following: str

    @property
    def is_more(self) -> bool:
        """True when there are more than are counted."""
        return self.count > COUNTED


def search(reader: Reader, query: Query) -> Found:
    """Journal the look and return one page of what was found."""
    reader.need(Power.RECORD_SEE)
    look(reader, "record.search", query=query.plain())
    records, words = _filtered(reader, query, Use.SEE), narrowing(_words(query))
    if words.ids is not None and not query.after:
        return _few(records, words)
    count = 0 if query.after else words.to_count(records).order_by()[: COUNTED + 1].count()
    # Nothing found means that everything was walked: no need to walk it again.
    matching = words.to_walk(records)
    page = list(_from(matching, query.after)[: PAGE + 1]) if count or query.after else []
    return _found(page, count)


def _few(records: Records, words: Narrowing) -> Found:
    """Return the first page of few records: naming each to the database costs most, so once."""
    newest = list(words.to_walk(records).values_list("pk", flat=True)[: COUNTED + 1])
    page = list(records.filter(pk__in=newest[: PAGE + 1])) if newest else []
    return _found(page, len(newest))


def _found(page: list[Record], count: int) -> Found:
    return Found(page[:PAGE], count, _place(page[PAGE - 1]) if len(page) > PAGE else "")


def suggest(reader: Reader, words: str, *, kinds: list[str], most: int = 8) -> list[Record]:
    """Journal the look and return the few newest records of these kinds that match as one types."""
    reader.need(Power.RECORD_SEE)
    if not tokens(words):
        return []
    look(reader, "record.search", query={"words": words, "kinds": kinds})
    return list(_matching(reader, Query(words=words[:200]), Use.SEE).of_kind(*kinds)[:most])


def exported(
    reader: Reader, query: Query, *, size: int = 500, most: int | None = None
) -> Iterator[Record]:
    """Return everything found that the reader may export; each page is journalled before it leaves.

    The journal's entries name the records that left. Raises ``TooLarge`` if it is more than
    ``most``.
    """
    reader.need(Power.RECORD_EXPORT)
    if most is not None:
        found = _matching(reader, query, Use.EXPORT).order_by()[: most + 1].count()
        if found > most:
            raise TooLarge(
                "more than {most:,} records are found: narrow the search", place="q", most=most
            )
    return _exporting(reader, query, size)


def _exporting(reader: Reader, query: Query, size: int) -> Iterator[Record]:
    after = ""
    while True:
        found = _matching(reader, query, Use.EXPORT, whole=True)
        page = list(_from(found, after)[:size])
        look(reader, "record.export", *(record.pk for record in page), query=query.plain())
        yield from page
        if len(page) < size:
            return
        after = _place(page[-1])


def _matching(reader: Reader, query: Query, use: Use, *, whole: bool = False) -> Records:
    """Return the query as a queryset; ``whole`` fetches bodies and labels too."""
    return narrowing(_words(query)).to_walk(_filtered(reader, query, use, whole=whole))


def _filtered(reader: Reader, query: Query, use: Use, *, whole: bool = False) -> Records:
    """Return what the query asks for but its words."""
    narrowed: dict[str, Any] = {}
    if query.state:
        narrowed["state"] = query.state
    if query.owner:
        narrowed["owner_id"] = bureau_ids([query.owner]).get(query.owner)
    classes = allowed(reader, use, timezone.now(), **narrowed)
    records = Record.walked_by(reader, classes, _asked(query))
    records = records.select_related("owner", "release_class")
    return records if whole else records.only(*_LISTED)


def _asked(query: Query) -> Q:
    """Return what the query says of a record's envelope."""
    asked = Q()
    if query.strand:
        asked &= Q(strands__contains=query.strand)
    if query.weak:
        asked &= Q(weak=True)
    if query.since:
        asked &= Q(changed__gte=datetime.combine(query.since, time(), UTC))
    aside = ASIDE if query.words else ASIDE + ENTRIES
    return asked & (Q(kind=query.kind) if query.kind else ~Q(kind__in=aside))


def _words(query: Query) -> list[str]:
    words = list(dict.fromkeys(tokens(query.words)))[:MOST_WORDS]
    if query.words.strip() and not words:
        return [query.words.strip()[:64]]  # signs that fold to nothing find nothing
    return [*words, *([f"country:{query.country} "] if query.country else [])]


def _place(record: Record) -> str:
    return f"{record.changed.isoformat()}~{record.pk}"


def _from(records: Records, after: str) -> Records:
    if not after:
        return records
    changed, _tilde, pk = after.partition("~")
    try:
        return records.after(datetime.fromisoformat(changed), UUID(pk))
    except (ValueError, TypeError) as error:
        raise InvalidInput("this page's address is broken; search again", place="after") from error
