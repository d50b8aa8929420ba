"""The month's digest: what was released to this reader, by strand, under the strictest marking.

A draft for an analyst: it states what each owner said in a line and where to read it, and leaves
the comment to a person. It may hold only what its reader may export.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
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
from tocsin.rooms.catalogue.models import Comment, MonthlyDigest
from tocsin.rooms.register.models import Record
from tocsin.rooms.release.models import allowed
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
    at: datetime
    marking: str

    @property
    def day(self) -> str:
        """The day on which it came, in words."""
        return date_format(self.at, "j E")


@dataclass(frozen=True, slots=True)
class Digest:
    """A month, its marking and its records; its review, if one was opened, and what left it since.

    ``recalled`` counts what a closed digest held and its reader may no longer have.
    """

    first: date
    marking: str
    items: tuple[Item, ...]
    review: MonthlyDigest | None = None
    recalled: int = 0
    comments: tuple[Comment, ...] = ()

    @property
    def month(self) -> str:
        """The month in words."""
        return date_format(self.first, "F Y")

    @property
    def sections(self) -> tuple[tuple[str, tuple[Item, ...]], ...]:
        """The records by strand; one of several strands stands under each."""
        found = (
            (str(title), tuple(item for item in self.items if _is_of(item, letter)))
            for letter, title in STRANDS.items()
        )
        return tuple(section for section in found if section[1])


def month_asked(text: str | None, today: date) -> date:
    """Return the first day of the month asked for, else of the month before this one."""
    if not text:
        return date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 1)
    found = _MONTH.fullmatch(text)
    if found is None:
        raise InvalidInput("is not a month: write 2026-10", place="month")
    return date(int(found[1]), int(found[2]), 1)


def ends(first: date) -> datetime:
    """Return the moment at which the month is over."""
    return datetime(first.year + first.month // 12, first.month % 12 + 1, 1, tzinfo=UTC)


def digest(reader: Reader, first: date) -> Digest:
    """Return the digest of a month and journal it as the export that it is."""
    made = gathered(reader, first)
    asked = {"digest": f"{first:%Y-%m}"}
    look(reader, Power.RECORD_EXPORT, *(one.record.pk for one in made.items), query=asked)
    return made


def gathered(reader: Reader, first: date) -> Digest:
    """Return the digest of a month; of a closed one what was in it, as far as it is there still."""
    reader.need(Power.RECORD_EXPORT)
    review = MonthlyDigest.of(reader, first)
    may = allowed(reader, Use.EXPORT, timezone.now())
    rows = Record.walked_by(reader, may).of_kind(*KINDS).filter(state="released")
    rows = rows.select_related("owner", "release_class")
    if review is not None and review.closed is not None:
        days = {UUID(pk): datetime.fromisoformat(at) for pk, at in review.kept}
        items = [_item(one, days[one.pk]) for one in rows.filter(pk__in=days)]
        items.sort(key=lambda item: (item.at, item.record.pk))
        recalled = len(days) - len(items)
    else:
        begins = datetime(first.year, first.month, 1, tzinfo=UTC)
        rows = rows.filter(changed__gte=begins, changed__lt=ends(first))
        items = [_item(one, one.changed) for one in rows.order_by("changed", "id")[:MOST]]
        recalled = 0
    markings = [Tlp(item.marking) for item in items]
    if review is not None and review.marking:
        markings.append(Tlp(review.marking))  # a comment was written under that one
    marking = max(markings, key=lambda one: one.rank, default=Tlp.GREEN)
    comments = tuple(Comment.on(review)) if review is not None else ()
    return Digest(first, marking.value, tuple(items), review, recalled, comments)


def _item(record: Record, at: datetime) -> Item:
    return Item(record, at, record.release_class.tlp)


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
    if made.recalled:
        pieces.append(docx.Paragraph(recalled(made)))
    pieces.append(docx.Heading(_("Comment of the analyst"), 2))
    said = [
        f"{one.officer.name}, {date_format(one.at, 'j E Y')}: {one.text}" for one in made.comments
    ]
    pieces += [docx.Paragraph(text) for text in said or [""]]
    pieces.append(docx.Paragraph(made.marking, strong=True))
    return docx.render(pieces, title=_("CBRNE digest, %(month)s") % {"month": made.month})


def as_html(made: Digest) -> str:
    """Return the digest as one HTML file that fetches nothing."""
    context = {"digest": made, "address": settings.BASE_URL}
    drawn = SafeString(render_to_string("catalogue/_digest_file.html", context))
    title = _("CBRNE digest, %(month)s") % {"month": made.month}
    return alone(title, (get_language() or "en").partition("-")[0], drawn, {})


def as_data(made: Digest) -> dict[str, Any]:
    """Return the digest as JSON data: each record once, and what was said of it."""
    rows = [
        item.record.summary() | {"owner": item.record.owner.code, "marking": item.marking}
        for item in made.items
    ]
    review = made.review
    return {
        "month": f"{made.first:%Y-%m}",
        "marking": made.marking,
        "items": rows,
        "recalled": made.recalled,
        "review": review.summary() if review else None,
        "comments": [one.summary() for one in made.comments],
    }


def recalled(made: Digest) -> str:
    """Return in words what left a closed digest since."""
    return _("Taken back by their owners since it was closed: %(count)d") % {"count": made.recalled}


def _cells(item: Item) -> tuple[str, ...]:
    record = item.record
    return (item.day, record.owner.code, str(record.kind_title), record.title, item.marking)


def context(made: Digest, at: datetime) -> dict[str, Any]:
    """Return the page's context, with the months before and after."""
    here = made.first.year * 12 + made.first.month - 1
    near = [date(n // 12, n % 12 + 1, 1) for n in (here - 1, here + 1)]
    review = made.review
    return {
        "digest": made,
        "before": f"{near[0]:%Y-%m}",
        "after": f"{near[1]:%Y-%m}",
        "recalled": recalled(made) if made.recalled else "",
        "may_open": review is None and made.first <= at.date(),
        "may_close": review is not None and review.closed is None and ends(made.first) <= at,
        "closers": list(review.closers.all()) if review is not None else [],
    }
