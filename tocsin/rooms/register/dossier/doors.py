"""Which verbs can be said of a record now: by its state, its owner and the reader's powers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.core.kinds import KINDS, relations_between
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.register import writing
from tocsin.rooms.register.lifecycle import FINAL, State
from tocsin.rooms.register.models import Draft, Record

HANGING = {"link", "basis"}


@dataclass(frozen=True, slots=True)
class Door:
    """A verb that is possible: its address under the record, its words, its look."""

    power: Power
    label: str | Promise
    icon: str
    url: str
    tone: str = ""
    group: str = "more"


def _alive(record: Record, _draft: Any) -> bool:
    return State(record.state) not in FINAL


def _has_draft(_record: Record, draft: Any) -> bool:
    return draft is not None


def _may_sign(record: Record, draft: Any) -> bool:
    return draft is not None and _alive(record, draft)


def _in_force(record: Record, _draft: Any) -> bool:
    return record.state == State.RELEASED


def _submitted(record: Record, _draft: Any) -> bool:
    return _alive(record, None) and record.state != State.DRAFT


def _screened(record: Record, _draft: Any) -> bool:
    kind = KINDS.get(record.kind)
    return record.state == State.RELEASED and kind is not None and kind.screened


def _needs_two(record: Record) -> bool:
    return writing.needs_two(record, timezone.now())


def _own_words(record: Record, _draft: Any) -> bool:
    return _alive(record, None) and record.kind not in HANGING


_Rule = Callable[[Record, Any], bool]
_ROWS: tuple[tuple[Power, str | Promise, str, str, str, _Rule], ...] = (
    (
        Power.RECORD_SUBMIT,
        _("Submit"),
        "check",
        "primary",
        "main",
        lambda record, draft: _may_sign(record, draft) and not _needs_two(record),
    ),
    (
        Power.RECORD_AMEND,
        _("Propose the change"),
        "check",
        "primary",
        "main",
        lambda record, draft: _may_sign(record, draft) and _needs_two(record),
    ),
    (Power.RECORD_EDIT, _("Edit"), "edit", "", "main", _own_words),
    (Power.BASIS_ADD, _("Watch for"), "eye", "", "main", _screened),
    (
        Power.ATTACHMENT_ADD,
        _("Attach a file"),
        "attachment",
        "",
        "more",
        lambda record, draft: _own_words(record, draft) and not writing.reaches_others(record),
    ),
    (Power.RECORD_WIDEN, _("Release to more"), "globe", "", "main", _submitted),
    (Power.RECORD_NARROW, _("Release to fewer"), "lock", "", "more", _submitted),
    (Power.RECORD_SUSPEND, _("Suspend"), "eye-off", "", "more", _in_force),
    (
        Power.RECORD_RESUME,
        _("Put in force again"),
        "refresh",
        "",
        "main",
        lambda record, _draft: record.state == State.SUSPENDED,
    ),
    (
        Power.RECORD_DISCARD,
        _("Discard the draft"),
        "trash",
        "danger",
        "more",
        _has_draft,
    ),
    (Power.RECORD_WITHDRAW, _("Withdraw"), "close", "danger", "more", _submitted),
    (
        Power.RECORD_DELETE,
        _("Erase"),
        "trash",
        "danger",
        "more",
        lambda record, _draft: State(record.state) in FINAL and bool(record.body),
    ),
)


def doors(reader: Reader, record: Record, draft: Draft | None) -> list[Door]:
    """Return the doors of this record that would open for this reader now."""
    found: list[Door] = []
    if _is_kept(record) and not _ends_as_any(record):
        return found
    if record.owner_id == reader.bureau:
        found = [
            Door(
                power, label, icon, f"/records/{record.pk}/{power.value.split('.')[1]}", tone, group
            )
            if power not in _ELSEWHERE
            else Door(power, label, icon, _ELSEWHERE[power].format(record.pk), tone, group)
            for power, label, icon, tone, group, rule in _ROWS
            if reader.holds(power) and rule(record, draft) and _is_said_here(power, record)
        ]
    if reader.holds(Power.LINK_ADD) and _links(record):
        found.append(
            Door(Power.LINK_ADD, _("Add a link"), "link", f"/records/{record.pk}/link", "", "more")
        )
    return found


# Verbs of other nouns that are said of a record.
_ELSEWHERE = {
    Power.BASIS_ADD: "/bases/{}/add",
    Power.ATTACHMENT_ADD: "/attachments/{}/add",
}

_ENDING = {
    Power.RECORD_NARROW,
    Power.RECORD_SUSPEND,
    Power.RECORD_DISCARD,
    Power.RECORD_WITHDRAW,
    Power.RECORD_DELETE,
}


def _is_kept(record: Record) -> bool:
    """Say whether another room's verbs change it: that room shows its own doors."""
    kind = KINDS.get(record.kind)
    hangs = record.kind == "basis" and "notice" in record.body
    return hangs or (kind is not None and bool(kind.kept_by))


def _ends_as_any(record: Record) -> bool:
    kind = KINDS.get(record.kind)
    return kind is not None and kind.ends_as_any


def _is_said_here(power: Power, record: Record) -> bool:
    """Say whether the verb is this room's to say: of what another writes, only what ends it."""
    return not _ends_as_any(record) or power in _ENDING


def _links(record: Record) -> bool:
    if State(record.state) in FINAL or record.kind in HANGING:
        return False
    return any(
        relations_between(record.kind, other) or relations_between(other, record.kind)
        for other in KINDS
    )
