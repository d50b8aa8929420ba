"""The clock of silence: what nears its time or is past it is marked, and the journal says so."""

from datetime import datetime

from django.db import transaction

from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.requests.models import Request

Alarm = Request.Alarm


def escalate(at: datetime) -> int:
    """Raise the alarm of each request that came nearer to its end; return how many changed.

    Nothing is said to the other bureau: its own clock tells it the same, and officers telephone.
    """
    owed = Request.unrestricted.filter(closed=None, answered=None).select_related("record")
    count = 0
    for alarm, rows in (
        (Alarm.LATE, owed.filter(due__lte=at, alarm__lt=Alarm.LATE)),
        (Alarm.NEAR, owed.filter(warn__lte=at, due__gt=at, alarm__lt=Alarm.NEAR)),
    ):
        for request in rows:
            _raise(request, alarm, at)
            count += 1
    return count


def _raise(request: Request, alarm: Alarm, at: datetime) -> None:
    with transaction.atomic():
        Request.unrestricted.filter(pk=request.pk).update(alarm=alarm)
        ends = [request.asker_id, request.asked_id]
        for bureau in Bureau.unrestricted.filter(pk__in=ends, hosted=True):
            journal.append(
                log=bureau.pk,
                verb="request.escalate",
                realm=request.record.realm,
                objects=[request.pk],
                actor=None,
                purpose=None,
                detail={"alarm": alarm.name.lower(), "due": request.due.isoformat()},
                at=at,
            )
