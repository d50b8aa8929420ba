"""One bureau's machine twice: on the tables of the node, and on the store in memory, side by side.

Both are given the same calls at the same moments with the same keys; what each then says of every
record, holder, feed and wait must be the same.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from tests.rooms.exchange.abroad import Abroad
from tocsin.core.labels import Label
from tocsin.core.protocol import facts
from tocsin.core.protocol.audience import LabelRules
from tocsin.core.protocol.memory import MemoryStore
from tocsin.core.protocol.memory_log import MemoryLog
from tocsin.core.protocol.messages import Cursor
from tocsin.core.protocol.peer import Outcome, Peer, Served
from tocsin.core.protocol.store import Entry, PeerState, Standing, Subject
from tocsin.core.statements.cards import decode
from tocsin.core.statements.signed import sign


class Twins:
    """The two machines of the home bureau, with its peers abroad."""

    def __init__(self, cast: Any, peers: list[Abroad], at: datetime) -> None:
        from tocsin.rooms.bureaus import keys

        self.cast, self.peers, self.at = cast, peers, at
        self.me = cast.home.bureau.pk
        self.home: dict[str, Label] = {}
        self.records: list[UUID] = []
        self.groups: list[UUID] = []
        self.store = MemoryStore(self.me)
        for house in (cast.home, cast.ally, cast.stranger):
            self.store.keep_card(decode(house.bureau.card.encode()))
        for peer in peers:
            self.store.keep_card(peer.card())
            self.store.keep_peer(PeerState(peer.id))
        self.twin = Peer(
            self.store,
            MemoryLog(self.me, keys.journal_signer(self.me), os.urandom),
            LabelRules(self.store, timedelta(days=7), self.home),
            lambda said: sign(said, keys.signer(self.me)),
            lambda note, name, now: note.cosigned_by(name, keys.signer(self.me), now),
        )

    def call(self, what: Callable[[Peer, datetime], Any]) -> tuple[Any, Any]:
        """Make one call of both a little later, and hold what they decided against each other."""
        from tocsin.rooms.exchange.actions import machine

        self.at += timedelta(seconds=20)
        at = self.at
        said = machine.run(self.me, at, lambda it, _store: what(it, at)).said
        self.store.begin()
        other = what(self.twin, at)
        self.store.commit()
        first, second = (one.outcome if isinstance(one, Served) else one for one in (said, other))
        assert isinstance(first, Outcome)
        assert first.decided == second.decided
        return said, other

    def own(self, record: UUID, label: Label) -> None:
        """Let the twin know an own record as the register has it now."""
        from tocsin.rooms.exchange.actions import machine

        def look(_it: Peer, store: Any) -> Outcome:
            self.found = store.entry(record)
            return Outcome((), ())

        machine.run(self.me, self.at, look)
        version = self.found.version
        self.home[facts.facts(version).order.digest] = label
        before = self.store.entry(record) or Entry(record, self.me, Standing.OWN)
        kept = replace(before, order=self.found.order, version=version)
        self.store.keep_entry(kept)
        if record not in self.records:
            self.records.append(record)

    def serve(self, reader: Abroad) -> tuple[list[Any], list[Any]]:
        """Serve both feeds to their end; return what was said of which record."""
        from tocsin.rooms.exchange.actions import machine
        from tocsin.rooms.exchange.models import Feed

        self.at += timedelta(seconds=20)

        def served(it: Peer, store: Any) -> Served:
            return it.serve(reader.id, store.rows_after(reader.id, 0, 1_000), self.at)

        ours = machine.run(self.me, self.at, served).said
        self.store.begin()
        theirs = served(self.twin, self.store)
        state = self.store.peer(reader.id)
        end = max((row.position for row in self.store.feeds.get(reader.id, [])), default=0)
        self.store.keep_peer(replace(state, shown=Cursor(0, end)))
        self.store.commit()
        Feed.unrestricted.filter(peer=reader.peer).update(shown=timezone.now())
        return tuple(
            sorted((type(said).__name__, str(row.id)) for row, said in one.rows)
            for one in (ours, theirs)
        )

    def purge(self) -> None:
        """Let every consumer of the register's feed pass what is being purged."""
        from tocsin.node import rooms
        from tocsin.rooms.register import feed

        for reaction in rooms.collected("reactions", "REACTIONS"):
            feed.run(reaction)
        self.store.consume()

    def states(self) -> tuple[Any, Any]:
        """Return what both say of everything, in comparable form."""
        from tocsin.rooms.exchange.actions import machine

        found = []

        def look(_it: Any, store: Any) -> Outcome:
            found.append(self._told(store))
            return Outcome((), ())

        machine.run(self.me, self.at, look)
        look(None, self.store)
        return found[0], found[1]

    def _told(self, store: Any) -> dict[str, Any]:
        records = sorted({*self.records})
        return {
            "entries": {one: _entry(store.entry(one)) for one in records},
            "holdings": {
                (one, held.holder): _holding(held)
                for one in records
                for held in store.holdings(one)
            },
            "rows": {
                (peer.id, one): (row.offered, row.token)
                for peer in self.peers
                for one in records
                if (row := store.newest_row(peer.id, Subject.RECORD, one)) is not None
            },
            "groups": {one.id: (one.version, one.members) for one in store.groups()},
            "aside": sorted((one.record, one.peer, one.why, one.ready) for one in store.aside()),
            "owed": sorted((one.digest, one.to, one.via) for one in store.owed() if one.via),
            "behind": {one.bureau: one.behind for one in store.peers()},
        }


def _entry(entry: Entry | None) -> Any:
    """Return an entry without what a store may spell its own way: moments finer than it keeps."""
    if entry is None:
        return None
    kept = replace(entry, accepted=None, said=None, answer="")
    return kept if entry.standing is not Standing.OWN else replace(kept, blocks=())


def _holding(held: Any) -> Any:
    recall = held.recall.partition(" ")[0]  # places of rows are each store's own
    return held.served, held.outcome, held.recalled is not None, recall, held.confirmed is not None
