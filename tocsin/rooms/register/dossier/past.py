"""A record's past: revisions and rulings, newest first, each revision beside the one before it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tocsin.core.errors import TocsinError
from tocsin.rooms.bureaus.models import Officer
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.register.models import Record, Revision, Ruling
from tocsin.rooms.register.writing import verify_body, verify_signature
from tocsin.web.differences import Row, compare

OPEN_RULINGS = {
    "record.suspend", "record.resume", "record.block", "record.unblock", "record.withdraw",
    "record.expire",
}  # fmt: skip
OPEN_RULINGS |= {
    f"notice.{step}"
    for step in ("suspend", "resume", "block", "unblock", "withdraw", "cancel", "expire")
}
# After either of these, others were let in who did not hold what was written before.
WIDENING = {"record.widen", "notice.release", "notice.amend"}
RULINGS = {
    "record.narrow": (_("Released to fewer"), "lock", "possible"),
    "record.widen": (_("Released to more"), "eye", "accent"),
    "record.suspend": (_("Suspended"), "eye-off", "possible"),
    "record.resume": (_("In force again"), "check", "clear"),
    "record.block": (_("Blocked by oversight"), "lock", "strong"),
    "record.unblock": (_("In force again"), "check", "clear"),
    "record.withdraw": (_("Withdrawn"), "close", "strong"),
    "record.expire": (_("Expired"), "clock", "possible"),
    "basis.end": (_("Watch ended"), "close", "possible"),
    "notice.release": (_("Released with a notice"), "eye", "accent"),
    "notice.amend": (_("Released to others"), "eye", "accent"),
    "notice.suspend": (_("Suspended"), "eye-off", "possible"),
    "notice.lapse_unverified": (_("Suspended: never verified"), "eye-off", "possible"),
    "notice.resume": (_("In force again"), "check", "clear"),
    "notice.block": (_("Blocked by oversight"), "lock", "strong"),
    "notice.unblock": (_("In force again"), "check", "clear"),
    "notice.withdraw": (_("Withdrawn"), "close", "strong"),
    "notice.cancel": (_("Cancelled"), "close", "strong"),
    "notice.expire": (_("Expired"), "clock", "possible"),
}


@dataclass(slots=True)
class Entry:
    """One thing that happened to a record."""

    at: datetime
    title: str
    icon: str
    tone: str
    actor: str = ""
    detail: str = ""
    number: int = 0
    seal: str = ""
    rows: list[Row] = field(default_factory=list)


def past(reader: Reader, record: Record) -> list[Entry]:
    """Return revisions and rulings, newest first; officers are named to their own bureau."""
    revisions, rulings = told(reader, record)
    own = record.owner_id == reader.bureau
    names = _names(reader, {one.officer for one in revisions}) if own else {}
    bodies = {one.number: one.body for one in revisions}
    entries = [_revised(one, bodies, names, own=own) for one in revisions]
    entries += [_ruled(one, own=own) for one in rulings]
    return sorted(entries, key=lambda entry: (entry.at, entry.number), reverse=True)


def told(reader: Reader, record: Record) -> tuple[list[Revision], list[Ruling]]:
    """Return what of a record's past this reader is told: its owner all of it.

    Others are told what was in force when the record was last released to more, and what came
    since: what an owner wrote before releasing it was never given to them.
    """
    revisions, rulings = Revision.of(record), Ruling.of(record)
    if record.owner_id == reader.bureau:
        return revisions, rulings
    released = next((one.at for one in rulings if one.verb in WIDENING), None)
    since = [one for one in revisions if released is None or one.at > released]
    before = [one for one in revisions if one not in since][:1]
    return [*since, *before], [one for one in rulings if one.verb in OPEN_RULINGS]


def _names(reader: Reader, officers: set[UUID]) -> Mapping[UUID, str]:
    return dict(Officer.visible_to(reader).filter(pk__in=officers).values_list("pk", "name"))


def _revised(
    one: Revision,
    bodies: Mapping[int, dict[str, Any] | None],
    names: Mapping[UUID, str],
    *,
    own: bool,
) -> Entry:
    before = bodies.get(one.number - 1)  # absent for the first one a reader is told
    rows = [] if one.body is None or before is None else _changes(before, one.body)
    return Entry(
        one.at,
        str(_("Revision %(number)s") % {"number": one.number}),
        "edit" if one.number > 1 else "plus",
        "accent",
        actor=names.get(one.officer, ""),
        detail=one.note if own else "",
        number=one.number,
        seal=seal(one),
        rows=rows,
    )


def _ruled(one: Ruling, *, own: bool) -> Entry:
    title, icon, tone = RULINGS.get(one.verb, (one.verb, "info", "quiet"))
    return Entry(one.at, str(title), icon, tone, detail=one.reason if own else "")


def seal(revision: Revision) -> str:
    """Return how the stored revision stands to its signed envelope: intact, erased or broken."""
    try:
        verify_signature(revision)
    except TocsinError:
        return "broken"
    if revision.body is None:
        return "erased"
    return "intact" if verify_body(revision) else "broken"


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Row]:
    return [row for row in compare(list(lines(before)), list(lines(after))) if row.kind != "same"]


def lines(value: Any, path: str = "") -> Iterator[str]:
    """Yield a body as lines, one a leaf, each with its path in words."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from lines(part, f"{path} / {name}" if path else name)
    elif isinstance(value, list):
        for number, part in enumerate(value, 1):
            yield from lines(part, f"{path} / {number}")
    else:
        yield f"{path.replace('_', ' ')}: {value}"
