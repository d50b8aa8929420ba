"""The plain facts of a body that screening compares, as data that no class stands behind."""

from typing import TypedDict

from tocsin.core.kinds.objects import TravelDocument
from tocsin.core.kinds.people import Person
from tocsin.core.kinds.words import Gender

# A span of possible years longer than this says nothing that would help to tell people apart.
_LONGEST_SPAN = 15


class Screened(TypedDict):
    """Names as written, dates as text, alpha-3 codes, gender or None, document numbers."""

    names: list[str]
    dob: list[str]
    nat: list[str]
    gender: str | None
    docs: list[str]


def person_to_screening(person: Person) -> Screened:
    """Return what screening compares of a person; a span of births becomes its single years."""
    dob: list[str] = []
    for birth in person.births:
        if birth.until is None:
            dob.append(str(birth.date))
        elif birth.until.year - birth.date.year <= _LONGEST_SPAN:
            dob += [str(year) for year in range(birth.date.year, birth.until.year + 1)]
    gender = None if person.gender in (None, Gender.UNSPECIFIED) else str(person.gender)
    return Screened(
        names=person.all_names(),
        dob=list(dict.fromkeys(dob)),
        nat=list(person.nationalities),
        gender=gender,
        docs=[document.number for document in person.documents],
    )


def document_to_screening(document: TravelDocument) -> Screened:
    """Return what screening compares of a reported document: its number and issuer alone."""
    return Screened(names=[], dob=[], nat=[document.issuer], gender=None, docs=[document.number])
