"""The sheet while one types: rows added and taken out, pre-flight of what stands there, choices."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from tocsin.core.errors import InvalidInput, TocsinError
from tocsin.core.kinds import AnyNotice, read
from tocsin.core.labels import Use
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.notices.forms.sheets import (
    NoticeDraftForm,
    NoticeEditForm,
    NoticeSheet,
    kind_for,
    typed_so_far,
)
from tocsin.rooms.notices.models import Notice
from tocsin.rooms.notices.preparing import findings_of
from tocsin.rooms.register.forms.tree import grow, tree_of
from tocsin.rooms.register.models import Record, titles_for
from tocsin.rooms.release.models import allowed

OFFERED = ("person", "organisation", "travel_document", "vehicle", "asset", "event")
OFFERED_PURPLE = ("device_reference", "material_reference", "event")
MOST = 100


def target_of(reader: Reader, data: Any) -> Notice | None:
    """Return the notice whose sheet this is, if it has one already and is of the own bureau."""
    text = data.get("notice", "")
    if not text:
        return None
    try:
        return Notice.own(reader).filter(pk=UUID(text)).select_related("record").first()
    except ValueError as error:
        raise InvalidInput("is not the number of a notice", place="notice") from error


def regrown(reader: Reader, target: Notice | None, data: Any) -> NoticeSheet:
    """Return the sheet after the row button that was pressed, everything else as it was typed."""
    tree = grow(
        tree_of(data.lists()), add=data.get("grow", "")[:200], remove=data.get("shrink", "")[:200]
    )
    others = typed_so_far(data)
    if target is not None:
        return NoticeEditForm.showing(reader, target, tree, **others)
    return NoticeDraftForm.showing(reader, data.get("colour", ""), tree, **others)


def flown(reader: Reader, data: Any, today: date) -> dict[str, Any]:
    """Return what pre-flight finds in the sheet as it stands; nothing of it is kept."""
    form = NoticeDraftForm(reader, None, data)
    if not form.is_valid():
        faults = [
            (form.fields[name].label if name in form.fields else "", str(errors[0]))
            for name, errors in form.errors.items()
        ]
        return {"faults": faults, "findings": [], "subjects": []}
    body = read(kind_for(form.colour), form.body)
    assert isinstance(body, AnyNotice)
    try:
        findings = findings_of(reader, body, form.label, today)
    except TocsinError as problem:
        return {"faults": [("", problem.sentence)], "findings": [], "subjects": []}
    titles = titles_for(reader, [UUID(subject.record) for subject in body.subjects])
    return {"faults": [], "findings": findings, "subjects": list(titles.values())}


def choices(reader: Reader) -> list[tuple[UUID, str]]:
    """Return the own bureau's newest records in force that a notice may be about."""
    kinds = (*OFFERED, *OFFERED_PURPLE)
    own = {"owner_id": reader.bureau, "state": "released"}
    classes = allowed(reader, Use.SEE, timezone.now(), **own)
    mine = Record.walked_by(reader, classes).of_kind(*kinds)
    return list(mine.values_list("pk", "title")[:MOST])
