"""The plain form of a person in files: id, names, dob, nat, gender, docs.

Shared by JSON lines, CSV and Parquet. The names of the columns are fixed for scripts; the
spellings that people use in tables are understood as well.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar

from tocsin.core.errors import InvalidInput
from tocsin.core.formats.rows import Remark
from tocsin.core.identifiers import country
from tocsin.core.kinds.moments import PartialDate
from tocsin.core.kinds.people import Person
from tocsin.core.kinds.reading import read_as
from tocsin.core.kinds.screened import person_to_screening
from tocsin.core.kinds.words import Gender
from tocsin.core.kinds.writing import flags, script
from tocsin.core.sentences import say

T = TypeVar("T")
COLUMNS = ("id", "names", "dob", "nat", "gender", "docs")

# Headers as tables in use have them: English, then Polish, Romanian, Ukrainian, folded by
# ``column_named``. "given" and "family" are joined to one name.
_SPELLINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "id": ("id", "identifier", "reference", "record_id", "identyfikator"),
        "names": (
            "names", "name", "full_name", "passenger", "passenger_name", "traveller",
            "imię_i_nazwisko", "nume_complet", "піб",
        ),
        "given": (
            "given", "given_name", "given_names", "first_name", "first_names", "forename",
            "imię", "imiona", "prenume", "ім'я", "імя",
        ),
        "family": (
            "family", "family_name", "surname", "last_name", "nazwisko", "nume", "прізвище",
        ),
        "dob": (
            "dob", "date_of_birth", "birth_date", "birthdate", "born", "data_urodzenia",
            "data_nașterii", "data_nasterii", "дата_народження",
        ),
        "nat": (
            "nat", "nationality", "nationalities", "citizenship", "country", "obywatelstwo",
            "cetățenie", "cetatenie", "громадянство",
        ),
        "gender": ("gender", "sex", "płeć", "sex_gender", "gen", "стать"),
        "docs": (
            "docs", "doc", "document", "documents", "document_number", "passport",
            "passport_number", "travel_document", "numer_dokumentu", "nr_dokumentu",
            "număr_document", "номер_документа",
        ),
    },
)  # fmt: skip
_ROLE = {spelling: role for role, spellings in _SPELLINGS.items() for spelling in spellings}
_GENDERS: Mapping[str, Gender | None] = MappingProxyType(
    {
        "m": Gender.MALE, "male": Gender.MALE,
        "f": Gender.FEMALE, "female": Gender.FEMALE,
        "k": Gender.FEMALE, "w": Gender.FEMALE,
        "x": Gender.UNSPECIFIED, "unspecified": Gender.UNSPECIFIED, "<": Gender.UNSPECIFIED,
        "other": Gender.UNSPECIFIED, "unknown": None, "u": None,
    },
)  # fmt: skip
_DAY_FIRST = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
# Which column a field of the body came from, for the sentence that refuses it.
_COLUMN_OF = {"births": "dob", "nationalities": "nat", "documents": "docs"}


@dataclass(slots=True)
class Plain:
    """One person as text, before anything is checked."""

    id: str | None = None
    names: list[str] = field(default_factory=list)
    dob: list[str] = field(default_factory=list)
    nat: list[str] = field(default_factory=list)
    gender: str | None = None
    docs: list[str] = field(default_factory=list)
    given: str = ""
    family: str = ""


def column_named(header: str) -> str | None:
    """Return which column a header means, or None if it is not known."""
    return _ROLE.get(re.sub(r"[\s\-./]+", "_", header.strip().casefold()))


def date_from(text: str) -> PartialDate:
    """Read a date as tables have it: 1971, 1971-03, 1971-03-05, 05.03.1971 or 19710305.

    Raises ``InvalidInput``; a date with slashes is refused, for nobody can tell which part is
    the day.
    """
    day_first = _DAY_FIRST.fullmatch(text)
    compact = _COMPACT.fullmatch(text)
    if "/" in text:
        raise InvalidInput("'/' leaves open which part is the day: write 1971-03-05")
    if day_first:
        day, month, year = day_first.groups()
        text = f"{year}-{month:0>2}-{day:0>2}"
    elif compact:
        text = "-".join(compact.groups())
    try:
        return PartialDate.parse(text)
    except ValueError as problem:
        raise InvalidInput(str(problem)) from problem


def gender_from(text: str) -> Gender | None:
    """Read a gender as tables have it; ``InvalidInput`` for a word that is not known."""
    word = text.strip().casefold()
    if word not in _GENDERS:
        raise InvalidInput("must be male, female, unspecified or unknown")
    return _GENDERS[word]


def _names(plain: Plain) -> list[dict[str, str]]:
    parts = [part for part in (plain.given, plain.family) if part]
    found = ([" ".join(parts)] if parts else []) + plain.names
    names: list[dict[str, str]] = []
    for text in dict.fromkeys(found):
        name = {"text": text, "kind": "alias" if names else "primary"}
        written = script(text)
        if written:
            name["script"] = written
        if parts and not names:
            name |= {"given": plain.given} if plain.given else {}
            name |= {"family": plain.family} if plain.family else {}
        names.append(name)
    return names


def _each(column: str, texts: list[str], make: Callable[[str], T]) -> list[T]:
    try:
        return [make(text) for text in dict.fromkeys(texts)]
    except InvalidInput as problem:
        raise InvalidInput(problem.sentence, place=column) from problem


def person_from(plain: Plain) -> Person:
    """Return the person a row means. ``InvalidInput`` names the column that is wrong."""
    dob = _each("dob", plain.dob, date_from)
    nat = _each("nat", plain.nat, country)
    gender = _each("gender", [plain.gender] if plain.gender else [], gender_from)
    data: dict[str, Any] = {
        "names": _names(plain),
        "births": [{"date": str(date)} for date in dob],
        "nationalities": list(dict.fromkeys(nat)),
        "gender": gender[0] if gender else None,
        "documents": [{"number": number} for number in dict.fromkeys(plain.docs)],
    }
    try:
        return read_as(Person, data)
    except InvalidInput as problem:
        field = (problem.place or "names").split("[")[0]
        raise InvalidInput(problem.sentence, place=_COLUMN_OF.get(field, field)) from problem


def plain_from(person: Person) -> dict[str, Any]:
    """Return the plain form of a person, without an id; what has no column is left out."""
    facts = person_to_screening(person)
    form: dict[str, Any] = {"names": facts["names"], "dob": facts["dob"]}
    form |= {"nat": facts["nat"], "gender": facts["gender"], "docs": facts["docs"]}
    return {column: value for column, value in form.items() if value}


def odd_names(person: Person, place: str) -> tuple[Remark, ...]:
    """Return a remark on each name that mixes look-alike scripts or hides signs."""
    return tuple(
        Remark(
            f"{place}, names",
            say(
                "'{text}': {sentence}; kept as written",
                text=name.text[:60],
                sentence=say(flag.sentence),
            ),
        )
        for name in person.names
        for flag in flags(name.text)
    )
