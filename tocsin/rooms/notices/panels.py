"""What this room shows on pages of others: the menu, the home page, a record's own page."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tocsin.core.kinds import KINDS
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.notices import desk
from tocsin.rooms.notices.models import Deadline, Notice
from tocsin.rooms.notices.sheets import OFFERED, OFFERED_PURPLE
from tocsin.rooms.notices.timers import TIMERS
from tocsin.rooms.register.models import Record
from tocsin.web.panels import MenuItem, Panel, Section

FEW = 6


def waiting_count(reader: Reader) -> int:
    """Return how many notices wait for a reviewer."""
    return Notice.own(reader).waiting().count()


MENU = [
    MenuItem(_("Notices"), "notices:notices", Power.RECORD_SEE, "bell", Section.REGISTER, 20),
    MenuItem(
        _("Review desk"),
        "notices:desk",
        Power.NOTICE_REVIEW,
        "eye",
        Section.REGISTER,
        30,
        waiting_count,
    ),
    MenuItem(_("Due"), "notices:due", Power.NOTICE_SUBMIT, "calendar", Section.REGISTER, 40),
]


def waiting(reader: Reader) -> Panel | None:
    """Return the head of the review queue, for reviewers."""
    if not reader.holds(Power.NOTICE_REVIEW):
        return None
    rows = desk.queue(reader, timezone.now())
    return Panel("notices/_waiting.html", {"queue": rows[:FEW]}, 15) if rows else None


def near(reader: Reader) -> Panel | None:
    """Return the clocks that have warned or are late."""
    if not reader.holds(Power.NOTICE_SUBMIT):
        return None
    rows = Deadline.visible_to(reader).open().filter(warn__lte=timezone.now())[:FEW]
    shown = [(TIMERS[row.clock], row) for row in rows if row.clock in TIMERS]
    return Panel("notices/_near.html", {"clocks": shown}, 25) if shown else None


def about(reader: Reader, record: Record) -> Panel | None:
    """Return the notices about this record, or the way from a notice's record to its own page."""
    kind = KINDS.get(record.kind)
    if kind is not None and kind.kept_by == "notices":
        known = Notice.visible_to(reader).filter(pk=record.pk).exists()
        if not known:
            return None
        return Panel("notices/_itself.html", {"record": record}, 5)
    rows = list(Notice.visible_to(reader).about(record.pk).select_related("record__owner")[:FEW])
    may_begin = (
        reader.holds(Power.NOTICE_DRAFT)
        and record.state == "released"
        and record.kind in {*OFFERED, *OFFERED_PURPLE}
    )
    if not rows and not may_begin:
        return None
    context = {"notices": rows, "may_begin": may_begin, "record": record}
    return Panel("notices/_about.html", context, 30)


HOME = [waiting, near]
RECORD = [about]
