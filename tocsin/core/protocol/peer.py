"""The peer: one call for each thing that can happen to it. It does no I/O and keeps no state.

    receive   an authenticated peer sent a message
    reach     a peer is to be asked, by a transport of messages that keeps no time
    look      journals are to be shown, by such a transport; ``cleared`` people have seen a fault
    read      rows of a peer's feed came, by a transport that keeps its own places
    tick      time has passed; ``expire`` and ``finish`` are parts of it
    changed   records changed here, by verbs of this bureau or in what they hang on
    remind    a holder has not confirmed a recall for long
    grouped   this bureau signed a membership; ``renewed`` its or another's card was replaced
    accepted  a peer was accepted by both sides; ``ended`` the acquaintance is over
    restored  the store comes from a backup; ``opened`` ends catch-up without absent peers

Each call is one transaction of the caller's: see ``store``. What comes out is to be sent after it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from tocsin.core.protocol import (
    facts,
    feeds,
    groups,
    handing,
    intake,
    pulling,
    recalls,
    restoring,
    serving,
    witness,
)
from tocsin.core.protocol.decisions import Decided, Decision
from tocsin.core.protocol.messages import (
    Ask,
    Cursor,
    Fresh,
    Hand,
    Look,
    Message,
    Page,
    Poke,
    Pull,
    Returned,
    Row,
    Seen,
    Taken,
)
from tocsin.core.protocol.ports import Log, Rules
from tocsin.core.protocol.step import Cosign, Settings, Sign, Step
from tocsin.core.protocol.store import (
    FeedRow,
    Group,
    Owed,
    PeerState,
    Standing,
    Store,
)
from tocsin.core.statements.cards import Card
from tocsin.core.statements.signed import Signed


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out of a call: messages to send, in order, and what was decided."""

    messages: tuple[tuple[UUID, Message], ...]
    decided: tuple[Decided, ...]


