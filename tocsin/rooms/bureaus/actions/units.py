"""Units: the organisation tree of a bureau."""

from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from tocsin.core.errors import Conflict, InvalidInput
from tocsin.rooms.bureaus.models import Officer, Unit
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, verb

Name = Annotated[str, StringConstraints(min_length=2, max_length=200, strip_whitespace=True)]


@verb(Power.UNIT_ADD)
def add(act: Act, *, name: Name, kind: Unit.Kind, parent: UUID | None = None) -> Unit:
    """Add a unit below another one of the same bureau, or at the top of the tree."""
    above = Unit.visible_to(act.reader).filter(ended__isnull=True)
    if parent is not None and not above.filter(pk=parent).exists():
        raise InvalidInput("choose a unit of this bureau that has not ended", place="parent")
    same = Unit.unrestricted.filter(bureau_id=act.reader.bureau, parent_id=parent, name=name)
    if same.exists():
        raise Conflict("a unit of this name is there already", place="name")
    unit = Unit.unrestricted.create(
        bureau_id=act.reader.bureau, name=name, kind=kind, parent_id=parent
    )
    act.on(unit.id)
    act.note(name=name, kind=kind.value)
    return unit


@verb(Power.UNIT_END)
def end(act: Act, unit: Unit) -> Unit:
    """End a unit that has neither units below it nor officers in it."""
    if unit.children.filter(ended__isnull=True).exists():
        raise Conflict("end the units below it first")
    if Officer.objects.filter(unit=unit, is_active=True).exists():
        raise Conflict("move its officers to another unit first")
    unit.ended = act.at
    unit.save(update_fields=["ended"])
    act.on(unit.id)
    return unit
