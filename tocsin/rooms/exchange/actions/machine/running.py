"""One call of a bureau's machine: one transaction, and what comes out of it once it is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from django.db import transaction

from tocsin.core.errors import InvalidInput, NotFound, Unavailable
from tocsin.core.protocol import wire
from tocsin.core.protocol.messages import Ask, Fresh, Look, Message, Poke, Pull, Returned, Seen
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
        said = call(_machine(bureau, store), store)
        store.write_rows()
        outcome = said.outcome if isinstance(said, Served) else said
        _send(bureau, outcome.messages)
    return Ran(said, store)


def _machine(bureau: UUID, store: Tables) -> Peer:
    return Peer(
        store=store,
        log=JournalLog(bureau),
        rules=TableRules(store),
        sign=lambda said: sign(said, keys.signer(bureau)),
        cosign=lambda note, name, now: note.cosigned_by(name, keys.signer(bureau), now),
    )


def _as_it_is(bureau: UUID, at: datetime) -> Tables:
    """Return the store to look at alone: no lock is taken, nothing may be written."""
    memory = Memory.unrestricted.filter(bureau_id=bureau).first()
    return Tables(memory or Memory(bureau_id=bureau), at)


def asking(bureau: UUID, partner: UUID, at: datetime) -> Ask | None:
    """Return what is to be asked of this peer next, None while the bureau is not catching up."""
    store = _as_it_is(bureau, at)
    if not store.catching_up():
        return None
    state = store.peer(partner)
    return Ask(state.returning) if state is not None and not state.returned else None


def fresh(bureau: UUID, partner: UUID, at: datetime) -> tuple[Fresh, ...]:
    """Return which groups that are shared with a peer are known to be how recent."""
    return _machine(bureau, _as_it_is(bureau, at)).fresh(partner, at)


def looking(bureau: UUID, partner: UUID, at: datetime) -> Look:
    """Return what to show a peer of journals now; raise NotFound for no accepted peer."""
    ran = run(bureau, at, lambda it, _store: it.look(partner, at))
    for _to, said in ran.said.messages:
        if isinstance(said, Look):
            return said
    raise NotFound("there is no such peer")


def seen(bureau: UUID, partner: UUID, said: Seen, at: datetime) -> bool:
    """Take a peer's answer to a look; return whether there is something to tell it at once."""
    told = []

    def hear(it: Peer, store: Tables) -> Outcome:
        before = store.peer(partner)
        outcome = it.receive(partner, said, at)
        after = store.peer(partner)
        assert before is not None
        assert after is not None
        news = [(one.head, one.alarm, one.asks) for one in (before, after)]
        told.append(news[0] != news[1])
        return outcome

    run(bureau, at, hear)
    return told[0]


def answered(line: Line, body: bytes, kind: type[Ask | Look], at: datetime) -> bytes:
    """Return what our machine answers to a peer's question of this kind.

    Raises InvalidInput for another message, Unavailable while this node is catching up itself.
    """
    message = wire.from_bytes(body)
    if not isinstance(message, kind):
        raise InvalidInput("is another message than is heard here", place="body")
    ran = run(line.bureau_id, at, lambda it, _store: it.receive(line.partner_id, message, at))
    for _to, said in ran.said.messages:
        if isinstance(said, Returned | Seen):
            return wire.to_bytes(said)
    raise Unavailable("this node is catching up itself; ask again")


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
