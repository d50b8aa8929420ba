"""What arrives from peers: read as rows of the protocol, and handed to the bureau's machine.

One object never harms the next: some are taken together in a transaction, and when one of them
fails in it, each in a transaction of its own. What the machine could not accept stands in
quarantine with its reason, for people; what it waits for is the machine's.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.db import transaction

from tocsin.core.errors import InvalidInput, TocsinError
from tocsin.core.formats.stix.objects import Object
from tocsin.core.protocol.decisions import TABLE, Decided, Decision, Effect
from tocsin.core.protocol.messages import Hand, Members, NewCard, Offer, Retract, Row
from tocsin.core.protocol.peer import Outcome
from tocsin.core.protocol.peer import Peer as It
from tocsin.core.sentences import shortened
from tocsin.rooms.exchange import envelopes
from tocsin.rooms.exchange.actions import machine
from tocsin.rooms.exchange.actions.machine.reasons import why
from tocsin.rooms.exchange.actions.machine.store import Tables
from tocsin.rooms.exchange.models import Peer, Quarantined

if TYPE_CHECKING:
    from tocsin.core.statements.signed import Signed

LONGEST = 300
MOST_REFUSED = 10_000  # of one peer; a flood drives out its own oldest tenth, and waits for nobody
NOT_TAKEN = frozenset({Effect.REFUSED, Effect.SET_ASIDE})


def take_many(peer: Peer, some: Sequence[Object], at: datetime) -> None:
    """Take objects in order, together; if one of them cannot be decided, one by one."""
    try:
        with transaction.atomic():
            _together(peer, some, at)
    except TocsinError:
        for one in some:
            take(peer, one.value, at)


def _together(peer: Peer, some: Sequence[Object], at: datetime) -> None:
    """Take them by one call of the machine, which need read only once what they have in common."""
    rows = [(one, envelopes.read(one.value, sender=peer.partner_id)) for one in some]
    said: list[tuple[Object, Row, Outcome]] = []

    def call(it: It, _store: Tables) -> Outcome:
        for one, found in rows:
            if found is not None:
                generation, row = found
                said.append((one, row, it.read(peer.partner_id, [row], generation, at)))
        outcomes = [outcome for _one, _row, outcome in said]
        messages = chain.from_iterable(outcome.messages for outcome in outcomes)
        return Outcome(tuple(messages), ())

    machine.run(peer.bureau_id, at, call)
    for one, row, outcome in said:
        _kept(peer, one.value, row, outcome.decided, at)


def take(peer: Peer, value: Mapping[str, Any], at: datetime) -> Quarantined | None:
    """Take one object from a peer; return its row in quarantine if it could not be accepted."""
    try:
        found = envelopes.read(value, sender=peer.partner_id)
    except InvalidInput as error:
        return broken(peer, value, str(error), at)
    if found is None:
        return None
    generation, row = found
    try:
        ran = machine.run(
            peer.bureau_id,
            at,
            lambda it, _store: it.read(peer.partner_id, [row], generation, at),
        )
    except TocsinError as error:
        return broken(peer, value, str(error), at)
    return _kept(peer, value, row, ran.said.decided, at)


def receipt(peer: Peer, value: Mapping[str, Any], at: datetime) -> str:
    """Take a statement that a peer left; return what is wrong with it, "" for nothing.

    The peer is told at once, so nothing of it is kept in quarantine.
    """
    try:
        said = envelopes.stated(value)
        if said is None:
            return "records are pulled from their owner's feed; only receipts are left here"
        ran = machine.run(
            peer.bureau_id,
            at,
            lambda it, _store: it.receive(peer.partner_id, Hand((said,)), at),
        )
    except TocsinError as error:
        return str(error)
    wrong = [one for one in ran.said.decided if one.effect in NOT_TAKEN]
    return TABLE[wrong[0].decision].sentence if wrong else ""


def _kept(
    peer: Peer, value: Mapping[str, Any], row: Row, decided: tuple[Decided, ...], at: datetime
) -> Quarantined | None:
    """Return the row in quarantine of what was not taken; one refused for good is kept for people.

    The envelope alone is kept, never the body.
    """
    wrong = next((one.decision for one in decided if one.effect in NOT_TAKEN), None)
    key = _key(value)
    if wrong is None:
        Quarantined.unrestricted.filter(peer=peer, key=key).delete()
        return None
    if TABLE[wrong].effect is Effect.SET_ASIDE:
        waiting = Quarantined.unrestricted.filter(peer=peer, record__isnull=False)
        found = waiting.filter(identifier__endswith=_record(value)).first()
        if found is not None:
            return found
    return refuse(peer, value, signed_of(row), wrong, at)


def refuse(
    peer: Peer, value: Mapping[str, Any], raw: str, decision: Decision, at: datetime
) -> Quarantined:
    """Keep what was refused for people to see, once, with the reason; nothing acts on it."""
    return _keep(peer, value, raw, why(decision), TABLE[decision].sentence, at)


def broken(peer: Peer, value: Mapping[str, Any], sentence: str, at: datetime) -> Quarantined:
    """Keep that something had no form that could be read, and why; nothing of what it said.

    A body may stand in it, and no recall would find it here.
    """
    return _keep(peer, value, "", Quarantined.Why.FORM, sentence, at)


def _keep(
    peer: Peer, value: Mapping[str, Any], raw: str, reason: str, sentence: str, at: datetime
) -> Quarantined:
    said = {
        "identifier": str(value.get("id", ""))[:LONGEST],
        "why": reason,
        "sentence": shortened(sentence, LONGEST),
        "raw": raw,
    }
    row, new = Quarantined.unrestricted.update_or_create(
        peer=peer, key=_key(value), defaults=said, create_defaults={**said, "at": at}
    )
    if new:
        _make_room(peer)
    return row


def _make_room(peer: Peer) -> None:
    """Forget the oldest refusals of a peer that fills the quarantine; what waits stays."""
    refused = Quarantined.unrestricted.filter(peer=peer, record=None)
    if refused.count() > MOST_REFUSED:
        oldest = refused.order_by("at", "pk").values_list("pk", flat=True)
        refused.filter(pk__in=list(oldest[: MOST_REFUSED // 10])).delete()


def signed_of(row: Row) -> str:
    """Return what was signed of a row, for people to look at."""
    said: tuple[Signed | None, ...]
    match row:
        case Offer():
            said = (row.version.record, row.version.ruling)
        case Retract():
            said = (row.statement,)
        case Members():
            said = (row.membership,)
        case NewCard():
            said = (row.card,)
    return "\n".join(one.to_text() for one in said if one is not None)


def _key(value: Mapping[str, Any]) -> str:
    """Return under which key a refusal stands: one for each object of a peer."""
    return hashlib.sha256(str(value.get("id", "")).encode()).hexdigest()


def _record(value: Mapping[str, Any]) -> str:
    return str(value.get("id", "")).rpartition("--")[2]
