"""Peers: add by card, accept with the words heard on the telephone, pause, resume, end.

Where trust grows, two officers decide; where it shrinks, one is enough and it holds at once. A
newer card of the same root is taken as it comes, for only the root could sign it.
"""

from datetime import datetime
from functools import partial
from typing import Annotated
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from pydantic import StringConstraints

from tocsin.core.errors import (
    Conflict,
    InvalidInput,
    InvalidStatement,
    ProofFailed,
    WrongState,
)
from tocsin.core.protocol.peer import Outcome
from tocsin.core.protocol.peer import Peer as It
from tocsin.core.statements import cards, introductions
from tocsin.core.statements.signed import Signed
from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, verb, verb_of_two
from tocsin.rooms.exchange.actions import machine
from tocsin.rooms.exchange.actions.machine.store import Tables
from tocsin.rooms.exchange.models import (
    JOURNALS,
    Feed,
    Finding,
    Memory,
    Outgoing,
    Peer,
    Relayed,
    card_of,
)
from tocsin.rooms.journal import actions as journal

Reason = Annotated[str, StringConstraints(min_length=3, max_length=300, strip_whitespace=True)]
Introduction = Annotated[str, StringConstraints(max_length=introductions.LIMIT)]
Words = Annotated[str, StringConstraints(min_length=20, max_length=200, strip_whitespace=True)]
State = Peer.State


@verb(Power.PEER_ADD)
def add(act: Act, *, introduction: Introduction) -> Peer:
    """Add another bureau by the introduction it handed over; nothing flows until it is accepted.

    Raises InvalidStatement or ProofFailed for a broken one, Conflict if it is a peer already.
    """
    found = introductions.decode(introduction.strip().encode())
    card = found.card
    if not card.keys(act.at):
        raise InvalidInput("none of its keys is valid now; ask for a newer card", place="card")
    partner = _partner(card, act.at)
    if Peer.unrestricted.filter(bureau_id=act.reader.bureau, partner=partner).exists():
        raise Conflict("{code} is a peer already; a newer card comes over the line", code=card.code)
    peer = Peer.unrestricted.create(
        bureau_id=act.reader.bureau,
        partner=partner,
        card=card.encode().decode(),
        url=found.endpoint.url,
        certificate=found.endpoint.certificate,
        endpoint=found.endpoint.signed.to_text(),
        moved=found.endpoint.at,
        added=act.at,
    )
    act.on(peer.id, partner.id)
    act.note(code=card.code, root=card.root.id, url=found.endpoint.url)
    return peer


@verb_of_two(Power.PEER_ACCEPT, alone_in_bootstrap=True)
def accept(act: Act, peer: Peer, *, words: Words) -> Peer:
    """Let exchange with a bureau begin, once its ten words were compared over the telephone.

    ``words`` are those that were read out at the other end, never those shown here. Raises
    InvalidInput when they are not the words of the card, WrongState when it was accepted before.
    """
    if peer.state != State.ADDED:
        raise WrongState("it was accepted before")
    if tuple(words.lower().split()) != peer.read_card().words():
        raise InvalidInput(
            "these are not the words of this card: somebody may have put another in its place",
            place="words",
        )
    peer.state, peer.accepted, peer.news = State.ACCEPTED, act.at, True
    peer.save(update_fields=["state", "accepted", "news"])
    Feed.unrestricted.get_or_create(peer=peer, group=None, inbox=True)
    Feed.unrestricted.get_or_create(peer=peer, group=None, inbox=False)
    waiting = Outgoing.unrestricted.filter(bureau_id=peer.bureau_id, to=peer.partner_id)
    waiting.update(peer=peer)
    act.on(peer.id, peer.partner_id)
    return peer


@verb(Power.PEER_PAUSE)
def pause(act: Act, peer: Peer, *, reason: Reason) -> Peer:
    """Stop the exchange at once; what is held on either side stays held."""
    if peer.state != State.ACCEPTED:
        raise WrongState("only an accepted peer can be paused")
    peer.state = State.PAUSED
    peer.save(update_fields=["state"])
    act.on(peer.id, peer.partner_id)
    act.note(reason=reason)
    return peer


@verb_of_two(Power.PEER_RESUME, alone_in_bootstrap=True)
def resume(act: Act, peer: Peer, *, reason: Reason) -> Peer:
    """Let a paused exchange go on; a fault of its log is looked at first and then cleared."""
    if peer.state != State.PAUSED:
        raise WrongState("it is not paused")
    peer.state, peer.news, peer.next_call = State.ACCEPTED, True, None
    peer.save(update_fields=["state", "news", "next_call"])
    shown = Finding.unrestricted.filter(bureau_id=peer.bureau_id, about=peer.partner_id)
    shown.filter(kind__in=JOURNALS, looked__isnull=True).update(looked=act.at)
    machine.run(peer.bureau_id, act.at, lambda it, _store: it.cleared(peer.partner_id, act.at))
    act.on(peer.id, peer.partner_id)
    act.note(reason=reason)
    return peer


@verb_of_two(Power.PEER_END, alone_in_bootstrap=True)
def end(act: Act, peer: Peer, *, reason: Reason) -> Peer:
    """End the exchange for good. What it holds of ours is recalled with its last call.

    Pausing needs no second officer and stops everything at once.
    """
    if peer.state == State.ENDED:
        raise WrongState("it was ended before")
    from tocsin.rooms.exchange.actions import feeds

    peer.state = State.ENDED
    peer.save(update_fields=["state"])
    feeds.follow(peer, at=act.at)
    machine.run(peer.bureau_id, act.at, lambda it, _store: it.ended(peer.partner_id, act.at))
    act.on(peer.id, peer.partner_id)
    act.note(reason=reason)
    return peer


