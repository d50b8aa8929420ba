"""Our feeds: for each peer, what it is offered and what is taken back, at rising places.

A row is appended when what a peer may have changes; it is checked again when it is served, by the
same question. So widening, narrowing, membership, blocks and time all reach a cursor that only
moves forward, and a row that was true when written gives nothing away when it is not any more.
"""

import hashlib
from dataclasses import replace
from enum import Enum, auto
from uuid import UUID

from tocsin.core.protocol import facts
from tocsin.core.protocol.audience import STALE, is_fresh, may_be_passed_on
from tocsin.core.protocol.believing import revoked_at
from tocsin.core.protocol.blocks import is_blocked
from tocsin.core.protocol.messages import Evidence
from tocsin.core.protocol.recalls import recall
from tocsin.core.protocol.step import Step
from tocsin.core.protocol.store import (
    Entry,
    FeedRow,
    Group,
    Holding,
    PeerState,
    Standing,
    Subject,
)
from tocsin.core.statements.cards import Card


class Wanted(Enum):
    """What a peer's feed should say of a record now."""

    OFFER = auto()
    STOP = auto()  # it holds it, and is to be told of a block
    RETRACT = auto()
    AS_IT_IS = auto()


def wanted(step: Step, entry: Entry, peer: PeerState) -> Wanted:
    """Return what this peer's feed should say of the record at this moment."""
    if peer.bureau == entry.owner:
        return Wanted.AS_IT_IS
    if entry.final is not None or entry.standing not in {Standing.OWN, Standing.HELD}:
        return Wanted.RETRACT
    if peer.bureau in entry.sources:
        return Wanted.AS_IT_IS
    return _by_rules(step, entry, peer)


def _by_rules(step: Step, entry: Entry, peer: PeerState) -> Wanted:
    forwarding = entry.standing is Standing.HELD
    denial = step.rules.denial(entry, peer, forwarding=forwarding, at=step.now)
    if denial:
        return Wanted.AS_IT_IS if denial == STALE else Wanted.RETRACT
    if is_blocked(entry.blocks, step.now):
        holding = step.store.holding(entry.id, peer.bureau)
        return Wanted.STOP if holding is not None and holding.served else Wanted.AS_IT_IS
    return Wanted.OFFER


def token(step: Step, entry: Entry) -> str:
    """Return the name of the state in which a record is offered."""
    parts = [entry.order.digest if entry.order else ""]
    parts += sorted(facts.digest(said) for said in entry.blocks)
    parts += [one.checkpoint for one in evidence_of(step, entry)]
    if is_blocked(entry.blocks, step.now):
        parts.append("stop")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def refresh(step: Step, entry: Entry, *, again: bool = False) -> None:
    """Bring every peer's feed, and the recall ledger, in line with what may be had of a record."""
    for peer in step.store.peers():
        refresh_for(step, entry, peer, again=again)
    if entry.standing is Standing.OWN:
        refresh_afar(step, entry)


def refresh_afar(step: Step, entry: Entry) -> None:
    """Bring the ledger in line for holders of an own record that are no peers."""
    for holding in step.store.holdings(entry.id):
        if step.store.peer(holding.holder) is None:
            refresh_far_holder(step, entry, holding)


def refresh_for(step: Step, entry: Entry, peer: PeerState, *, again: bool = False) -> None:
    """Append to one peer's feed if it says something else than it should, or must say it again."""
    row = step.store.newest_row(peer.bureau, Subject.RECORD, entry.id)
    holding = step.store.holding(entry.id, peer.bureau)
    want = wanted(step, entry, peer)
    if want in {Wanted.OFFER, Wanted.STOP}:
        mark = token(step, entry)
        passed = row is not None and step.store.has_passed(peer.bureau, row)
        unsaid = passed and (holding is None or holding.served != mark)
        if row is None or not row.offered or row.token != mark or unsaid or again:
            _append(step, peer, entry.id, offered=True, token_=mark)
            if entry.standing is Standing.OWN and holding is not None and holding.recalled:
                step.store.keep_holding(replace(holding, recalled=None, recall="", confirmed=None))
    elif want is Wanted.RETRACT:
        mark = _end(entry)
        told = row is not None or holding is not None
        if told and (row is None or row.offered or row.token != mark):
            position = _append(step, peer, entry.id, offered=False, token_=mark)
            _recalled(step, entry, holding, position)
        elif row is not None and entry.standing is Standing.OWN:
            _recall_late(step, entry, holding, row, peer)


def remind(step: Step, entry: Entry, peer: PeerState) -> None:
    """Say a recall once more, at a new place, to a holder that has not confirmed it."""
    row = step.store.newest_row(peer.bureau, Subject.RECORD, entry.id)
    holding = step.store.holding(entry.id, peer.bureau)
    if row is None or row.offered or holding is None or holding.recalled is None:
        return
    position = _append(step, peer, entry.id, offered=False, token_=row.token)
    _recalled(step, entry, holding, position)
    kept = step.store.holding(entry.id, peer.bureau)
    if kept is not None:  # unconfirmed since it was first asked back, not since the reminder
        step.store.keep_holding(replace(kept, recalled=holding.recalled))


def tell_withdrawn(step: Step, entry: Entry, peer: PeerState) -> None:
    """Tell a peer that offers a withdrawn record of its end, whatever its feed said before."""
    if peer.bureau == entry.owner:
        return
    row = step.store.newest_row(peer.bureau, Subject.RECORD, entry.id)
    holding = step.store.holding(entry.id, peer.bureau)
    if holding is None:  # whoever offers it holds it
        holding = Holding(entry.id, peer.bureau)
        step.store.keep_holding(holding)
    elif row is not None and row.token == _end(entry):
        return
    position = _append(step, peer, entry.id, offered=False, token_=_end(entry))
    _recalled(step, entry, holding, position)


