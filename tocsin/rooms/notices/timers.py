"""The clocks a notice runs under, as data: how long, when it warns, what it does by itself.

The values are those of the Rules on the Processing of Data and of the Commission's statute where a
source names them; the automatic actor only ever tightens.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.rooms.notices.rules.case import months_after

REVIEW_WITHIN = timedelta(hours=24)
VERIFY_WITHIN = timedelta(hours=72)
SUSPENDED_MONTHS = 6
REVIEW_MONTHS = 6
DELETE_MONTHS = 1
DOCUMENT_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Timer:
    """One sort of clock. ``verb`` is what happens by itself when nobody acts; empty for nothing."""

    name: str
    article: str
    title: str | Promise
    value: str | Promise
    silence: str | Promise
    verb: str = ""


TIMERS: dict[str, Timer] = {
    timer.name: timer
    for timer in (
        Timer("review", "", _("Review"), _("24 hours"), _("shown as overdue")),
        Timer(
            "answer",
            "",
            _("Answer to the reviewer"),
            _("as the reviewer sets it"),
            _("the notice is refused"),
            "notice.lapse",
        ),
        Timer(
            "verification",
            "",
            _("Verification"),
            _("72 hours"),
            _("the notice is suspended"),
            "notice.lapse_unverified",
        ),
        Timer(
            "retention",
            "C1: RPD 49-53",
            _("End of retention"),
            _("five years at most"),
            _("the notice expires"),
            "notice.expire",
        ),
        Timer(
            "retention_review",
            "C2: RPD 50",
            _("Retention review"),
            _("opens six months before the end"),
            _("the review opens; without renewal the notice expires"),
            "notice.open_retention_review",
        ),
        Timer(
            "suspension",
            "C3: RPD 81",
            _("End of suspension"),
            _("six months"),
            _("the notice expires"),
            "notice.expire",
        ),
        Timer(
            "deletion",
            "C5: CCF Statute 41",
            _("Deletion"),
            _("one month after the end"),
            _("the content is erased, with proof"),
            "notice.purge",
        ),
        Timer(
            "document_review",
            "C18",
            _("Review of a document"),
            _("ten years, or the date given"),
            _("the document expires"),
            "record.expire",
        ),
    )
}


def later(moment: datetime, months: int) -> datetime:
    """Return the same time of day some months later, or earlier if negative."""
    return datetime.combine(months_after(moment.date(), months), moment.timetz())
