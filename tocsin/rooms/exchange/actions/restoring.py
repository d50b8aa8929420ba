"""Catch-up of a restored node: every peer is asked for what is ours, and heard to the end.

The machine of each bureau knows when it has heard all. It opens its journal's new epoch then, or
when two administrators have declared the node, though a peer is away; only their word lets the
node serve and screen again.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.exchange.actions import lines, machine
from tocsin.rooms.exchange.models import Memory, Peer
from tocsin.web import catchup


def carry_on(at: datetime) -> int:
    """Begin catch-up where the node was restored, as the clock, and end it when it is declared."""
    if not catchup.is_on():
        return 0
    for bureau in Bureau.unrestricted.filter(hosted=True):
        _begin(bureau.pk, catchup.which(), at)
    if not catchup.is_declared():
        return 0
    for memory in Memory.unrestricted.filter(catching_up=True):
        machine.run(memory.bureau_id, at, lambda it, _store: it.opened(at))
    catchup.end()
    lines.begin(at)
    return 1


def _begin(bureau: UUID, restore: str, at: datetime) -> None:
    """Put a bureau's machine into catch-up, once for each restore."""
    with transaction.atomic():
        memory, _new = Memory.unrestricted.select_for_update().get_or_create(bureau_id=bureau)
        if memory.restored == restore:
            return
        memory.restored, memory.catching_up = restore, True
        memory.save(update_fields=["restored", "catching_up"])
        machine.run(bureau, at, lambda it, _store: it.restored(at))
        Peer.unrestricted.filter(bureau_id=bureau).update(next_call=None, failures=0)
