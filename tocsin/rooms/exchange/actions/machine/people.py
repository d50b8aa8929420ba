"""Cards, peers and groups, as the machine knows them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from tocsin.core.protocol import facts, wire
from tocsin.core.protocol.groups import read_membership
from tocsin.core.protocol.store import Group as Members
from tocsin.core.protocol.store import PeerState
from tocsin.core.statements.cards import Card
from tocsin.core.statements.signed import Signed
from tocsin.rooms.bureaus.models import Bureau, Group, GroupVersion
from tocsin.rooms.exchange import taxii
from tocsin.rooms.exchange.actions.machine import heads, journalled
from tocsin.rooms.exchange.models import Feed, Freshness, Memory, Peer, card_of


class People:
    """The part of the store about bureaus."""

    memory: Memory
    at: datetime
    bureau: UUID

    def __init__(self) -> None:
        self._cards: dict[UUID, str] | None = None
        self._groups: dict[UUID, Members] | None = None

    def lines(self) -> dict[UUID, Peer]:
        """Return the lines that this bureau's machine knows; see Ledger."""
        raise NotImplementedError

    def card(self, bureau: UUID) -> Card | None:
        """Return the newest card of a bureau here, or of one whose words were compared."""
        text = self._texts().get(bureau)
        return card_of(text) if text else None

    def keep_card(self, card: Card) -> None:
        """Keep a card that replaces the one known."""
        text = card.encode().decode()
        Peer.unrestricted.filter(partner_id=card.bureau).update(card=text)
        Bureau.unrestricted.filter(pk=card.bureau, hosted=False).update(card=text, name=card.name)
        self._texts()[card.bureau] = text
        if (line := self.lines().get(card.bureau)) is not None:
            line.card = text
            journalled.card(line, card, self.at)

    def cards(self) -> Iterable[Card]:
        """Return every card known."""
        return [card_of(text) for text in self._texts().values()]

    def _texts(self) -> dict[UUID, str]:
        if self._cards is None:
            here = Bureau.unrestricted.filter(hosted=True).exclude(card="")
            self._cards = dict(here.values_list("pk", "card"))
            self._cards |= {bureau: line.card for bureau, line in self.lines().items()}
        return self._cards

    def peer(self, bureau: UUID) -> PeerState | None:
        """Return an accepted peer."""
        line = self.lines().get(bureau)
        return _state(bureau, line.memory) if line is not None else None

    def peers(self) -> Sequence[PeerState]:
        """Return all accepted peers."""
        return [_state(bureau, line.memory) for bureau, line in self.lines().items()]

    def keep_peer(self, state: PeerState) -> None:
        """Keep a peer's state; one that may have news is called at once."""
        line = self.lines()[state.bureau]
        before = _state(state.bureau, line.memory)
        pulled = None if line.via_id is None else state.pulled
        text = wire.plain(replace(state, heard=None, pulled=pulled))
        changed: dict[str, str | None] = {"memory": text} if text != line.memory else {}
        if state.behind and not before.behind:
            changed |= {"next_call": None}
        if changed:
            line.memory = text
            Peer.unrestricted.filter(pk=line.pk).update(**changed)
        if state.shown != before.shown:
            mine = Feed.unrestricted.filter(peer=line, inbox=False)
            mine.update(shown=taxii.moment_of(state.shown.position))
        if state.head != before.head:
            heads.keep(line, state.head, self.at)

    def group(self, group: UUID) -> Members | None:
        """Return the newest membership."""
        return self._known().get(group)

    def groups(self) -> Sequence[Members]:
        """Return every group."""
        return list(self._known().values())

    def keep_group(self, group: Members) -> None:
        """Keep a membership, if it is another's and newer, and until when it was the newest."""
        known = self._known().get(group.id)
        if group.owner != self.bureau and (known is None or known.version < group.version):
            self._write(group)
        Freshness.unrestricted.update_or_create(
            bureau_id=self.bureau, group_id=group.id, defaults={"as_of": group.as_of}
        )
        self._known()[group.id] = group

    def _known(self) -> dict[UUID, Members]:
        if self._groups is None:
            seen = Freshness.unrestricted.filter(bureau_id=self.bureau)
            fresh = dict(seen.values_list("group_id", "as_of"))
            newest: dict[UUID, GroupVersion] = {}
            for version in GroupVersion.unrestricted.order_by("number"):
                newest[version.group_id] = version
            self._groups = {
                pk: _members(_signed(version), fresh.get(pk, version.at))
                for pk, version in newest.items()
            }
        return self._groups

    def _write(self, group: Members) -> None:
        body = facts.heard(group.signed.statement).body
        name = str(body["name"])[:120]
        taken = Group.unrestricted.filter(owner_id=group.owner, name=name).exclude(pk=group.id)
        if taken.exists():  # two groups of one name: its owner may, a list of names may not
            name = f"{name[:100]} ({str(group.id)[:8]})"
        row, _made = Group.unrestricted.update_or_create(
            pk=group.id,
            defaults={"owner_id": group.owner, "name": name, "version": group.version},
        )
        row.members.set(Bureau.unrestricted.filter(pk__in=group.members))
        GroupVersion.unrestricted.get_or_create(
            group=row,
            number=group.version,
            defaults={
                "at": facts.made_at(group.signed),
                "statement": group.signed.statement,
                "key": group.signed.key,
                "signature": group.signed.signature,
            },
        )
        journalled.group(self.bureau, group, self.at)


@lru_cache(maxsize=4_096)
def _state(bureau: UUID, text: str) -> PeerState:
    if not text:
        return PeerState(bureau)
    found: PeerState = wire.typed(PeerState, text)
    return found


@lru_cache(maxsize=4_096)
def _members(said: Signed, as_of: datetime) -> Members:
    return read_membership(said, as_of)


def _signed(row: GroupVersion) -> Signed:
    return Signed(bytes(row.statement), row.key, bytes(row.signature))
