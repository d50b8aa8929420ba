"""A proposal in words: which verb on what, its arguments beside what holds now, who may decide."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import BaseModel

from tocsin.core.errors import NotFound
from tocsin.core.labels import Label
from tocsin.rooms.bureaus.models import Bureau, Group, Officer, Proposal
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.verb import VERBS

Lines = dict[str, Any]
NOTHING = "–"  # noqa: RUF001 - a dash, as elsewhere on the pages


@dataclass(frozen=True, slots=True)
class Said:
    """What a page shows of a proposal; ``now`` holds the same fields as they are at present."""

    proposal: Proposal
    promise: str
    title: str
    url: str
    now: Lines
    then: Lines
    is_open: bool
    may_decide: bool
    may_withdraw: bool


def worded(who: Reader, proposal: Proposal, *, target: bool = False) -> Said:
    """Return the proposal in words; with ``target`` also what it would change."""
    spec = VERBS[proposal.verb]
    found = _target(who, proposal) if target else None
    now, then = _change(who, proposal, found) if target else ({}, {})
    is_open = proposal.state == Proposal.State.OPEN and proposal.until > timezone.now()
    where = getattr(found, "get_absolute_url", str)
    return Said(
        proposal, spec.sentence, proposal.title, where(), now, then, is_open,
        may_decide=is_open and _may_decide(who, proposal),
        may_withdraw=is_open and _may_withdraw(who, proposal),
    )  # fmt: skip


def _change(who: Reader, proposal: Proposal, found: Any) -> tuple[Lines, Lines]:
    """Return the arguments as they are now on the target, and as they would be."""
    then = proposal.arguments
    now = {name: _plain(getattr(found, name)) for name in then if hasattr(found, name)}
    names = _names(who, [*_ids(then), *_ids(now)])
    return _flat(now, names), _flat(then, names)


def _may_decide(who: Reader, proposal: Proposal) -> bool:
    another = proposal.proposer_id != who.officer
    return another and who.holds(Power.PROPOSAL_APPROVE) and who.holds(Power(proposal.verb))


def _may_withdraw(who: Reader, proposal: Proposal) -> bool:
    return proposal.proposer_id == who.officer and who.holds(Power.PROPOSAL_WITHDRAW)


def _target(who: Reader, proposal: Proposal) -> Any:
    if proposal.target is None:
        return None
    try:
        return VERBS[proposal.verb].find(who, proposal.target)
    except NotFound:
        return None


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else value


def _flat(value: Mapping[str, Any], names: Mapping[str, str], before: str = "") -> Lines:
    """Return nested arguments as one line a field, with names in place of ids."""
    lines: Lines = {}
    for key, inner in value.items():
        label = f"{before}{_term(key)}"
        if isinstance(inner, Mapping):
            lines |= _flat(inner, names, f"{label}: ")
        elif isinstance(inner, list | tuple | set | frozenset):
            lines[label] = ", ".join(sorted(_word(one, names) for one in inner)) or NOTHING
        else:
            lines[label] = _word(inner, names)
    return lines


def _term(key: str) -> str:
    """Return an argument's name as the form of its verb shows it, or a label's field by title."""
    field = Label.model_fields.get(key)
    return _((field and field.title) or key.replace("_", " ").capitalize())


def _word(value: Any, names: Mapping[str, str]) -> str:
    if value in (None, ""):
        return NOTHING
    if isinstance(value, bool):
        return "✓" if value else NOTHING
    return names.get(str(value), str(value))


def _ids(value: Any) -> Iterator[UUID]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _ids(one)
        return
    try:
        yield UUID(str(value))
    except ValueError:
        return


def _names(who: Reader, ids: list[UUID]) -> dict[str, str]:
    found: dict[str, str] = {}
    for model in (Bureau, Group, Officer):
        for row in model.visible_to(who).filter(pk__in=ids):
            found[str(row.pk)] = row.name
    return found
