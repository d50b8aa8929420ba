"""Notices of bureaus elsewhere: a row beside each copy, so that it is listed and read here.

Nothing is decided here: the stage is what the owner's signed state means, and no verb of this room
acts on what another bureau owns. Who is screened for comes with the owner's bases, not from here.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from tocsin.core.kinds import KINDS
from tocsin.core.kinds.colours import Mark
from tocsin.rooms.notices.actions import passing
from tocsin.rooms.notices.lifecycle import OVER, Stage
from tocsin.rooms.notices.models import Notice, Subject
from tocsin.rooms.register.lifecycle import State
from tocsin.rooms.register.models import Record

KEPT = frozenset(kind.name for kind in KINDS.values() if kind.kept_by == "notices")
STAGES = {
    State.RELEASED: Stage.RELEASED,
    State.SUSPENDED: Stage.SUSPENDED,
    State.BLOCKED: Stage.BLOCKED,
    State.WITHDRAWN: Stage.WITHDRAWN,
    State.EXPIRED: Stage.EXPIRED,
}


def take_in(records: Iterable[UUID], at: datetime) -> None:
    """Bring the rows of received notices in line with their records; others are passed over."""
    found = Record.unrestricted.filter(pk__in=set(records), owner__hosted=False)
    arrived = set()
    for record in found.select_related("release_class"):
        if record.kind in KEPT:
            _keep(record, at)
        else:
            arrived.add(record.owner_id)
    # A notice may come before those it names.
    waiting = Notice.unrestricted.filter(incomplete=True, record__owner__in=arrived)
    for notice in waiting.select_related("record"):
        _name(notice)


def _keep(record: Record, at: datetime) -> None:
    notice = Notice.unrestricted.filter(pk=record.pk).first()
    stage = STAGES.get(State(record.state))
    if stage is None or (notice is None and not record.body):
        return
    if notice is None:
        notice = Notice(record=record, released=at)
    notice.record = record
    notice.stage = stage
    notice.label = record.release_class.read().plain()
    notice.changed = record.changed
    if stage in OVER and notice.ended is None:
        notice.ended = at
    if not record.body:
        notice.stage = Stage.DELETED
        notice.save()
        Subject.unrestricted.filter(notice=notice).delete()
        return
    passing.derive(notice, record.body)
    if stage is Stage.RELEASED and record.body.get("mark") == Mark.UNVERIFIED.value:
        notice.stage = Stage.UNVERIFIED
    notice.save()
    _name(notice)


def _name(notice: Notice) -> None:
    passing.keep_subjects(notice, notice.record.body)
    named = {one.record for one in passing.typed(notice.record.body).subjects}
    known = Subject.unrestricted.filter(notice=notice).count()
    notice.incomplete = known < len(named)
    notice.save(update_fields=["incomplete"])
