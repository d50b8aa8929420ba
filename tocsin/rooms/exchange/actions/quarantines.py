"""Quarantine: asked for again, or thrown away; the machine frees what waited once that has come."""

from typing import Annotated

from pydantic import StringConstraints

from tocsin.core.errors import WrongState
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, verb
from tocsin.rooms.exchange.models import Peer, Quarantined

Reason = Annotated[str, StringConstraints(min_length=3, max_length=300, strip_whitespace=True)]


@verb(Power.QUARANTINE_RETRY)
def retry(act: Act, quarantined: Quarantined) -> Quarantined:
    """Ask its peer for it again with the next call, which is made now.

    Raises WrongState for what was refused for good: asking again would change nothing.
    """
    if quarantined.record is None:
        raise WrongState("this was refused for good; its sender would have to say something else")
    quarantined.ready = True
    quarantined.save(update_fields=["ready"])
    Peer.unrestricted.filter(pk=quarantined.peer_id).update(next_call=None)
    act.on(quarantined.id)
    act.note(identifier=quarantined.identifier)
    return quarantined


@verb(Power.QUARANTINE_DISCARD)
def discard(act: Act, quarantined: Quarantined, *, reason: Reason) -> None:
    """Throw away what a peer sent; if it sends it again, it is looked at anew."""
    act.on(quarantined.id)
    act.note(identifier=quarantined.identifier, why=quarantined.why, reason=reason)
    quarantined.delete()
