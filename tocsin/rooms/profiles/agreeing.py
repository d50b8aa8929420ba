"""Which version of a framework is in force: the newest that each member asked has agreed to.

A pure fold over signed records, so that every node that has them says the same. The owner agrees
by signing; a member that left the group is not waited for; an older version goes on until the
newer one is agreed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tocsin.core.kinds import Agreement, Framework, read
from tocsin.core.kinds.profiling import Stance
from tocsin.rooms.bureaus.models import Group
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.register.models import Record, Revision


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a framework, and what each member said to it."""

    number: int
    at: datetime
    content: str
    said: Framework
    agreed: tuple[str, ...]
    declined: tuple[str, ...]
    waiting: tuple[str, ...]

    @property
    def is_agreed(self) -> bool:
        """Whether nobody who was asked is still to agree."""
        return not (self.declined or self.waiting)


@dataclass(frozen=True, slots=True)
class Said:
    """One agreement: by whom, when, to what."""

    by: str
    at: datetime
    body: Agreement


def fold(version: Revision, owner: str, here: frozenset[str], said: Iterable[Said]) -> Version:
    """Return a version with what was said to it; ``here`` are the members of the group now."""
    body = read("framework", version.body or {})
    assert isinstance(body, Framework)
    stances = {owner: Stance.AGREED}
    for one in sorted(said, key=lambda one: one.at):
        about_this = one.body.version == version.number and one.body.content == version.content
        if about_this and one.by != owner:
            stances[one.by] = one.body.stance
    asked = [code for code in body.members if code in here or code == owner]
    return Version(
        number=version.number,
        at=version.at,
        content=version.content,
        said=body,
        agreed=tuple(code for code in asked if stances.get(code) is Stance.AGREED),
        declined=tuple(code for code in asked if stances.get(code) is Stance.DECLINED),
        waiting=tuple(code for code in asked if code not in stances),
    )


def versions(reader: Reader, framework: Record) -> list[Version]:
    """Return the versions of a framework that the reader sees, newest first."""
    rows = Record.few_of(reader, "agreement").filter(state="released")
    rows = rows.filter(body__framework=str(framework.pk)).select_related("owner")
    said = [Said(row.owner.code, row.changed, _agreement(row)) for row in rows]
    group = Group.visible_to(reader).filter(pk=UUID(framework.body["group"])).first()
    here = frozenset(group.members.values_list("code", flat=True)) if group else frozenset()
    kept = [one for one in Revision.of(framework) if one.body]
    return [fold(one, framework.owner.code, here, said) for one in kept]


def in_force(reader: Reader, framework: Record) -> Version | None:
    """Return the version by which profiles qualify; None before the first is agreed."""
    if framework.state != "released":
        return None
    return next((one for one in versions(reader, framework) if one.is_agreed), None)


def _agreement(row: Record) -> Agreement:
    body = read("agreement", row.body)
    assert isinstance(body, Agreement)
    return body
