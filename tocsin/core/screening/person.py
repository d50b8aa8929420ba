"""A person as the engine compares them: names, dates of birth, nationality, sex, documents.

Values are checked and brought to one form when a Person is made, so that everything behind
this door may trust them. Nothing here says who the person is to the bureau.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tocsin.core.errors import InvalidInput
from tocsin.core.screening import dates
from tocsin.core.screening.countries import country
from tocsin.core.screening.documents import document_key

_SEXES = {
    "": None, "m": "male", "male": "male", "f": "female", "female": "female",
    "x": None, "<": None, "u": None, "unknown": None, "other": None,
    "unspecified": None, "diverse": None,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """One entry of a register, or one question put to it.

    ``names`` in any script, each a full name; ``dob`` as "1971-03-05", "1971-03" or "1971";
    ``nat`` ISO 3166 alpha-2 or alpha-3; ``classes`` the release classes the entry belongs to;
    ``valid_until`` an aware datetime from which on the entry is no longer returned.
    Raises InvalidInput naming the field.
    """

    id: str
    names: tuple[str, ...] = ()
    dob: tuple[str, ...] = ()
    nat: tuple[str, ...] = ()
    gender: str | None = None
    docs: tuple[str, ...] = ()
    classes: frozenset[int | str] = frozenset()
    valid_until: datetime | None = None

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "id", _text(self.id, "id"))
        put(self, "names", tuple(_several(self.names, "names")))
        born = {dates.pack(x): None for x in _several(self.dob, "dob") if x.strip()}
        put(self, "dob", tuple(dates.unpack(x) for x in born))
        nat = {country(x): None for x in _several(self.nat, "nat") if x.strip()}
        put(self, "nat", tuple(nat))
        put(self, "gender", _sex(self.gender))
        docs = {x: None for x in _several(self.docs, "docs") if document_key(x)}
        put(self, "docs", tuple(docs))
        put(self, "classes", frozenset(self.classes))
        if self.valid_until is not None and self.valid_until.tzinfo is None:
            raise InvalidInput("The end of validity needs a time zone.", place="valid_until")


def _text(value: object, field: str) -> str:
    if not isinstance(value, str):
        raise InvalidInput("Expected text, found {found}.", found=type(value).__name__, place=field)
    return value


def _several(values: Iterable[str] | None, field: str) -> list[str]:
    if values is None:
        return []
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise InvalidInput("Expected a list of texts.", place=field)
    return [_text(value, field) for value in values]


def _sex(value: str | None) -> str | None:
    if value is None:
        return None
    plain = _text(value, "gender").strip().lower()
    if plain not in _SEXES:
        raise InvalidInput(
            "{given} is not a sex that documents state (male, female, x).",
            given=repr(value[:20]),
            place="gender",
        )
    return _SEXES[plain]


def strength(person: Person) -> list[str]:
    """Return what makes ``person`` weak to screen by, as codes; [] when complete.

    Codes: no-name, single-name, no-date-of-birth, partial-date-of-birth, no-nationality, no-sex,
    no-document.
    """
    from tocsin.core.screening.names import tokens

    longest = max((len(tokens(name)) for name in person.names), default=0)
    full_date = any(len(x) == len("1971-03-05") for x in person.dob)
    found = {
        "no-name": longest == 0,
        "single-name": longest == 1,
        "no-date-of-birth": not person.dob,
        "partial-date-of-birth": bool(person.dob) and not full_date,
        "no-nationality": not person.nat,
        "no-sex": person.gender is None,
        "no-document": not person.docs,
    }
    return [code for code, holds in found.items() if holds]
