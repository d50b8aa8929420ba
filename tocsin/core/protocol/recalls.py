"""Taking back: out of use at once, purged, receipted, and confirmed in the owner's ledger.

A holder signs a receipt for every revision it takes (``held``), for whom it passes a record on to
(``passed-on``), and when nothing of a record is left (``purged``) or a legal hold keeps it
(``kept``). A receipt names what it answers, so that a late one never confirms a later recall.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from tocsin.core.protocol import facts
from tocsin.core.protocol.believing import believe
from tocsin.core.protocol.decisions import Decision, Doubt
from tocsin.core.protocol.messages import Hand, Taken
from tocsin.core.protocol.step import Step
from tocsin.core.protocol.store import Entry, Holding, Owed, Standing
from tocsin.core.statements.moments import stamp
from tocsin.core.statements.signed import Signed

HELD, PASSED_ON, PURGED, KEPT = "held", "passed-on", "purged", "kept"
OUTCOMES = (HELD, PASSED_ON, PURGED, KEPT)
MOST_HANDED = 100


def recall(step: Step, holding: Holding, answer: str, final: Signed | None) -> Holding:
    """Return the ledger's row with the recall open, unless this very one was open already."""
    if final is not None:
        answer = f"withdrawal {facts.digest(final)}"
    if holding.recalled is not None and holding.recall == answer:
        return holding
    opened = replace(holding, recalled=step.now, recall=answer, confirmed=None)
    return _confirmed(step, opened)


def ended(step: Step, entry: Entry) -> Entry:
    """Sign the minimal withdrawal of an own record whose state is final, once."""
    if entry.final is not None or entry.version is None:
        return entry
    said = facts.facts(entry.version)
    if said.state not in facts.FINAL:
        return entry
    withdrawal = step.sign(
        {
            "type": "withdrawal",
            "schema": "withdrawal@1",
            "id": str(entry.id),
            "owner": str(entry.owner),
            "revision": said.order.revision,
            "at": stamp(max(step.now, said.order.at)),
        }
    )
    kept = replace(entry, final=withdrawal)
    step.store.keep_entry(kept)
    return kept


def leave(step: Step, entry: Entry, answer: str = "") -> Entry:
    """Take a copy out of use and begin to purge it; what is gone already is receipted at once."""
    if entry.standing is Standing.GONE:
        return receipt(step, replace(entry, sources={}), PURGED, answer)
    entry = replace(entry, answer=answer or entry.answer, sources={})
    if entry.standing is Standing.LEAVING:
        step.store.keep_entry(entry)
        return entry
    if step.store.is_under_hold(entry.id):
        return receipt(step, replace(entry, standing=Standing.KEPT), KEPT, entry.answer)
    entry = replace(entry, standing=Standing.LEAVING, version=None, blocks=(), evidence=())
    step.store.keep_entry(entry)
    step.store.purge(entry.id)
    return entry


def answer_again(step: Step, entry: Entry, answer: str) -> None:
    """Sign again for what is gone: the owner asks anew, so it lost the first receipt."""
    if entry.standing is Standing.LEAVING:
        step.store.keep_entry(replace(entry, answer=answer))
    else:
        receipt(step, entry, KEPT if entry.standing is Standing.KEPT else PURGED, answer)


def report(step: Step, entry: Entry) -> None:
    """Sign anew what became of a copy, for an owner whose ledger was restored."""
    outcomes = {Standing.HELD: HELD, Standing.KEPT: KEPT, Standing.GONE: PURGED}
    if entry.standing in outcomes and entry.said is not None:
        final = "" if entry.final is None else f"withdrawal {facts.digest(entry.final)}"
        receipt(step, entry, outcomes[entry.standing], final)


def finish(step: Step) -> None:
    """Sign for every copy of which nothing is left; begin with those no hold keeps any more."""
    for entry in step.store.entries_leaving():
        if entry.standing is Standing.KEPT:
            gone = replace(entry, standing=Standing.LEAVING, version=None, blocks=(), evidence=())
            step.store.keep_entry(gone)
            step.store.purge(entry.id)
        elif step.store.is_purged(entry.id):
            receipt(step, replace(entry, standing=Standing.GONE), PURGED, entry.answer)


