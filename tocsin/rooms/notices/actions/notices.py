"""Notices, from draft to release and to their end: each verb is a step of ``lifecycle.STEPS``."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.db import transaction
from pydantic import StringConstraints

from tocsin.core.errors import InvalidInput, NotAllowed, SameOfficer, Stale, WrongState
from tocsin.core.kinds import KINDS
from tocsin.core.kinds.colours import Ground, Mark
from tocsin.core.kinds.words import PersonStatus
from tocsin.core.labels import OWN_BUREAU, Label
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reading.posts import reader_of
from tocsin.rooms.bureaus.verb import Act, verb, verb_of_two
from tocsin.rooms.journal.actions import erasure
from tocsin.rooms.notices.actions import deadlines, passing, standing
from tocsin.rooms.notices.actions.silence import forget
from tocsin.rooms.notices.lifecycle import QUARANTINE, Stage
from tocsin.rooms.notices.lifecycle import step as step_of
from tocsin.rooms.notices.models import Notice, Policy
from tocsin.rooms.register import writing
from tocsin.rooms.register.lifecycle import State
from tocsin.rooms.register.models import Draft
from tocsin.rooms.release.models import intern

Reason = Annotated[str, StringConstraints(min_length=3, max_length=300, strip_whitespace=True)]
Said = Annotated[str, StringConstraints(min_length=3, max_length=1_000, strip_whitespace=True)]
Version = Annotated[str, StringConstraints(min_length=10, max_length=40)]
SET_BY_THE_NODE = ("mark", "addenda")


@verb(Power.NOTICE_DRAFT)
def draft(
    act: Act, *, kind: str, body: dict[str, Any], label: Label = OWN_BUREAU, strands: str = ""
) -> Notice:
    """Begin a notice or diffusion as a draft of this bureau; nothing of it leaves.

    Raises InvalidInput naming the field of the body that does not fit.
    """
    known = KINDS.get(kind)
    if known is None or known.kept_by != "notices":
        raise InvalidInput("choose notice or purple_notice", place="kind")
    plain = {name: value for name, value in body.items() if name not in SET_BY_THE_NODE}
    checked = writing.checked(kind, plain)
    record = writing.begin(act.reader, kind, act.at)
    record.strands = writing.strands_of(strands)
    writing.derive(record, checked)
    record.save()
    notice = Notice(
        record=record,
        drafter_id=act.reader.officer,
        hands=[str(act.reader.officer)],
        label=label.plain(),
        changed=act.at,
    )
    passing.derive(notice, checked)
    notice.save()
    _write(act, notice, checked)
    act.on(notice.pk)
    act.note(kind=kind, colour=notice.colour, form=notice.form)
    return notice


@verb(Power.NOTICE_EDIT)
def edit(
    act: Act,
    notice: Notice,
    *,
    body: dict[str, Any],
    label: Label | None = None,
    strands: str | None = None,
    edited: datetime | None = None,
) -> Notice:
    """Write on the draft, or begin one for the next version of a notice in force.

    Raises Stale if it was changed after ``edited``, and WrongState while a reviewer has it.
    """
    passing.own(act, notice)
    step_of("notice.edit", notice.stage)
    current = passing.draft_of(notice)
    seen = current.edited if current else notice.record.changed
    if edited is not None and edited != seen:
        raise Stale("a colleague changed this in the meantime; reload, compare and save again")
    kept = notice.record.body
    plain = {name: value for name, value in body.items() if name not in SET_BY_THE_NODE}
    plain |= {name: kept[name] for name in SET_BY_THE_NODE if name in kept}
    checked = writing.checked(notice.record.kind, plain)
    if label is not None:
        notice.label = label.plain()
    if strands is not None:
        notice.record.strands = writing.strands_of(strands)
    if Stage(notice.stage) in QUARANTINE:
        writing.derive(notice.record, checked)
        passing.derive(notice, checked)
        notice.record.changed = act.at
        notice.record.save()
    mine = str(act.reader.officer)
    notice.hands = [*notice.hands, *([mine] if mine not in notice.hands else [])]
    notice.changed = act.at
    notice.save()
    _write(act, notice, checked)
    act.on(notice.pk)
    return notice


def _write(act: Act, notice: Notice, checked: dict[str, Any]) -> None:
    Draft.unrestricted.update_or_create(
        record=notice.record,
        defaults={
            "body": checked,
            "strands": notice.record.strands,
            "officer_id": act.reader.officer,
            "edited": act.at,
        },
    )
    if Stage(notice.stage) in QUARANTINE:
        passing.keep_subjects(notice, checked)


@verb(Power.NOTICE_DISCARD)
def discard(act: Act, notice: Notice) -> Notice | None:
    """Throw the draft away: a notice that no reviewer has seen goes with it."""
    passing.own(act, notice)
    step_of("notice.discard", notice.stage)
    act.on(notice.pk)
    if notice.stage == Stage.DRAFT:
        if notice.submitted is not None:
            raise WrongState("a reviewer has seen it: it is deleted by two officers, or reworked")
        notice.record.delete()
        return None
    if not Draft.unrestricted.filter(record_id=notice.pk).delete()[0]:
        raise WrongState("there is no draft to discard")
    notice.label = notice.record.release_class.read().plain()
    notice.save(update_fields=["label"])
    return notice


@verb(Power.NOTICE_SUBMIT)
def submit(act: Act, notice: Notice) -> Notice:
    """Hand the draft to the reviewers, if pre-flight is clear."""
    passing.own(act, notice)
    step_of("notice.submit", notice.stage)
    body = _drafted(notice).body
    passing.clear_flight(act.reader, body, passing.label_of(notice), act.at)
    notice.submitted = act.at
    notice.reviewer = notice.approver = None
    passing.take(act, notice, "notice.submit")
    return notice


@verb(Power.NOTICE_REWORK)
def rework(act: Act, notice: Notice, *, reason: Reason) -> Notice:
    """Take it back to the drafter's desk, from review, approval or a refusal."""
    notice.approver = None
    passing.take(act, notice, "notice.rework", text=reason)
    return notice


