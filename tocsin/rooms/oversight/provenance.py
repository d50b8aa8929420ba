"""Where each datum of a record comes from: since which revision, by whom, until when.

A datum is one leaf of a body, with its path; the same value that moves within a list is the same
datum. What was erased is not told, only that it was.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

from django.utils.translation import gettext as _

from tocsin.core.identifiers import COUNTRIES, country_name
from tocsin.core.kinds import KINDS, Part
from tocsin.core.kinds.words import Word
from tocsin.rooms.bureaus.models import Officer
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.register.dossier.facts import CODES
from tocsin.rooms.register.dossier.past import Entry, past
from tocsin.rooms.register.models import Record, Revision


@dataclass(frozen=True, slots=True)
class Datum:
    """One value a record says or said, and the revision that brought it."""

    place: str
    value: str
    revision: int
    at: datetime
    officer: str
    note: str
    until: int | None = None  # the revision that no longer says it

    @property
    def is_said(self) -> bool:
        return self.until is None


def provenance(reader: Reader, record: Record) -> list[Datum]:
    """Return every datum of an own record, those said now first, each with its origin."""
    revisions = sorted(Revision.of(record), key=lambda one: one.number)
    named = {one.officer for one in revisions}
    names = dict(Officer.visible_to(reader).filter(pk__in=named).values_list("pk", "name"))
    data = list(trace(revisions, {str(pk): name for pk, name in names.items()}))
    return sorted(data, key=lambda one: (not one.is_said, one.place, one.revision))


def trace(revisions: Sequence[Revision], names: dict[str, str]) -> Iterator[Datum]:
    """Yield each datum of these revisions, oldest first, once for each time it came and went."""
    said: dict[tuple[str, str], Datum] = {}
    for one in revisions:
        now = set(leaves(one.body or {}))
        for key in [key for key in said if key not in now]:
            gone = said.pop(key)
            yield Datum(*key, gone.revision, gone.at, gone.officer, gone.note, until=one.number)
        officer = names.get(str(one.officer), "")
        for key in now - said.keys():
            said[key] = Datum(*key, one.number, one.at, officer, one.note)
    yield from said.values()


def leaves(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield each leaf of a body as its path, without places in lists, and its value as text."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from leaves(part, f"{place} / {name}" if place else str(name))
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part, place)
    else:
        yield place.replace("_", " "), str(value)


@dataclass(frozen=True, slots=True)
class Told:
    """A datum as an officer reads it: its field by title, its value in words."""

    place: str
    value: str
    datum: Datum


def in_words(kind: str, data: Sequence[Datum]) -> list[Told]:
    """Return each datum with the titles of its fields and the wording of closed words."""
    known = KINDS.get(kind)
    return [Told(*_told(known.body if known else None, one), one) for one in data]


def _told(part: type[Part] | None, datum: Datum) -> tuple[str, str]:
    titles, within, value = [], part, datum.value
    for name in datum.place.split(" / "):
        info = within.model_fields.get(name.replace(" ", "_")) if within else None
        titles.append(_(info.title) if info and info.title else name)
        kinds = list(_inside(info.annotation)) if info else []
        within = next((one for one in kinds if issubclass(one, Part)), None)
        for vocabulary in (one for one in kinds if issubclass(one, Word)):
            value = next((_(word.wording) for word in vocabulary if word.value == value), value)
    if name in CODES and value in COUNTRIES:
        value = f"{_(country_name(value))} ({value})"
    return " / ".join(titles), value


def _inside(annotation: Any) -> Iterator[type[Any]]:
    """Yield the classes that an annotation is made of, such as Name of a tuple of names."""
    if isinstance(annotation, type) and not get_args(annotation):
        yield annotation
    for inner in get_args(annotation):
        yield from _inside(inner)


def rulings(reader: Reader, record: Record) -> list[Entry]:
    """Return what was ruled on the record: to whom it was released, when it was stopped."""
    return [entry for entry in past(reader, record) if not entry.number]
