"""What a peer is answered: the description of its table, the table, and its elements multiplied.

Elements are counted before they are answered, and each answer is journalled in the transaction that
counts it. Nothing here knows what was asked, or whether anything hit.
"""

import os
from datetime import datetime
from typing import Any

from django.db import transaction

from tocsin.core.blind import answer as multiply
from tocsin.core.blind import keys
from tocsin.core.blind.answering import elements
from tocsin.core.errors import NotAllowed, NotFound, Stale
from tocsin.rooms.blind.actions import tables
from tocsin.rooms.blind.models import Answered, Arrangement
from tocsin.rooms.exchange.models import Peer
from tocsin.rooms.journal import actions as journal

SUITE = "OPRFV1-1-ristretto255-SHA512"


def arrangement_with(peer: Peer) -> Arrangement:
    """Return the open arrangement with a peer; raises NotFound."""
    rows = Arrangement.unrestricted.filter(peer=peer, closed=None)
    found = rows.filter(peer__state=Peer.State.ACCEPTED).first()
    if found is None:
        raise NotFound("there is no blind match with you here")
    return found


def describe(peer: Peer, at: datetime) -> dict[str, Any]:
    """Return what a peer must know to ask: form, suite, table, key, and what is left to it."""
    arrangement = arrangement_with(peer)
    table = tables.current(arrangement, at)
    return {
        "form": keys.FORM,
        "suite": SUITE,
        "table": table.number,
        "size": table.size,
        "digest": table.digest,
        "public": table.public,
        "left": max(0, arrangement.quota - arrangement.spent(at)),
    }


def hand_over(peer: Peer, at: datetime) -> bytes:
    """Return the table itself: without asking it tells nothing."""
    return tables.tags_of(tables.current(arrangement_with(peer), at))


def answer(peer: Peer, number: int, message: bytes, at: datetime) -> bytes:
    """Return a peer's elements under the secret of its table, counted and journalled first.

    Raises InvalidInput for what are no elements, Stale for another table, NotAllowed past the
    quota: then nothing is answered and nothing counted.
    """
    asked = elements(message)
    with transaction.atomic():
        arrangement = Arrangement.unrestricted.select_for_update().get(pk=arrangement_with(peer).pk)
        table = tables.current(arrangement, at)
        if table.number != number:
            raise Stale("there is a newer table; fetch it and ask again", place="table")
        left = arrangement.quota - arrangement.spent(at)
        if len(asked) > left:
            raise NotAllowed(
                "asks for {n} elements; {left} of {quota} a day are left",
                n=len(asked),
                left=max(0, left),
                quota=arrangement.quota,
                place="elements",
            )
        pair = tables.pair_of(table)
        _count(arrangement, len(asked), number, at)
    return multiply(pair, asked, os.urandom)


def _count(arrangement: Arrangement, count: int, number: int, at: datetime) -> None:
    Answered.unrestricted.create(arrangement=arrangement, at=at, elements=count, table=number)
    journal.append(
        log=arrangement.bureau_id,
        verb="match.answer",
        realm="live",
        objects=[arrangement.pk, arrangement.peer_id, arrangement.peer.partner_id],
        actor=None,
        purpose="exchange",
        detail={"with": arrangement.peer.partner.code, "elements": count, "table": number},
        at=at,
    )
