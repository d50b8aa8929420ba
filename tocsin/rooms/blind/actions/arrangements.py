"""Arrangements: that a peer may ask blindly is agreed by two officers and ended by one."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from tocsin.core.blind import BATCHES
from tocsin.core.errors import Conflict, NotFound, WrongState
from tocsin.rooms.blind.actions import tables
from tocsin.rooms.blind.models import Arrangement
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, verb, verb_of_two
from tocsin.rooms.exchange.models import Peer

Reason = Annotated[str, StringConstraints(min_length=3, max_length=300, strip_whitespace=True)]
Quota = Annotated[int, Field(ge=BATCHES[0], le=100_000)]
USUAL = 1_024


@verb_of_two(Power.ARRANGEMENT_OPEN)
def open(act: Act, *, peer: UUID, quota: Quota = USUAL) -> Arrangement:  # noqa: A001
    """Let a peer ask which of its own records we also keep, so many elements in 24 hours.

    It learns of those it asks about whether we keep one, never whom. A record whose label excludes
    the peer or has the code H3 is left out. Raises Conflict if it may ask already.
    """
    found = Peer.unrestricted.open().filter(pk=peer, bureau_id=act.reader.bureau).first()
    if found is None:
        raise NotFound("there is no such peer with an open line", place="peer")
    if Arrangement.unrestricted.filter(peer=found, closed=None).exists():
        raise Conflict("this peer may ask already; close that arrangement first", place="peer")
    made = Arrangement.unrestricted.create(
        bureau_id=act.reader.bureau, peer=found, quota=quota, opened=act.at
    )
    act.on(made.pk, found.pk, found.partner_id)
    act.note(bureau=found.partner.code, quota=quota)
    return made


@verb(Power.ARRANGEMENT_CLOSE)
def close(act: Act, arrangement: Arrangement, *, reason: Reason) -> Arrangement:
    """Let the peer ask no more, at once; the secret of its table is destroyed."""
    if arrangement.closed is not None:
        raise WrongState("it was closed before")
    arrangement.closed, arrangement.reason = act.at, reason
    arrangement.save(update_fields=["closed", "reason"])
    tables.destroy(arrangement)
    act.on(arrangement.pk, arrangement.peer_id)
    act.note(reason=reason)
    return arrangement
