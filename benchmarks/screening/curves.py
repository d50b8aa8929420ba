"""Curves as SVG, on paper like the other pictures of the manual. No library, no script."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import log10

INK, QUIET, PAPER, RULE = "#1b2733", "#5b6875", "#fbfaf6", "#dcdad2"
# Told apart by those who see no red or green, and by their dashes in print.
COLOURS = ("#0b5394", "#b45309", "#5b7f2b", "#8a3f8f", "#5b6875")
DASHES = ("", "7 4", "2 4", "10 3 2 3", "1 3")
_FONT = "Inter, Segoe UI, Helvetica, Arial, sans-serif"
_LEFT, _TOP, _RIGHT, _BOTTOM = 66, 92, 26, 58


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: what it says, from where to where, its ticks, and whether it is logarithmic."""

    says: str
    low: float
    high: float
    ticks: Sequence[float]
    log: bool = False
    percent: bool = False

    def place(self, value: float) -> float:
        """Return where a value lies, 0 to 1."""
        if self.log:
            kept = max(value, self.low)
            return (log10(kept) - log10(self.low)) / (log10(self.high) - log10(self.low))
        return (value - self.low) / (self.high - self.low)

    def label(self, value: float) -> str:
        if self.percent:
            return f"{100 * value:.4g} %"
        return f"{value:g}"


@dataclass(frozen=True, slots=True)
class Line:
    """A series: its name and its points, in order."""

    name: str
    points: Sequence[tuple[float, float]]


def chart(title: str, sentence: str, axes: tuple[Axis, Axis], lines: Sequence[Line]) -> str:
    """Return a picture of lines with their legend below the title."""
    size = (760, 460)
    body = [_frame(axes, size)]
    for at, line in enumerate(lines):
        points = _thinned([_at(axes, size, point) for point in line.points])
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
        body.append(
            f'<polyline points="{path}" fill="none" stroke="{COLOURS[at]}" stroke-width="2.2" '
            f'stroke-dasharray="{DASHES[at]}" stroke-linejoin="round"/>'
        )
    body.append(_legend(lines, size))
    return _whole(title, sentence, size, body)


@dataclass(frozen=True, slots=True)
class Pick:
    """One row of a picture of intervals: its name and (value, low, high) for each series."""

    name: str
    values: Sequence[tuple[float, float, float]]


def intervals(
    title: str, sentence: str, axis: Axis, series: Sequence[str], rows: Sequence[Pick]
) -> str:
    """Return a picture of points with their intervals, one row each."""
    size = (760, _TOP + _BOTTOM + 24 * len(rows))
    left, right = 190, size[0] - _RIGHT
    body = []
    for tick in axis.ticks:
        x = left + axis.place(tick) * (right - left)
        body.append(f'<path d="M{x:.1f} {_TOP} V{size[1] - _BOTTOM}" stroke="{RULE}"/>')
        body.append(_text(x, size[1] - _BOTTOM + 18, axis.label(tick), anchor="middle", fill=QUIET))
    for number, row in enumerate(rows):
        y = _TOP + 24 * number + 12
        body.append(_text(left - 12, y + 4, row.name, anchor="end"))
        for at, (value, low, high) in enumerate(row.values):
            a, b, c = (
                left + axis.place(min(max(v, axis.low), axis.high)) * (right - left)
                for v in (low, value, high)
            )
            shift = (at - (len(row.values) - 1) / 2) * 7
            body.append(
                f'<path d="M{a:.1f} {y + shift:.1f} H{c:.1f}" stroke="{COLOURS[at]}" stroke-width="1.6"/>'
            )
            shape = f'<circle cx="{b:.1f}" cy="{y + shift:.1f}" r="3.6" fill="{COLOURS[at]}"/>'
            hollow = f'<rect x="{b - 3.2:.1f}" y="{y + shift - 3.2:.1f}" width="6.4" height="6.4" fill="{PAPER}" stroke="{COLOURS[at]}" stroke-width="1.6"/>'
            body.append(hollow if at else shape)
    body.append(_text((left + right) / 2, size[1] - 14, axis.says, anchor="middle", fill=QUIET))
    body.append(_legend([Line(name, ()) for name in series], size))
    return _whole(title, sentence, size, body)


def _at(
    axes: tuple[Axis, Axis], size: tuple[int, int], point: tuple[float, float]
) -> tuple[float, float]:
    x = _LEFT + axes[0].place(point[0]) * (size[0] - _LEFT - _RIGHT)
    return x, size[1] - _BOTTOM - axes[1].place(point[1]) * (size[1] - _TOP - _BOTTOM)


def _thinned(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Leave out points that nobody could see apart."""
    kept: list[tuple[float, float]] = []
    for point in points:
        if not kept or abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= 1.5:
            kept.append(point)
    return kept + points[-1:]


def _frame(axes: tuple[Axis, Axis], size: tuple[int, int]) -> str:
    x, y = axes
    parts = []
    for tick in x.ticks:
        a, b = _at(axes, size, (tick, y.low))
        parts.append(f'<path d="M{a:.1f} {_TOP} V{b:.1f}" stroke="{RULE}"/>')
        parts.append(_text(a, b + 18, x.label(tick), anchor="middle", fill=QUIET))
    for tick in y.ticks:
        a, b = _at(axes, size, (x.low, tick))
        parts.append(f'<path d="M{a:.1f} {b:.1f} H{size[0] - _RIGHT}" stroke="{RULE}"/>')
        parts.append(_text(a - 8, b + 4, y.label(tick), anchor="end", fill=QUIET))
    parts.append(
        _text((_LEFT + size[0] - _RIGHT) / 2, size[1] - 14, x.says, anchor="middle", fill=QUIET)
    )
    middle = (_TOP + size[1] - _BOTTOM) / 2
    turned = f'transform="rotate(-90 18 {middle:.0f})"'
    parts.append(_text(18, middle, y.says, anchor="middle", fill=QUIET, more=turned))
    return "".join(parts)


def _legend(lines: Sequence[Line], size: tuple[int, int]) -> str:
    x, y, parts = 20.0, 53, []
    for at, line in enumerate(lines):
        width = 46 + 6.6 * len(line.name)
        if x + width > size[0]:
            x, y = 20.0, y + 18
        dash = f'stroke-dasharray="{DASHES[at]}"' if line.points else ""
        parts.append(
            f'<path d="M{x:.0f} {y} h24" stroke="{COLOURS[at]}" stroke-width="2.6" {dash}/>'
        )
        parts.append(_text(x + 30, y + 4, line.name, size=12))
        x += width
    return "".join(parts)


def _text(
    x: float,
    y: float,
    says: str,
    *,
    anchor: str = "start",
    fill: str = INK,
    size: int = 12,
    more: str = "",
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{_FONT}" font-size="{size}" fill="{fill}" '
        f'text-anchor="{anchor}" {more}>{escape(says)}</text>'
    )


def _whole(title: str, sentence: str, size: tuple[int, int], body: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}" role="img" '
        f'aria-labelledby="title desc">\n<title id="title">{escape(title)}</title>\n'
        f'<desc id="desc">{escape(sentence)}</desc>\n'
        f'<rect width="{size[0]}" height="{size[1]}" rx="12" fill="{PAPER}"/>\n'
        f"{_text(20, 30, title, size=16)}\n" + "\n".join(body) + "\n</svg>\n"
    )