@verb(Power.NOTICE_REVIEW)
def review(act: Act, notice: Notice) -> Notice:
    """Take it up for review. Who wrote any of it cannot.

    Raises SameOfficer for whoever did.
    """
    notice.reviewer_id = act.reader.officer
    passing.take(act, notice, "notice.review")
    return notice


@verb(Power.NOTICE_ASK)
def ask(act: Act, notice: Notice, *, question: Said, until: datetime) -> Notice:
    """Ask the drafter for information until a deadline; without an answer it is refused."""
    if until <= act.at:
        raise InvalidInput("the deadline must lie in the future", place="until")
    notice.reviewer_id = act.reader.officer
    passing.take(act, notice, "notice.ask", text=question)
    deadlines.start(notice, "answer", until)
    return notice


@verb(Power.NOTICE_ANSWER)
def answer(act: Act, notice: Notice, *, text: Said) -> Notice:
    """Answer the reviewer's question. A draft that must change is reworked instead."""
    passing.take(act, notice, "notice.answer", text=text)
    return notice


@verb(Power.NOTICE_APPROVE)
def approve(act: Act, notice: Notice, *, grounds: Reason, version: Version) -> Notice:
    """Approve it for release, with grounds. A drafter never approves.

    Raises SameOfficer for who wrote it, Stale when the draft was saved after ``version``, so that
    what is approved is what was read, and InvalidInput when pre-flight is not clear any more.
    """
    passing.own(act, notice)
    current = _drafted(notice)
    if current.edited.isoformat() != version:
        raise Stale("the draft was changed after you opened it; look at it again")
    passing.take(act, notice, "notice.approve", text=grounds)
    passing.clear_flight(act.reader, current.body, passing.label_of(notice), act.at)
    notice.approver_id = act.reader.officer
    notice.save(update_fields=["approver"])
    return notice


@verb(Power.NOTICE_REFUSE)
def refuse(act: Act, notice: Notice, *, ground: Ground, explanation: Said) -> Notice:
    """Refuse it on a ground, explained. The drafter may rework it and submit it again."""
    passing.take(act, notice, "notice.refuse", text=explanation, grounds=[ground.value])
    return notice


