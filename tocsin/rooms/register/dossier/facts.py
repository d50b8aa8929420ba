"""A typed body as labelled facts and small tables, names in their own script and language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tocsin.core.identifiers import COUNTRIES, country_name
from tocsin.core.kinds import Body, Name, Part
from tocsin.core.kinds.words import Word

CODES = {"nationalities", "countries", "country", "issuer", "registered_in", "theft_country"}
REFERENCES = {"photographs", "about", "subject", "notice", "source", "target", "record"}
ASIDE = {"sources"}


@dataclass(frozen=True, slots=True)
class Said:
    """One text as it is shown: its language if known, and where it leads."""

    text: str
    lang: str = ""
    url: str = ""
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and what is said of it."""

    term: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Parts of one sort as rows under the columns that any of them uses."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[tuple[str, tuple[Said, ...]], ...], ...]


@dataclass(slots=True)
class Content:
    """A body laid out: plain facts, then tables in the order of its fields, then its sources."""

    facts: list[Fact] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    sources: list[Table] = field(default_factory=list)


def content(body: Body, titles: Mapping[UUID, str]) -> Content:
    """Lay out a body; ``titles`` holds those referenced records that the reader sees."""
    laid = Content()
    for name, info in type(body).model_fields.items():
        value = getattr(body, name)
        title = _(info.title or name)
        if value in (None, (), ""):
            continue
        if isinstance(value, tuple) and isinstance(value[0], Part):
            table = _table(title, value, titles)
            (laid.sources if name in ASIDE else laid.tables).append(table)
        elif isinstance(value, Part):
            laid.facts += [
                Fact(f"{title}: {term.lower()}", said) for term, said in _cells(value, titles)
            ]
        else:
            laid.facts.append(Fact(title, _said(name, value, titles)))
    return laid


def references(body: Body) -> set[UUID]:
    """Return the ids of records that a body names."""
    found = set()
    for name in REFERENCES & set(type(body).model_fields):
        value = getattr(body, name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, str):
                found.add(UUID(one))
    named = getattr(body, "subjects", ())
    return found | {UUID(subject.record) for subject in named}


def _table(title: str, parts: tuple[Part, ...], titles: Mapping[UUID, str]) -> Table:
    rows = [dict(_cells(part, titles)) for part in parts]
    heads = [
        _(info.title or name)
        for name, info in type(parts[0]).model_fields.items()
        if any(getattr(part, name) not in (None, (), "") for part in parts)
    ]
    return Table(
        title,
        tuple(heads),
        tuple(tuple((head, row.get(head, ())) for head in heads) for row in rows),
    )


def _cells(part: Part, titles: Mapping[UUID, str]) -> Iterator[tuple[str, tuple[Said, ...]]]:
    lang = (part.language or "") if isinstance(part, Name) else ""
    for name, info in type(part).model_fields.items():
        value = getattr(part, name)
        if value not in (None, (), ""):
            yield _(info.title or name), _said(name, value, titles, lang)


def _said(name: str, value: Any, titles: Mapping[UUID, str], lang: str = "") -> tuple[Said, ...]:
    if isinstance(value, tuple):
        return tuple(one for part in value for one in _said(name, part, titles, lang))
    if isinstance(value, Part):
        text = "; ".join(f"{term}: {_plain(said)}" for term, said in _cells(value, titles))
        return (Said(text),)
    if isinstance(value, str) and not isinstance(value, Word):
        return (_written(name, value, titles, lang),)
    return (Said(_worded(value)),)


def _worded(value: Any) -> str:
    if isinstance(value, Word):
        return _(value.wording)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    return str(value)


def _written(name: str, text: str, titles: Mapping[UUID, str], lang: str) -> Said:
    if name in CODES and text in COUNTRIES:
        return Said(f"{_(country_name(text))} ({text})")
    if name in REFERENCES:
        known = titles.get(UUID(text))
        return Said(known or text, url=f"/records/{text}/" if known else "")
    own = lang if name in {"text", "family", "given", "patronymic"} else ""
    return Said(text, own, is_long="\n" in text or len(text) > 160)


def _plain(said: tuple[Said, ...]) -> str:
    return ", ".join(one.text for one in said)
