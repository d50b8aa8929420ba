"""Records: draft, edit, discard, submit; narrow, widen, suspend, resume, withdraw, delete."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.db import transaction
from pydantic import StringConstraints

from tocsin.core.errors import Conflict, InvalidLabel, NotAllowed, Stale, WrongState
from tocsin.core.kinds import KINDS
from tocsin.core.labels import Label
from tocsin.core.sentences import say
from tocsin.rooms.bureaus.models import Proposal
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, verb, verb_of_two
from tocsin.rooms.journal.actions import erasure
from tocsin.rooms.register import writing
from tocsin.rooms.register.lifecycle import FINAL, State, step
from tocsin.rooms.register.models import Attachment, Draft, Record

Reason = Annotated[str, StringConstraints(min_length=3, max_length=300, strip_whitespace=True)]
Version = Annotated[str, StringConstraints(min_length=10, max_length=40)]
Note = Annotated[str, StringConstraints(max_length=300, strip_whitespace=True)]
HANGING = {"link", "basis"}  # made by their own verbs, since they need their ends


@verb(Power.RECORD_DRAFT)
def draft(
    act: Act,
    *,
    kind: str,
    body: dict[str, Any],
    strands: str = "",
    extract_of: UUID | None = None,
) -> Record:
    """Begin a record as a draft of this bureau; nobody else sees it and nothing is screened.

    Raises InvalidInput naming the field of the body that does not fit the kind.
    """
    if kind in HANGING:
        raise NotAllowed(
            "a {kind} is added from the record it belongs to", kind=say(kind), place="kind"
        )
    _not_kept(kind)
    checked = writing.checked(kind, body)
    record = writing.begin(act.reader, kind, act.at)
    if extract_of is not None:
        _own_source(act, extract_of)
        record.extract_of = extract_of
    record.strands = writing.strands_of(strands)
    writing.derive(record, checked)
    record.save()
    _keep(act, record, checked, record.strands)
    act.on(record.id)
    act.note(kind=kind)
    return record


@verb(Power.RECORD_EDIT)
def edit(
    act: Act,
    record: Record,
    *,
    body: dict[str, Any],
    strands: str = "",
    edited: datetime | None = None,
) -> Record:
    """Change the draft, or begin one for the next revision of a record in force.

    ``edited`` is when the draft, or without one the record, was last seen to have changed; raises
    Stale if somebody changed it since.
    """
    _own(act, record)
    _in_life(record)
    if record.kind in HANGING:
        raise NotAllowed("end this {kind} and add another", kind=say(record.kind), place="kind")
    current = Draft.unrestricted.filter(record=record).first()
    seen = current.edited if current else record.changed
    if edited is not None and edited != seen:
        raise Stale("a colleague changed this in the meantime; reload, compare and save again")
    checked = writing.checked(record.kind, body)
    letters = writing.strands_of(strands)
    if record.state == State.DRAFT:
        writing.derive(record, checked)
        record.strands = letters
        record.changed = act.at
        record.save()
    _keep(act, record, checked, letters)
    act.on(record.id)
    return record


@verb(Power.RECORD_DISCARD)
def discard(act: Act, record: Record) -> Record | None:
    """Throw the draft away: a record that was never submitted goes with it."""
    _own_to_end(act, record)
    act.on(record.id)
    if record.state == State.DRAFT:
        if record.hanging.exists():
            raise Conflict("a link hangs on this draft; submit it instead, then withdraw it")
        _drop_files(record)
        record.delete()
        return None
    if not Draft.unrestricted.filter(record=record).delete()[0]:
        raise WrongState("there is no draft to discard")
    return record


@verb(Power.RECORD_SUBMIT)
def submit(act: Act, record: Record, *, note: Note = "") -> Record:
    """Sign the draft as the next revision. The label stays: the own bureau only, at first.

    A draft equal to the newest revision makes no new version and is only cleared away.
    """
    _own(act, record)
    _in_life(record)
    if writing.needs_two(record, act.at):
        raise NotAllowed(
            "others hold this record, or a notice is about it: amend it, with a second officer"
        )
    return _sign_draft(act, record, _draft_of(record), note)


@verb_of_two(Power.RECORD_AMEND)
def amend(act: Act, record: Record, *, version: Version, note: Note = "") -> Record:
    """Sign the draft as the next revision of a record that others see. Two officers.

    ``version`` is when the draft was last saved; raises Stale if it was changed after it was
    proposed, so that what is approved is what was seen.
    """
    _own(act, record)
    _in_life(record)
    current = _draft_of(record)
    if current.edited.isoformat() != version:
        raise Stale("the draft was changed after it was proposed; look at it and propose it again")
    return _sign_draft(act, record, current, note)


def _draft_of(record: Record) -> Draft:
    current = Draft.unrestricted.filter(record=record).first()
    if current is None:
        raise WrongState("there is no draft to submit; edit the record first")
    return current


def _sign_draft(act: Act, record: Record, current: Draft, note: str) -> Record:
    made = writing.revise(
        record,
        current.body,
        officer=act.reader.officer,
        at=act.at,
        strands=current.strands,
        note=note,
    )
    current.delete()
    act.on(record.id)
    act.note(revision=record.revision, new=made)
    return record


@verb(Power.RECORD_NARROW)
def narrow(act: Act, record: Record, *, label: Label, reason: Reason) -> Record:
    """Give the record a label under which nobody may do more than before; takes effect at once."""
    _own_to_end(act, record)
    _submitted(record)
    _unless_on_a_notice(act, record)
    if label.widens(record.release_class.read()):
        raise InvalidLabel("this would let somebody see or do more; use widen", place="label")
    writing.rule(record, "record.narrow", at=act.at, label=label, reason=reason)
    act.on(record.id)
    act.note(label=label.plain(), reason=reason)
    return record


@verb_of_two(Power.RECORD_WIDEN)
def widen(
    act: Act, record: Record, *, label: Label, reason: Reason, revision: int | None = None
) -> Record:
    """Release the record to more readers or uses. Two officers: nobody publishes alone.

    ``revision`` is the one that was looked at; raises Stale when there is a newer one by then.
    """
    _own(act, record)
    _submitted(record)
    _in_life(record)
    if revision is not None and revision != record.revision:
        raise Stale("the record has a newer revision than the one proposed; look at it again")
    writing.rule(record, "record.widen", at=act.at, label=label, reason=reason)
    act.on(record.id)
    act.note(label=label.plain(), reason=reason)
    return record


@verb(Power.RECORD_SUSPEND)
def suspend(act: Act, record: Record, *, reason: Reason) -> Record:
    """Stop the record from acting at once; others no longer see it, nobody is screened for it."""
    _unless_on_a_notice(act, record)
    return _step(act, record, "record.suspend", reason)


@verb(Power.RECORD_RESUME)
def resume(act: Act, record: Record, *, reason: Reason) -> Record:
    """Let a suspended record act again, under the label it had."""
    return _step(act, record, "record.resume", reason)


@verb_of_two(Power.RECORD_WITHDRAW)
def withdraw(act: Act, record: Record, *, reason: Reason) -> Record:
    """Take the record back for good. Two officers: nobody clears a name alone."""
    return _step(act, record, "record.withdraw", reason)


@verb_of_two(Power.RECORD_DELETE)
def delete(act: Act, record: Record, *, reason: Reason) -> Record:
    """Erase what a withdrawn or expired record says: body, terms, attachments. The proof stays.

    Raises WrongState while it is in force, Conflict while another record hangs on it.
    """
    _own_to_end(act, record)
    if State(record.state) not in FINAL:
        raise WrongState("withdraw it first; only a withdrawn or expired record is deleted")
    # What another bureau hung on it is out of sight, and hinders no erasure.
    mine = record.hanging.filter(record__owner_id=record.owner_id)
    alive = mine.exclude(record__state__in=[state.value for state in FINAL])
    if alive.exists():
        raise Conflict("links or bases still hang on this record; withdraw them first")
    _drop_files(record)
    writing.erase(record)
    Proposal.unrestricted.filter(target=record.pk).update(title="")
    writing.tell(record, "deleted", act.at)
    transaction.on_commit(erasure.leave_nothing_behind, robust=True)
    act.on(record.id)
    act.note(reason=reason)
    return record


def _drop_files(record: Record) -> None:
    from tocsin.rooms.register import vault

    for attachment in Attachment.unrestricted.filter(record=record):
        vault.drop(attachment)


def _step(act: Act, record: Record, name: str, reason: str) -> Record:
    (_own if name == "record.resume" else _own_to_end)(act, record)
    after = step(name, record.state)
    writing.rule(record, name, at=act.at, state=after, reason=reason)
    act.on(record.id)
    act.note(reason=reason, before=str(record.state), after=after.value)
    return record


def _keep(act: Act, record: Record, body: dict[str, Any], strands: str) -> None:
    Draft.unrestricted.update_or_create(
        record=record,
        defaults={
            "body": body,
            "strands": strands,
            "officer_id": act.reader.officer,
            "edited": act.at,
        },
    )


def _own(act: Act, record: Record) -> None:
    if record.owner_id != act.reader.bureau:
        raise NotAllowed("only the bureau that owns this record can do that")
    _not_kept(record.kind)
    if record.kind == "basis" and "notice" in record.body:
        raise NotAllowed("this basis begins and ends with its notice")


def _own_to_end(act: Act, record: Record) -> None:
    """Let the owner end what another room writes and releases, where its kind ends as any."""
    known = KINDS.get(record.kind)
    if known is None or not known.ends_as_any or record.owner_id != act.reader.bureau:
        _own(act, record)


def _not_kept(kind: str) -> None:
    """Refuse a kind that another room keeps: its lifecycle is not to be walked round."""
    known = KINDS.get(kind)
    if known is None or not known.kept_by:
        return
    if known.ends_as_any:
        raise NotAllowed(
            "a {kind} is written and released by verbs of its own: open it among the profiles",
            kind=say(kind),
            place="kind",
        )
    raise NotAllowed("a notice has verbs of its own: open it among the notices", place="kind")


def _unless_on_a_notice(act: Act, record: Record) -> None:
    """Refuse one officer what would quietly end or alter an alert that two have released."""
    if writing.is_on_a_notice(record, act.at):
        raise NotAllowed(
            "a notice in force is about this record: suspend or withdraw the notice, which needs a"
            " second officer"
        )


def _own_source(act: Act, pk: UUID) -> None:
    mine = Record.visible_to(act.reader).filter(pk=pk, owner_id=act.reader.bureau)
    if not mine.exists():
        raise NotAllowed("an extract is made of a record your bureau owns", place="extract_of")


def _in_life(record: Record) -> None:
    if State(record.state) in FINAL:
        raise WrongState(
            "a {state} record is never changed; begin a new one", state=say(record.state)
        )


def _submitted(record: Record) -> None:
    if record.state == State.DRAFT:
        raise WrongState("submit the draft first; releasing is a separate act")
