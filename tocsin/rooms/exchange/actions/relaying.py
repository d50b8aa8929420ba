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

from tocsin.core.errors import InvalidInput, MalformedFile, NotFound, TocsinError, TooLarge
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
    from tocsin.rooms.exchange.actions.lines import Call

KEPT = timedelta(days=7)
MOST = 500  # parcels that wait for one peer from another
MOST_BYTES = 64 * 1024 * 1024
FETCHED = 6_000_000  # bytes of one fetch, but always one parcel
TAKEN = 500

# At the hub.


def leave(sender: Peer, value: Any, at: datetime) -> None:
    """Keep a parcel for another peer, if this bureau passes messages on for both.

    Raises NotFound for anybody else, TooLarge when too much waits already.
    """
    parcel = relaying.read(value)
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


def posted(peer: Peer, body: bytes, at: datetime) -> None:
    """Take what a peer leaves for others, and forget what it says to have fetched."""
    said = whole(body.decode("utf-8", "replace"))
    if not isinstance(said, dict) or not said.keys() <= {"parcels", "taken"}:
        raise InvalidInput("holds parcels and taken, nothing else", place="body")
    taken = [uuid(one, place="taken") for one in _listed(said, "taken")]
    for value in _listed(said, "parcels"):
        leave(peer, value, at)
    Relayed.unrestricted.filter(receiver=peer, pk__in=taken).delete()


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
    """Say what there is to say to a peer behind a hub; its answer comes when the hub is called."""
    ran = machine.run(peer.bureau_id, at, lambda it, _store: it.reach(peer.partner_id, at))
    _send(call, ran.said.messages, at)
    fetch(call)


def poke(peer: Peer, call: "Call", at: datetime) -> None:
    """Tell a peer behind a hub that there is news."""
    _send(call, ((peer.partner_id, Poke()),), at)


def fetch(call: "Call") -> int:
    """Take what waits for us at a hub, and answer it; return how many parcels came."""
    count = 0
    while found := _waiting(call):
        at = timezone.now()
        answers: list[Parcel] = []
        for _name, value in found:
            answers += _taken(call.peer, value, at)
        _post(call, answers, [name for name, _value in found])
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
    lines = {one.partner_id: one for one in _behind(hub)}
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
    return _closed(hub, ran.said.messages, at)


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
    if parcels:
        _post(call, parcels, [])


def _post(call: "Call", parcels: list[Parcel], taken: list[str]) -> None:
    said = {"parcels": [relaying.plain(one) for one in parcels], "taken": taken}
    call.post("/relay/", json.dumps(said).encode())


def _closed(hub: Peer, messages: Iterable[tuple[UUID, Message]], at: datetime) -> list[Parcel]:
    """Return the messages for bureaus behind this hub as parcels; others go their own way."""
    bureau, mine = hub.bureau_id, {one.partner_id: one for one in _behind(hub)}
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


def _behind(hub: Peer) -> list[Peer]:
    return list(Peer.unrestricted.open().filter(bureau_id=hub.bureau_id, via=hub))