@dataclass(frozen=True, slots=True)
class Served:
    """What rows of a feed say when they are served; those that say nothing are left out."""

    rows: tuple[tuple[FeedRow, Row], ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Peer:
    """The machine of one bureau. ``sign`` and ``cosign`` use its node key."""

    store: Store
    log: Log
    rules: Rules
    sign: Sign
    cosign: Cosign
    settings: Settings = field(default_factory=Settings)

    def receive(self, sender: UUID, message: Message, now: datetime) -> Outcome:
        """Take a message of an authenticated sender."""
        step = self._step(now)
        peer = self.store.peer(sender)
        if peer is None:
            step.decide(Decision.STRANGER, sender=sender)
            return _outcome(step)
        peer = replace(peer, heard=now)
        self.store.keep_peer(peer)
        match message:
            case Poke():
                self.store.keep_peer(replace(peer, behind=True))
                pulling.pull(step, sender)
            case Pull():
                pulling.serve(step, message, peer)
            case Page():
                pulling.read(step, message, peer)
            case Hand():
                handing.take(step, message, sender)
            case Taken():
                recalls.taken(step, message)
            case Look() | Seen():
                witness.take(step, message, peer)
            case Ask() if not self.store.catching_up():
                step.send(sender, restoring.returns(step, message, peer))
            case Returned():
                restoring.take_returned(step, message, peer)
                pulling.ask(step, sender)
                pulling.open_if_complete(step)
            case _:
                step.decide(Decision.CATCHING_UP, sender=sender)
        return _poked(step)

    def tick(self, now: datetime) -> Outcome:
        """Do what is due: expiry, purge receipts, pulls, statements owed, questions in catch-up."""
        step = self._step(now)
        _expire(step)
        recalls.finish(step)
        for peer in self.store.peers():
            pulling.ask(step, peer.bureau)
            pulling.pull(step, peer.bureau)
        recalls.hand(step)
        pulling.open_if_complete(step)
        return _poked(step)

    def read(self, sender: UUID, rows: Iterable[Row], generation: int, now: datetime) -> Outcome:
        """Take rows of a peer's feed, one by one; the transport keeps the places."""
        step = self._step(now)
        for row in rows:
            pulling.read_row(step, row, sender, generation)
        return _poked(step)

    def fresh(self, reader: UUID, now: datetime) -> tuple[Fresh, ...]:
        """Return what to say before the reader's feeds are read: which groups are how recent."""
        return serving.fresh(self._step(now), reader)

    def reached(
        self, sender: UUID, generation: int, now: datetime, told: Iterable[Fresh] = ()
    ) -> Outcome:
        """Note that a peer's feeds of this generation were read to their end.

        What it offered in an earlier one and not again is dropped. ``told`` is what it said of its
        groups before they were read: a version that stands here still is the newest as of then.
        """
        step, peer = self._step(now), self.store.peer(sender)
        if peer is None:
            return _outcome(step)
        for one in told:
            groups.take_fresh(step, one, sender)
        if generation > peer.reading.generation:
            pulling.sweep(step, sender, generation)
            peer = self.store.peer(sender) or peer
        reading = max(peer.reading, Cursor(generation))
        self.store.keep_peer(replace(peer, reading=reading, synced=now, behind=False))
        pulling.open_if_complete(step)
        return _poked(step)

    def reach(self, bureau: UUID, now: datetime) -> Outcome:
        """Ask a peer for what is new and hand over what is owed to it, by messages alone."""
        step = self._step(now)
        pulling.ask(step, bureau)
        pulling.pull(step, bureau)
        recalls.hand(step)
        said = tuple((to, message) for to, message in step.messages if to == bureau)
        return Outcome(said, tuple(step.decided))

    def look(self, bureau: UUID, now: datetime) -> Outcome:
        """Show a peer our journal and ask after its own; for a transport that reads rows itself."""
        step = self._step(now)
        witness.look(step, bureau)
        return _outcome(step)

    def cleared(self, bureau: UUID, now: datetime) -> Outcome:
        """Go on after officers looked at what a journal showed; the next look judges anew."""
        step, peer = self._step(now), self.store.peer(bureau)
        if peer is not None:
            self.store.keep_peer(replace(peer, alarm=None))
        return _outcome(step)

    def serve(self, reader: UUID, rows: Iterable[FeedRow], now: datetime) -> Served:
        """Return what these rows of the reader's feed say now, and enter it into the ledger."""
        step, peer = self._step(now), self.store.peer(reader)
        if peer is None or self.store.catching_up():
            return Served((), _outcome(step))
        said = [(row, serving.serve_row(step, row, peer)) for row in rows]
        return Served(tuple((row, one) for row, one in said if one is not None), _poked(step))

    def files(self, reader: UUID, record: UUID, now: datetime) -> tuple[str, ...]:
        """Return the names of the files that a peer may fetch of an own record now.

        None unless it was given the record and would be given it again this moment.
        """
        step, peer, entry = self._step(now), self.store.peer(reader), self.store.entry(record)
        if peer is None or entry is None or self.store.catching_up():
            return ()
        return serving.files(step, entry, peer)

    def expire(self, now: datetime) -> Outcome:
        """Purge what has run out, and ask again for what was dated too late."""
        step = self._step(now)
        _expire(step)
        return _poked(step)

    def finish(self, now: datetime) -> Outcome:
        """Sign for what is purged."""
        step = self._step(now)
        recalls.finish(step)
        return _poked(step)

    def remind(self, record: UUID, holder: UUID, now: datetime) -> Outcome:
        """Say a recall once more to a peer that has not confirmed it."""
        step = self._step(now)
        entry, peer = self.store.entry(record), self.store.peer(holder)
        if entry is not None and peer is not None:
            feeds.remind(step, entry, peer)
        return _poked(step)

    def changed(self, records: Iterable[UUID], now: datetime) -> Outcome:
        """Bring feeds and ledger in line after records changed; withdraw own ones at their end.

        The store's entries say the new state already.
        """
        step = self._step(now)
        for record in records:
            entry = self.store.entry(record)
            if entry is not None:
                own = entry.standing is Standing.OWN
                feeds.refresh(step, recalls.ended(step, entry) if own else entry)
        return _poked(step)

    def blocked(self, said: Signed, now: datetime) -> Outcome:
        """Spread a block that this bureau signed, as reviewer or oversight body of a record."""
        step = self._step(now)
        record, owner = facts.about(said, "id", "owner")
        if handing.take_block(step, said, self.store.me()) and owner != self.store.me():
            entry = self.store.entry(record)
            mark = facts.digest(said)
            route = entry.route if entry is not None else None
            self.store.owe(Owed(mark, owner, record, said, route))
        return _poked(step)

    def grouped(self, group: Group, now: datetime) -> Outcome:
        """Spread a membership that this bureau signed."""
        step = self._step(now)
        groups.keep_membership(step, group)
        return _poked(step)

    def renewed(self, card: Card, now: datetime) -> Outcome:
        """Take and spread a card that replaces the one known, this bureau's own included.

        Raises ProofFailed if another's may not replace it.
        """
        step = self._step(now)
        if card.bureau != self.store.me():
            groups.learn_card(step, card)
            return _poked(step)
        self.store.keep_card(card)
        feeds.refresh_card(step, card)
        for entry in self.store.entries_of(card.bureau):
            feeds.refresh(step, entry)
        return _poked(step)

    def accepted(self, bureau: UUID, now: datetime) -> Outcome:
        """Begin a feed for a peer that both sides accepted."""
        step = self._step(now)
        peer = self.store.peer(bureau) or PeerState(bureau)
        self.store.keep_peer(peer)
        feeds.begin(step, peer)
        pulling.pull(step, bureau)
        return _poked(step)

    def introduced(self, bureau: UUID, now: datetime) -> Outcome:
        """Tell a peer the cards and groups it may know and was not told of."""
        step = self._step(now)
        peer = self.store.peer(bureau)
        if peer is not None:
            feeds.introduce(step, peer)
        return _poked(step)

    def ended(self, bureau: UUID, now: datetime) -> Outcome:
        """Drop what only this peer offered; its feed is no longer served."""
        step = self._step(now)
        for entry in self.store.entries_from(bureau):
            intake.drop_source(step, entry, bureau)
        return _poked(step)

    def restored(self, now: datetime) -> Outcome:
        """Begin catch-up with a store that comes from a backup."""
        step = self._step(now)
        restoring.begin(step)
        return _poked(step)

    def opened(self, now: datetime) -> Outcome:
        """End catch-up though a peer was not heard; two officers have decided it."""
        step = self._step(now)
        if self.store.catching_up():
            restoring.finish(step)
        return _poked(step)

    def _step(self, now: datetime) -> Step:
        return Step(self.store, self.log, self.rules, self.sign, self.cosign, self.settings, now)


def _expire(step: Step) -> None:
    intake.expire(step)
    groups.set_free_by_time(step)


def _outcome(step: Step) -> Outcome:
    return Outcome(tuple(step.messages), tuple(step.decided))


def _poked(step: Step) -> Outcome:
    if not step.store.catching_up():
        for bureau in sorted(step.news):
            step.send(bureau, Poke())
    return _outcome(step)
