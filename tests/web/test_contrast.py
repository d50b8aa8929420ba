"""Every pair of colours that carries text is readable in both themes (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

import tocsin

TOKENS = (Path(tocsin.__file__).parent / "web/static/web/tokens.css").read_text()
PALETTE = {
    name: (day, night)
    for name, day, night in re.findall(
        r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", TOKENS
    )
}
TEXT = [
    *(
        (ink, ground)
        for ink in ("ink", "ink-quiet")
        for ground in ("bg", "surface", "raised", "hover")
    ),
    ("ink-quiet", "sunken"),
    *(
        (ink, ground)
        for ink in ("accent", "accent-strong")
        for ground in ("bg", "surface", "raised")
    ),
    ("accent-strong", "accent-wash"),
    ("ink", "accent-wash"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    *((tone, f"{tone}-wash") for tone in ("clear", "possible", "strong", "info", "exercise")),
    *((tone, ground) for tone in ("clear", "possible", "strong") for ground in ("surface", "bg")),
    *((f"on-{tone}", f"{tone}-solid") for tone in ("clear", "possible", "strong")),
    ("surface", "exercise"),
    *((f"tlp-{tone}", "tlp-ground") for tone in ("red", "amber", "green", "clear")),
]
EDGES = [("control", "surface"), ("control", "bg"), ("focus", "surface"), ("focus", "bg")]


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize(("ink", "ground"), TEXT, ids="-on-".join)
def test_text_is_readable(ink: str, ground: str, theme: int) -> None:
    assert contrast(PALETTE[ink][theme], PALETTE[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize(("line", "ground"), EDGES, ids="-on-".join)
def test_edges_of_controls_are_seen(line: str, ground: str, theme: int) -> None:
    assert contrast(PALETTE[line][theme], PALETTE[ground][theme]) >= 3.0


def test_a_style_sheet_uses_no_colour_but_the_palette() -> None:
    folder = Path(tocsin.__file__).parent / "web/static/web"
    for path in folder.glob("*.css"):
        if path.name == "tokens.css":
            continue
        strays = set(re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(", path.read_text()))
        assert strays <= {"#fff", "#06121499"}, f"{path.name}: {strays}"
