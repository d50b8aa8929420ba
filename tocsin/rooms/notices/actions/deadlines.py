"""The running clocks of this room: started and settled with each stage, acted on when due."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from tocsin.core.kinds import PartialDate
from tocsin.rooms.notices.lifecycle import ALIVE, OVER, Stage
from tocsin.rooms.notices.models import Deadline, Notice
from tocsin.rooms.notices.timers import (
    DELETE_MONTHS,
    DOCUMENT_MONTHS,
    REVIEW_MONTHS,
    REVIEW_WITHIN,
    SUSPENDED_MONTHS,
    VERIFY_WITHIN,
    later,
)
from tocsin.rooms.register.lifecycle import State
from tocsin.rooms.register.models import Record

WARNING = timedelta(days=30)


def start(notice: Notice, timer: str, due: datetime, *, warn: datetime | None = None) -> Deadline:
    """Start a clock of a notice, or set the one that is running to another time."""
    record = notice.record
    row, _made = Deadline.unrestricted.update_or_create(
        clock=timer,
        subject=notice.pk,
        settled=None,
        defaults={
            "bureau_id": record.owner_id,
            "realm": record.realm,
            "title": record.title,
            "due": due,
            "warn": warn,
        },
    )
    return row


def settle(subject: UUID, timer: str, outcome: str, at: datetime) -> None:
    """Say how a running clock ended; nothing happens when it does not run."""
    running = Deadline.unrestricted.open().filter(subject=subject, clock=timer)
    running.update(settled=at, outcome=outcome[:40])


def settle_all(subject: UUID, outcome: str, at: datetime, *, but: Iterable[str] = ()) -> None:
    """Settle every running clock of a notice but those named."""
    running = Deadline.unrestricted.open().filter(subject=subject).exclude(clock__in=list(but))
    running.update(settled=at, outcome=outcome[:40])


def run(notice: Notice, stage: Stage, at: datetime) -> None:
    """Start and settle what goes with a stage that has just been entered."""
    if stage is Stage.SUBMITTED:
        start(notice, "review", at + REVIEW_WITHIN)
    elif stage in {Stage.APPROVED, Stage.REFUSED, Stage.DRAFT}:
        settle_all(notice.pk, stage.value, at)
    elif stage in ALIVE:
        _run_alive(notice, stage, at)
    elif stage in OVER:
        settle_all(notice.pk, stage.value, at)
        start(notice, "deletion", later(at, DELETE_MONTHS))
    elif stage is Stage.DELETED:
        settle_all(notice.pk, stage.value, at)
        # What a clock was called says whom it was about.
        Deadline.unrestricted.filter(subject=notice.pk).update(title="")


def _run_alive(notice: Notice, stage: Stage, at: datetime) -> None:
    settle(notice.pk, "review", stage.value, at)
    start(notice, "retention", notice.until, warn=notice.until - WARNING)
    opens = later(notice.until, -REVIEW_MONTHS)
    if stage is Stage.RELEASED and opens > at:
        start(notice, "retention_review", opens)
    elif stage is not Stage.RELEASED:
        settle(notice.pk, "retention_review", stage.value, at)
    if stage is Stage.SUSPENDED:
        running = Deadline.unrestricted.open().filter(subject=notice.pk, clock="suspension")
        if not running.exists():
            due = later(at, SUSPENDED_MONTHS)
            start(notice, "suspension", due, warn=due - WARNING)
    if stage is Stage.UNVERIFIED:
        running = Deadline.unrestricted.open().filter(subject=notice.pk, clock="verification")
        if not running.exists():
            start(notice, "verification", at + VERIFY_WITHIN)


def review_documents(records: Iterable[UUID], at: datetime) -> None:
    """Let the review of each of these documents run while it is in force, and end with it.

    It is due on the date the document gives, or ten years after it was recorded (C18); in silence
    the document expires.
    """
    papers = Record.unrestricted.filter(pk__in=list(records), owner__hosted=True)
    for record in papers:
        if record.state not in {State.RELEASED, State.SUSPENDED}:
            settle(record.pk, "document_review", record.state, at)
            continue
        given = record.body.get("review")
        due = later(record.created, DOCUMENT_MONTHS)
        if given:
            last = PartialDate.parse(given).latest
            due = datetime.combine(last, time(), tzinfo=UTC) + timedelta(days=1)
        Deadline.unrestricted.update_or_create(
            clock="document_review",
            subject=record.pk,
            settled=None,
            defaults={
                "bureau_id": record.owner_id,
                "realm": record.realm,
                "title": record.title,
                "due": due,
                "warn": later(due, -REVIEW_MONTHS),
            },
        )


def warn_due(at: datetime) -> int:
    """Mark the clocks whose warning has come, so that pages show it; return how many."""
    late = Deadline.unrestricted.open().filter(warn__lte=at, warned__isnull=True)
    return late.update(warned=at)
