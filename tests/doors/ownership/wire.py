"""Words between nodes, by whoever might say them of whosever record: as they come in at the wire.

What is read from a peer's feed goes to the machine as the puller hands it; what a peer leaves is
posted to its inbox, signed as every call.
"""

import os
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from tests.core.kinds.examples import BODIES
from tests.doors.ownership.doors import undone
from tests.doors.ownership.wording import Speaker, Wholly, Word
from tests.rooms.exchange.abroad import Abroad, Spoken, settle
from tocsin.core.formats.stix import extension
from tocsin.core.labels import Label, Tlp
from tocsin.core.protocol.decisions import TABLE, Decision, Effect
from tocsin.core.protocol.messages import Hand
from tocsin.core.statements.cards import Revocation
from tocsin.core.statements.groups import group_id
from tocsin.core.statements.keys import SigningKey
from tocsin.core.statements.moments import stamp

FORWARDED = Label(everyone=True, tlp=Tlp.GREEN, forward=True)
HOUR = timedelta(hours=1)
NOT_TAKEN = {Effect.REFUSED, Effect.SET_ASIDE}


@dataclass
class Wire:
    """The owner abroad, a hub that is a peer as well, and the node between them."""

    cast: Any
    uto: Abroad = field(default_factory=Abroad)
    hub: Abroad = field(default_factory=lambda: Abroad(code="HUB"))
    stolen: SigningKey = field(default_factory=SigningKey.generate)
    first: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    ids: dict[Wholly, UUID] = field(default_factory=dict)

    def meet(self) -> "Wire":
        """Become peers; the owner's first key was stolen, and its card says since when."""
        for one in (self.uto, self.hub):
            one.meet(self.cast.home.administrator)
        from tocsin.rooms.exchange.actions import peers

        theft = (timezone.now() - HOUR).replace(microsecond=0)
        self.uto.certify(self.stolen, timezone.now() - timedelta(days=2))
        self.uto.revoked.append(Revocation(self.stolen.public.id, theft, "stolen"))
        self.uto.serial += 1
        assert peers.renew(self.uto.peer, self.uto.card(), timezone.now())
        return self

    def key(self, speaker: Speaker) -> SigningKey:
        """Return the key this speaker signs with."""
        return {Speaker.FORGER: self.hub.key, Speaker.THIEF: self.stolen}.get(speaker, self.uto.key)

    def line(self, speaker: Speaker) -> Abroad:
        """Return whose line it comes over."""
        return self.uto if speaker is Speaker.OWNER else self.hub

    def owner(self, whose: Wholly) -> Abroad:
        """Return the bureau in whose name is spoken."""
        if whose is Wholly.OURS:
            return Abroad(code="HOM", id=self.cast.home.bureau.pk, key=self.uto.key)
        return self.uto

    def hear(self, word: Word, speaker: Speaker, whose: Wholly, spoken: Spoken) -> str:
        """Let the word come in; return what was decided."""
        value = SAID[word](self, speaker, whose, spoken)
        if word not in {Word.RECEIPT, Word.BLOCK}:
            return decided(self.line(speaker).peer, value)
        with undone():
            found = handed(self.line(speaker).peer, value)
        posted = self.line(speaker).leave(value)
        assert bool(posted["failure_count"]) == (TABLE[Decision(found)].effect in NOT_TAKEN)
        return found

    def world(self, kind: str = "person") -> "Wire":
        """Let one record be held here, one withdrawn, and one of ours be served to both peers."""
        ours = self.cast.person(self.cast.home.bureau_officer)
        self.cast.release(ours, FORWARDED)
        for whose in (Wholly.HELD, Wholly.OVER):
            self.hold(whose, kind)
        assert decided(self.uto.peer, self.about(Wholly.OVER, kind).retract()) == "retracted"
        self.ids[Wholly.OURS] = ours.pk
        settle()
        self.uto.pull()
        return self

    def hold(self, whose: Wholly, kind: str) -> None:
        """Let a new record of the owner's of this kind be held here."""
        self.ids.pop(whose, None)
        spoken = self.about(whose, kind)
        self.first[spoken.id] = spoken.offer()
        assert decided(self.uto.peer, self.first[spoken.id]) == "accepted"
        self.ids[whose] = spoken.id

    def about(self, whose: Wholly, kind: str = "person") -> Spoken:
        """Return the record in whose name is spoken."""
        spoken = Spoken(self.owner(whose), kind=kind, body=BODIES[kind], label=FORWARDED)
        spoken.at = timezone.now() - 2 * HOUR
        spoken.id = self.ids.get(whose, spoken.id)
        return spoken


def decided(peer: Any, value: dict[str, Any]) -> str:
    """Hand an object of a peer's feed to the machine, as the puller does; return its decision."""
    from tocsin.rooms.exchange import envelopes
    from tocsin.rooms.exchange.actions import machine

    found = envelopes.read(value, sender=peer.partner_id)
    assert found is not None
    generation, row = found
    at = timezone.now()
    ran = machine.run(
        peer.bureau_id, at, lambda it, _store: it.read(peer.partner_id, [row], generation, at)
    )
    (only,) = ran.said.decided
    return only.decision.value


