"""Petitions as tests need them: opened, about a record, decided."""

from typing import Any

from tocsin.rooms.bureaus.actions import proposals
from tocsin.rooms.oversight.actions import petitions
from tocsin.rooms.oversight.lifecycle import Outcome, Wish
from tocsin.rooms.register.actions import records

BODY = {
    "names": [{"text": "Zofia Wymyślna"}],
    "births": [{"date": "1980-04-11"}],
    "nationalities": ["UTO"],
}


def opened(cast: Any, house: Any = None, **more: Any) -> Any:
    """Return a petition for deletion as it came."""
    more = {"wish": Wish.DELETION, "applicant": "Zofia Wymyślna", "text": "Delete it."} | more
    return petitions.open((house or cast.home).oversight, **more)


def person(house: Any, body: Any = None) -> Any:
    """Return a record in force of the bureau's own."""
    officer = house.bureau_officer
    return records.submit(officer, records.draft(officer, kind="person", body=body or BODY))


def named(cast: Any, house: Any = None, **more: Any) -> Any:
    """Return an admitted petition about one record in force."""
    house = house or cast.home
    record = person(house)
    petition = opened(cast, house, **more)
    petitions.name(house.oversight, petition, record=record.pk)
    petition.refresh_from_db()
    return petitions.admit(house.oversight, petition, reason="complete and signed")


def decided(cast: Any, petition: Any, outcome: Outcome = Outcome.GRANTED) -> Any:
    """Return the petition as two officers granted it."""
    proposal = petitions.grant(
        cast.home.oversight, petition, outcome=outcome, reason="the purpose is achieved"
    )
    proposals.approve(cast.home.reader("oversight", 2), proposal)
    petition.refresh_from_db()
    return petition
