"""Lines that go through a hub: messages of the protocol, sealed for the other bureau alone.

At either end the machine says and hears ``Pull``, ``Page``, ``Hand`` and the rest, as in the
simulations. The hub between keeps closed parcels until they are fetched, counts and journals them.
"""

import json
import os
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from tocsin.core.errors import (
    InvalidInput,
    MalformedFile,
    NotFound,
    TocsinError,
    TooLarge,
    Unavailable,
)
from tocsin.core.formats.scanning import whole
from tocsin.core.protocol import relaying
from tocsin.core.protocol.messages import Message, Poke
from tocsin.core.protocol.parcels import Parcel
from tocsin.core.statements import octets
from tocsin.core.statements.cards import decode
from tocsin.core.statements.ids import uuid
from tocsin.core.statements.signed import sign
from tocsin.rooms.bureaus import keys
from tocsin.rooms.exchange.actions import machine
from tocsin.rooms.exchange.models import Peer, Relayed
from tocsin.rooms.journal import actions as journal
from tocsin.web.waking import wake

if TYPE_CHECKING:
    from tocsin.rooms.exchange.actions.calling import Call

KEPT = timedelta(days=7)
MOST = 500  # parcels that wait for one peer from another
MOST_BYTES = 64 * 1024 * 1024
FETCHED = 6_000_000  # bytes of one fetch, but always one parcel
TAKEN = 500
ROUNDS = 50  # of fetching in one call: a hub that never ends keeps nobody for ever

# At the hub.


def leave(sender: Peer, parcel: Parcel, at: datetime) -> None:
    """Keep a parcel for another peer, if this bureau passes messages on for both.

    Raises NotFound for anybody else, TooLarge when too much waits already.
    """
    by, to = relaying.address(parcel)
    lines = Peer.unrestricted.open().filter(bureau_id=sender.bureau_id, relays=True)
    receiver = lines.filter(partner_id=to).exclude(pk=sender.pk).first()
    if by != sender.partner_id or not sender.relays or receiver is None:
        raise NotFound("nothing is passed on between these two")
    waiting = Relayed.unrestricted.filter(sender=sender, receiver=receiver)
    size = len(parcel.content)
    if waiting.count() >= MOST or (_weight(waiting) + size > MOST_BYTES):
        raise TooLarge("too much waits for this bureau already", place="parcel")
    with transaction.atomic():
        Relayed.unrestricted.create(
            sender=sender,
            receiver=receiver,
            parcel=json.dumps(relaying.plain(parcel)),
            size=size,
            at=at,
        )
        Peer.unrestricted.filter(pk=receiver.pk, news=False).update(news=True)
        journal.append(
            log=sender.bureau_id,
            verb="relay.take",
            realm="live",
            objects=[sender.partner_id, to],
            actor=None,
            purpose="exchange",
            detail={"bytes": size},
            at=at,
        )
        transaction.on_commit(wake)


def _weight(waiting: Any) -> int:
    return int(waiting.aggregate(all=Sum("size"))["all"] or 0)


def waiting_for(receiver: Peer) -> bytes:
    """Return what waits for a peer, oldest first, as much as one answer holds."""
    chosen: list[dict[str, Any]] = []
    weight = 0
    for row in Relayed.unrestricted.filter(receiver=receiver).iterator(chunk_size=4):
        weight += row.size
        if chosen and weight > FETCHED:
            break
        chosen.append({"id": str(row.pk), "parcel": json.loads(row.parcel)})
    return json.dumps({"parcels": chosen}).encode()


def posted(peer: Peer, body: bytes, at: datetime) -> list[dict[str, Any]]:
    """Forget what a peer says to have fetched, keep what it leaves, return what was refused.

    Each parcel stands alone: a full box of one bureau hinders nothing that goes to another. A body
    of another form is refused whole.
    """
    said = whole(body.decode("utf-8", "replace"))
    if not isinstance(said, dict) or not said.keys() <= {"parcels", "taken"}:
        raise InvalidInput("holds parcels and taken, nothing else", place="body")
    taken = [uuid(one, place="taken") for one in _listed(said, "taken")]
    parcels = [relaying.read(value) for value in _listed(said, "parcels")]
    Relayed.unrestricted.filter(receiver=peer, pk__in=taken).delete()
    refused = []
    for number, parcel in enumerate(parcels):
        try:
            leave(peer, parcel, at)
        except TocsinError as error:
            refused.append({"parcel": number, "code": error.code, "why": str(error)})
    return refused


def _listed(said: dict[str, Any], name: str) -> list[Any]:
    found = said.get(name, [])
    if not isinstance(found, list) or len(found) > TAKEN:
        raise InvalidInput("must be a short list", place=name)
    return found


def sweep(at: datetime) -> int:
    """Forget, as the clock, parcels that nobody fetched in a week."""
    return Relayed.unrestricted.filter(at__lt=at - KEPT).delete()[0]


