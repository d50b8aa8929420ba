"""How well a body can be screened for: what is missing, and why that matters at the desk."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from tocsin.core.kinds.body import Body
from tocsin.core.kinds.objects import TravelDocument, Vehicle
from tocsin.core.kinds.people import Organisation, Person
from tocsin.core.kinds.words import NameKind
from tocsin.core.kinds.writing import flags
from tocsin.core.sentences import say


class Weakness(NamedTuple):
    """One thing that makes screening weak: a stable code, the field, a sentence."""

    code: str
    field: str
    sentence: str


def _person(person: Person) -> list[Weakness]:
    found = []
    if all(name.kind is NameKind.LOW_QUALITY_ALIAS for name in person.names):
        found.append(
            Weakness("low-quality", "names", "weak for screening: only low-quality aliases")
        )
    if all(len(name.text.split()) < 2 for name in person.names):
        found.append(Weakness("one-word", "names", "weak for screening: no name of two words"))
    if not person.births:
        found.append(Weakness("no-birth", "births", "weak for screening: no date of birth"))
    elif not any(birth.date.is_day for birth in person.births):
        found.append(
            Weakness("partial-birth", "births", "weak for screening: no full date of birth")
        )
    if not person.nationalities:
        found.append(
            Weakness("no-nationality", "nationalities", "weak for screening: no nationality")
        )
    if person.gender is None:
        found.append(Weakness("no-gender", "gender", "weak for screening: no gender"))
    if not person.documents:
        found.append(
            Weakness("no-document", "documents", "a document number would make a hit far surer")
        )
    for name in person.names:
        found += [
            Weakness(
                flag.code,
                "names",
                say("'{text}' {sentence}", text=name.text[:60], sentence=say(flag.sentence)),
            )
            for flag in flags(name.text)
        ]
    return found


def _organisation(organisation: Organisation) -> list[Weakness]:
    if organisation.countries or organisation.registrations:
        return []
    return [Weakness("no-country", "countries", "weak for screening: no country, no registration")]


def _document(document: TravelDocument) -> list[Weakness]:
    if document.review is not None:
        return []
    return [Weakness("no-review", "review", "no review date: it would be kept for ten years")]


def _vehicle(vehicle: Vehicle) -> list[Weakness]:
    if vehicle.plates or vehicle.vin or vehicle.imo or vehicle.aircraft:
        return []
    return [
        Weakness("no-number", "plates", "weak for screening: no plate, VIN, IMO number or mark")
    ]


_CHECKS: Mapping[type[Body], Callable[..., list[Weakness]]] = {
    Person: _person,
    Organisation: _organisation,
    TravelDocument: _document,
    Vehicle: _vehicle,
}


def completeness(body: Body) -> list[Weakness]:
    """Return what makes this body weak for screening, worst first; empty when nothing does."""
    check = _CHECKS.get(type(body))
    return check(body) if check else []