def handed(peer: Any, value: dict[str, Any]) -> str:
    """Hand a statement that a peer leaves to the machine, as its inbox does; return its decision."""
    from tocsin.rooms.exchange import envelopes
    from tocsin.rooms.exchange.actions import machine

    said, at = envelopes.stated(value), timezone.now()
    assert said is not None
    ran = machine.run(
        peer.bureau_id, at, lambda it, _store: it.receive(peer.partner_id, Hand((said,)), at)
    )
    (only,) = ran.said.decided
    return only.decision.value


def _record(wire: Wire, speaker: Speaker, _whose: Wholly, spoken: Spoken) -> dict[str, Any]:
    key = wire.key(speaker)
    known = wire.first.get(spoken.id) if key is wire.uto.key else None
    return known or spoken.offer(key=key)


def _revision(wire: Wire, speaker: Speaker, whose: Wholly, spoken: Spoken) -> dict[str, Any]:
    spoken.revision += 1
    return spoken.offer(key=wire.key(speaker))


def _ruling(wire: Wire, speaker: Speaker, _whose: Wholly, spoken: Spoken) -> dict[str, Any]:
    ruled = timezone.now() - HOUR - timedelta(minutes=30)
    told = deepcopy(wire.first.get(spoken.id) or spoken.offer())
    other = spoken.offer(ruled=ruled, key=wire.key(speaker))["extensions"][extension.ID]
    told["extensions"][extension.ID]["statements"][1:] = other["statements"][1:]
    return told


def _withdrawal(wire: Wire, speaker: Speaker, _whose: Wholly, spoken: Spoken) -> dict[str, Any]:
    return spoken.retract(by=Abroad(id=spoken.by.id, key=wire.key(speaker)))


def _retract(_wire: Wire, _speaker: Speaker, _whose: Wholly, spoken: Spoken) -> dict[str, Any]:
    return spoken.retract(final=False)


def _said(wire: Wire, speaker: Speaker, said: dict[str, Any], pk: UUID) -> dict[str, Any]:
    from tocsin.rooms.exchange import envelopes

    return envelopes.state(wire.uto.say(said, wire.key(speaker)), pk)


def _membership(wire: Wire, speaker: Speaker, whose: Wholly, _spoken: Spoken) -> dict[str, Any]:
    owner, home = wire.owner(whose), wire.cast.home.bureau.pk
    pk = group_id(owner.id, os.urandom(6))
    said = {
        "type": "membership", "schema": "membership@1", "group": str(pk), "owner": str(owner.id),
        "name": "East", "version": 1, "members": sorted([str(owner.id), str(home)]),
        "at": stamp(timezone.now() - 2 * HOUR),
    }  # fmt: skip
    return _said(wire, speaker, said, pk)


def _card(wire: Wire, speaker: Speaker, whose: Wholly, _spoken: Spoken) -> dict[str, Any]:
    """A successor of the card, signed by the bureau's root or by who would like to be it."""
    from tocsin.rooms.exchange import envelopes

    owner = wire.owner(whose)
    root = wire.uto.root if wire.key(speaker) is wire.uto.key else wire.key(speaker)
    more = {"root": root, "serial": wire.uto.serial + 1, "id": owner.id, "code": owner.code}
    nodes = wire.uto.nodes if owner is wire.uto and root is wire.uto.root else []
    made = replace(wire.uto, nodes=list(nodes), **more)
    return envelopes.state(made.card().signed, owner.id)


def _receipt(wire: Wire, speaker: Speaker, _whose: Wholly, spoken: Spoken) -> dict[str, Any]:
    said = {
        "type": "receipt", "schema": "receipt@1", "id": str(spoken.id),
        "owner": str(spoken.by.id), "revision": 1, "holder": str(wire.uto.id),
        "at": stamp(timezone.now() - 2 * HOUR), "outcome": "held",
    }  # fmt: skip
    return _said(wire, speaker, said, spoken.id)


def _block(wire: Wire, speaker: Speaker, _whose: Wholly, spoken: Spoken) -> dict[str, Any]:
    said = {
        "type": "block", "schema": "block@1", "id": str(spoken.id), "owner": str(spoken.by.id),
        "by": str(spoken.by.id), "at": stamp(timezone.now() - 2 * HOUR), "effect": "block",
    }  # fmt: skip
    return _said(wire, speaker, said, spoken.id)


SAID: dict[Word, Callable[[Wire, Speaker, Wholly, Spoken], dict[str, Any]]] = {
    Word.RECORD: _record,
    Word.REVISION: _revision,
    Word.RULING: _ruling,
    Word.WITHDRAWAL: _withdrawal,
    Word.RETRACT: _retract,
    Word.MEMBERSHIP: _membership,
    Word.CARD: _card,
    Word.RECEIPT: _receipt,
    Word.BLOCK: _block,
}
