"""What is due: the bureau's running clocks as a page and as an iCalendar feed."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from tocsin.core.formats.icalendar import Due, render
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.verb import look
from tocsin.rooms.notices.models import Deadline
from tocsin.rooms.notices.timers import TIMERS

MOST = 500
WARN_DAYS = 7


def due(reader: Reader, at: datetime) -> list[dict[str, Any]]:
    """Return the running clocks, the nearest first, and journal the look."""
    rows = [row for row in Deadline.visible_to(reader).open()[:MOST] if row.clock in TIMERS]
    look(reader, "record.search", *(row.subject for row in rows), query={"due": True})
    return [
        {"timer": TIMERS[row.clock], "row": row, "is_late": row.due < at, "is_near": _near(row, at)}
        for row in rows
    ]


def _near(row: Deadline, at: datetime) -> bool:
    return row.warn is not None and row.warn <= at


def calendar(reader: Reader, at: datetime) -> bytes:
    """Return the same clocks as a calendar that programs subscribe to."""
    events = [
        Due(
            uid=f"{one['row'].pk}@tocsin",
            at=one["row"].due,
            title=f"{one['timer'].title}: {one['row'].title}",
            text=str(_("If nobody acts: %(silence)s.") % {"silence": one["timer"].silence}),
            url=f"{settings.BASE_URL}{one['row'].get_absolute_url()}",
            warn_days=WARN_DAYS,
        )
        for one in due(reader, at)
    ]
    return render(events, name=f"Tocsin {reader.bureau_code}", at=at)
