"""A person as the engine compares them: names, dates of birth, nationality, sex, documents.

Values are checked and brought to one form when a Person is made, so that everything behind
this door may trust them. Nothing here says who the person is to the bureau.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from tocsin.core.errors import InvalidInput
from tocsin.core.screening import dates
from tocsin.core.screening.countries import country
from tocsin.core.screening.documents import document_key

_SEXES = {
    "": None, "m": "male", "male": "male", "f": "female", "female": "female",
    "x": None, "<": None, "u": None, "unknown": None, "other": None,
    "unspecified": None, "diverse": None,
}  # fmt: skip
_WRITTEN = ("male", "female")  # as a person has it already
_NO_CLASSES: frozenset[int | str] = frozenset()


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
    classes: frozenset[int | str] = _NO_CLASSES
    valid_until: datetime | None = None

    def __post_init__(self) -> None:
        # Nearly everybody has one of each, in its form already: what is the same is not put again,
        # and that is looked at here and not by functions, for a batch makes a person of every row.
        put = object.__setattr__
        names, born, nat, docs = self.names, self.dob, self.nat, self.docs
        if not (type(names) is tuple and len(names) == 1 and type(names[0]) is str):
            put(self, "names", _several(names, "names"))
        if not (type(born) is tuple and len(born) == 1 and type(born[0]) is str):
            born = _several(born, "dob")
        if (dob := _dates(born)) is not self.dob:
            put(self, "dob", dob)
        if not (type(nat) is tuple and len(nat) == 1 and type(nat[0]) is str):
            nat = _several(nat, "nat")
        if (states := _states(nat)) is not self.nat:
            put(self, "nat", states)
        if self.gender is not None and self.gender not in _WRITTEN:
            put(self, "gender", _sex(self.gender))
        if not (type(docs) is tuple and len(docs) == 1 and type(docs[0]) is str):
            docs = _several(docs, "docs")
        if (papers := _papers(docs)) is not self.docs:
            put(self, "docs", papers)
        if (
            type(self.id) is not str
            or self.classes is not _NO_CLASSES
            or self.valid_until is not None
        ):
            put(self, "id", _text(self.id, "id"))
            put(self, "classes", _classes(self.classes))
            _check_zone(self.valid_until)

    @classmethod
    def assembled(
        cls,
        identifier: str,
        *,
        names: tuple[str, ...],
        dob: tuple[str, ...],
        nat: tuple[str, ...],
        gender: str | None,
        docs: tuple[str, ...],
    ) -> "Person":
        """Return a person of values that are in their form already, as other persons have them."""
        found, put = object.__new__(cls), object.__setattr__
        put(found, "id", identifier)
        put(found, "names", names)
        put(found, "dob", dob)
        put(found, "nat", nat)
        put(found, "gender", gender)
        put(found, "docs", docs)
        put(found, "classes", _NO_CLASSES)
        put(found, "valid_until", None)
        return found


def _text(value: object, field: str) -> str:
    if not isinstance(value, str):
        raise InvalidInput("Expected text, found {found}.", found=type(value).__name__, place=field)
    return value


def _several(values: Iterable[str] | None, field: str) -> tuple[str, ...]:
    if values is None:
        return ()
    if type(values) not in _LISTS and (isinstance(values, str) or not isinstance(values, Iterable)):
        raise InvalidInput("Expected a list of texts.", place=field)
    return tuple([_text(value, field) for value in values])


_LISTS = frozenset({tuple, list})  # what nearly everybody gives


# A manifest says the same few dates and states again and again.
@lru_cache(maxsize=65536)
def _dates(texts: tuple[str, ...]) -> tuple[str, ...]:
    if len(texts) == 1 and dates.whole_day(texts[0]):
        return texts
    born = dict.fromkeys(dates.pack(text) for text in texts if text.strip())
    return tuple(map(dates.unpack, born))


@lru_cache(maxsize=4096)
def _states(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(country(code) for code in codes if code.strip()))


def _classes(values: Iterable[int | str]) -> frozenset[int | str]:
    """Return the classes as a set. Anything but numbers and texts could not be saved."""
    found = tuple(values) if isinstance(values, Iterable) else (None,)
    if isinstance(values, (str, bytes)) or not all(
        isinstance(value, (int, str)) for value in found
    ):
        raise InvalidInput("Expected a list of numbers or texts.", place="classes")
    return frozenset(found)


def _check_zone(end: datetime | None) -> None:
    if end is not None and end.tzinfo is None:
        raise InvalidInput("The end of validity needs a time zone.", place="valid_until")


def _papers(numbers: tuple[str, ...]) -> tuple[str, ...]:
    """Return the numbers that hold a letter or digit, each once."""
    if not numbers:
        return numbers
    if len(numbers) == 1:
        only = numbers[0]
        if (only.isascii() and only.isalnum()) or document_key(only):  # the first tells it sooner
            return numbers
    return tuple(dict.fromkeys(filter(document_key, numbers)))


def _sex(value: str) -> str | None:
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
