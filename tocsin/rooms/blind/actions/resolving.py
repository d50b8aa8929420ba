"""Whom a confirmed match is about, found by its witness among the tables made for that bureau."""

from uuid import UUID

from tocsin.rooms.blind.actions import tables
from tocsin.rooms.blind.models import Arrangement
from tocsin.rooms.bureaus.reader import Reader


def behind(reader: Reader, asker: UUID, number: int, shown: str) -> UUID | None:
    """Return the record of the reader's bureau behind a witness; None if no such was given out."""
    rows = Arrangement.unrestricted.filter(bureau_id=reader.bureau, peer__partner_id=asker)
    found = (tables.behind(one, number, shown) for one in rows)
    return next((pk for pk in found if pk is not None), None)
