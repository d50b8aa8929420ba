"""Pages stay light: what the frame itself costs, in bytes before compression."""

from pathlib import Path

import django_htmx
from django.test import Client

import tocsin

STATIC = Path(tocsin.__file__).parent / "web/static/web"
HTMX = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"


def _bytes(pattern: str) -> int:
    return sum(path.stat().st_size for path in STATIC.glob(pattern))


def test_style_sheets_weigh_less_than_60_kb() -> None:
    assert 0 < _bytes("*.css") < 60_000


def test_our_scripts_weigh_less_than_25_kb() -> None:
    assert 0 < _bytes("*.js") < 25_000


def test_the_frame_leaves_every_page_40_kb_of_its_200_even_with_the_map() -> None:
    frame = _bytes("*.css") + _bytes("*.js") + _bytes("*.svg") + HTMX.stat().st_size
    # No page fetches both: what is printed shows no map.
    assert frame - _bytes("paper.css") < 160_000
    assert frame - _bytes("world.svg") < 160_000


def test_an_empty_page_of_ours_is_small(client: Client) -> None:
    assert len(client.get("/fail/stale").content) < 6_000
