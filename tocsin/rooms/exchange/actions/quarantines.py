"""Quarantine: looked at again, or thrown away; the clock tries what waits for something else."""

from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import StringConstraints

from tocsin.core.formats.scanning import whole
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, verb
from tocsin.rooms.exchange.actions import intake
from tocsin.rooms.exchange.models import Peer, Quarantined

Reason = Annotated[str, StringConstraints(min_length=3, max_length=300, strip_whitespace=True)]
AGAIN = (Quarantined.Why.WAITS, Quarantined.Why.GROUP, Quarantined.Why.KEY)
LATER = timedelta(seconds=30)
FEW = 200


@verb(Power.QUARANTINE_RETRY)
def retry(act: Act, quarantined: Quarantined) -> Quarantined | None:
    """Try to take it again, after what it lacked has come: a group, a card, another record."""
    act.on(quarantined.id)
    act.note(identifier=quarantined.identifier)
    return _again(quarantined, act.at)


@verb(Power.QUARANTINE_DISCARD)
def discard(act: Act, quarantined: Quarantined, *, reason: Reason) -> None:
    """Throw away what a peer sent; if it sends it again, it is looked at anew."""
    act.on(quarantined.id)
    act.note(identifier=quarantined.identifier, why=quarantined.why, reason=reason)
    quarantined.delete()


def arrived(peer: Peer, at: datetime) -> int:
    """Try again what waits for another record or group, after something came from this peer."""
    waiting = Quarantined.unrestricted.filter(peer=peer, why__in=AGAIN[:2]).order_by("at")
    return sum(_again(row, at) is None for row in list(waiting[:FEW]))


def carry_on(at: datetime) -> int:
    """Try again, as the clock, what may be acceptable by now; each row at most twice a minute."""
    waiting = Quarantined.unrestricted.filter(why__in=AGAIN).exclude(tried__gt=at - LATER)
    return sum(_again(row, at) is None for row in list(waiting.order_by("at")[:FEW]))


def _again(row: Quarantined, at: datetime) -> Quarantined | None:
    value: Any = whole(row.raw)
    return intake.take(row.peer, value, row.raw, at)
