"""Border stations as officers read them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tocsin.core.errors import NotFound
from tocsin.rooms.border.actions import copies
from tocsin.rooms.border.models import Copy, Report, Station
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.verb import look

MOST = 50


def listing(reader: Reader, at: datetime) -> dict[str, Any]:
    """Return the page of stations."""
    rows = Station.visible_to(reader).prefetch_related("copies")
    return {"stations": [{"row": row, "copy": row.copies.first()} for row in rows], "now": at}


def fetch(reader: Reader, pk: UUID) -> Station:
    """Return one station as this reader sees it; raises NotFound."""
    found = Station.visible_to(reader).filter(pk=pk).first()
    if found is None:
        raise NotFound("there is no such station here for you")
    return found


def page(reader: Reader, station: Station, at: datetime) -> dict[str, Any]:
    """Return the page of one station."""
    return {
        "station": station,
        "copies": list(Copy.visible_to(reader).filter(station=station)[:MOST]),
        "reports": list(Report.visible_to(reader).filter(station=station)[:MOST]),
        "words": station.read_card().words(),
        "now": at,
    }


def sealed(reader: Reader, station: Station, number: int) -> Any:
    """Return the open file of a copy, and journal that it was taken out."""
    found = Copy.visible_to(reader).filter(station=station, number=number).first()
    if found is None:
        raise NotFound("there is no such copy here for you")
    path = copies.file_of(found)
    look(reader, "station.fetch", found.pk, station.pk)
    return path.open("rb")
