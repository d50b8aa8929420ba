"""The first half of an import: the file is parsed to its end into a spool of rows ready to write.

A slice of the work at a time, so that a worker's other clocks are never kept waiting. The parser
lives in this process; another process begins the reading again, which loses nothing, for nothing
has been written.
"""

import json
import os
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tocsin.core.errors import InvalidInput
from tocsin.core.formats import Item, LinkRow, Listing, Remark, Row, RowError, parse
from tocsin.core.kinds import completeness, dump, instant_text, kind_of
from tocsin.core.sentences import say, shortened
from tocsin.core.statements.envelope import content
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.register import writing
from tocsin.rooms.register.actions.intake import files
from tocsin.rooms.register.models import Import, ImportProblem

SLICE = 0.5  # seconds of reading between two looks at other work
MOST_KEPT = 10_000  # problems kept with their sentence; beyond that they are counted
_Sort = ImportProblem.Sort


class Reading:
    """One file being parsed in this process."""

    def __init__(self, job: Import) -> None:
        self.job = job.pk
        self.source = files.sent(job.pk).open("rb")
        self.items = parse(self.source, filename=job.name, format_name=job.format)
        self.part = files.spool(job.pk).with_suffix(f".{os.getpid()}.part")
        self.rows = self.part.open("w", encoding="utf-8")
        self.links: list[str] = []
        self.problems: list[tuple[str, str, str]] = []
        self.counts = dict.fromkeys(_Sort.values, 0)
        self.count = 0

    def go(self, seconds: float) -> bool:
        """Parse for so long; return whether the end of the file was reached."""
        end = time.monotonic() + seconds
        for item in self.items:
            self._take(item)
            if time.monotonic() >= end:
                return False
        return True

    def keep(self) -> None:
        """Make the spool whole and durable: rows first, then the links between them."""
        self.rows.writelines(self.links)
        self.rows.flush()
        os.fsync(self.rows.fileno())
        self.close()
        self.part.replace(files.spool(self.job))

    def close(self) -> None:
        """Let go of the files."""
        self.rows.close()
        self.source.close()

    def _take(self, item: Item) -> None:
        if isinstance(item, RowError):
            place = item.place if item.field is None else f"{item.place}, {item.field}"
            self._say(_Sort.ERROR, place, item.sentence)
            return
        if isinstance(item, Remark):
            self._say(_Sort.REMARK, item.place, item.sentence)
            return
        for remark in item.remarks:
            self._say(_Sort.REMARK, remark.place, remark.sentence)
        refusal = _refusal(item) if isinstance(item, Row) else ""
        if refusal:
            self._say(_Sort.ERROR, item.place, refusal)
            return
        self.count += 1
        if isinstance(item, LinkRow):
            self.links.append(_line(_spooled_link(item)))
        else:
            self.rows.write(_line(_spooled(item)))

    def _say(self, sort: str, place: str, sentence: str) -> None:
        self.counts[sort] += 1
        if len(self.problems) < MOST_KEPT:
            self.problems.append((sort, place[:120], shortened(sentence, 500)))


def _refusal(row: Row) -> str:
    """Say why no file may bring this kind, if none may."""
    kind = kind_of(row.body)
    if kind.name == "basis":
        return say("whom to screen for is decided here: a basis is not taken in")
    if kind.name == "link":
        return say("a link by the numbers of records is not taken in: draw it between them here")
    if kind.kept_by:
        return say("'{kind}' is drafted and reviewed here: it is not taken in", kind=say(kind.name))
    return ""


_open: dict[UUID, Reading] = {}


def carry_on(job: Import, at: datetime) -> int:
    """Read on for a slice; at the end of the file hand it over to be written."""
    reading = _open.get(job.pk)
    try:
        if reading is None:
            reading = _open[job.pk] = Reading(job)
        ended = reading.go(SLICE)
    except (InvalidInput, FileNotFoundError) as problem:
        _forget(job.pk)
        fail(job, str(problem), at)
        return 1
    if ended:
        reading.keep()
        _forget(job.pk)
        _hand_over(job, reading, at)
    else:
        Import.unrestricted.filter(pk=job.pk, phase__in=[job.phase]).update(
            phase=Import.Phase.READING, expected=reading.count
        )
        if not Import.unrestricted.under_way().filter(pk=job.pk).exists():
            _forget(job.pk)
    return max(1, reading.count)


def _forget(job: UUID) -> None:
    reading = _open.pop(job, None)
    if reading is not None:
        reading.close()
        reading.part.unlink(missing_ok=True)


def _hand_over(job: Import, reading: Reading, at: datetime) -> None:
    with transaction.atomic():
        again = Import.unrestricted.under_way().select_for_update().filter(pk=job.pk).first()
        if again is None or again.phase == Import.Phase.RUNNING:
            return
        again.phase, again.began, again.expected = Import.Phase.RUNNING, at, reading.count
        again.error_count = reading.counts[_Sort.ERROR]
        again.remark_count = reading.counts[_Sort.REMARK]
        again.save()
        ImportProblem.unrestricted.bulk_create(
            ImportProblem(job=again, sort=sort, place=place, sentence=sentence)
            for sort, place, sentence in reading.problems
        )


def fail(job: Import, sentence: str, at: datetime) -> None:
    """End an import whose file cannot be read: nothing of it was written."""
    with transaction.atomic():
        Import.unrestricted.under_way().filter(pk=job.pk).update(
            phase=Import.Phase.FAILED, problem=shortened(sentence, 300), finished=at
        )
        journal.append(
            log=job.bureau_id,
            verb="import.fail",
            realm=job.realm,
            objects=[job.pk],
            actor=job.officer_id,
            purpose=job.purpose,
            detail={"problem": shortened(sentence, 300)},
            at=at,
        )
    files.drop(job.pk)


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


def _spooled(row: Row) -> dict[str, Any]:
    """Return a row with all that follows from its body, so that writing need not read it again."""
    kind, body = kind_of(row.body).name, dump(row.body)
    return {
        "place": row.place,
        "id": row.external_id,
        "kind": kind,
        "body": body,
        "title": row.body.title(),
        "weak": bool(completeness(row.body)),
        "words": writing.words_of(row.body),
        "mark": content(kind, "", body),
        "lists": [_listing(listing) for listing in row.listings],
        "label": row.label.plain() if row.label else {},
    }


def _listing(listing: Listing) -> dict[str, Any]:
    said = {
        "list_name": listing.list_name,
        "reference": listing.reference,
        "listed": listing.listed and str(listing.listed),
        "amended": listing.amended and str(listing.amended),
        "until": listing.until and instant_text(listing.until),
        "note": listing.note,
    }
    return {name: value for name, value in said.items() if value}


def _spooled_link(link: LinkRow) -> dict[str, Any]:
    body = {
        "relation": link.relation.value,
        "since": link.since and str(link.since),
        "until": link.until and str(link.until),
        "note": link.note,
    }
    return {
        "place": link.place,
        "id": link.external_id,
        "kind": "link",
        "body": {name: value for name, value in body.items() if value},
        "from": link.source,
        "to": link.target,
        "label": link.label.plain() if link.label else {},
    }


def spooled(file: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a spool from where the file stands."""
    for line in file:
        yield json.loads(line)