# At either end.


def sync(peer: Peer, call: "Call", at: datetime) -> None:
    """Say what there is to say to a peer behind a hub; its answer comes when the hub is called.

    Raises Unavailable when the hub does not take it, UnknownKey when it cannot be sealed.
    """
    ran = machine.run(peer.bureau_id, at, lambda it, _store: it.reach(peer.partner_id, at))
    _send(call, ran.said.messages, at)
    fetch(call)


def poke(peer: Peer, call: "Call", at: datetime) -> None:
    """Tell a peer behind a hub that there is news; raises as ``sync``."""
    _send(call, ((peer.partner_id, Poke()),), at)


def fetch(call: "Call") -> int:
    """Take what waits for us at a hub, and answer it; return how many parcels came.

    An answer that the hub refuses or that cannot be sealed is lost, as messages may be, and its
    line says why; the others and what else waits go on.
    """
    count = 0
    for _round in range(ROUNDS):
        found = _waiting(call)
        if not found:
            break
        at = timezone.now()
        answers = [one for _name, value in found for one in _taken(call.peer, value, at)]
        for to, why in _post(call, answers, [name for name, _value in found]).items():
            _behind(call.peer).filter(partner_id=to).update(error=why[:300])
        count += len(found)
    return count


def _waiting(call: "Call") -> list[tuple[str, Any]]:
    said = whole(call.get("/relay/").body.decode("utf-8", "replace"))
    found = said.get("parcels") if isinstance(said, dict) else None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise MalformedFile("lists no parcels", place=call.peer.url)
    return [(str(one.get("id")), one.get("parcel")) for one in found]


def _taken(hub: Peer, value: Any, at: datetime) -> list[Parcel]:
    """Open a parcel and let the machine hear it; what cannot be opened is dropped and counted."""
    bureau = hub.bureau_id
    lines = _lines(hub)
    known = {partner: line.read_card() for partner, line in lines.items()}
    try:
        opened = relaying.open_(
            relaying.read(value),
            me=decode(hub.bureau.card.encode()),
            key=keys.sealer(bureau),
            find=known.get,
            at=at,
        )
    except TocsinError as error:
        _refused(hub, str(error), at)
        return []
    newer = opened.newer
    if newer is not None:
        machine.run(bureau, at, lambda it, _store: it.renewed(newer, at))
    line = lines[opened.sender]
    Peer.unrestricted.filter(pk=line.pk).update(heard=at, answers=True, error="", failures=0)
    ran = machine.run(bureau, at, lambda it, _store: it.receive(opened.sender, opened.message, at))
    answers = []
    for to, message in ran.said.messages:
        try:
            answers += _closed(hub, ((to, message),), at)
        except TocsinError as error:
            _refused(hub, str(error), at)
    return answers


def _refused(hub: Peer, sentence: str, at: datetime) -> None:
    with transaction.atomic():
        journal.append(
            log=hub.bureau_id,
            verb="relay.refuse",
            realm="live",
            objects=[hub.pk, hub.partner_id],
            actor=None,
            purpose="exchange",
            detail={"why": sentence[:300]},
            at=at,
        )


def _send(call: "Call", messages: Iterable[tuple[UUID, Message]], at: datetime) -> None:
    parcels = _closed(call.peer, messages, at)
    refused = _post(call, parcels, []) if parcels else {}
    for why in refused.values():
        raise Unavailable("the hub takes nothing for it: {reason}", reason=why)


def _post(call: "Call", parcels: list[Parcel], taken: list[str]) -> dict[UUID, str]:
    """Leave parcels and say what was fetched; return for whom one was refused, and why."""
    said = {"parcels": [relaying.plain(one) for one in parcels], "taken": taken}
    answer = whole(call.post("/relay/", json.dumps(said).encode()).body.decode("utf-8", "replace"))
    try:
        refused = {int(one["parcel"]): str(one["why"]) for one in answer["refused"]}
        return {relaying.address(parcels[number])[1]: why for number, why in refused.items()}
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise MalformedFile("does not say what it took", place=call.peer.url) from error


def _closed(hub: Peer, messages: Iterable[tuple[UUID, Message]], at: datetime) -> list[Parcel]:
    """Return the messages for bureaus behind this hub as parcels; others go their own way."""
    bureau, mine = hub.bureau_id, _lines(hub)
    key, card = keys.signer(bureau), decode(hub.bureau.card.encode())
    return [
        relaying.close(
            message,
            to=mine[to].read_card(),
            by=card,
            sign=lambda said: sign(said, key),
            nonce=octets.to_text(os.urandom(12)),
            at=at,
        )
        for to, message in messages
        if to in mine
    ]


def _lines(hub: Peer) -> dict[UUID, Peer]:
    return {one.partner_id: one for one in _behind(hub)}


def _behind(hub: Peer) -> Any:
    return Peer.unrestricted.open().filter(bureau_id=hub.bureau_id, via=hub)
