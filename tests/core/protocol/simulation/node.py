"""One simulated node: keys, card, store, journal and machine, with the verbs of its bureau."""

import random
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from tocsin.core.labels import OWN_BUREAU, Label
from tocsin.core.ledger.checkpoint import origin
from tocsin.core.protocol import facts, groups
from tocsin.core.protocol.audience import LabelRules
from tocsin.core.protocol.memory import MemoryStore
from tocsin.core.protocol.memory_log import MemoryLog
from tocsin.core.protocol.messages import Message, Version
from tocsin.core.protocol.parcels import Post
from tocsin.core.protocol.peer import Outcome, Peer
from tocsin.core.protocol.step import Settings
from tocsin.core.protocol.store import Entry, Standing
from tocsin.core.statements import cards, signed
from tocsin.core.statements.canonical import encode
from tocsin.core.statements.envelope import Envelope
from tocsin.core.statements.groups import RANDOM_LENGTH, group_id
from tocsin.core.statements.keys import SealingKey, SigningKey
from tocsin.core.statements.moments import stamp
from tocsin.core.statements.signed import Signed

BEGIN = datetime.fromisoformat("2026-11-21T05:28:00+00:00")
SETTINGS = Settings(
    group_age=timedelta(hours=6), pull_every=timedelta(minutes=5), retry=timedelta(seconds=30)
)


class Killed(Exception):
    """The process died in the middle of a call."""


