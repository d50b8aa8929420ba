"""Reading the log of one's own bureau, in one's own realm: who looked at what, when, why.

Only ids come out of the journal; a name or a title is added where this reader may see it anyway.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.utils.functional import cached_property

from tocsin.rooms.bureaus.models import Officer
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.journal.models import Entry, EntryQuerySet
from tocsin.rooms.register.models import titles_for

# Journalled without a power of that name: looks at lists, sessions, and what a clock does.
SAID = {
    "bureau.found", "check.list", "check.see", "clearance.list", "journal.epoch", "journal.verify",
    "manifest.export", "password.change", "proposal.expire", "proposal.list", "proposal.open",
    "proposal.see", "record.expire", "record.search", "session.act_for", "session.enter_realm",
    "session.refuse", "session.start",
}  # fmt: skip
OBJECTS_SHOWN = 8
MOST = 5_000
BLOCK = 500


@dataclass(frozen=True, slots=True)
class Sought:
    """What an audit looks for; whatever is empty does not narrow."""

    subject: UUID | None = None
    officer: UUID | None = None
    verb: str = ""
    purpose: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def plain(self) -> dict[str, str]:
        """Return it as the journal keeps it: an audit is itself a look."""
        given = {name: getattr(self, name) for name in self.__slots__}
        return {name: str(value) for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a page or a table shows it."""

    at: datetime
    verb: str
    actor: UUID | None
    name: str
    purpose: str
    query: str
    detail: str
    objects: list[tuple[UUID, str]]
    more: int
    erased: list[str]
    number: str


def entries(who: Reader, sought: Sought) -> EntryQuerySet:
    """Return the entries of the reader's bureau and realm that are sought, newest first."""
    found = Entry.unrestricted.of(who.bureau).filter(realm=who.realm.value)
    if sought.subject is not None:
        found = found.looks_at(sought.subject)
    if sought.officer is not None:
        found = found.looks_by(sought.officer)
    if sought.verb:
        found = found.filter(verb=sought.verb)
    if sought.purpose:
        found = found.filter(parts__purpose__1=json.dumps(sought.purpose))
    if sought.since is not None:
        found = found.filter(at__gte=sought.since)
    if sought.until is not None:
        found = found.filter(at__lt=sought.until)
    return found.order_by("-id")


class Pages(Paginator):  # type: ignore[type-arg]  # no subscript at run time
    """Pages of a log that is never counted to its end: beyond ``MOST`` one narrows the question."""

    @cached_property
    def count(self) -> int:
        found = self.object_list
        assert isinstance(found, EntryQuerySet)
        return found[:MOST].count()


def verbs() -> list[str]:
    """Return the words that may occur in the log: every power, and what happens without one."""
    return sorted({power.value for power in Power} | SAID)


def lines(who: Reader, found: Iterable[Entry]) -> Iterator[Line]:
    """Yield entries as lines, with the names and titles this reader may see."""
    block = list(found)
    named: dict[int, list[UUID]] = {entry.id: _objects(entry) for entry in block}
    ids = {pk for pks in named.values() for pk in pks[:OBJECTS_SHOWN]}
    officers = dict(Officer.visible_to(who).values_list("pk", "name"))
    words = titles_for(who, ids) | {pk: name for pk, name in officers.items() if pk in ids}
    for entry in block:
        objects = named[entry.id]
        yield Line(
            at=entry.at,
            verb=entry.verb,
            actor=entry.actor,
            name=officers.get(entry.actor, "") if entry.actor else "",
            purpose=str(entry.part("purpose") or ""),
            query=_short(entry.part("query")),
            detail=_short(entry.part("detail")),
            objects=[(pk, words.get(pk, "")) for pk in objects[:OBJECTS_SHOWN]],
            more=max(0, len(objects) - OBJECTS_SHOWN),
            erased=entry.erased(),
            number="" if entry.sequence is None else f"{entry.epoch}/{entry.sequence}",
        )


def all_lines(who: Reader, found: EntryQuerySet) -> Iterator[Line]:
    """Yield every line sought, block by block, so that memory does not grow with the log."""
    below: int | None = None
    while True:
        block = list((found if below is None else found.filter(id__lt=below))[:BLOCK])
        yield from lines(who, block)
        if len(block) < BLOCK:
            return
        below = block[-1].id


def cells(line: Line) -> list[object]:
    """Return a line as the cells of a table."""
    return [
        line.at.isoformat(timespec="milliseconds"),
        line.verb,
        line.actor or "",
        line.name,
        line.purpose,
        line.query,
        " ".join(str(pk) for pk, _title in line.objects),
        " ".join(line.erased),
        line.number,
    ]


def _objects(entry: Entry) -> list[UUID]:
    return [UUID(one) for one in json.loads(entry.leaf).get("objects", [])]


def _short(value: Any) -> str:
    if value in (None, {}, []):
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
