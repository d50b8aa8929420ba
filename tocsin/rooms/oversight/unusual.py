"""Looks that stand out against an officer's own habit. A reason to ask, never a verdict.

Three plain counts over the last weeks, each with its figures beside it so that it can be argued
with: a busy day, a purpose seldom stated, one subject again and again. Counting a long log takes
longer than a page may, so a clock counts and pages show the newest survey, with its time.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import TruncDate

from tocsin.rooms.bureaus.models import Officer
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.journal.models import EntryQuerySet
from tocsin.rooms.oversight.models import Survey

WINDOW = timedelta(days=28)
LOOKS = ("record.see", "record.search", "record.export", "check.run", "check.see")
FACTOR = 3  # a day counts as busy from three times the officer's median day ...
BUSY_LEAST = 30  # ... and at least this many looks, so that quiet desks raise nothing
AGAIN_LEAST = 10  # looks by one officer at one subject
SELDOM = 20  # a purpose stated in fewer than one in this many looks
SELDOM_LEAST = 40  # among at least this many looks of hers
SHOWN = 50


@dataclass(frozen=True, slots=True)
class BusyDay:
    officer: UUID
    day: date
    looks: int
    usual: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class AgainAndAgain:
    officer: UUID
    subject: UUID
    looks: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class SeldomPurpose:
    officer: UUID
    purpose: str
    looks: int
    of: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Unusual:
    """What stood out, when it was counted and since when."""

    at: datetime
    since: datetime
    busy: list[BusyDay]
    again: list[AgainAndAgain]
    seldom: list[SeldomPurpose]


def unusual(who: Reader) -> Unusual | None:
    """Return the newest survey of the reader's own bureau and realm; None before the first."""
    survey = Survey.visible_to(who).first()
    if survey is None:
        return None
    names = dict(Officer.visible_to(who).values_list("pk", "name"))
    return Unusual(
        survey.at,
        survey.at - WINDOW,
        [
            BusyDay(officer, date.fromisoformat(one["day"]), one["looks"], one["usual"], name)
            for officer, name, one in _named(survey, "busy", names)
        ],
        [
            AgainAndAgain(officer, UUID(one["subject"]), one["looks"], name)
            for officer, name, one in _named(survey, "again", names)
        ],
        [
            SeldomPurpose(officer, one["purpose"], one["looks"], one["of"], name)
            for officer, name, one in _named(survey, "seldom", names)
        ],
    )


def _named(
    survey: Survey, group: str, names: dict[UUID, str]
) -> Iterator[tuple[UUID, str, dict[str, Any]]]:
    for one in survey.found[group]:
        officer = UUID(one["officer"])
        yield officer, names.get(officer, ""), one


def counted(entries: EntryQuerySet, now: datetime) -> dict[str, Any]:
    """Count the looks of the last four weeks among a log's entries; ids and figures, no names."""
    looks = entries.filter(at__gte=now - WINDOW, verb__in=LOOKS, actor__isnull=False)
    return {
        "busy": [_plain(one) for one in _busy(looks)],
        "again": [_plain(one) for one in _again(looks)],
        "seldom": [_plain(one) for one in _seldom(looks)],
    }


def _plain(found: BusyDay | AgainAndAgain | SeldomPurpose) -> dict[str, Any]:
    said = asdict(found)
    del said["name"]
    return {
        name: value if isinstance(value, int | float) else str(value)
        for name, value in said.items()
    }


def _busy(looks: EntryQuerySet) -> list[BusyDay]:
    counted = looks.order_by().annotate(day=TruncDate("at")).values_list("actor", "day")
    days: dict[UUID, dict[date, int]] = defaultdict(dict)
    for actor, day, number in counted.annotate(number=Count("id")):
        days[actor][day] = number
    found = []
    for actor, by_day in days.items():
        for day, number in by_day.items():
            others = [count for other, count in by_day.items() if other != day]
            usual = median(others) if others else 0.0
            if number >= BUSY_LEAST and number >= FACTOR * usual:
                found.append(BusyDay(actor, day, number, usual))
    return sorted(found, key=lambda one: -one.looks)[:SHOWN]


def _again(looks: EntryQuerySet) -> list[AgainAndAgain]:
    counted = (
        looks.order_by()
        .filter(objects_named__object__isnull=False)
        .values_list("actor", "objects_named__object")
        .annotate(number=Count("id"))
        .filter(number__gte=AGAIN_LEAST)
        .order_by("-number")[:SHOWN]
    )
    return [AgainAndAgain(*one) for one in counted]


def _seldom(looks: EntryQuerySet) -> list[SeldomPurpose]:
    stated: dict[UUID, Counter[str]] = defaultdict(Counter)
    counted = looks.order_by().values_list("actor", "parts__purpose__1")
    for actor, purpose, number in counted.annotate(number=Count("id")):
        stated[actor][str(purpose or "").strip('"')] += number
    found = []
    for actor, counts in stated.items():
        total = counts.total()
        found += [
            SeldomPurpose(actor, purpose, number, total)
            for purpose, number in counts.items()
            if total >= SELDOM_LEAST and number * SELDOM < total
        ]
    return sorted(found, key=lambda one: one.looks)[:SHOWN]
