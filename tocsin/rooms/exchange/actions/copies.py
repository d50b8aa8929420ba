"""Copies of others' records: held with a receipt, given up when their owner says so.

A receipt for a purge is signed only once everything that follows the register has passed the
change: index, search, results, attachments. A bureau under a legal duty may keep a copy instead;
then it is sealed away from screening and search, and the receipt says so.
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from tocsin.core.errors import WrongState
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, verb
from tocsin.rooms.exchange.actions import machine
from tocsin.rooms.exchange.models import Copy, Peer
from tocsin.rooms.register import vault
from tocsin.rooms.register.models import slowest_consumer

Reason = Annotated[str, StringConstraints(min_length=3, max_length=300, strip_whitespace=True)]


@verb(Power.COPY_KEEP)
def keep(act: Act, copy: Copy, *, reason: Reason) -> Copy:
    """Keep this copy under a legal hold if its owner takes it back: sealed, and said so to it.

    Raises WrongState once it is purged.
    """
    if copy.state == Copy.State.PURGED:
        raise WrongState("this copy is gone already")
    copy.hold_reason, copy.hold_by_id = reason, act.reader.officer
    copy.save(update_fields=["hold_reason", "hold_by"])
    act.on(copy.subject)
    act.note(reason=reason)
    return copy


@verb(Power.COPY_RELEASE)
def release(act: Act, copy: Copy, *, reason: Reason) -> Copy:
    """End the legal hold; a copy that its owner took back is purged and a receipt signed."""
    if not copy.hold_reason:
        raise WrongState("there is no hold on this copy")
    copy.hold_reason, copy.hold_by = "", None
    copy.save(update_fields=["hold_reason", "hold_by"])
    machine.run(copy.bureau_id, act.at, lambda it, _store: it.finish(act.at))
    copy.refresh_from_db()
    act.on(copy.subject)
    act.note(reason=reason)
    return copy


def expire(at: datetime) -> int:
    """Purge, as the clock, copies whose time has run out; ask again for what was early."""
    for bureau in _machines():
        machine.run(bureau, at, lambda it, _store: it.expire(at))
    return 0


def confirm(at: datetime) -> int:
    """Sign receipts, as the clock, for purges that every consumer of the feed has passed."""
    passed = slowest_consumer() or 0
    waiting = Copy.unrestricted.to_confirm().filter(feed_number__lte=passed)
    bureaus = set(waiting.values_list("bureau_id", flat=True))
    if bureaus:
        vault.clear()  # a process may have been killed between the change and its files
    for bureau in bureaus:
        machine.run(bureau, at, lambda it, _store: it.finish(at))
    return len(bureaus)


def _machines() -> list[UUID]:
    found = Peer.unrestricted.filter(accepted__isnull=False)
    return list(found.order_by().values_list("bureau_id", flat=True).distinct())
