"""How a notice passes from stage to stage: checked against the table, kept, told to the register.

Whatever changes a stage goes through here, inside the transaction of its verb or clock.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from tocsin.core.errors import InvalidInput, NotAllowed, SameOfficer
from tocsin.core.kinds import AnyNotice, read
from tocsin.core.labels import Label, read_label
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.verb import Act
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.notices.actions import deadlines, standing
from tocsin.rooms.notices.lifecycle import BY_VERB, OVER, Stage, envelope_after, step
from tocsin.rooms.notices.models import Notice, Passage, Subject
from tocsin.rooms.notices.preparing import findings_of
from tocsin.rooms.notices.rules import stops
from tocsin.rooms.register import writing
from tocsin.rooms.register.lifecycle import State
from tocsin.rooms.register.models import Draft

# The timers that end with each stage, whichever way it is left.
ENDS_WITH = {
    Stage.SUBMITTED: (),
    Stage.INFORMATION_REQUESTED: ("answer",),
    Stage.UNVERIFIED: ("verification",),
    Stage.SUSPENDED: ("suspension",),
}


def own(act: Act, notice: Notice) -> None:
    """Refuse whoever is of another bureau."""
    if notice.record.owner_id != act.reader.bureau:
        raise NotAllowed("only the bureau that owns this notice can do that")


def take(
    act: Act, notice: Notice, verb: str, *, text: str = "", grounds: Sequence[str] = ()
) -> Stage:
    """Take one step of the table as an officer; raises WrongState, NotAllowed or SameOfficer."""
    own(act, notice)
    before = Stage(notice.stage)
    after = step(verb, before)
    if BY_VERB[verb].independent and str(act.reader.officer) in notice.hands:
        raise SameOfficer("who wrote a notice never reviews it: another officer must")
    enter(notice, after, act.at)
    Passage.unrestricted.create(
        notice=notice,
        verb=verb,
        before=before,
        after=after,
        at=act.at,
        officer_id=act.reader.officer,
        proposer_id=act.proposer,
        grounds=list(grounds),
        text=text[:1_000],
    )
    _bring_along(notice, before, after, verb, act.at, text)
    act.on(notice.pk)
    act.note(before=before.value, after=after.value, text=text or None, grounds=list(grounds))
    return after


def by_clock(notice: Notice, verb: str, at: datetime, *, text: str = "") -> Stage:
    """Take one step as the clock, which only tightens; raises WrongState."""
    before = Stage(notice.stage)
    after = step(verb, before)
    enter(notice, after, at)
    Passage.unrestricted.create(
        notice=notice, verb=verb, before=before, after=after, at=at, text=text
    )
    _bring_along(notice, before, after, verb, at, text)
    journal.append(
        log=notice.record.owner_id,
        verb=verb,
        realm=notice.record.realm,
        objects=[notice.pk],
        actor=None,
        purpose="clock",
        detail={"before": before.value, "after": after.value},
        at=at,
    )
    return after


def enter(notice: Notice, stage: Stage, at: datetime) -> None:
    """Put the notice into a stage and keep when."""
    notice.stage = stage
    notice.changed = at
    if stage in OVER and notice.ended is None:
        notice.ended = at
    notice.save()


def _bring_along(
    notice: Notice, before: Stage, after: Stage, verb: str, at: datetime, reason: str
) -> None:
    """Bring envelope, bases and timers in line with a stage that was entered."""
    record = notice.record
    state = envelope_after(after, State(record.state))
    # A draft becomes a revision, never a ruling: releasing signs it.
    if record.state not in {state, State.DRAFT}:
        writing.rule(record, verb, at=at, state=state, reason=reason[:300])
        standing.follow(notice, state, verb, at)
    if before is after:
        return
    for timer in ENDS_WITH.get(before, ()):
        deadlines.settle(notice.pk, timer, verb, at)
    deadlines.run(notice, after, at)


def signed(act: Act, notice: Notice, body: dict[str, Any], note: str = "") -> None:
    """Sign a body as the next revision and bring subjects and bases in line with it."""
    derive(notice, body)
    notice.record.expires = notice.until
    writing.revise(
        notice.record,
        body,
        officer=act.reader.officer,
        at=act.at,
        strands=notice.record.strands,
        note=note,
    )
    notice.save()
    standing.align(notice, typed(body), officer=act.reader.officer, at=act.at)
    deadlines.run(notice, Stage(notice.stage), act.at)


def derive(notice: Notice, body: dict[str, Any]) -> None:
    """Set what follows from the body; nothing of it lives in this room alone."""
    said = typed(body)
    notice.colour = said.hue.value
    notice.form = said.form.value
    notice.case = said.case
    last = datetime.combine(said.until.latest, time(), tzinfo=UTC)
    notice.until = last + timedelta(days=1)


def keep_subjects(notice: Notice, body: dict[str, Any]) -> None:
    """Write the subjects of a draft; those without a record that this node knows are left out."""
    from tocsin.rooms.register.models import Record

    said = {UUID(one.record): one.status for one in typed(body).subjects}
    known = Record.unrestricted.filter(pk__in=said, realm=notice.record.realm)
    ids = set(known.values_list("pk", flat=True))
    rows = Subject.unrestricted.filter(notice=notice)
    rows.filter(basis__isnull=True).exclude(subject_id__in=ids).delete()
    for pk, status in said.items():
        if pk in ids:
            Subject.unrestricted.update_or_create(
                notice=notice,
                subject_id=pk,
                defaults={"status": status.value if status else ""},
            )


def typed(body: dict[str, Any]) -> AnyNotice:
    """Return a stored body as its typed form."""
    kind = "notice" if "colour" in body else "purple_notice"
    said = read(kind, body)
    assert isinstance(said, AnyNotice)
    return said


def clear_flight(reader: Reader, body: dict[str, Any], label: Label, at: datetime) -> None:
    """Refuse a body with the first condition that must be mended; raises InvalidInput."""
    found = stops(findings_of(reader, typed(body), label, at.date()))
    if found:
        first = found[0]
        if len(found) == 1:
            raise InvalidInput(
                "{condition} [{article}]",
                condition=first.sentence,
                article=first.article,
                place=first.place,
            )
        raise InvalidInput(
            "{condition} [{article}] (and {n} more)",
            condition=first.sentence,
            article=first.article,
            n=len(found) - 1,
            place=first.place,
        )


def draft_of(notice: Notice) -> Draft | None:
    """Return what is being written, if anything is."""
    return Draft.unrestricted.filter(record_id=notice.pk).first()


def label_of(notice: Notice) -> Label:
    """Return the label the notice has or is to have."""
    return read_label(notice.label)
