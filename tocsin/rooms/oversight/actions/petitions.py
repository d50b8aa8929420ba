"""Petitions: open, admit or dismiss, name records, block, decide, carry out.

Blocking needs one officer and works at once; lifting a block and deciding need two.
"""

from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from tocsin.core.errors import Conflict, InvalidInput, NotFound, WrongState
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, verb, verb_of_two
from tocsin.rooms.notices.timers import later
from tocsin.rooms.oversight.actions import standing
from tocsin.rooms.oversight.lifecycle import (
    ADMISSIBILITY_MONTHS,
    DECISION_MONTHS,
    IMPLEMENTATION_MONTHS,
    Outcome,
    Stage,
    Wish,
    step,
)
from tocsin.rooms.oversight.models import Named, Passage, Petition
from tocsin.rooms.register.lifecycle import State
from tocsin.rooms.register.models import Record

Reason = Annotated[str, StringConstraints(min_length=3, max_length=4_000, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(min_length=2, max_length=200, strip_whitespace=True)]
Contact = Annotated[str, StringConstraints(max_length=500, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(max_length=20_000, strip_whitespace=True)]


class Language(StrEnum):
    """The languages in which letters to applicants are written."""

    ENGLISH = "en"
    POLISH = "pl"


@verb(Power.PETITION_OPEN)
def open(  # noqa: A001  the verb's name; a petition says these things
    act: Act,
    *,
    wish: Wish,
    applicant: Name,
    contact: Contact = "",
    language: Language = Language.ENGLISH,
    text: Text = "",
    received: date | None = None,
) -> Petition:
    """Open the file of somebody who asks about what is kept of her; its clock runs from receipt.

    Within a month it must be admitted or dismissed. Raises InvalidInput for a day to come.
    """
    at = act.at if received is None else datetime.combine(received, time(12), tzinfo=UTC)
    if at.date() > act.at.date():
        raise InvalidInput(
            "a petition cannot have come on a day that is still to come", place="received"
        )
    petition = Petition.unrestricted.create(
        bureau_id=act.reader.bureau,
        realm=act.reader.realm.value,
        number=_number(act, at.year),
        wish=wish.value,
        applicant=applicant,
        contact=contact,
        language=language.value,
        text=text,
        received=at,
        due=later(at, ADMISSIBILITY_MONTHS),
        changed=act.at,
    )
    _keep(act, petition, "petition.open")
    return petition


@verb(Power.PETITION_ADMIT)
def admit(act: Act, petition: Petition, *, reason: Reason) -> Petition:
    """Find it admissible: four months for access, nine for correction or deletion, from now on."""
    _pass(act, petition, "petition.admit", reason)
    petition.due = later(act.at, DECISION_MONTHS[Wish(petition.wish)])
    petition.save()
    return petition


@verb(Power.PETITION_DISMISS)
def dismiss(act: Act, petition: Petition, *, reason: Reason) -> Petition:
    """Find it not admissible, for a reason that the letter to the applicant gives."""
    return _close(act, petition, "petition.dismiss", reason)


@verb(Power.PETITION_NAME)
def name(act: Act, petition: Petition, *, record: UUID) -> Petition:
    """Name a record of this bureau that the petition is about."""
    _in_work(petition)
    mine = Record.unrestricted.filter(
        pk=record, owner_id=petition.bureau_id, realm=petition.realm
    ).exclude(state=State.DRAFT)
    if not mine.exists():
        raise NotFound("this bureau has no such record in force or kept", place="record")
    if Named.unrestricted.filter(petition=petition, record_id=record).exists():
        raise Conflict("the petition names this record already", place="record")
    Named.unrestricted.create(petition=petition, record_id=record, at=act.at)
    _keep(act, petition, "petition.name", str(record))
    act.on(record)
    return petition


@verb(Power.PETITION_DROP)
def drop(act: Act, petition: Petition, *, record: UUID) -> Petition:
    """Take back that the petition is about this record.

    Raises Conflict while the record is blocked for it.
    """
    _in_work(petition)
    named = Named.one(petition, record)
    if named is None:
        raise NotFound("the petition does not name this record", place="record")
    if named.before:
        raise Conflict(
            "this record is blocked for the petition; end the block first", place="record"
        )
    named.delete()
    _keep(act, petition, "petition.drop", str(record))
    act.on(record)
    return petition


@verb(Power.PETITION_NOTE)
def note(act: Act, petition: Petition, *, text: Reason) -> Petition:
    """Add a note to the file: what the source answered, what was asked, what was sent."""
    _remembered(petition)
    _keep(act, petition, "petition.note", text)
    return petition


@verb(Power.PETITION_BLOCK)
def block(act: Act, petition: Petition, *, reason: Reason) -> Petition:
    """Block every record it names, at once and provisionally: none acts or is screened for.

    Raises Conflict when it names none that could be blocked.
    """
    blocked = standing.block(act, petition, act.at)
    if not blocked:
        raise Conflict("the petition names no record that is in force; name one first")
    _keep(act, petition, "petition.block", reason)
    act.on(*blocked)
    return petition


@verb_of_two(Power.PETITION_UNBLOCK)
def unblock(act: Act, petition: Petition, *, reason: Reason) -> Petition:
    """End the block: each record acts again as before. Two officers."""
    freed = standing.unblock(act, petition, act.at)
    if not freed:
        raise WrongState("nothing is blocked for this petition")
    _keep(act, petition, "petition.unblock", reason)
    act.on(*freed)
    return petition


@verb_of_two(Power.PETITION_GRANT)
def grant(act: Act, petition: Petition, *, outcome: Outcome, reason: Reason) -> Petition:
    """Grant it, whole or in part; there is one month to carry it out. Two officers.

    A correction or deletion that is not carried out in time is blocked by the clock.
    """
    if outcome is Outcome.REFUSED:
        raise InvalidInput("choose granted or partly; refuse it by its own verb", place="outcome")
    if not Named.unrestricted.filter(petition=petition).exists():
        raise Conflict("name the records it is granted for first")
    _pass(act, petition, "petition.grant", reason)
    petition.outcome = outcome.value
    petition.decided = act.at
    petition.due = later(act.at, IMPLEMENTATION_MONTHS)
    petition.save()
    return petition


@verb_of_two(Power.PETITION_REFUSE)
def refuse(act: Act, petition: Petition, *, reason: Reason) -> Petition:
    """Refuse it, for a reason that the letter to the applicant gives. Two officers."""
    petition.outcome = Outcome.REFUSED.value
    petition.decided = act.at
    return _close(act, petition, "petition.refuse", reason)


@verb(Power.PETITION_IMPLEMENT)
def implement(act: Act, petition: Petition, *, reason: Reason) -> Petition:
    """State that the decision is carried out, which the register must bear out.

    A deletion is carried out when nothing of what the named records said is kept, a correction
    when each was revised or erased after the decision; in part: when at least one was. Raises
    Conflict naming the records that are left.
    """
    open_ = standing.outstanding(petition)
    if open_:
        raise Conflict("not carried out yet for: {records}", records=", ".join(open_))
    return _close(act, petition, "petition.implement", reason)


@verb(Power.PETITION_WITHDRAW)
def withdraw(act: Act, petition: Petition, *, reason: Reason) -> Petition:
    """Close it because the applicant took it back."""
    return _close(act, petition, "petition.withdraw", reason)


def _close(act: Act, petition: Petition, verb_name: str, reason: str) -> Petition:
    _pass(act, petition, verb_name, reason)
    petition.due = None
    petition.save()
    return petition


def _pass(act: Act, petition: Petition, verb_name: str, reason: str) -> None:
    petition.stage = step(verb_name, petition.stage).value
    _keep(act, petition, verb_name, reason)


def _keep(act: Act, petition: Petition, verb_name: str, text: str = "") -> None:
    """Write what was done into the file; the journal gets ids alone, the words stay here."""
    Passage.unrestricted.create(
        petition=petition,
        verb=verb_name,
        at=act.at,
        officer_id=act.reader.officer,
        proposer_id=act.proposer,
        text=text,
    )
    petition.changed = act.at
    petition.save()
    act.on(petition.pk)


def _number(act: Act, year: int) -> str:
    """Return the next number of the bureau's year, as in P-2026-0007."""
    here = Petition.unrestricted.filter(
        bureau_id=act.reader.bureau, number__startswith=f"P-{year}-"
    )
    last = max((int(one[-4:]) for one in here.values_list("number", flat=True)), default=0)
    return f"P-{year}-{last + 1:04d}"


def _in_work(petition: Petition) -> None:
    if Stage(petition.stage) not in {Stage.RECEIVED, Stage.ADMITTED}:
        raise WrongState("what a petition is about stands once it is decided")


def _remembered(petition: Petition) -> None:
    if petition.forgotten is not None:
        raise WrongState("the file of this petition has been erased")
