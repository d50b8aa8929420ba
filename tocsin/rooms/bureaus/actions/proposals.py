"""Proposals: the second officer approves or refuses; the first may withdraw."""

from datetime import datetime
from typing import Annotated, Any

from django.db import transaction
from pydantic import StringConstraints

from tocsin.core.errors import NotAllowed, PowerMissing, SameOfficer, WrongState
from tocsin.rooms.bureaus.models import Proposal
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import VERBS, Act, VerbOfTwo, verb
from tocsin.rooms.journal import actions as journal

BATCH = 200

Grounds = Annotated[str, StringConstraints(min_length=3, max_length=300, strip_whitespace=True)]


@verb(Power.PROPOSAL_APPROVE)
def approve(act: Act, proposal: Proposal) -> Any:
    """Approve and carry out what another officer proposed; both names stand in the journal.

    Raises SameOfficer for the proposer, PowerMissing without the power of the verb itself and
    WrongState when it is no longer open.
    """
    _open(act, proposal)
    spec = VERBS[proposal.verb]
    assert isinstance(spec, VerbOfTwo)
    result = spec.carry_out(act.reader, proposal)
    _decide(act, proposal, Proposal.State.APPROVED, "")
    return result


@verb(Power.PROPOSAL_REFUSE)
def refuse(act: Act, proposal: Proposal, *, grounds: Grounds) -> Proposal:
    """Refuse what another officer proposed, with grounds."""
    _open(act, proposal)
    if proposal.proposer_id == act.reader.officer:
        raise SameOfficer("withdraw your own proposal instead")
    if not act.reader.holds(Power(proposal.verb)):
        raise PowerMissing("deciding this needs the power {verb}", verb=proposal.verb)
    _decide(act, proposal, Proposal.State.REFUSED, grounds)
    return proposal


@verb(Power.PROPOSAL_WITHDRAW)
def withdraw(act: Act, proposal: Proposal) -> Proposal:
    """Take one's own proposal back."""
    _open(act, proposal)
    if proposal.proposer_id != act.reader.officer:
        raise NotAllowed("only the officer who proposed it can withdraw it; you can refuse it")
    _decide(act, proposal, Proposal.State.WITHDRAWN, "")
    return proposal


def expire(at: datetime) -> int:
    """Close, as the clock, what nobody decided in time, and return how many; may be repeated."""
    over = Proposal.unrestricted.filter(state=Proposal.State.OPEN, until__lte=at)
    done = 0
    for proposal in list(over[:BATCH]):
        with transaction.atomic():
            row = Proposal.unrestricted.select_for_update().get(pk=proposal.pk)
            if row.state != Proposal.State.OPEN:
                continue
            row.state, row.decided = Proposal.State.EXPIRED, at
            row.save(update_fields=["state", "decided"])
            _journal_expiry(row, at)
        done += 1
    return done


def _journal_expiry(proposal: Proposal, at: datetime) -> None:
    journal.append(
        log=proposal.bureau_id,
        verb="proposal.expire",
        realm=proposal.realm,
        objects=[proposal.id, *([proposal.target] if proposal.target else [])],
        actor=None,
        purpose="clock",
        detail={"verb": proposal.verb, "proposer": str(proposal.proposer_id)},
        at=at,
    )


def _open(act: Act, proposal: Proposal) -> None:
    if proposal.state != Proposal.State.OPEN or proposal.until <= act.at:
        raise WrongState("this proposal is no longer open")


def _decide(act: Act, proposal: Proposal, state: Proposal.State, grounds: str) -> None:
    proposal.state = state
    proposal.decider_id = act.reader.officer
    proposal.decided = act.at
    proposal.grounds = grounds
    proposal.save(update_fields=["state", "decider", "decided", "grounds"])
    act.on(proposal.id, *([proposal.target] if proposal.target else []))
    act.note(verb=proposal.verb, proposer=str(proposal.proposer_id), grounds=grounds or None)
