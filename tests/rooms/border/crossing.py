"""A border station beside the cast: its folder, its copies and its reports, as two officers act."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone

from tocsin.core.border import Station
from tocsin.core.border.clockwork import Reading
from tocsin.rooms.border.actions import copies, stations
from tocsin.rooms.bureaus.actions import proposals
from tocsin.rooms.bureaus.verb import Upload
from tocsin.rooms.register.actions import bases

NAME, BORN = "Zenobia Tamtejsza", "1971-03-05"


def person(cast: Any, name: str = NAME, born: str = BORN) -> Any:
    """Return a person of home's that is screened for."""
    officer = cast.home.bureau_officer
    made = cast.person(officer, name, births=[{"date": born}])
    bases.add(officer, made, reference="UTO-1", instruction="detain")
    return made


@dataclass
class Crossing:
    """The station at the border, and its row at home."""

    cast: Any
    station: Station
    row: Any

    def order(self, **more: Any) -> Any:
        """Order a copy and let it be made."""
        made = stations.copy(self.cast.home.bureau_officer, self.row, **more)
        return copies.make(made, timezone.now())

    def sealed(self, copy: Any) -> io.BytesIO:
        """Return the file of a copy as it is carried to the border."""
        return io.BytesIO(copies.file_of(copy).read_bytes())

    def fetch(self, **more: Any) -> Any:
        """Order a copy and take it."""
        made = self.order(**more)
        self.station.take(self.sealed(made), self.now())
        return made

    def now(self) -> Reading:
        """What the station's machine says of the time."""
        return Reading(timezone.now(), "run", timezone.now().timestamp())

    def check(self, name: str = NAME, born: str = BORN, by: str = "hom.border_officer.1") -> Any:
        """Check somebody at the border."""
        query = {"names": [name], "dob": [born]}
        return self.station.check(query, by=by, where="lane 2", now=self.now())

    def report(self) -> bytes:
        """Return the sealed report of the station."""
        out = io.BytesIO()
        self.station.report(out, self.now())
        return out.getvalue()

    def hand_in(self, data: bytes) -> Any:
        """Read a report back at home."""
        upload = Upload("report", data)
        return stations.report(self.cast.home.bureau_officer, self.row, file=upload)


def built(cast: Any, folder: Path, name: str = "Eastern crossing") -> Crossing:
    """Return a station, registered by two officers, whose copies are a border officer's."""
    made = Station.create(folder / name, name, cast.home.bureau.card)
    proposal = stations.register(
        cast.home.bureau_officer,
        card=made.card.signed.to_text(),
        words=" ".join(made.card.words()),
        officer=cast.home.account("border_officer").pk,
    )
    row = proposals.approve(cast.home.reviewer, proposal)
    return Crossing(cast, made, row)
