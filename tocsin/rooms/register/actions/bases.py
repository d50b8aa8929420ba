"""Bases: why somebody is screened for. A bureau's own watch entries begin and end here."""

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from tocsin.core.errors import InvalidInput, NotAllowed, WrongState
from tocsin.core.kinds import KINDS
from tocsin.core.kinds.words import BasisClass, Instruction
from tocsin.core.statements.moments import stamp
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, verb
from tocsin.rooms.register import writing
from tocsin.rooms.register.lifecycle import State
from tocsin.rooms.register.models import Record

Reference = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
Reason = Annotated[str, StringConstraints(min_length=3, max_length=300, strip_whitespace=True)]


@verb(Power.BASIS_ADD)
def add(
    act: Act,
    record: Record,
    *,
    reference: Reference,
    instruction: Instruction = Instruction.CONTACT_OWNER,
    until: datetime | None = None,
) -> Record:
    """Watch for this person or document: screened from now until the end given.

    ``instruction`` is what the officer at the desk is told to do, ``reference`` the case it serves.
    Raises WrongState unless the record is in force and InvalidInput when its kind is not screened.
    """
    if not KINDS[record.kind].screened:
        raise InvalidInput("only persons and documents are screened for", place="record")
    if record.state != State.RELEASED:
        raise WrongState("only a record in force can be watched for; submit or resume it first")
    if until is not None and until <= act.at:
        raise InvalidInput("the end must lie in the future", place="until")
    body = writing.checked(
        "basis",
        {
            "subject": str(record.pk),
            "basis": BasisClass.WATCH.value,
            "reference": reference,
            "instruction": instruction.value,
            "since": stamp(act.at),
            "until": stamp(until) if until else None,
        },
    )
    basis = writing.begin(act.reader, "basis", act.at)
    writing.revise(basis, body, officer=act.reader.officer, at=act.at)
    act.on(basis.id, record.id)
    act.note(instruction=instruction.value, reference=reference)
    return basis


@verb(Power.BASIS_END)
def end(act: Act, basis: Record, *, reason: Reason) -> Record:
    """Stop screening for this reason at once; other bases of the same person stay."""
    if basis.kind != "basis" or basis.owner_id != act.reader.bureau:
        raise NotAllowed("only a basis of your own bureau can be ended")
    if "notice" in basis.body:
        raise NotAllowed("this basis begins and ends with its notice, by two officers")
    if basis.state != State.RELEASED:
        raise WrongState("this basis is not in force")
    writing.rule(basis, "basis.end", at=act.at, state=State.WITHDRAWN, reason=reason)
    act.on(basis.id, basis.basis.subject_id)
    act.note(reason=reason)
    return basis