@dataclass(eq=False)
class Node:
    """A bureau with its machine. ``ahead`` is how far its clock is off."""

    number: int
    seed: int
    ahead: timedelta = timedelta()
    settings: Settings = SETTINGS
    home: dict[str, Label] = field(default_factory=dict)
    when_opened: Callable[[], None] | None = None

    def __post_init__(self) -> None:
        self.random = random.Random(f"{self.seed}/{self.number}")
        self.id = self.uuid()
        self.root, self.key, log_key = (SigningKey(self.random.randbytes(32)) for _ in range(3))
        self.log_key = log_key
        self.log = MemoryLog(self.id, log_key, self.random.randbytes)
        self.store = MemoryStore(self.id)
        self.nodes = [self.certified(self.key, BEGIN - timedelta(days=1))]
        self.card = self.issued(1, ())
        self.store.keep_card(self.card)
        self.start()

    def uuid(self) -> UUID:
        return UUID(bytes=self.random.randbytes(16), version=4)

    def group_id(self) -> UUID:
        return group_id(self.id, self.random.randbytes(RANDOM_LENGTH))

    def certified(self, key: SigningKey, since: datetime) -> cards.NodeKey:
        return cards.certify(
            self.root, bureau=self.id, signing=key.public,
            sealing=SealingKey(self.random.randbytes(32)).public,
            not_before=since, not_after=since + timedelta(days=400),
        )  # fmt: skip

    def issued(self, serial: int, revoked: tuple[cards.Revocation, ...]) -> cards.Card:
        log = cards.Journal(origin(self.id), (cards.LogKey(0, self.log_key.public),))
        return cards.issue(
            self.root, bureau=self.id, code=f"N{self.number:03}", name=f"Node {self.number}",
            at=BEGIN, journal=log, nodes=self.nodes, revoked=revoked, serial=serial,
        )  # fmt: skip

    def start(self) -> None:
        """Begin anew with what is kept: what was volatile is gone."""
        self.post = Post(self.id, self.settings.skew + timedelta(hours=1))
        self.rules = LabelRules(self.store, self.settings.group_age, self.home)
        self.machine = Peer(
            self.store, self.log, self.rules,
            lambda said: signed.sign(said, self.key),
            lambda found, name, at: found.cosigned_by(name, self.key, at),
            self.settings,
        )  # fmt: skip

    def call(
        self, what: Callable[[], Outcome], *, sure: bool = True
    ) -> tuple[tuple[UUID, Message], ...]:
        """Make one call of the machine in a transaction; killed, nothing of it happened.

        What a verb caused is done again after the restart, as a reaction with its cursor would.
        """
        self.store.begin()
        self.log.begin()
        try:
            outcome = what()
        except Killed:
            self.store.roll_back()
            self.log.roll_back()
            self.start()
            return self.call(what) if sure else ()
        self.store.commit()
        if self.when_opened is not None and not self.store.catching_up():
            opened, self.when_opened = self.when_opened, None
            opened()
        return outcome.messages

    def clock(self, now: datetime) -> datetime:
        return now + self.ahead

    def receive(self, sender: UUID, message: Message, now: datetime):
        return self.call(lambda: self.machine.receive(sender, message, self.clock(now)), sure=False)

    def tick(self, now: datetime):
        self.store.consume()
        return self.call(lambda: self.machine.tick(self.clock(now)), sure=False)

    # The verbs of the bureau: each signs, keeps, and tells the machine.

    def create(self, now: datetime, label: Label, **more) -> tuple[UUID, list]:
        record = self.uuid()
        return record, self.write(record, now, 1, label, "released", **more)

    def write(self, record, now, revision, label, state, **more) -> list:
        """Sign a revision with a new body."""
        body = {"names": [{"text": f"Testenko {self.random.randrange(10**9)}"}]} | more.pop(
            "body", {}
        )
        salt = self.random.randbytes(16)
        made = self._envelope(record, now, revision, label, state)
        said = made.statement(salt=salt, label_salt=self.random.randbytes(16), body=body) | more
        version = Version(self.sign(said), None, encode(body), salt)
        return self._keep(record, version, label, now)

    def rule(self, record, now, *, label: Label | None = None, state: str | None = None) -> list:
        """Sign a ruling: another label, another state, or both."""
        entry = self.store.entry(record)
        said = facts.facts(entry.version)
        label = self.meant(record) if label is None else label
        made = self._envelope(record, now, said.order.revision, label, state or said.state)
        ruling = made.ruling("record.rule", salt=self.random.randbytes(16), reason="")
        version = replace(entry.version, ruling=self.sign(ruling))
        return self._keep(record, version, label, now)

    def revise(self, record, now) -> list:
        said = facts.facts(self.store.entry(record).version)
        label = self.meant(record)
        return self.write(record, now, said.order.revision + 1, label, said.state)

    def meant(self, record) -> Label:
        """Return the label in force: what travels of it, and the names where they are known.

        After a restore that is the label returned, not the one of before the backup.
        """
        said = facts.facts(self.store.entry(record).version)
        label = said.travelling.label
        return self.home.get(said.order.digest, OWN_BUREAU) if said.travelling.named else label

    def found(self, now: datetime, members: frozenset[UUID]) -> tuple[UUID, list]:
        group = self.group_id()
        return group, self.let(group, now, members | {self.id})

    def let(self, group: UUID, now: datetime, members: frozenset[UUID]) -> list:
        """Sign who is in a group of ours."""
        known = self.store.group(group)
        said = {
            "type": "membership", "schema": "membership@1", "group": str(group),
            "owner": str(self.id), "name": "Eastern desk",
            "version": known.version + 1 if known else 1,
            "members": sorted(str(one) for one in members), "at": stamp(self.clock(now)),
        }  # fmt: skip
        made = groups.read_membership(self.sign(said), self.clock(now))
        return self.call(lambda: self.machine.grouped(made, self.clock(now)))

    def block(self, record, owner, now, effect="block", **more) -> list:
        said = {
            "type": "block", "schema": "block@1", "id": str(record), "owner": str(owner),
            "by": str(self.id), "at": stamp(self.clock(now)), "effect": effect,
        }  # fmt: skip
        made = self.sign(said | more)
        return self.call(lambda: self.machine.blocked(made, self.clock(now)))

    def rotate(self, now: datetime, *, compromised: datetime | None = None) -> list:
        """Take a new node key; the old one is revoked from that moment if it is compromised."""
        old = self.key
        self.key = SigningKey(self.random.randbytes(32))
        self.nodes.append(self.certified(self.key, self.clock(now)))
        ended = self.card.revoked
        if compromised is not None:
            ended = (*ended, cards.Revocation(old.public.id, compromised, "stolen"))
        self.card = self.issued(self.card.serial + 1, ended)
        return self.call(lambda: self.machine.renewed(self.card, self.clock(now)))

    def sign(self, said) -> Signed:
        made = signed.sign(said, self.key)
        if not self.store.catching_up():
            self.log.note(facts.digest(made), BEGIN)
        return made

    def backup(self) -> tuple:
        tables = {name: dict(rows) for name, rows in self.store.tables.items()}
        feeds = {reader: list(rows) for reader, rows in self.store.feeds.items()}
        log = copy(self.log)
        log.chapters = [
            replace(one, leaves=list(one.leaves), tree=one.tree.copy(), known={})
            for one in log.chapters
        ]
        log.placed, log.cosigned = dict(log.placed), list(log.cosigned)
        return tables, feeds, self.store.begun, log, dict(self.home)

    def restore(self, kept: tuple, now: datetime) -> list:
        """Come back from a backup: in catch-up, with everything since lost."""
        tables, feeds, begun, self.log, self.home = kept
        self.store = MemoryStore(self.id, tables, feeds, begun, catching=True)
        self.log.held = True
        self.store.keep_card(self.card)
        self.start()
        return self.call(lambda: self.machine.restored(self.clock(now)))

    def holds(self, record: UUID) -> bool:
        """Say whether content of another's record lies here, in use or not."""
        entry = self.store.entry(record)
        return entry is not None and entry.version is not None and entry.owner != self.id

    def _envelope(self, record, now, revision, label, state) -> Envelope:
        entry = self.store.entry(record)
        at = self.clock(now)
        if entry is not None and entry.order is not None:
            at = max(at, entry.order.at + timedelta(milliseconds=1))
        known = {g: found.version for g in label.groups if (found := self.store.group(g))}
        return Envelope(
            id=record, kind="person@1", owner=self.id, revision=revision, state=state, strands="C",
            label=label, at=at, group_versions=known,
        )  # fmt: skip

    def _keep(self, record, version: Version, label: Label, now: datetime) -> list:
        said = facts.facts(version)
        self.home[said.order.digest] = label
        entry = self.store.entry(record) or Entry(record, self.id, Standing.OWN)
        self.store.keep_entry(replace(entry, order=said.order, version=version))
        return self.call(lambda: self.machine.changed([record], self.clock(now)))
