"""Draws the rooms into docs/architecture.svg, in the order that pyproject.toml lets them import.

`architecture.py` writes; `architecture.py --check` only says that the picture is stale. The rest of
the picture is drawn by hand.
"""

import re
import sys
import tomllib
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs/architecture.svg"
MARKS = re.compile(r"(<!-- rooms -->\n).*(<!-- end of rooms -->)", re.DOTALL)

# What each room is for, in two short lines; a room that lacks its lines stops the drawing.
CAPTIONS = {
    "journal": ("append,", "read, prove"),
    "bureaus": ("officers,", "powers, keys"),
    "release": ("who sees", "what: rules"),
    "register": ("records, links,", "imports"),
    "notices": ("drafting,", "review, clocks"),
    "catalogue": ("devices com-", "pared, digest"),
    "profiles": ("frameworks", "of groups"),
    "exchange": ("peers, feeds,", "recalls"),
    "requests": ("asked, owed,", "answered"),
    "missions": ("support asked", "and sent"),
    "blind": ("matches that", "show nothing"),
    "hits": ("checks, lists,", "dispositions"),
    "border": ("stations", "without a line"),
    "oversight": ("who looked;", "petitions"),
}
STEPS = {"hits": 2, "release": 3, "journal": 5}  # of one check, whose way the picture numbers

LEFT, PITCH, WIDTH, HEIGHT = 200, 105, 99, 76
ROWS = (440, 292)  # the lower row stands before the upper one
IN_A_ROW = 7
WORDS = 'font-family="Inter, Segoe UI, Helvetica, Arial, sans-serif"'


def order() -> list[str]:
    """Return the rooms from the lowest to the highest."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    rooms = next(one for one in contracts["contracts"] if one["name"].startswith("Rooms stand"))
    return [layer.removeprefix("tocsin.rooms.") for layer in reversed(rooms["layers"])]


def box(number: int, name: str) -> str:
    """Draw one room where its place in the order puts it."""
    x, y = LEFT + PITCH * (number % IN_A_ROW), ROWS[number // IN_A_ROW]
    shape = f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="8"'
    lines = [
        f'{shape} fill="#ffffff" stroke="#1b2733" stroke-width="1.2"/>',
        text(x + 9, y + 26, name, size=15, fill="#1b2733", weight=700),
    ]
    for row, words in enumerate(CAPTIONS[name]):
        lines.append(text(x + 9, y + 46 + 16 * row, words, size=11.5))
    if name in STEPS:
        lines += step(x + WIDTH - 5, y, STEPS[name])
    return "\n".join(lines)


def step(x: int, y: int, number: int) -> list[str]:
    """Draw a step of the one check that the picture follows."""
    dot = f'<circle cx="{x}" cy="{y}" r="12" fill="#b5521b"/>'
    figure = text(x, y + 5, str(number), size=13, fill="#ffffff", weight=700)
    return [dot, figure.replace(">", ' text-anchor="middle">', 1)]


def text(
    x: int, y: int, words: str, *, size: float = 12, fill: str = "#5b6875", weight: int = 400
) -> str:
    """Set words at a place."""
    style = f'font-size="{size:g}" fill="{fill}" font-weight="{weight}"'
    return f'<text x="{x}" y="{y}" {WORDS} {style}>{escape(words)}</text>'


def arrow(start: int, end: int, y: int, *, dashed: bool = False) -> str:
    """Draw an arrow between the two rows."""
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    return (
        f'<path d="M{start} {y} H{end}" fill="none" stroke="#5b6875" stroke-width="1.4"{dash}'
        ' marker-end="url(#tip)"/>'
    )


def drawn() -> str:
    """Return the rooms with the two ways in which they know of one another."""
    right = LEFT + PITCH * IN_A_ROW - (PITCH - WIDTH)
    parts = [box(number, name) for number, name in enumerate(order())]
    parts += [
        arrow(right, LEFT + 190, 392),
        text(LEFT, 396, "a room uses those before it"),
        arrow(LEFT, right - 280, 418, dashed=True),
        text(right - 268, 422, "and hears of news by the change feed alone"),
    ]
    return "\n".join(parts) + "\n"


def main() -> int:
    """Draw, or say that what is drawn is old."""
    old = PICTURE.read_text()
    new = MARKS.sub(lambda found: found[1] + drawn() + found[2], old)
    if old == new:
        return 0
    if "--check" in sys.argv:
        print("docs/architecture.svg is stale: run `make docs`")
        return 1
    PICTURE.write_text(new)
    return 0


if __name__ == "__main__":
    sys.exit(main())
