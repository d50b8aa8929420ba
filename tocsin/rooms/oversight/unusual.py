"""Looks that stand out against an officer's own habit. A reason to ask, never a verdict.

Three plain counts over the last weeks, each with its figures beside it so that it can be argued
with: a busy day, a purpose seldom stated, one subject again and again.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import TruncDate

from tocsin.rooms.bureaus.models import Officer
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.journal.models import EntryQuerySet
from tocsin.rooms.oversight.audit import Sought, entries

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
    name: str
    day: date
    looks: int
    usual: float


@dataclass(frozen=True, slots=True)
class AgainAndAgain:
    officer: UUID
    name: str
    subject: UUID
    looks: int


@dataclass(frozen=True, slots=True)
class SeldomPurpose:
    officer: UUID
    name: str
    purpose: str
    looks: int
    of: int


@dataclass(frozen=True, slots=True)
class Unusual:
    """What stood out, and since when it was counted."""

    since: datetime
    busy: list[BusyDay]
    again: list[AgainAndAgain]
    seldom: list[SeldomPurpose]


def unusual(who: Reader, now: datetime) -> Unusual:
    """Count the looks of the last four weeks in the reader's own bureau and realm."""
    since = now - WINDOW
    looks = entries(who, Sought(since=since)).filter(verb__in=LOOKS, actor__isnull=False)
    names = dict(Officer.visible_to(who).values_list("pk", "name"))
    return Unusual(since, _busy(looks, names), _again(looks, names), _seldom(looks, names))


def _busy(looks: EntryQuerySet, names: dict[UUID, str]) -> list[BusyDay]:
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
                found.append(BusyDay(actor, names.get(actor, ""), day, number, usual))
    return sorted(found, key=lambda one: -one.looks)[:SHOWN]


def _again(looks: EntryQuerySet, names: dict[UUID, str]) -> list[AgainAndAgain]:
    counted = (
        looks.order_by()
        .filter(objects_named__object__isnull=False)
        .values_list("actor", "objects_named__object")
        .annotate(number=Count("id"))
        .filter(number__gte=AGAIN_LEAST)
        .order_by("-number")[:SHOWN]
    )
    return [AgainAndAgain(a, names.get(a, ""), subject, n) for a, subject, n in counted]


def _seldom(looks: EntryQuerySet, names: dict[UUID, str]) -> list[SeldomPurpose]:
    stated: dict[UUID, Counter[str]] = defaultdict(Counter)
    counted = looks.order_by().values_list("actor", "parts__purpose__1")
    for actor, purpose, number in counted.annotate(number=Count("id")):
        stated[actor][str(purpose or "").strip('"')] += number
    found = []
    for actor, counts in stated.items():
        total = counts.total()
        found += [
            SeldomPurpose(actor, names.get(actor, ""), purpose, number, total)
            for purpose, number in counts.items()
            if total >= SELDOM_LEAST and number * SELDOM < total
        ]
    return sorted(found, key=lambda one: one.looks)[:SHOWN]
