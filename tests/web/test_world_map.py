"""The map shows internationally recognised borders and is made by its script alone."""

import itertools
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import tocsin
from tocsin.web.pictures.projection import HEIGHT, WIDTH, project

SHEET = Path(tocsin.__file__).parent / "web/static/web/world.svg"
SVG = "{http://www.w3.org/2000/svg}"
Ring = list[tuple[float, float]]


def _outlines() -> dict[str, list[Ring]]:
    outlines = {}
    for path in ET.parse(SHEET).iter(f"{SVG}path"):
        rings = []
        for part in re.findall(r"M([^Mz]+)z", path.get("d", "")):
            start, _l, steps = part.partition("l")
            x, y = map(float, re.findall(r"-?\d+", start))
            ring = [(x, y)]
            for dx, dy in re.findall(r"(-?\d+)[ ]?(-?\d+)", steps):
                x, y = x + float(dx), y + float(dy)
                ring.append((x, y))
            rings.append(ring)
        outlines[path.get("id", "")] = rings
    return outlines


OUTLINES = _outlines()


def _holds(rings: list[Ring], point: tuple[float, float]) -> bool:
    x, y = point
    inside = False
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


@pytest.mark.parametrize(
    ("longitude", "latitude", "country"),
    [
        (34.2, 45.25, "UKR"),  # Crimea
        (30.5, 50.4, "UKR"),
        (33.5, 35.3, "CYP"),  # north of Nicosia
        (44.1, 9.6, "SOM"),  # Hargeisa
        (21.0, 52.2, "POL"),
        (28.9, 47.0, "MDA"),
        (37.6, 55.7, "RUS"),
        (-175.0, 66.5, "RUS"),  # beyond the antimeridian
        (-100.0, 40.0, "USA"),
    ],
)
def test_a_point_lies_in_its_country_and_in_no_other(
    longitude: float, latitude: float, country: str
) -> None:
    point = project(longitude, latitude)
    assert [code for code, rings in OUTLINES.items() if _holds(rings, point)] == [country]


def test_every_outline_stays_on_the_sheet() -> None:
    for code, rings in OUTLINES.items():
        for x, y in (point for ring in rings for point in ring):
            assert 0 <= x <= WIDTH, code
            assert 0 <= y <= HEIGHT, code


def test_no_outline_crosses_the_whole_sheet() -> None:
    for code, rings in OUTLINES.items():
        for ring in rings:
            steps = itertools.pairwise(ring)
            assert max(abs(x2 - x1) for (x1, _y1), (x2, _y2) in steps) < WIDTH / 3, code


def test_the_sheet_is_small_and_says_where_it_comes_from() -> None:
    assert SHEET.stat().st_size < 150_000
    text = SHEET.read_text()
    assert "Natural Earth" in text
    assert "public domain" in text
    assert "no position on the status of any territory" in text


def test_the_script_gives_the_same_sheet(samples: Path, tmp_path: Path) -> None:
    before = SHEET.read_bytes()
    subprocess.run(
        [sys.executable, "-m", "scripts.make_world_map", samples / "geo/countries-110m.json"],
        check=True,
        cwd=Path(tocsin.__file__).parents[1],
    )
    assert SHEET.read_bytes() == before
