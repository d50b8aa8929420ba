"""Groups and cards as peers tell them: only a group's owner says who is in, only a root a card.

A newer membership sets free what waited for it, and takes back what reached a removed member
through it. A newer card is a successor of one whose words were compared; a revocation on it puts
every statement of that key to the test again.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from tocsin.core.errors import InvalidInput, ProofFailed, TocsinError
from tocsin.core.protocol import facts, feeds
from tocsin.core.protocol.believing import believe
from tocsin.core.protocol.decisions import Decision, Doubt
from tocsin.core.protocol.messages import Fresh, NewCard
from tocsin.core.protocol.recalls import leave
from tocsin.core.protocol.step import Step
from tocsin.core.protocol.store import Entry, Group, Level, SetAside, Standing
from tocsin.core.statements import cards
from tocsin.core.statements.cards import Card
from tocsin.core.statements.groups import is_group_of
from tocsin.core.statements.ids import uuid
from tocsin.core.statements.signed import Signed


def take_membership(step: Step, said: Signed, sender: UUID) -> None:
    """Keep a newer membership of a group we belong to; refuse any other."""
    subject = None
    try:
        group = read_membership(said, step.now)
        subject = group.id
        decision = _check(step, group)
    except Doubt as doubt:
        decision = doubt.decision
    else:
        if decision is Decision.ACCEPTED:
            keep_membership(step, group)
    step.decide(decision, sender=sender, subject=subject)


def keep_membership(step: Step, group: Group) -> None:
    """Keep a membership that is ours or was checked, and do what follows from it."""
    step.store.keep_group(group)
    set_free(step, group.id)
    feeds.refresh_group(step, group)
    feeds.refresh_group_records(step, group)


def read_membership(said: Signed, at: datetime) -> Group:
    """Return the membership that a statement says; Doubt if it is none, or of another's group."""
    body = facts.known(said, "membership")
    group, owner = facts.about(said, "group", "owner")
    if not is_group_of(group, owner):
        raise Doubt(Decision.NOT_THE_OWNER)
    return Group(group, owner, _version(body), _members(body), said, as_of=at)


def take_fresh(step: Step, told: Fresh, sender: UUID) -> None:
    """Believe its owner, or a member as we are, that a version is still the newest."""
    group = step.store.group(told.group)
    if group is None or group.version != told.version or group.owner == step.me:
        return
    if sender != group.owner and sender not in group.members:
        return
    at = min(told.at, step.now)
    if at <= group.as_of:
        return
    stale = step.now - group.as_of > step.settings.group_age
    kept = replace(group, as_of=at)
    step.store.keep_group(kept)
    if stale:
        feeds.refresh_group_records(step, kept)


def take_card(step: Step, row: NewCard, sender: UUID) -> None:
    """Replace a known card by its successor; a bureau not known stays unknown."""
    subject = None
    try:
        card = cards.decode(row.card.to_text().encode())
        subject = card.bureau
        decision = learn_card(step, card)
    except ProofFailed:
        decision = Decision.BAD_SIGNATURE
    except TocsinError:
        decision = Decision.BAD_FORM
    step.decide(decision, sender=sender, subject=subject)


def learn_card(step: Step, card: Card) -> Decision:
    """Keep a card that replaces the known one; raises ProofFailed if it may not."""
    known = step.store.card(card.bureau)
    if known is None or known.serial >= card.serial or card.bureau == step.me:
        return Decision.UNCONCERNED if known is None else Decision.KNOWN
    card.replaces(known)
    step.store.keep_card(card)
    set_free(step, card.bureau)
    for ended in set(card.revoked) - set(known.revoked):
        step.find("key-compromised", Level.AMBER, peer=card.bureau, evidence=(ended.key,))
        for entry in step.store.entries_signed_by(ended.key):
            _test_again(step, entry)
    feeds.refresh_card(step, card)
    return Decision.ACCEPTED


def set_free(step: Step, waited_for: UUID) -> None:
    """Ask again for what was set aside until this group or card came."""
    for row in step.store.aside():
        if row.waits_for == waited_for and not row.ready:
            step.store.set_aside(replace(row, ready=True))
            step.pull_from(row.peer)


def set_free_by_time(step: Step) -> None:
    """Ask again for what was said to be made later than now, once it is not any more."""
    for row in step.store.aside():
        if row.until is not None and not row.ready and row.until <= step.now:
            step.store.set_aside(replace(row, ready=True))
            step.pull_from(row.peer)


def _check(step: Step, group: Group) -> Decision:
    known = step.store.group(group.id)
    if known is not None and known.owner != group.owner:
        raise Doubt(Decision.NOT_THE_OWNER)
    if group.owner == step.me:
        raise Doubt(Decision.OWN)
    believe(step, group.signed, group.owner)
    if step.me not in group.members:
        raise Doubt(Decision.NOT_ADDRESSED)
    if known is None or known.version < group.version:
        return Decision.ACCEPTED
    if known.version == group.version and known.signed.statement != group.signed.statement:
        both = (known.signed.to_text(), group.signed.to_text())
        step.find("two-memberships", Level.RED, peer=group.owner, subject=group.id, evidence=both)
    return Decision.KNOWN if known.version == group.version else Decision.OLDER


def _test_again(step: Step, entry: Entry) -> None:
    """Put a copy to the test after a revocation: what does not count any more is purged."""
    if entry.standing is Standing.OWN:
        feeds.refresh(step, entry)
        return
    version = entry.version
    said = [] if version is None else [version.record, *filter(None, [version.ruling])]
    blocks = tuple(one for one in entry.blocks if _counts(step, one, facts.about(one, "by")[0]))
    final = entry.final
    if final is not None and not _counts(step, final, entry.owner, entry):
        final = None
    kept = replace(entry, blocks=blocks, final=final)
    if all(_counts(step, one, entry.owner, entry) for one in said):
        step.store.keep_entry(kept)
    else:
        for peer in entry.sources:
            why = Decision.KEY_REVOKED.value
            aside = SetAside(entry.id, peer, why, said[0], step.now, entry.owner, ready=True)
            step.store.set_aside(aside)
            step.pull_from(peer)
        kept = leave(step, replace(kept, order=None))
    feeds.refresh(step, kept)


def _counts(step: Step, said: Signed, by: UUID, entry: Entry | None = None) -> bool:
    accepted = entry.accepted if entry is not None else None
    evidence = entry.evidence if entry is not None else ()
    try:
        believe(step, said, by, accepted=accepted, evidence=evidence)
    except Doubt as doubt:
        return doubt.decision is not Decision.KEY_REVOKED
    return True


def _version(body: dict[str, Any]) -> int:
    if type(body["version"]) is not int or body["version"] < 1:
        raise Doubt(Decision.BAD_FORM)
    return int(body["version"])


def _members(body: dict[str, Any]) -> frozenset[UUID]:
    if not isinstance(body["members"], list):
        raise Doubt(Decision.BAD_FORM)
    try:
        return frozenset(uuid(one, place="$.members") for one in body["members"])
    except InvalidInput:
        raise Doubt(Decision.BAD_FORM) from None
