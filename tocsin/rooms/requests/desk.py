"""Requests as officers read them: what is owed and awaited, one thread, and how well it goes."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator

from tocsin.core.errors import NotFound
from tocsin.core.kinds import Answer, read
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.verb import look
from tocsin.rooms.register.models import Attachment, Record, awaited_of, titles_for
from tocsin.rooms.requests.models import Charge, Entry, Request

MOST = 200
PAGE = 25
FIGURES_OVER = timedelta(days=365)


def listing(reader: Reader, at: datetime, page: str | None) -> dict[str, Any]:
    """Return the page of requests: owed by us, awaited by us, and those that are settled."""
    rows = Request.visible_to(reader).select_related("record", "asker", "asked")
    settled = Paginator(rows.settled(), PAGE).get_page(page)
    owed = list(rows.to_answer(reader.bureau)[:MOST])
    awaited = list(rows.awaited(reader.bureau)[:MOST])
    _tell_charges(reader, [*owed, *awaited])
    return {
        "owed": owed,
        "awaited": awaited,
        "page": settled,
        "figures": figures(reader, at),
        "now": at,
    }


def _tell_charges(reader: Reader, requests: list[Request]) -> None:
    """Let each request of a list know who of the reader's bureau sees to it."""
    charges = Charge.visible_to(reader).filter(request__in=[one.pk for one in requests])
    names = {one.request_id: one.officer.name for one in charges}
    for one in requests:
        one.in_charge = names.get(one.pk, "")


def fetch(reader: Reader, pk: UUID) -> Request:
    """Return one request as this reader sees it; raises NotFound."""
    rows = Request.visible_to(reader).select_related("record__owner", "asker", "asked")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound("there is no such request here for you")
    return found


def thread(reader: Reader, request: Request, at: datetime) -> dict[str, Any]:
    """Return the page of one request, and journal the look."""
    rows = list(Entry.visible_to(reader).filter(thread=request.pk))
    look(reader, "request.see", request.pk, *(row.pk for row in rows))
    about = {UUID(one) for row in rows for one in row.record.body.get("records", ())}
    subject = request.record.body.get("subject")
    titles = titles_for(reader, about | ({UUID(subject)} if subject else set()))
    files = _files(reader, [row.pk for row in rows])
    linked = Request.visible_to(reader).select_related("record", "asked")
    before = linked.filter(pk=UUID(request.continues)).first() if request.continues else None
    return {
        "matter": request,
        "entries": [_entry(row, titles) | files[row.pk] for row in rows],
        "before": before,
        "after": linked.filter(record__body__continues=str(request.pk)).first(),
        "charge": Charge.visible_to(reader).filter(request=request).first(),
        "suggested": _suggested(rows),
        "subject": subject,
        "subject_title": titles.get(UUID(subject)) if subject else None,
        "other": request.other(reader.bureau),
        "mine": request.asker_id == reader.bureau,
        "now": at,
    }


def _files(reader: Reader, records: list[UUID]) -> dict[UUID, dict[str, list[Any]]]:
    awaited = awaited_of(reader, records)
    found: dict[UUID, dict[str, list[Any]]] = {
        pk: {"attachments": [], "awaited": list(awaited.get(pk, ()))} for pk in records
    }
    for one in Attachment.visible_to(reader).filter(record__in=records):
        found[one.record_id]["attachments"].append(one)
    return found


def _suggested(rows: list[Entry]) -> str:
    """Return the code of the bureau that the newest answer says can answer instead."""
    answers = [row.record.body for row in rows if row.record.kind == "answer"]
    return str(answers[-1].get("refers_to", "")) if answers else ""


def newest_question(reader: Reader, request: Request) -> dict[str, Any]:
    """Return what the newest question of a request says."""
    rows = Entry.visible_to(reader).filter(
        thread=request.pk, record__kind="question", record__owner_id=request.asker_id
    )
    newest = rows.last()
    return {} if newest is None else dict(newest.record.body)


def _entry(row: Entry, titles: dict[UUID, str]) -> dict[str, Any]:
    record: Record = row.record
    said = read(record.kind, record.body)
    sent = [UUID(one) for one in record.body.get("records", ())]
    return {
        "record": record,
        "at": row.at,
        "kind": record.kind,
        "title": said.title(),
        "text": record.body.get("text") or record.body.get("note") or "",
        "due": getattr(said, "due", None),
        "sent": [(pk, titles.get(pk, "")) for pk in sent],
        "said": list(said.said().items()) if isinstance(said, Answer) else [],
        "refers_to": getattr(said, "refers_to", None),
    }


@dataclass(slots=True)
class Figures:
    """How well requests with one bureau were answered in a year, from one side to the other."""

    code: str
    name: str
    asked: int = 0
    in_time: int = 0
    late: int = 0
    hours: list[float] = field(default_factory=list)

    @property
    def median_hours(self) -> float | None:
        """The middle time until an answer, in hours."""
        return round(median(self.hours), 1) if self.hours else None

    @property
    def share(self) -> int | None:
        """Answered in time, of those whose time is over or that are answered, in hundredths."""
        over = self.in_time + self.late
        return round(100 * self.in_time / over) if over else None

    def summary(self) -> dict[str, Any]:
        """Return the row as data."""
        return {
            "bureau": self.code,
            "asked": self.asked,
            "in_time": self.in_time,
            "late": self.late,
            "share": self.share,
            "median_hours": self.median_hours,
        }


def figures(reader: Reader, at: datetime) -> dict[str, list[Figures]]:
    """Return the year's figures: how each bureau answered us, and how we answered each."""
    since = at - FIGURES_OVER
    rows = Request.visible_to(reader).filter(opened__gte=since).select_related("asker", "asked")
    theirs: dict[UUID, Figures] = {}
    ours: dict[UUID, Figures] = {}
    for row in rows.order_by("opened"):
        table = theirs if row.asker_id == reader.bureau else ours
        other = row.other(reader.bureau)
        _count(table.setdefault(other.pk, Figures(other.code, other.name)), row, at)
    return {"theirs": _sorted(theirs), "ours": _sorted(ours)}


def _count(made: Figures, row: Request, at: datetime) -> None:
    made.asked += 1
    if row.answered is not None:
        made.hours.append((row.answered - row.opened).total_seconds() / 3600)
        if row.answered <= row.due:
            made.in_time += 1
        else:
            made.late += 1
    elif row.due <= at and row.closed is None:
        made.late += 1


def _sorted(table: dict[UUID, Figures]) -> list[Figures]:
    return sorted(table.values(), key=lambda one: one.code)


def totals(reader: Reader, at: datetime) -> dict[str, int]:
    """Return what the first page says of requests: owed, late, awaited."""
    rows = Request.visible_to(reader)
    owed = rows.to_answer(reader.bureau)
    return {
        "owed": owed.count(),
        "owed_late": owed.filter(due__lte=at).count(),
        "awaited_late": rows.awaited(reader.bureau).filter(due__lte=at).count(),
    }


def told(reader: Reader, request: Request, at: datetime) -> list[dict[str, Any]]:
    """Return the entries of a request as data, and journal the look."""
    return [
        {
            "id": str(one["record"].pk),
            "by": one["record"].owner.code,
            "at": one["at"].isoformat(),
            "kind": one["kind"],
            "body": one["record"].body,
            "attachments": [file.summary() for file in one["attachments"]],
            "awaited": [file.summary() for file in one["awaited"]],
        }
        for one in thread(reader, request, at)["entries"]
    ]
