"""A proposal in words: which verb on what, its arguments beside what holds now, who may decide."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from tocsin.core.errors import NotFound
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


def told(who: Reader, proposal: Proposal, *, target: bool = False) -> Said:
    """Return the proposal in words; with ``target`` also what it would change."""
    spec = VERBS[proposal.verb]
    found = _target(who, proposal) if target else None
    then = dict(proposal.arguments)
    now = {name: _plain(getattr(found, name)) for name in then if hasattr(found, name)}
    names = _names(who, [*_ids(then), *_ids(now)]) if target else {}
    is_open = proposal.state == Proposal.State.OPEN and proposal.until > timezone.now()
    own = proposal.proposer_id == who.officer
    where = getattr(found, "get_absolute_url", None)
    return Said(
        proposal=proposal,
        promise=spec.sentence,
        title=proposal.title,
        url=str(where()) if where else "",
        now=_flat(now, names),
        then=_flat(then, names),
        is_open=is_open,
        may_decide=is_open
        and not own
        and who.holds(Power.PROPOSAL_APPROVE)
        and who.holds(spec.power),
        may_withdraw=is_open and own and who.holds(Power.PROPOSAL_WITHDRAW),
    )


def _target(who: Reader, proposal: Proposal) -> Any:
    if proposal.target is None:
        return None
    try:
        return VERBS[proposal.verb].find(who, proposal.target)
    except NotFound:
        return None


def _plain(value: Any) -> Any:
    plain = getattr(value, "plain", None)
    return plain() if plain is not None else value


def _flat(value: Mapping[str, Any], names: Mapping[str, str], before: str = "") -> Lines:
    """Return nested arguments as one line a field, with names in place of ids."""
    lines: Lines = {}
    for key, inner in value.items():
        label = f"{before}{key.replace('_', ' ')}"
        if isinstance(inner, Mapping):
            lines |= _flat(inner, names, f"{label}: ")
        elif isinstance(inner, list | tuple | set | frozenset):
            lines[label] = ", ".join(sorted(_word(one, names) for one in inner)) or NOTHING
        else:
            lines[label] = _word(inner, names)
    return lines


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