@verb(Power.NOTICE_RELEASE)
def release(act: Act, notice: Notice) -> Notice:
    """Sign and release what was approved: served, and screened for from this moment on.

    Raises NotAllowed when who approved it has lost that power since, and InvalidInput when
    pre-flight is no longer clear, such as for a subject withdrawn meanwhile.
    """
    passing.own(act, notice)
    step_of("notice.release", notice.stage)
    _approver_stands(act, notice)
    _publish(act, notice, "notice.release", {})
    return notice


@verb_of_two(Power.NOTICE_SEND_UNVERIFIED)
def send_unverified(act: Act, notice: Notice, *, reason: Reason) -> Notice:
    """Send it before review, marked 'unverified, do not act'. Two officers, and the policy.

    The second officer must not have written it. Raises NotAllowed without the policy.
    """
    if not Policy.allows_unverified(act.reader.bureau):
        raise NotAllowed("your bureau has no policy that lets a notice leave before review")
    if str(act.reader.officer) in notice.hands:
        raise SameOfficer("the second officer must not have written it")
    passing.own(act, notice)
    step_of("notice.send_unverified", notice.stage)
    _publish(act, notice, "notice.send_unverified", {"mark": Mark.UNVERIFIED.value}, reason)
    return notice


def _publish(act: Act, notice: Notice, name: str, more: dict[str, Any], text: str = "") -> None:
    body = {**_drafted(notice).body, **more}
    label = passing.label_of(notice)
    passing.clear_flight(act.reader, body, label, act.at)
    record = notice.record
    record.release_class = intern(record.owner_id, State.DRAFT, record.realm, label)
    notice.released = act.at
    passing.take(act, notice, name, text=text)
    passing.signed(act, notice, writing.checked(record.kind, body))
    Draft.unrestricted.filter(record=record).delete()


def _approver_stands(act: Act, notice: Notice) -> None:
    assert notice.approver_id is not None
    found = reader_of(notice.approver_id, act.reader.bureau, at=act.at)
    if found is None or not found.holds(Power.NOTICE_APPROVE):
        raise NotAllowed("who approved this has lost the power for it since; review it anew")


def _drafted(notice: Notice) -> Draft:
    current = passing.draft_of(notice)
    if current is None:
        raise WrongState("there is no draft; edit the notice first")
    return current


@verb(Power.NOTICE_VERIFY)
def verify(act: Act, notice: Notice, *, grounds: Reason) -> Notice:
    """Review what was sent unverified, and take the mark from it. Who wrote it cannot."""
    passing.take(act, notice, "notice.verify", text=grounds)
    body = {name: value for name, value in notice.record.body.items() if name != "mark"}
    passing.clear_flight(act.reader, body, passing.label_of(notice), act.at)
    notice.approver_id = act.reader.officer
    passing.signed(act, notice, body)
    return notice


@verb_of_two(Power.NOTICE_AMEND)
def amend(act: Act, notice: Notice, *, version: Version, note: Reason) -> Notice:
    """Sign the draft as the next version, under the label drafted with it. Two officers.

    Raises Stale when the draft was saved after ``version``.
    """
    passing.own(act, notice)
    step_of("notice.amend", notice.stage)
    current = _drafted(notice)
    if current.edited.isoformat() != version:
        raise Stale("the draft was changed after it was proposed; look at it and propose it again")
    label = passing.label_of(notice)
    passing.clear_flight(act.reader, current.body, label, act.at)
    standing.relabel(notice, label, "notice.amend", act.at)
    passing.signed(act, notice, current.body, note)
    current.delete()
    passing.take(act, notice, "notice.amend", text=note)
    return notice


@verb_of_two(Power.NOTICE_ADD_ADDENDUM)
def add_addendum(act: Act, notice: Notice, *, text: Reason) -> Notice:
    """Add what colleagues must know in addition, such as an extradition that was refused."""
    passing.take(act, notice, "notice.add_addendum", text=text)
    if notice.record.kind != "notice":
        raise NotAllowed("a purple notice has no free text, so no addendum either")
    addenda = [*notice.record.body.get("addenda", ()), {"day": f"{act.at:%Y-%m-%d}", "text": text}]
    body = writing.checked(notice.record.kind, {**notice.record.body, "addenda": addenda})
    passing.signed(act, notice, body, "addendum")
    return notice