def refresh_group(step: Step, group: Group) -> None:
    """Tell the members of a group its newest membership, if we are one."""
    for peer in step.store.peers():
        _tell_group(step, group, peer)


def _tell_group(step: Step, group: Group, peer: PeerState) -> None:
    if step.me not in group.members and step.me != group.owner:
        return
    mark = str(group.version)
    if peer.bureau in group.members:
        row = step.store.newest_row(peer.bureau, Subject.GROUP, group.id)
        if row is None or row.token != mark:
            _append(step, peer, group.id, offered=True, token_=mark, subject=Subject.GROUP)


def refresh_card(step: Step, card: Card) -> None:
    """Tell every peer a newer card."""
    for peer in step.store.peers():
        _tell_card(step, card, peer)


def _tell_card(step: Step, card: Card, peer: PeerState) -> None:
    mark = str(card.serial)
    if peer.bureau == card.bureau or card.serial < 2:
        return
    row = step.store.newest_row(peer.bureau, Subject.CARD, card.bureau)
    if row is None or row.token != mark:
        _append(step, peer, card.bureau, offered=True, token_=mark, subject=Subject.CARD)


def introduce(step: Step, peer: PeerState) -> None:
    """Tell a peer cards and groups."""
    for card in step.store.cards():
        _tell_card(step, card, peer)
    for group in step.store.groups():
        _tell_group(step, group, peer)


def refresh_group_records(step: Step, group: Group) -> None:
    """Do for every record released to the group what its new or fresher membership asks."""
    for entry in step.store.entries_in(group.id):
        refresh(step, entry)


def begin(step: Step, peer: PeerState) -> None:
    """Fill a new peer's feed: cards, groups, records."""
    introduce(step, peer)
    for entry in step.store.entries():
        refresh_for(step, entry, peer)


def evidence_of(step: Step, entry: Entry) -> tuple[Evidence, ...]:
    """Return what proves statements of a compromised key to be older than the compromise."""
    card = step.store.card(entry.owner)
    if card is None or not card.revoked:
        return ()
    said = [entry.final] if entry.final else []
    if entry.version is not None:
        said += [entry.version.record, *([entry.version.ruling] if entry.version.ruling else [])]
    doubtful = [one for one in said if revoked_at(card, one.key) is not None]
    if entry.owner != step.me:
        return entry.evidence if doubtful else ()
    found = (step.log.evidence(facts.digest(one)) for one in doubtful)
    return tuple(one for one in found if one is not None)


def fresh_groups(step: Step, reader: UUID) -> list[Group]:
    """Return the groups we share with the reader whose membership we may rely on."""
    age = step.settings.group_age
    return [
        group
        for group in step.store.groups()
        if reader in group.members
        and (step.me in group.members or step.me == group.owner)
        and is_fresh(group, step.me, age, step.now)
    ]


def _append(
    step: Step,
    peer: PeerState,
    about: UUID,
    *,
    offered: bool,
    token_: str,
    subject: Subject = Subject.RECORD,
) -> int:
    row = step.store.append_row(
        peer.bureau, subject, about, offered=offered, token=token_, at=step.now
    )
    step.news.add(peer.bureau)
    return row.position


def _end(entry: Entry) -> str:
    if entry.final is not None:
        return f"final:{facts.digest(entry.final)}"
    return f"retract:{entry.order.digest if entry.order else ''}"


def _recalled(step: Step, entry: Entry, holding: Holding | None, position: int) -> None:
    """Open the recall in the ledger: from now on the holder is unconfirmed."""
    if holding is None:
        return
    answer = f"retract {step.store.generation()}.{position}"
    step.store.keep_holding(recall(step, holding, answer, entry.final))


def _recall_late(
    step: Step, entry: Entry, holding: Holding | None, row: FeedRow, peer: PeerState
) -> None:
    """Recall from a peer that got it from another, and was known to hold it after our retract.

    A retract that it has passed may have been left out, as for one that never had the record.
    """
    if holding is None or holding.recalled is not None:
        return
    _recalled(step, entry, holding, row.position)
    kept = step.store.holding(entry.id, peer.bureau)
    if kept is not None and kept.confirmed is None and step.store.has_passed(peer.bureau, row):
        position = _append(step, peer, entry.id, offered=False, token_=row.token)
        _recalled(step, entry, holding, position)


def refresh_far_holder(step: Step, entry: Entry, holding: Holding) -> None:
    """Recall from a holder that is no peer: those who passed it on take it back for us."""
    denial = _denial_afar(step, entry, PeerState(holding.holder))
    if denial and denial != STALE:
        if holding.recalled is None or entry.final is not None:
            step.store.keep_holding(recall(step, holding, "", entry.final))
    elif not denial and holding.recalled is not None:
        step.store.keep_holding(replace(holding, recalled=None, recall="", confirmed=None))


def _denial_afar(step: Step, entry: Entry, holder: PeerState) -> str:
    """Return why one who is no peer may not have a record any more, empty if it may."""
    if entry.final is not None or entry.version is None:
        return "final"
    if not may_be_passed_on(facts.facts(entry.version).travelling):
        return "onward"
    return step.rules.denial(entry, holder, forwarding=False, at=step.now)
