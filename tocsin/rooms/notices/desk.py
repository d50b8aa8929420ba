"""The review desk: the queue by its clock, and the bureau's own statistics of reviewing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.core.kinds.colours import Ground
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.verb import look
from tocsin.rooms.notices.lifecycle import ALIVE, IN_FORCE, OVER, WAITING, Stage
from tocsin.rooms.notices.models import Deadline, Notice, Passage

ON_A_PAGE = 25
PERIOD = timedelta(days=365)

TABS: dict[str, tuple[str | Promise, Q]] = {
    "": (_("All"), Q()),
    "drafts": (_("Drafts"), Q(stage__in=[Stage.DRAFT, Stage.REFUSED, Stage.APPROVED])),
    "waiting": (_("In review"), Q(stage__in=list(WAITING))),
    "in_force": (_("In force"), Q(stage__in=list(IN_FORCE))),
    "stopped": (_("Stopped"), Q(stage__in=list(ALIVE - IN_FORCE))),
    "over": (_("Over"), Q(stage__in=[*OVER, Stage.DELETED])),
}


def listed(reader: Reader, said: QueryDict) -> dict[str, Any]:
    """Return a page of the notices this reader sees, own and received, and journal the look."""
    chosen = said.get("show", "")
    rows = Notice.visible_to(reader)
    wanted = rows.filter(TABS.get(chosen, TABS[""])[1]).select_related("record__owner")
    page: Page[Notice] = Paginator(wanted, ON_A_PAGE).get_page(said.get("page"))
    look(reader, "record.search", *(notice.pk for notice in page), query={"notices": chosen})
    counts = rows.order_by().aggregate(
        **{f"n{at}": Count("pk", filter=q) for at, (_t, q) in enumerate(TABS.values()) if q},
        n0=Count("pk"),
    )
    tabs = [
        {
            "label": title,
            "url": f"?show={name}",
            "active": name == chosen,
            "badge": counts[f"n{at}"],
        }
        for at, (name, (title, _q)) in enumerate(TABS.items())
    ]
    return {"page": page, "tabs": tabs}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One notice in the queue, and the clock it is ordered by."""

    notice: Notice
    due: datetime | None
    is_overdue: bool
    can_review: bool


def queue(reader: Reader, at: datetime) -> list[Waiting]:
    """Return what waits for a reviewer of this bureau, the most urgent first."""
    rows = Notice.own(reader).waiting().select_related("record", "drafter", "reviewer")
    due = dict(
        Deadline.visible_to(reader)
        .open()
        .filter(clock__in=["review", "answer"])
        .values_list("subject", "due")
    )
    found = [
        Waiting(
            notice,
            due.get(notice.pk),
            is_overdue=notice.pk in due and due[notice.pk] < at,
            can_review=str(reader.officer) not in notice.hands,
        )
        for notice in rows
    ]
    return sorted(found, key=lambda one: (one.due is None, one.due or at, one.notice.pk))


@dataclass(frozen=True, slots=True)
class Statistics:
    """How reviewing went in the last year."""

    submitted: int
    released: int
    refused: int
    rate: float
    hours: float | None
    overdue: int
    grounds: list[tuple[str, int]]

    @property
    def percent(self) -> str:
        """The share of decisions that were refusals."""
        return f"{self.rate * 100:.0f}%"


def statistics(reader: Reader, at: datetime) -> Statistics:
    """Return the bureau's refusal rate by ground, median hours to release, and what is overdue."""
    mine = Notice.own(reader).order_by()
    steps = Passage.among(mine).filter(at__gte=at - PERIOD)
    counted = steps.values_list("verb").annotate(n=Count("pk")).order_by()
    said = dict(counted)
    refusals = steps.filter(verb__in=["notice.refuse", "notice.lapse"])
    refused = said.get("notice.refuse", 0) + said.get("notice.lapse", 0)
    approved = said.get("notice.approve", 0) + said.get("notice.verify", 0)
    late = Deadline.visible_to(reader).open().filter(clock="review", due__lt=at).count()
    return Statistics(
        submitted=said.get("notice.submit", 0),
        released=said.get("notice.release", 0),
        refused=refused,
        rate=refused / (refused + approved) if refused + approved else 0.0,
        hours=_median_hours(mine.filter(released__gte=at - PERIOD)),
        overdue=late,
        grounds=_by_ground(refusals.values_list("grounds", flat=True)),
    )


def _median_hours(rows: Any) -> float | None:
    pairs = rows.filter(submitted__isnull=False).values_list("submitted", "released")
    hours = [(end - begin).total_seconds() / 3600 for begin, end in pairs]
    return round(median(hours), 1) if hours else None


def _by_ground(rows: Any) -> list[tuple[str, int]]:
    counted: dict[str, int] = {}
    for grounds in rows:
        for one in grounds or [Ground.NO_ANSWER.value]:
            counted[one] = counted.get(one, 0) + 1
    words = {ground.value: ground.wording for ground in Ground}
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(words.get(name, name), count) for name, count in ordered]
