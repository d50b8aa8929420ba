"""The clock of silence: a mission that nobody offers anything for is marked, and journalled."""

from datetime import datetime

from django.db import transaction

from tocsin.rooms.journal import actions as journal
from tocsin.rooms.missions.models import Mission


def escalate(at: datetime) -> int:
    """Raise the alarm of each mission without an offer; return how many changed.

    Its asker's journal says so. Nothing is said to others: each has a clock of its own.
    """
    silent = Mission.unrestricted.silent().select_related("record", "asker")
    count = 0
    for alarm, rows in (
        (Mission.Alarm.LATE, silent.filter(due__lte=at, alarm__lt=Mission.Alarm.LATE)),
        (
            Mission.Alarm.NEAR,
            silent.filter(warn__lte=at, due__gt=at, alarm__lt=Mission.Alarm.NEAR),
        ),
    ):
        for mission in rows:
            _raise(mission, alarm, at)
            count += 1
    return count


def _raise(mission: Mission, alarm: Mission.Alarm, at: datetime) -> None:
    with transaction.atomic():
        Mission.unrestricted.filter(pk=mission.pk).update(alarm=alarm)
        if not mission.asker.hosted:
            return
        journal.append(
            log=mission.asker_id,
            verb="mission.escalate",
            realm=mission.record.realm,
            objects=[mission.pk],
            actor=None,
            purpose=None,
            detail={"alarm": alarm.name.lower(), "due": mission.due.isoformat()},
            at=at,
        )
