"""A bureau abroad with a machine and a journal of its own, in memory, at the other end of a line.

It is the machine that the node runs, so each side is what the other meets.
"""

import os
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tests.rooms.exchange.abroad import Abroad
from tests.rooms.exchange.test_a_line_goes_on_after_any_failure import Far
from tocsin.core.protocol import wire
from tocsin.core.protocol.audience import LabelRules
from tocsin.core.protocol.memory import MemoryStore
from tocsin.core.protocol.memory_log import MemoryLog
from tocsin.core.protocol.messages import Look
from tocsin.core.protocol.peer import Peer
from tocsin.core.protocol.store import PeerState
from tocsin.core.statements.cards import decode
from tocsin.core.statements.signed import sign
from tocsin.web.fetch import Reply

if TYPE_CHECKING:
    from tocsin.core.labels import Label


class Watching(Far):
    """The bureau, its store and its journal; ``log`` may be put in another's place."""

    def __init__(self, cast: Any, abroad: Abroad) -> None:
        super().__init__(abroad)
        self.home = cast.home.bureau.pk
        self.store = MemoryStore(abroad.id)
        self.store.keep_card(decode(cast.home.bureau.card.encode()))
        self.store.keep_card(abroad.card())
        self.store.keep_peer(PeerState(self.home))
        self.labels: dict[str, Label] = {}
        self.log = MemoryLog(abroad.id, abroad.log, os.urandom)

    @property
    def machine(self) -> Peer:
        """Return the machine as it is with the journal in place."""
        return Peer(
            self.store,
            self.log,
            LabelRules(self.store, timedelta(days=7), self.labels),
            lambda said: sign(said, self.abroad.key),
            lambda note, name, now: note.cosigned_by(name, self.abroad.key, now),
        )

    def grow(self, *names: str) -> None:
        """Sign something for each name."""
        for name in names:
            self.log.note(name * 64, timezone.now())

    def another(self, kept: int) -> MemoryLog:
        """Return another journal that begins with the first leaves of this one."""
        log = MemoryLog(self.abroad.id, self.abroad.log, os.urandom)
        for leaf in self.log.chapters[0].leaves[:kept]:
            log.chapters[0].append(leaf)
        return log

    def witness(self, body: bytes) -> Reply:
        """Answer a look of the node's."""
        said = wire.from_bytes(body)
        outcome = self.machine.receive(self.home, said, timezone.now())
        return Reply(200, {}, wire.to_bytes(outcome.messages[0][1]))

    def card(self, _method: str) -> Reply:
        """Show the card in force, and the address as it was."""
        known = self.abroad.peer.card.encode()
        newer = self.abroad.serial > decode(known).serial
        shown = self.abroad.card().encode() if newer else known
        return Reply(200, {}, shown + self.abroad.peer.endpoint.encode() + b"\n")

    def look(self) -> None:
        """Look at the node's journal, as it looks at ours."""
        outcome = self.machine.look(self.home, timezone.now())
        (message,) = [said for _to, said in outcome.messages]
        assert isinstance(message, Look)
        answer = self.abroad.call("POST", "/witness/", wire.to_bytes(message))
        assert answer.status_code == 200, answer.content
        self.machine.receive(self.home, wire.from_bytes(answer.content), timezone.now())

    def shows(self) -> list[str]:
        """Return what it shows in red."""
        return sorted(one.kind for one in self.store.findings() if one.level == "red")