def receipt(step: Step, entry: Entry, outcome: str, reason: str = "") -> Entry:
    """Sign a receipt, owe it to the owner, and return the entry as kept."""
    at = step.now
    if entry.said is not None:
        at = max(at, entry.said + timedelta(milliseconds=1))
    said = {
        "type": "receipt",
        "schema": "receipt@1",
        "id": str(entry.id),
        "owner": str(entry.owner),
        "revision": entry.order.revision if entry.order else 1,
        "holder": str(step.me),
        "at": stamp(at),
        "outcome": outcome,
    }
    signed = step.sign(said | {"reason": reason} if reason else said)
    kept = replace(entry, said=at, answer="")
    step.store.keep_entry(kept)
    step.store.owe(Owed(facts.digest(signed), entry.owner, entry.id, signed, entry.route))
    return kept


def hand(step: Step) -> None:
    """Hand what is owed to the addressee, or to the peer through whom it can be reached."""
    going: dict[UUID, list[Signed]] = defaultdict(list)
    for owed in step.store.owed():
        to = owed.to if step.store.peer(owed.to) is not None else owed.via
        if to is not None and step.store.peer(to) is not None and len(going[to]) < MOST_HANDED:
            going[to].append(owed.statement)
    for to, statements in going.items():
        step.send(to, Hand(tuple(statements)))


def take_receipt(step: Step, said: Signed, sender: UUID) -> bool:
    """Keep a receipt in the ledger, or pass it on; return whether the sender may forget it."""
    body = facts.known(said, "receipt")
    record, owner, holder = facts.about(said, "id", "owner", "holder")
    if body["outcome"] not in OUTCOMES:
        raise Doubt(Decision.UNKNOWN_SCHEMA)
    believe(step, said, holder)
    mark = facts.digest(said)
    if step.store.took(mark):
        step.decide(Decision.KNOWN, sender=sender, subject=record)
        return True
    if owner != step.me:
        entry = step.store.entry(record)
        via = entry.route if entry is not None else None
        if step.store.peer(owner) is None and via in {None, sender}:
            step.decide(Decision.UNCONCERNED, sender=sender, subject=record)
            return False
        step.store.owe(Owed(mark, owner, record, said, via))
    else:
        step.store.owe(Owed(mark, owner, record, said))
        step.store.settle(mark)
    _enter(step, said, record, holder)
    step.decide(Decision.ACCEPTED, sender=sender, subject=record)
    return True


def passed_on_to(said: Signed) -> tuple[UUID, ...]:
    """Return whom a receipt says that its holder gave the record to, if it says so."""
    if facts.heard(said.statement).body["outcome"] != PASSED_ON:
        return ()
    return facts.about(said, "reason")


def taken(step: Step, message: Taken) -> None:
    """Forget what somebody nearer to the addressee keeps now."""
    for mark in message.digests:
        step.store.settle(mark)


def _enter(step: Step, said: Signed, record: UUID, holder: UUID) -> None:
    """Enter a holder's newest word in the ledger; confirm the recall that it answers."""
    body, at = facts.heard(said.statement).body, facts.made_at(said)
    if body["outcome"] == PASSED_ON:
        for onward in passed_on_to(said):
            if step.store.holding(record, onward) is None and onward != step.me:
                step.store.keep_holding(Holding(record, onward))
        return
    holding = step.store.holding(record, holder) or Holding(record, holder)
    if holding.said is not None and at <= holding.said:
        return
    holding = replace(holding, outcome=body["outcome"], receipt=said, said=at)
    if holding.outcome == HELD:  # whatever it signed before: by its newest word it has it again
        holding = replace(holding, confirmed=None)
    step.store.keep_holding(_confirmed(step, holding))


def _confirmed(step: Step, holding: Holding) -> Holding:
    """Return the row confirmed, if a recall is open and the holder's newest word answers it."""
    if holding.receipt is None or holding.recalled is None or holding.confirmed is not None:
        return holding
    reason = facts.heard(holding.receipt.statement).body.get("reason", "")
    ended = _is_end(reason) and _is_end(holding.recall)  # any withdrawal of ours ends it for good
    if holding.outcome in {PURGED, KEPT} and (ended or holding.recall in {"", reason}):
        return replace(holding, confirmed=step.now)
    return holding


def _is_end(answer: str) -> bool:
    return answer.startswith("withdrawal ")
