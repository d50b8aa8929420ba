"""The ledger of holders is the machine's; here holders that are silent are told again.

Whatever takes a record out of a peer's reach (withdrawn, narrowed, suspended, expired, blocked, a
member taken out of a group, a line ended) recalls the copies that peer was given, and only those.
"""

from datetime import datetime, timedelta

from django.db import transaction

from tocsin.rooms.exchange.actions import machine
from tocsin.rooms.exchange.models import Holding

REMIND = timedelta(hours=24)


def remind(at: datetime) -> int:
    """Tell holders again, as the clock, what they have not confirmed for a day."""
    done = 0
    overdue = Holding.unrestricted.overdue(at - REMIND).exclude(peer=None)[:200]
    for holding in list(overdue):
        with transaction.atomic():
            _again(holding, at)
            holding.reminded, holding.reminders = at, holding.reminders + 1
            holding.save(update_fields=["reminded", "reminders"])
        done += 1
    return done


def _again(holding: Holding, at: datetime) -> None:
    """Put the recall into the holder's feed once more, so that a cursor that passed it meets it."""
    record, holder = holding.record_id, holding.holder
    machine.run(holding.bureau_id, at, lambda it, _store: it.remind(record, holder, at))
