"""Moments and spans on one axis of time, in as many lanes as their labels need."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tocsin.web.pictures.figure import Text, figure, number, shorten, table_twin

Scale: TypeAlias = Callable[[datetime], float]

WIDTH, MARGIN, LANE, TOP = 720, 24, 34, 16
LETTER = 6.6

# The first step that gives at most eight ticks is taken; months and years go by the calendar.
_STEPS = (
    (timedelta(minutes=15), "H:i"),
    (timedelta(hours=1), "H:i"),
    (timedelta(hours=6), "j M H:i"),
    (timedelta(days=1), "j M"),
    (timedelta(days=7), "j M"),
)
_MONTHS = ((1, "M Y"), (3, "M Y"), (12, "Y"), (60, "Y"), (120, "Y"), (600, "Y"))


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at a time, or lasted ``until``."""

    when: datetime
    label: str
    until: datetime | None = None
    tone: str = ""
    url: str = ""


def timeline(events: Sequence[Event], title: Text) -> SafeString:
    """Return the events on an axis; at least one is needed to have a time to draw."""
    ordered = sorted(events, key=lambda event: (event.when, event.label))
    if not ordered:
        return figure(
            "timeline-picture", (WIDTH, TOP), title, _("Nothing happened yet."), mark_safe("")
        )
    first, last = ordered[0].when, max(event.until or event.when for event in ordered)
    last = max(last, first + timedelta(minutes=1))
    span = last - first

    def x_of(moment: datetime) -> float:
        return MARGIN + (WIDTH - 2 * MARGIN) * ((moment - first) / span)

    lanes = _lanes(ordered, x_of)
    floor = TOP + LANE * (max(lanes) + 1)
    body = _axis(first, last, floor, x_of) + format_html_join(
        "", "{}", ((_mark(e, lane, x_of),) for e, lane in zip(ordered, lanes, strict=True))
    )
    return figure(
        "timeline-picture",
        (WIDTH, floor + 30),
        title,
        _("Events from left to right in order of time; the table below lists them."),
        mark_safe(body),  # noqa: S308 - both parts are escaped where they are made
        twin=table_twin(
            (_("From"), _("Until"), _("What")),
            [(_full(e.when), _full(e.until) if e.until else "", e.label) for e in ordered],
        ),
        has_links=any(event.url for event in ordered),
    )


def _full(moment: datetime) -> str:
    return date_format(moment, _("j M Y, H:i"))


def _lanes(events: Sequence[Event], x_of: Scale) -> list[int]:
    """Give each event the lowest lane in which its mark and label do not touch another's."""
    ends: list[float] = []
    lanes = []
    for event in events:
        start, stop = _extent(event, x_of)
        lane = next((place for place, end in enumerate(ends) if end + 10 < start), len(ends))
        ends[lane : lane + 1] = [stop]
        lanes.append(lane)
    return lanes


def _extent(event: Event, x_of: Scale) -> tuple[float, float]:
    left, right = x_of(event.when), x_of(event.until or event.when)
    words = len(shorten(event.label, 40)) * LETTER + 12
    if right + words > WIDTH - 4:
        return left - words, right
    return left, right + words


def _mark(event: Event, lane: int, x_of: Scale) -> SafeString:
    left, right = x_of(event.when), x_of(event.until or event.when)
    y = TOP + LANE * lane + 8
    flips = _extent(event, x_of)[0] < left
    shape = (
        format_html(
            '<rect class="span {}" x="{}" y="{}" width="{}" height="10" rx="3"/>',
            event.tone,
            number(left),
            y - 5,
            number(max(3.0, right - left)),
        )
        if event.until
        else format_html(
            '<circle class="mark {}" cx="{}" cy="{}" r="5"/>', event.tone, number(left), y
        )
    )
    inner = format_html(
        '<title>{}</title>{}<text x="{}" y="{}" text-anchor="{}">{}</text>',
        f"{_full(event.when)}: {event.label}",
        shape,
        number(left - 10 if flips else right + 10),
        y + 4,
        "end" if flips else "start",
        shorten(event.label, 40),
    )
    return format_html('<a href="{}">{}</a>', event.url, inner) if event.url else inner


def _axis(first: datetime, last: datetime, floor: int, x_of: Scale) -> SafeString:
    return format_html(
        '{}<line class="axis-line" x1="{}" y1="{}" x2="{}" y2="{}"/>',
        format_html_join(
            "",
            '<line class="rule" x1="{0}" y1="4" x2="{0}" y2="{1}"/>'
            '<text class="faint" x="{0}" y="{2}" text-anchor="middle">{3}</text>',
            (
                (number(min(max(x_of(tick), 30), WIDTH - 30)), floor, floor + 18, text)
                for tick, text in _ticks(first, last)
            ),
        ),
        MARGIN,
        floor,
        WIDTH - MARGIN,
        floor,
    )


def _ticks(first: datetime, last: datetime) -> Iterator[tuple[datetime, str]]:
    span = last - first
    for step, form in _STEPS:
        if span / step <= 8:
            midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
            tick = midnight + step * -(-(first - midnight) // step)
            while tick <= last:
                yield tick, date_format(tick, form)
                tick += step
            return
    months = span / timedelta(days=30.44)
    step_months, form = next((s for s in _MONTHS if months / s[0] <= 8), _MONTHS[-1])
    month = first.year * 12 + first.month - 1
    month = -(-month // step_months) * step_months
    while True:
        year, rest = divmod(month, 12)
        tick = first.replace(
            year=year, month=rest + 1, day=1, hour=0, minute=0, second=0, microsecond=0
        )
        if tick > last:
            return
        if tick >= first:
            yield tick, date_format(tick, form)
        month += step_months
        if year >= 9000:
            return
