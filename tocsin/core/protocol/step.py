"""One step of the machine: what it works on, when, and what comes out of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tocsin.core.ledger.note import Note
from tocsin.core.protocol.decisions import TABLE, Decided, Decision
from tocsin.core.protocol.facts import digest
from tocsin.core.protocol.messages import Message
from tocsin.core.protocol.ports import Log, Rules
from tocsin.core.protocol.store import Finding, Level, Store
from tocsin.core.statements.signed import Signed


@dataclass(frozen=True, slots=True)
class Settings:
    """The few numbers of the protocol."""

    skew: timedelta = timedelta(minutes=10)  # how far clocks may differ
    group_age: timedelta = timedelta(days=7)  # an older membership is not relied on
    page_rows: int = 100
    page_bytes: int = 2_000_000
    pull_every: timedelta = timedelta(minutes=5)  # without a poke
    retry: timedelta = timedelta(seconds=30)  # an unanswered pull, a statement not taken
    hops: int = 16  # no record goes through more nodes
    claims: int = 4  # heads of third parties in one message
    patience: int = 32  # looks in a row at a journal that is not proved to go on


Sign = Callable[[Mapping[str, Any]], Signed]
Cosign = Callable[[Note, str, datetime], Note]


@dataclass(slots=True)
class Step:
    """What the parts of the machine share while one call lasts."""

    store: Store
    log: Log
    rules: Rules
    signer: Sign
    cosigner: Cosign
    settings: Settings
    now: datetime
    messages: list[tuple[UUID, Message]] = field(default_factory=list)
    decided: list[Decided] = field(default_factory=list)
    news: set[UUID] = field(default_factory=set)

    @property
    def me(self) -> UUID:
        """Whose machine this is."""
        return self.store.me()

    def send(self, to: UUID, message: Message) -> None:
        """Add a message to what comes out."""
        self.messages.append((to, message))

    def pull_from(self, peer: UUID) -> None:
        """Note that there may be something to pull from this peer."""
        state = self.store.peer(peer)
        if state is not None and not state.behind:
            self.store.keep_peer(replace(state, behind=True))

    def sign(self, said: Mapping[str, Any]) -> Signed:
        """Sign as this bureau and journal it, so that it can be proved after a compromise."""
        signed = self.signer(said)
        self.log.note(digest(signed), self.now)
        return signed

    def decide(
        self, decision: Decision, *, sender: UUID | None = None, subject: UUID | None = None
    ) -> Decision:
        """Note a decision; one that is somebody's fault becomes a finding."""
        self.decided.append(Decided(decision, sender, subject))
        if TABLE[decision].fault and sender is not None:
            self.find(decision.value, Level.RED, peer=sender, subject=subject)
        return decision

    def find(
        self,
        kind: str,
        level: Level,
        *,
        peer: UUID | None = None,
        subject: UUID | None = None,
        evidence: tuple[str, ...] = (),
    ) -> None:
        """Show something about a peer or record, once."""
        self.store.show(Finding(kind, level, peer, subject, self.now, evidence))