@verb(Power.PEER_ALLOW_RELAY)
def allow_relay(act: Act, peer: Peer) -> Peer:
    """Pass sealed messages on between this peer and others for whom it is allowed too.

    What they say stays hidden from this bureau; it sees who writes to whom, when, and how much.
    """
    return _relaying(act, peer, relays=True)


@verb(Power.PEER_FORBID_RELAY)
def forbid_relay(act: Act, peer: Peer) -> Peer:
    """Pass nothing on for this peer any more; what waits for it or comes from it is dropped."""
    Relayed.unrestricted.filter(Q(sender=peer) | Q(receiver=peer)).delete()
    return _relaying(act, peer, relays=False)


def _relaying(act: Act, peer: Peer, *, relays: bool) -> Peer:
    if peer.state != State.ACCEPTED or peer.relays == relays:
        raise WrongState("is so already, or is not accepted")
    peer.relays = relays
    peer.save(update_fields=["relays"])
    act.on(peer.id, peer.partner_id)
    return peer


@verb(Power.PEER_ROUTE)
def route(act: Act, peer: Peer, *, through: UUID | None = None) -> Peer:
    """Reach a peer through another one that passes sealed messages on, or directly again.

    Both sides say so, each for itself. What is exchanged stays between the two.
    """
    hub = None
    if through is not None:
        near = Peer.unrestricted.open().filter(bureau_id=peer.bureau_id, via=None)
        hub = near.filter(pk=through).exclude(pk=peer.pk).first()
        if hub is None:
            raise InvalidInput("must be an accepted peer that is reached directly", place="through")
        if Peer.unrestricted.filter(via=peer).exists():
            raise Conflict("others are reached through this peer", place="through")
    peer.via, peer.next_call, peer.failures = hub, None, 0
    peer.save(update_fields=["via", "next_call", "failures"])
    act.on(peer.id, peer.partner_id)
    act.note(through=str(hub.partner_id) if hub is not None else None)
    return peer


def renew(peer: Peer, card: cards.Card, at: datetime) -> bool:
    """Take a newer card that came over the line; return whether it was news.

    Raises ProofFailed when it is of another root, older, or takes a key or revocation back.
    """
    if card.signed == peer.read_card().signed:
        return False
    with transaction.atomic():
        lines = Peer.unrestricted.filter(partner_id=card.bureau)
        for line in lines.filter(accepted__isnull=True):
            card.replaces(line.read_card())
            Peer.unrestricted.filter(pk=line.pk).update(card=card.encode().decode())
        for line in lines.filter(accepted__isnull=False):
            _learn(line, card, at)
    peer.refresh_from_db(fields=["card"])
    return True


def _learn(line: Peer, card: cards.Card, at: datetime) -> None:
    if line.read_card().serial >= card.serial:
        raise ProofFailed("is not newer than the card in use", place="card")
    machine.run(line.bureau_id, at, lambda it, _store: it.renewed(card, at))


def tell_cards(at: datetime) -> int:
    """Tell peers of this node's own cards that were issued anew, as the clock.

    What a revoked key signed is served with the proof of its age from then on.
    """
    told = 0
    for memory in Memory.unrestricted.select_related("bureau"):
        card = card_of(memory.bureau.card)
        if memory.serial == card.serial:
            continue
        with transaction.atomic():
            Memory.unrestricted.filter(pk=memory.pk).update(serial=card.serial)
            machine.run(memory.bureau_id, at, partial(_renewed, card=card, at=at))
            mine = Peer.unrestricted.open().filter(bureau_id=memory.bureau_id)
            mine.update(next_call=None, news=True)
        told += 1
    return told


def _renewed(it: It, _store: Tables, *, card: cards.Card, at: datetime) -> Outcome:
    return it.renewed(card, at)


def move(peer: Peer, said: Signed, at: datetime) -> bool:
    """Take a newer address signed by a valid key of the card; return whether it was news."""
    if said.to_text() == peer.endpoint:
        return False
    card = peer.read_card()
    found = introductions.endpoint(said, card)
    if found.at <= peer.moved or said.key not in card.keys(at):
        raise InvalidStatement("is not newer than the address in use", place="endpoint")
    peer.url, peer.certificate = found.url, found.certificate
    peer.endpoint, peer.moved = said.to_text(), found.at
    with transaction.atomic():
        peer.save(update_fields=["url", "certificate", "endpoint", "moved"])
        _journalled(peer, "peer.move", at, url=found.url)
    return True


def _partner(card: cards.Card, at: datetime) -> Bureau:
    """Return the row of the bureau on a card; its id belongs to the root that came first."""
    found = Bureau.unrestricted.filter(pk=card.bureau).first()
    if found is not None and found.hosted:
        raise Conflict("is a bureau of this node", place="card")
    if found is not None and found.card:
        known = cards.decode(found.card.encode())
        if known.root != card.root:
            raise Conflict("another root speaks for this bureau already", place="card")
        return found
    if Bureau.unrestricted.filter(code=card.code).exclude(pk=card.bureau).exists():
        raise Conflict("another bureau here has the code {code}", place="card", code=card.code)
    return Bureau.unrestricted.create(
        pk=card.bureau,
        code=card.code,
        name=card.name,
        hosted=False,
        card=card.encode().decode(),
        created=at,
    )


def _journalled(peer: Peer, name: str, at: datetime, **detail: object) -> None:
    journal.append(
        log=peer.bureau_id,
        verb=name,
        realm="live",
        objects=[peer.pk, peer.partner_id],
        actor=None,
        purpose="exchange",
        detail={"with": peer.partner.code, **detail},
        at=at,
    )
