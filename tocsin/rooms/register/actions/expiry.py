"""What the clock does by itself: expire records whose time is over. It may only tighten."""

from datetime import datetime

from django.db import transaction

from tocsin.core.kinds import KINDS
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.register import writing
from tocsin.rooms.register.lifecycle import State
from tocsin.rooms.register.models import Record

EXPIRING = [State.RELEASED, State.SUSPENDED, State.BLOCKED]
# Their own rooms have clocks.
KEPT = [kind.name for kind in KINDS.values() if kind.kept_by and not kind.ends_as_any]


def expire_due(at: datetime, *, most: int = 200) -> int:
    """Expire records past their end; return how many. Journalled with the clock as actor."""
    # What others own expires with its copies, in exchange: nobody here signs for them.
    due = Record.unrestricted.filter(expires__lte=at, state__in=EXPIRING, owner__hosted=True)
    due = due.exclude(kind__in=KEPT).order_by("expires")[:most]
    done = 0
    for record in list(due):
        with transaction.atomic():
            again = Record.unrestricted.select_for_update().get(pk=record.pk)
            if again.state not in EXPIRING:
                continue
            writing.rule(
                again, "record.expire", at=at, state=State.EXPIRED, reason="its time is over"
            )
            journal.append(
                log=again.owner_id,
                verb="record.expire",
                realm=again.realm,
                objects=[again.id],
                actor=None,
                purpose="clock",
                at=at,
            )
        done += 1
    return done
