"""The release rules behind the machine's ``Rules``: the one table, asked in a peer's name."""

from datetime import datetime
from uuid import UUID

from tocsin.core.errors import InvalidInput, InvalidLabel, NotFound
from tocsin.core.protocol import facts
from tocsin.core.protocol.audience import NOBODY, STALE, is_fresh, is_over, may_be_passed_on
from tocsin.core.protocol.decisions import Decision, Doubt
from tocsin.core.protocol.messages import Version
from tocsin.core.protocol.step import Settings
from tocsin.core.protocol.store import Entry, PeerState
from tocsin.core.statements.canonical import decode
from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.exchange import reach
from tocsin.rooms.exchange.actions.machine.store import Tables
from tocsin.rooms.exchange.models import Peer
from tocsin.rooms.register.actions import copies as register

OVER = "expired"


class TableRules:
    """What the machine asks of rules, answered by the tables of release."""

    def __init__(self, store: Tables) -> None:
        self.store = store

    def denial(self, entry: Entry, reader: PeerState, *, forwarding: bool, at: datetime) -> str:
        """Return why the reader may not have the record, empty for no reason."""
        if entry.version is None:
            return NOBODY
        said = facts.facts(entry.version)
        if is_over(said, at):
            return OVER
        if forwarding and not may_be_passed_on(said.travelling):
            return NOBODY  # as every holder would say: no table need be asked
        given = self.store.is_given(entry.id, reader.bureau)
        if given is None:
            given = self._is_given_afar(entry.id, reader.bureau, at)
        if not given:
            return NOBODY
        return (
            self._stale(entry, reader.bureau, at) if forwarding or said.travelling.versions else ""
        )

    def admits(self, version: Version) -> None:
        """Doubt what the register cannot keep: a body that is not its kind's, an end not here."""
        assert version.body is not None
        assert version.salt is not None
        body = decode(version.body)
        if not isinstance(body, dict):
            raise Doubt(Decision.BAD_FORM)
        given = register.Given(version.record, body, version.salt, version.ruling, frozenset())
        owner = facts.facts(version).owner
        if Bureau.unrestricted.filter(pk=owner, hosted=True).exists():
            raise Doubt(Decision.OWN)
        try:
            register.check(given)
        except NotFound as error:
            raise Doubt(
                Decision.UNKNOWN_ANCHOR, UUID(error.place) if error.place else None
            ) from None
        except InvalidLabel:
            raise Doubt(Decision.UNKNOWN_MARKING) from None
        except InvalidInput:
            raise Doubt(Decision.UNKNOWN_SCHEMA) from None

    def knows(self, kind: str) -> bool:
        """Say whether records of the kind can be read here."""
        try:
            register.kind_of(kind)
        except InvalidInput:
            return False
        return True

    def _stale(self, entry: Entry, reader: UUID, at: datetime) -> str:
        """Return that no group through which the reader has it is known to be recent enough."""
        line = self.store.lines().get(reader)
        record = self.store.record(entry.id)
        if line is None or record is None:
            return ""
        through = reach.groups_for(line, record)
        if through is None:
            return ""
        age = Settings().group_age
        known = (self.store.group(group) for group in through)
        fresh = any(one and is_fresh(one, self.store.me(), age, at) for one in known)
        return "" if fresh else STALE

    def _is_given_afar(self, record: UUID, reader: UUID, at: datetime) -> bool:
        """Ask about a bureau that is no peer: it may be known by its card through others."""
        partner = Bureau.unrestricted.filter(pk=reader, hosted=False).first()
        if partner is None:
            return False
        bureau = Bureau.unrestricted.get(pk=self.store.me())
        line = Peer(bureau=bureau, partner=partner)
        return reach.given_to(line, at, [record]).exists()
