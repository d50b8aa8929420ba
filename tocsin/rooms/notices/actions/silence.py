"""What happens by itself when nobody acted in time: each clock tightens, and says so."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tocsin.core.errors import Conflict
from tocsin.core.kinds.colours import Hue
from tocsin.core.kinds.words import BasisClass
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.notices.actions import deadlines, passing, standing
from tocsin.rooms.notices.models import Deadline, Notice
from tocsin.rooms.notices.timers import TIMERS
from tocsin.rooms.register import writing
from tocsin.rooms.register.lifecycle import State
from tocsin.rooms.register.models import Basis, Record


def act_due(at: datetime, *, most: int = 100) -> int:
    """Do what silence does for every clock that is due, and return how many were acted on.

    Journalled with the clock as actor; each in a transaction of its own, and may be repeated.
    """
    done = 0
    for row in list(Deadline.unrestricted.due(at).exclude(clock="review")[:most]):
        with transaction.atomic():
            again = Deadline.unrestricted.select_for_update().get(pk=row.pk)
            if again.settled is None and again.due <= at:
                _fall_due(again, at)
                done += 1
    return done


def _fall_due(row: Deadline, at: datetime) -> None:
    """Do what this clock does by itself, and settle it."""
    act = _ACTS.get(row.clock, _of_notice)
    deadlines.settle(row.subject, row.clock, act(row, at), at)


def _of_notice(row: Deadline, at: datetime) -> str:
    notice = (
        Notice.unrestricted.select_for_update(of=("self",))
        .select_related("record")
        .filter(pk=row.subject)
        .first()
    )
    if notice is None:
        return "gone"
    verb = TIMERS[row.clock].verb
    try:
        passing.by_clock(notice, verb, at, text=str(TIMERS[row.clock].silence))
    except Conflict:
        return "overtaken"
    if verb == "notice.purge":
        standing.erase(notice, at)
        forget(notice)
    return verb


def delist(bases: Iterable[UUID], at: datetime) -> int:
    """Suspend, as the clock, the special notices whose entry of a list has just ended."""
    done = 0
    ended = Basis.unrestricted.filter(record_id__in=list(bases), type=BasisClass.LIST.value)
    for basis in ended.exclude(record__state=State.RELEASED):
        if Basis.unrestricted.in_force(at).filter(
            type=BasisClass.LIST.value, subject=basis.subject_id, reference=basis.reference
        ):
            continue
        special = Notice.unrestricted.in_force().about(basis.subject_id)
        # What another bureau owns ends by its owner's word.
        special = special.filter(colour=Hue.SPECIAL.value, record__owner__hosted=True)
        for notice in special.select_related("record"):
            listing = notice.record.body.get("listing", {})
            if listing.get("entry") == basis.reference:
                passing.by_clock(notice, "notice.delist", at, text=basis.reference)
                done += 1
    return done


def forget(notice: Notice) -> None:
    """Blank what the passages of a deleted notice say; that they were taken stays."""
    from tocsin.rooms.bureaus.models import Proposal

    notice.passages.update(text="")
    notice.label, notice.case = {}, ""
    notice.save(update_fields=["label", "case"])
    Proposal.unrestricted.filter(target=notice.pk).update(title="", arguments={})


def _document(row: Deadline, at: datetime) -> str:
    record = Record.unrestricted.select_for_update().filter(pk=row.subject).first()
    if record is None or record.state not in {State.RELEASED, State.SUSPENDED}:
        return "overtaken"
    writing.rule(record, "record.expire", at=at, state=State.EXPIRED, reason="not reviewed in time")
    journal.append(
        log=record.owner_id,
        verb="record.expire",
        realm=record.realm,
        objects=[record.pk],
        actor=None,
        purpose="clock",
        at=at,
    )
    return "record.expire"


_ACTS: dict[str, Callable[[Deadline, datetime], str]] = {"document_review": _document}
