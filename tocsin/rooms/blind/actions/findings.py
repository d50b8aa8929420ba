"""Findings: a person looks at each; a confirmed one opens a formal request with its 48 hours."""

from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from tocsin.core.errors import WrongState
from tocsin.core.kinds.words import Asks
from tocsin.core.sentences import say
from tocsin.rooms.blind.models import Finding
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, verb
from tocsin.rooms.register.models import Record
from tocsin.rooms.requests.actions import threads
from tocsin.rooms.requests.models import Request
from tocsin.rooms.requests.rules import Urgency

Reason = Annotated[str, StringConstraints(min_length=3, max_length=300, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(max_length=4_000, strip_whitespace=True)]


@verb(Power.FINDING_CONFIRM)
def confirm(act: Act, finding: Finding, *, text: Text = "") -> Request:
    """Confirm that it is worth asking: the other bureau is asked formally, with 48 hours.

    Only now does it learn which of its records was hit, by a reference that the table alone does
    not give. Say whom you mean; your record is not shown to it.
    """
    _undecided(finding)
    record = Record.visible_to(act.reader).filter(pk=finding.record).first()
    to = threads.partner(act, finding.match.peer.partner_id)
    request = threads.begin(
        act,
        threads.Asked(
            to=to,
            headline=str(say("Confirmed blind match {title}", title=finding.title)),
            asks=[Asks.CONFIRM_IDENTITY, Asks.SUPPLEMENTARY],
            urgency=Urgency.MATCH,
            text=text,
            subject=record.pk if record else None,
            reference=finding.reference,
        ),
    )
    _decide(act, finding, Finding.State.CONFIRMED, request=request.pk)
    return request


@verb(Power.FINDING_DISMISS)
def dismiss(act: Act, finding: Finding, *, reason: Reason) -> Finding:
    """Leave it at that, with the reason; the other bureau never learns of it."""
    _undecided(finding)
    _decide(act, finding, Finding.State.DISMISSED, reason=reason)
    return finding


def _undecided(finding: Finding) -> None:
    if finding.state != Finding.State.OPEN:
        raise WrongState("it was decided before")


def _decide(
    act: Act, finding: Finding, state: str, *, reason: str = "", request: UUID | None = None
) -> None:
    finding.state, finding.decided = state, act.at
    finding.reason, finding.request = reason, request
    finding.save(update_fields=["state", "decided", "reason", "request"])
    act.on(finding.pk, finding.match_id, finding.record)
    if reason:
        act.note(reason=reason)