@verb_of_two(Power.NOTICE_CHANGE_STATUS)
def change_status(
    act: Act, notice: Notice, *, subject: UUID, status: PersonStatus, reason: Reason
) -> Notice:
    """Say another status of a person in this matter, such as acquitted. Two officers."""
    passing.take(act, notice, "notice.change_status", text=f"{status.value}: {reason}")
    subjects = [dict(one) for one in notice.record.body.get("subjects", ())]
    chosen = next((one for one in subjects if one["record"] == str(subject)), None)
    if chosen is None:
        raise InvalidInput("is no subject of this notice", place="subject")
    chosen["status"] = status.value
    body = writing.checked(notice.record.kind, {**notice.record.body, "subjects": subjects})
    passing.signed(act, notice, body, f"status {status.value}")
    return notice


@verb_of_two(Power.NOTICE_SUSPEND)
def suspend(act: Act, notice: Notice, *, reason: Reason) -> Notice:
    """Stop it from acting, for six months at most. Two officers: nobody clears a name alone."""
    passing.take(act, notice, "notice.suspend", text=reason)
    return notice


@verb_of_two(Power.NOTICE_RESUME)
def resume(act: Act, notice: Notice, *, reason: Reason) -> Notice:
    """Let a suspended notice act again. One that was never verified cannot."""
    _was_verified(notice)
    passing.take(act, notice, "notice.resume", text=reason)
    return notice


def _was_verified(notice: Notice) -> None:
    if notice.record.body.get("mark") == Mark.UNVERIFIED.value:
        raise WrongState("this was never verified: withdraw it and submit a new one")


@verb(Power.NOTICE_BLOCK)
def block(act: Act, notice: Notice, *, reason: Reason) -> Notice:
    """Stop it at once and provisionally, as oversight; it is neither served nor screened for."""
    passing.take(act, notice, "notice.block", text=reason)
    return notice


@verb_of_two(Power.NOTICE_UNBLOCK)
def unblock(act: Act, notice: Notice, *, reason: Reason) -> Notice:
    """End a block: the notice acts again. One that was never verified cannot."""
    _was_verified(notice)
    passing.take(act, notice, "notice.unblock", text=reason)
    return notice


@verb_of_two(Power.NOTICE_RENEW)
def renew(act: Act, notice: Notice, *, until: date, reason: Reason) -> Notice:
    """Keep it longer, until a later day within the ceiling, for a stated reason."""
    passing.take(act, notice, "notice.renew", text=reason)
    if until <= notice.until.date():
        raise InvalidInput("the new last day must lie after the old one", place="until")
    body = writing.checked(notice.record.kind, {**notice.record.body, "until": until.isoformat()})
    passing.clear_flight(act.reader, body, passing.label_of(notice), act.at)
    passing.signed(act, notice, body, "renewed")
    return notice


@verb_of_two(Power.NOTICE_WITHDRAW)
def withdraw(act: Act, notice: Notice, *, reason: Reason) -> Notice:
    """Take it back for good, as its source. Two officers: nobody clears a name alone."""
    passing.take(act, notice, "notice.withdraw", text=reason)
    return notice


@verb_of_two(Power.NOTICE_CANCEL)
def cancel(act: Act, notice: Notice, *, ground: Ground, explanation: Said) -> Notice:
    """End it for good, as compliance, on a ground. Two officers."""
    passing.take(act, notice, "notice.cancel", text=explanation, grounds=[ground.value])
    return notice


@verb_of_two(Power.NOTICE_DELETE)
def delete(act: Act, notice: Notice, *, reason: Reason) -> Notice:
    """Erase what an ended or refused notice says, bases with it. The proof stays. Two officers."""
    passing.take(act, notice, "notice.delete", text=reason)
    Draft.unrestricted.filter(record_id=notice.pk).delete()
    standing.erase(notice, act.at)
    forget(notice)
    transaction.on_commit(erasure.leave_nothing_behind, robust=True)
    return notice
