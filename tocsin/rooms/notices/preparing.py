"""From a notice to the case that pre-flight looks at: subjects fetched, conditions as set here."""

from datetime import date
from uuid import UUID

from tocsin.core.kinds import AnyNotice, read
from tocsin.core.labels import Label
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.notices.models import Condition
from tocsin.rooms.notices.rules import (
    RULES,
    Case,
    Finding,
    Met,
    Rule,
    Setting,
    Severity,
    preflight,
)
from tocsin.rooms.register.models import Attachment, Record


def case_of(reader: Reader, body: AnyNotice, label: Label, today: date) -> Case:
    """Return the case of a body as this reader could submit it today."""
    ids = [UUID(subject.record) for subject in body.subjects]
    found = {record.pk: record for record in Record.visible_to(reader).filter(pk__in=ids)}
    pictures = _pictures(reader, ids)
    met = []
    for subject, pk in zip(body.subjects, ids, strict=True):
        record = found.get(pk)
        if record is None or not record.body:
            met.append(Met(pk, status=subject.status))
            continue
        met.append(
            Met(
                id=pk,
                kind=record.kind,
                body=read(record.kind, record.body),
                state=record.state,
                own=record.owner_id == reader.bureau,
                photographs=pictures.get(pk, 0),
                status=subject.status,
            )
        )
    return Case(body, tuple(met), label, today)


def _pictures(reader: Reader, ids: list[UUID]) -> dict[UUID, int]:
    rows = Attachment.visible_to(reader).filter(record_id__in=ids)
    counted: dict[UUID, int] = {}
    for pk in rows.filter(media_type__startswith="image/").values_list("record_id", flat=True):
        counted[pk] = counted.get(pk, 0) + 1
    return counted


def settings_of(reader: Reader) -> dict[str, Setting]:
    """Return what the reader's bureau has set of the configurable rules."""
    return {
        one.rule: Setting(Severity(one.severity), one.article, one.figure)
        for one in Condition.visible_to(reader)
    }


def findings_of(reader: Reader, body: AnyNotice, label: Label, today: date) -> list[Finding]:
    """Return what is not met, the gravest first."""
    return preflight(case_of(reader, body, label, today), settings_of(reader))


def conditions(reader: Reader) -> list[tuple[Rule, Setting]]:
    """Return every rule with the severity, citation and figure in force for this bureau."""
    here = settings_of(reader)
    return [
        (rule, here.get(rule.id, Setting(rule.severity, rule.article, rule.figure)))
        for rule in RULES
    ]
