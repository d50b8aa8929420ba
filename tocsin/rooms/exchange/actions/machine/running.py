"""One call of a bureau's machine: one transaction, and what comes out of it once it is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from django.db import transaction

from tocsin.core.protocol.messages import Message, Poke, Pull
from tocsin.core.protocol.peer import Outcome, Peer, Served
from tocsin.core.statements.signed import sign
from tocsin.rooms.bureaus import keys
from tocsin.rooms.exchange.actions.machine.log import JournalLog
from tocsin.rooms.exchange.actions.machine.rules import TableRules
from tocsin.rooms.exchange.actions.machine.store import Tables
from tocsin.rooms.exchange.models import Memory
from tocsin.rooms.exchange.models import Peer as Line
from tocsin.web.waking import wake

T = TypeVar("T", Outcome, Served)


@dataclass(frozen=True, slots=True)
class Ran(Generic[T]):
    """What a call said, and the store it left, for whoever goes on in the same transaction."""

    said: T
    store: Tables


def run(bureau: UUID, at: datetime, call: Callable[[Peer, Tables], T]) -> Ran[T]:
    """Make one call of the bureau's machine; calls of one bureau wait for each other."""
    with transaction.atomic():
        memory, _made = Memory.unrestricted.select_for_update().get_or_create(bureau_id=bureau)
        store = Tables(memory, at)
        rules = TableRules(store)
        machine = Peer(
            store=store,
            log=JournalLog(bureau),
            rules=rules,
            sign=lambda said: sign(said, keys.signer(bureau)),
            cosign=lambda note, name, now: note.cosigned_by(name, keys.signer(bureau), now),
        )
        said = call(machine, store)
        outcome = said.outcome if isinstance(said, Served) else said
        _send(bureau, outcome.messages)
    return Ran(said, store)


def _send(bureau: UUID, messages: tuple[tuple[UUID, Message], ...]) -> None:
    """Leave it to the lines to poke and to call; what is owed lies in tables already."""
    poked = {to for to, message in messages if isinstance(message, Poke)}
    called = {to for to, message in messages if isinstance(message, Pull)}
    mine = Line.unrestricted.filter(bureau_id=bureau)
    if poked:
        mine.filter(partner_id__in=poked, news=False).update(news=True)
    if called:
        mine.filter(partner_id__in=called).update(next_call=None)
    if poked or called:
        transaction.on_commit(wake)
