"""Statements that peers hand on until they reach whom they concern: receipts and blocks."""

from dataclasses import replace
from uuid import UUID

from tocsin.core.protocol import facts, feeds, recalls
from tocsin.core.protocol.blocks import merged
from tocsin.core.protocol.decisions import Decision, Doubt
from tocsin.core.protocol.messages import Hand, Taken
from tocsin.core.protocol.step import Step
from tocsin.core.protocol.store import Standing
from tocsin.core.statements.signed import Signed


def take(step: Step, message: Hand, sender: UUID) -> None:
    """Take what a peer hands over, one by one, and say what is kept here now."""
    marks = []
    for said in message.statements[: recalls.MOST_HANDED]:
        try:
            taken = _take_one(step, said, sender)
        except Doubt as doubt:
            step.decide(doubt.decision, sender=sender)
            continue
        if taken:
            marks.append(facts.digest(said))
    if marks:
        step.send(sender, Taken(tuple(marks)))


def _take_one(step: Step, said: Signed, sender: UUID) -> bool:
    kind = facts.heard(said.statement).type
    if kind == "receipt":
        taken = recalls.take_receipt(step, said, sender)
        _follow_up(step, said)
        return taken
    if kind == "block":
        return take_block(step, said, sender)
    raise Doubt(Decision.BAD_FORM)


def _follow_up(step: Step, said: Signed) -> None:
    """Do at the owner what follows from a receipt, for whom it is by and whom it is passed on to.

    What a peer says it purged though nobody recalled it is offered again; who holds what is taken
    back already is recalled.
    """
    record, holder = facts.about(said, "id", "holder")
    entry = step.store.entry(record)
    if entry is None or entry.standing is not Standing.OWN:
        return
    for one in (holder, *recalls.passed_on_to(said)):
        holding, peer = step.store.holding(record, one), step.store.peer(one)
        if holding is None:
            continue
        if peer is None:
            feeds.refresh_far_holder(step, entry, holding)
        else:
            purged = holding.outcome == recalls.PURGED and holding.receipt == said
            feeds.refresh_for(step, entry, peer, again=purged and not holding.recalled)


def take_block(step: Step, said: Signed, sender: UUID) -> bool:
    """Obey a block by a body that the record's envelope names; return whether it is kept here."""
    (record,) = facts.about(said, "id")
    entry = step.store.entry(record)
    if entry is None:
        step.decide(Decision.UNCONCERNED, sender=sender, subject=record)
        return True
    blocks = merged(step, entry, [said], sender)
    if blocks != entry.blocks:
        kept = replace(entry, blocks=blocks)
        step.store.keep_entry(kept)
        feeds.refresh(step, kept)
        step.decide(Decision.ACCEPTED, sender=sender, subject=record)
    return said in blocks
