"""Who may be given what: the one rule table, asked for a peer's bureau at this moment.

A record of a bureau here goes to whom its label lets see it. A record of somebody else's goes on
only where its owner allowed that, and never back to its owner.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from tocsin.core.labels import Use
from tocsin.rooms.bureaus.reader import Realm
from tocsin.rooms.exchange.models import Peer
from tocsin.rooms.register.models import Record, Records
from tocsin.rooms.release.models import allowed
from tocsin.rooms.release.why import as_bureau


def classes_for(peer: Peer, at: datetime) -> frozenset[int]:
    """Return the classes of records that may be given to this peer now."""
    reader = as_bureau(peer.partner, realm=Realm.LIVE, purpose="")
    # For some purpose: its officers state theirs.
    reader = replace(reader, every_purpose=True)
    seen = allowed(reader, Use.SEE, at)
    mine = allowed(reader, Use.SEE, at, owner_id=peer.bureau_id)
    own = as_bureau(peer.bureau, realm=Realm.LIVE, purpose="")
    two = (peer.bureau_id, peer.partner_id)
    others = allowed(own, Use.FORWARD, at) - allowed(own, Use.FORWARD, at, owner_id__in=two)
    return mine | (seen & others)


def given_to(peer: Peer, at: datetime, only: Iterable[UUID] | None = None) -> Records:
    """Return the records that may be given to this peer now, what others hang on first."""
    found = Record.unrestricted.with_classes(classes_for(peer, at)).filter(
        state="released", revision__gt=0, realm="live"
    )
    return found if only is None else found.filter(pk__in=list(only))


def group_for(peer: Peer, record: Record) -> UUID | None:
    """Return the group through which this peer is given the record; None where it is direct."""
    found = groups_for(peer, record)
    return found[0] if found else None


def groups_for(peer: Peer, record: Record) -> list[UUID] | None:
    """Return the groups through which this peer is given the record; None where it is direct."""
    release_class = record.release_class
    if release_class.everyone or release_class.bureaus.filter(pk=peer.partner_id).exists():
        return None
    member = release_class.groups.filter(members__id=peer.partner_id).order_by("pk")
    return list(member.values_list("pk", flat=True))
