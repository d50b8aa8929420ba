"""The month's digest: what was released to this reader, by strand, under the strictest marking.

A draft for an analyst: it states what each owner said in a line and where to read it, and leaves
the comment to a person. It may hold only what its reader may export.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tocsin.core.errors import InvalidInput
from tocsin.core.formats import docx
from tocsin.core.labels import Tlp, Use
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.verb import look
from tocsin.rooms.register.models import Record
from tocsin.web.alone import alone

KINDS = ("event", "report", "device_reference", "material_reference", "notice", "purple_notice")
STRANDS = {
    "C": gettext_lazy("Chemical"),
    "B": gettext_lazy("Biological"),
    "R": gettext_lazy("Radiological"),
    "N": gettext_lazy("Nuclear"),
    "E": gettext_lazy("Explosive"),
    "": gettext_lazy("Without a strand"),
}
MOST = 500
_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Item:
    """One record of the month as a line."""

    record: Record
    day: str
    marking: str


@dataclass(frozen=True, slots=True)
class Digest:
    """A month, its marking and its sections."""

    first: date
    month: str
    marking: str
    sections: tuple[tuple[str, tuple[Item, ...]], ...]
    total: int


def month_asked(text: str | None, today: date) -> date:
    """Return the first day of the month asked for, else of the month before this one."""
    if not text:
        return date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 1)
    found = _MONTH.fullmatch(text)
    if found is None:
        raise InvalidInput("is not a month: write 2026-10", place="month")
    return date(int(found[1]), int(found[2]), 1)


def digest(reader: Reader, first: date) -> Digest:
    """Return the digest of a month and journal it as the export that it is."""
    reader.need(Power.RECORD_EXPORT)
    begins = datetime(first.year, first.month, 1, tzinfo=UTC)
    ends = datetime(first.year + first.month // 12, first.month % 12 + 1, 1, tzinfo=UTC)
    rows = Record.visible_to(reader, Use.EXPORT).of_kind(*KINDS)
    rows = rows.filter(state="released", changed__gte=begins, changed__lt=ends)
    found = list(rows.select_related("owner", "release_class").order_by("changed", "id")[:MOST])
    look(
        reader, Power.RECORD_EXPORT, *(one.pk for one in found), query={"digest": f"{first:%Y-%m}"}
    )
    items = [Item(one, date_format(one.changed, "j E"), one.release_class.tlp) for one in found]
    sections = tuple(
        (str(title), tuple(item for item in items if _is_of(item, letter)))
        for letter, title in STRANDS.items()
    )
    marking = max(
        (Tlp(item.marking) for item in items), key=lambda one: one.rank, default=Tlp.GREEN
    )
    kept = tuple(section for section in sections if section[1])
    return Digest(first, date_format(first, "F Y"), marking.value, kept, len(items))


def _is_of(item: Item, letter: str) -> bool:
    strands = item.record.strands
    return letter in strands if letter else not set(strands) & set(STRANDS)


def as_docx(made: Digest) -> bytes:
    """Return the digest as a Word document, to be commented by a person."""
    pieces: list[docx.Piece] = [docx.Paragraph(made.marking, strong=True)]
    for title, items in made.sections:
        pieces.append(docx.Heading(title, 2))
        heads = (_("Day"), _("Owner"), _("Kind"), _("Record"), _("Marking"))
        pieces.append(docx.Grid(heads, tuple(_cells(item) for item in items)))
    pieces += [docx.Heading(_("Comment of the analyst"), 2), docx.Paragraph("")]
    pieces.append(docx.Paragraph(made.marking, strong=True))
    return docx.render(pieces, title=_("CBRNE digest, %(month)s") % {"month": made.month})


def as_html(made: Digest) -> str:
    """Return the digest as one HTML file that fetches nothing."""
    context = {"digest": made, "address": settings.BASE_URL}
    drawn = SafeString(render_to_string("catalogue/_digest_file.html", context))
    title = _("CBRNE digest, %(month)s") % {"month": made.month}
    return alone(title, (get_language() or "en").partition("-")[0], drawn, {})


def as_data(made: Digest) -> dict[str, Any]:
    """Return the digest as JSON data: each record once, with the strands it stands under."""
    items = {item.record.pk: item for _title, found in made.sections for item in found}
    rows = [
        item.record.summary() | {"owner": item.record.owner.code, "marking": item.marking}
        for item in items.values()
    ]
    return {"month": f"{made.first:%Y-%m}", "marking": made.marking, "items": rows}


def _cells(item: Item) -> tuple[str, ...]:
    record = item.record
    return (item.day, record.owner.code, str(record.kind_title), record.title, item.marking)


def context(made: Digest) -> dict[str, Any]:
    """Return the page's context, with the months before and after."""
    at = made.first.year * 12 + made.first.month - 1
    near = [date(n // 12, n % 12 + 1, 1) for n in (at - 1, at + 1)]
    return {"digest": made, "before": f"{near[0]:%Y-%m}", "after": f"{near[1]:%Y-%m}"}
