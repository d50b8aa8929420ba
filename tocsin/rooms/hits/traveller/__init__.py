"""A traveller as asked about: typed, scanned from a passport zone, or a row of a manifest.

Everything is checked here once and named in the words of the form; the plain form is what a check
keeps, what its digest is made of and what a clearance recognises the same traveller by.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from tocsin.core.errors import InvalidInput
from tocsin.core.formats.persons import date_from, gender_from
from tocsin.core.identifiers import country
from tocsin.core.screening import Person, document_key, tokens
from tocsin.core.statements.canonical import encode
from tocsin.rooms.hits.traveller.zone import Read, read_zone

T = TypeVar("T")

MOST = 20  # names, dates, nationalities or documents of one traveller
LONGEST = 300  # characters of one name
FULL_DATE = len("1971-03-05")


@dataclass(frozen=True, slots=True)
class Traveller:
    """Who is asked about. Make one with ``traveller`` or ``scanned``."""

    names: tuple[str, ...] = ()
    dob: tuple[str, ...] = ()
    nat: tuple[str, ...] = ()
    gender: str | None = None
    docs: tuple[str, ...] = ()
    zone: Read | None = field(default=None, compare=False)

    def plain(self) -> dict[str, Any]:
        """Return the traveller as JSON data; what is unknown is left out."""
        said: dict[str, Any] = {"names": list(self.names), "dob": list(self.dob)}
        said |= {"nat": list(self.nat), "gender": self.gender, "docs": list(self.docs)}
        return {name: value for name, value in said.items() if value}

    def person(self, identifier: str = "") -> Person:
        """Return what the engine compares."""
        return Person(
            id=identifier,
            names=self.names,
            dob=self.dob,
            nat=self.nat,
            gender=self.gender,
            docs=self.docs,
        )

    @property
    def label(self) -> str:
        """How a list calls this traveller."""
        return (self.names[0] if self.names else self.docs[0])[:200]

    @property
    def line(self) -> str:
        """The traveller in one line, as the desk repeats what it understood."""
        parts = [self.label, *self.nat, *self.dob, *(self.docs if self.names else ())]
        return " · ".join(parts)

    def digest(self) -> str:
        """Return the SHA-256 of the plain form, in hexadecimal."""
        return hashlib.sha256(encode(self.plain())).hexdigest()

    def keys(self) -> list[str]:
        """Return by what this traveller is the same one next time.

        The words of a name in any order and any script, together with a document number or a full
        date of birth; a name alone recognises nobody.
        """
        words = [" ".join(sorted(set(tokens(name)))) for name in self.names]
        papers = [f"doc {document_key(number)}" for number in self.docs]
        births = [f"dob {date}" for date in self.dob if len(date) == FULL_DATE]
        return [f"{one} | {word}" for word in words if word for one in (*papers, *births)]


def salted(key: str, salt: str) -> str:
    """Return the digest under which a clearance keeps a key."""
    return hmac.new(bytes.fromhex(salt), key.encode(), hashlib.sha256).hexdigest()


def traveller(**said: Any) -> Traveller:
    """Return the traveller these texts mean: names, dob, nat, gender, docs.

    Raises InvalidInput naming the field that is wrong, and when there is nobody to ask about.
    """
    return _somebody(_checked(**said))


def _checked(
    *,
    names: Iterable[str] = (),
    dob: Iterable[str] = (),
    nat: Iterable[str] = (),
    gender: str | None = None,
    docs: Iterable[str] = (),
    zone: Read | None = None,
) -> Traveller:
    return Traveller(
        names=_several("names", names, _name),
        dob=_several("dob", dob, lambda text: str(date_from(text))),
        nat=_several("nat", nat, country),
        gender=_gender(gender),
        docs=_several("docs", docs, _document),
        zone=zone,
    )


def _somebody(found: Traveller) -> Traveller:
    if not found.names and not found.docs:
        raise InvalidInput("give a name, a document number or a passport zone", place="names")
    return found


def scanned(text: str, *, today: date, **typed: Any) -> Traveller:
    """Return the traveller of a passport zone; what was typed beside it counts before the zone."""
    zone = read_zone(text, today)
    beside = _checked(zone=zone, **typed)
    found = replace(
        beside,
        names=tuple(dict.fromkeys((*zone.names, *beside.names))),
        dob=beside.dob or zone.dob,
        nat=beside.nat or zone.nat,
        gender=beside.gender or zone.gender,
        docs=tuple(dict.fromkeys((*zone.docs, *beside.docs))),
    )
    return _somebody(found)


def again(plain: dict[str, Any]) -> Traveller:
    """Return the traveller of a plain form that was checked before."""
    return Traveller(
        names=tuple(plain.get("names", ())),
        dob=tuple(plain.get("dob", ())),
        nat=tuple(plain.get("nat", ())),
        gender=plain.get("gender"),
        docs=tuple(plain.get("docs", ())),
    )


def _several(place: str, texts: Iterable[str], make: Callable[[str], T]) -> tuple[T, ...]:
    given = [text.strip() for text in texts if text.strip()]
    if len(given) > MOST:
        raise InvalidInput("at most {most} can be given", most=MOST, place=place)
    try:
        return tuple(dict.fromkeys(make(text) for text in given))
    except InvalidInput as problem:
        raise InvalidInput(problem.sentence, place=place) from problem


def _name(text: str) -> str:
    if len(text) > LONGEST:
        raise InvalidInput("is longer than {longest} characters", longest=LONGEST)
    if not text.isprintable():
        raise InvalidInput("holds a sign that cannot be printed; type it again")
    return text


def _document(text: str) -> str:
    if len(text) > 40 or not document_key(text):
        raise InvalidInput("is not a document number: letters and digits, 40 at most")
    return text


def _gender(text: str | None) -> str | None:
    if not text or not text.strip():
        return None
    try:
        found = gender_from(text)
    except InvalidInput as problem:
        raise InvalidInput(problem.sentence, place="gender") from problem
    return str(found) if found in {"male", "female"} else None
