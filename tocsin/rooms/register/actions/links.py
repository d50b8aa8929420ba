"""Links: a record of its own between two others, visible only where both its ends are."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from tocsin.core.errors import InvalidInput
from tocsin.core.kinds import Link, Relation, check_ends, read_as
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, verb
from tocsin.rooms.register import writing
from tocsin.rooms.register.models import Record

Note = Annotated[str, StringConstraints(max_length=300, strip_whitespace=True)]


@verb(Power.LINK_ADD)
def add(
    act: Act,
    record: Record,
    *,
    to: UUID,
    relation: Relation,
    since: date | None = None,
    until: date | None = None,
    note: Note = "",
) -> Record:
    """Link this record to another one the reader sees; the link belongs to the reader's bureau.

    Raises InvalidInput when the other end is absent, hidden, itself a link, or of the other realm.
    """
    other = Record.visible_to(act.reader).filter(pk=to).exclude(kind__in=["link", "basis"]).first()
    if other is None or other.pk == record.pk or record.kind in {"link", "basis"}:
        raise InvalidInput("choose another record to link to", place="to")
    body = writing.checked(
        "link",
        {
            "source": str(record.pk),
            "target": str(other.pk),
            "relation": relation.value,
            "since": since.isoformat() if since else None,
            "until": until.isoformat() if until else None,
            "note": note or None,
        },
    )
    check_ends(read_as(Link, body), record.kind, other.kind)
    link = writing.begin(act.reader, "link", act.at)
    writing.revise(link, body, officer=act.reader.officer, at=act.at)
    act.on(link.id, record.id, other.id)
    act.note(relation=relation.value)
    return link
