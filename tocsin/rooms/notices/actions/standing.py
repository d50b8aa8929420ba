"""What a notice in force puts into screening: one basis a subject, and subjects shown to receivers.

A basis begins, changes and ends with its notice, by the register's own writing, so that the index
hears of it through the feed alone.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from tocsin.core.kinds import KINDS, AnyNotice
from tocsin.core.kinds.colours import Form, Mark
from tocsin.core.kinds.words import BasisClass, Instruction
from tocsin.core.labels import Label, Tlp
from tocsin.core.statements.moments import stamp
from tocsin.rooms.notices.models import Extract, Notice, Subject
from tocsin.rooms.register import writing
from tocsin.rooms.register.lifecycle import FINAL, State
from tocsin.rooms.register.models import Record
from tocsin.rooms.release.models import intern


def align(notice: Notice, said: AnyNotice, *, officer: UUID, at: datetime) -> None:
    """Bring the bases of a released notice in line with what it says now."""
    wanted = {UUID(one.record): one.status for one in said.subjects}
    for row in Subject.unrestricted.filter(notice=notice).exclude(subject_id__in=wanted):
        if row.basis is not None:
            _end(row.basis, "notice.amend", at, "no longer a subject of the notice")
        row.delete()
    label = notice.record.release_class.read()
    for pk, status in wanted.items():
        row, _made = Subject.unrestricted.update_or_create(
            notice=notice, subject_id=pk, defaults={"status": status.value if status else ""}
        )
        show(row.subject, label, notice, at)
        if KINDS[row.subject.kind].screened:
            _stand(row, notice, said, officer, at)


def _stand(row: Subject, notice: Notice, said: AnyNotice, officer: UUID, at: datetime) -> None:
    """Make the basis of a subject, or revise it; its state is that of the notice."""
    record = notice.record
    basis = row.basis
    if basis is None:
        label = record.release_class.read()
        basis = Record(
            kind="basis",
            owner_id=record.owner_id,
            realm=record.realm,
            state=State.DRAFT,
            release_class=intern(record.owner_id, State.DRAFT, record.realm, label),
            created=at,
            changed=at,
        )
    basis.expires = notice.until
    body = writing.checked("basis", _body(row.subject_id, notice, said))
    writing.revise(basis, body, officer=officer, at=at)
    if row.basis_id is None:
        row.basis = basis
        row.save(update_fields=["basis"])
    if basis.state != record.state and State(basis.state) not in FINAL:
        writing.rule(basis, "notice.amend", at=at, state=State(record.state))


def _body(subject: UUID, notice: Notice, said: AnyNotice) -> dict[str, Any]:
    kind = BasisClass.NOTICE if said.form is Form.NOTICE else BasisClass.DIFFUSION
    unverified = said.mark is Mark.UNVERIFIED
    instruction = Instruction.DO_NOT_ACT if unverified else said.instruction
    assert notice.released is not None
    return {
        "subject": str(subject),
        "basis": kind.value,
        "reference": f"{said.hue.value} {said.case}",
        "notice": str(notice.pk),
        "instruction": instruction.value,
        "since": stamp(notice.released),
        "until": stamp(notice.until),
    }


def follow(notice: Notice, state: State, verb: str, at: datetime) -> None:
    """Put every basis of the notice into the notice's own envelope state."""
    for row in Subject.unrestricted.filter(notice=notice, basis__isnull=False):
        assert row.basis is not None
        if row.basis.state != state and State(row.basis.state) not in FINAL:
            writing.rule(row.basis, verb, at=at, state=state)


def relabel(notice: Notice, label: Label, verb: str, at: datetime) -> None:
    """Give a released notice and its bases another label, and show subjects to whom it reaches."""
    if label.plain() != notice.record.release_class.read().plain():
        writing.rule(notice.record, verb, at=at, label=label)
    for row in Subject.unrestricted.filter(notice=notice, basis__isnull=False):
        assert row.basis is not None
        if label.plain() != row.basis.release_class.read().plain():
            writing.rule(row.basis, verb, at=at, label=label)


def erase(notice: Notice, at: datetime) -> None:
    """Erase the notice's content and that of its bases; signed envelopes stay as the proof."""
    for row in Subject.unrestricted.filter(notice=notice):
        if row.basis is not None:
            _end(row.basis, "notice.delete", at, "the notice was deleted")
            writing.erase(row.basis)
            writing.tell(row.basis, "deleted", at)
        row.delete()
    Extract.unrestricted.filter(notice=notice).delete()
    writing.erase(notice.record)
    writing.tell(notice.record, "deleted", at)


def _end(basis: Record, verb: str, at: datetime, reason: str) -> None:
    if State(basis.state) not in FINAL:
        writing.rule(basis, verb, at=at, state=State.WITHDRAWN, reason=reason)


def show(subject: Record, label: Label, notice: Notice, at: datetime) -> None:
    """Release a subject of the own bureau to whom the notice reaches, if it does not reach yet."""
    if subject.owner_id != notice.record.owner_id or subject.state != State.RELEASED:
        return
    before = subject.release_class.read()
    wider = covering(before, label)
    if wider.plain() != before.plain():
        writing.rule(subject, "notice.release", at=at, label=wider)


def covering(before: Label, wanted: Label) -> Label:
    """Return the least label that keeps what ``before`` lets people do and reaches ``wanted`` too.

    Marking and handling stay those of the subject unless its marking forbids the audience.
    """
    if before.is_own_bureau_only:
        return wanted
    if not wanted.widens(before):
        return before
    everyone = before.everyone or wanted.everyone
    bureaus, groups = before.bureaus | wanted.bureaus, before.groups | wanted.groups
    closed = {Tlp.RED, Tlp.AMBER_STRICT}
    too_closed = (everyone and before.tlp in closed) or (groups and before.tlp is Tlp.RED)
    both = before.purposes and wanted.purposes
    ends = [one.until for one in (before, wanted)]
    return before.model_copy(
        update={
            "everyone": everyone,
            "bureaus": bureaus,
            "groups": groups,
            "exclude": (before.exclude & wanted.exclude) - bureaus,
            "purposes": before.purposes | wanted.purposes if both else frozenset(),
            "tlp": wanted.tlp if too_closed else before.tlp,
            "until": None if None in ends else max(one for one in ends if one),
        }
    )
