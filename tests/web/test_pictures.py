"""A picture is a picture for everybody: named, described, twinned by a table, the same each time."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.errors import TooLarge
from tocsin.web import pictures
from tocsin.web.pictures.graph import layout

NOW = datetime(2026, 11, 21, tzinfo=UTC)
TEXT = st.text(alphabet="aЖ'ل<>&\"é {}", max_size=30)
HOSTILE = "<script>alert('x')</script>\" onload=\"x"


def _parsed(markup: str) -> ET.Element:
    return ET.fromstring(f"<div>{markup}</div>")


def _every_picture(label: str) -> list[str]:
    nodes = [pictures.Node("a", label, "person", "/a", is_focus=True), pictures.Node("b", label)]
    return [
        pictures.graph(nodes, [pictures.Edge("a", "b", label)], label),
        pictures.timeline([pictures.Event(NOW, label, NOW + timedelta(days=3))], label),
        pictures.world_map({"POL": label}, [pictures.Place(21, 52, label)], label, home="POL"),
        pictures.bars([(label, 3), ("other", 0)], label),
        pictures.sparkline([1, 2, 3], label),
    ]


@given(TEXT)
def test_every_picture_is_well_formed_and_named_whatever_the_words(label: str) -> None:
    for markup in _every_picture(label):
        svg = _parsed(markup).find(".//svg")
        assert svg is not None
        assert svg.get("role") in {"img", "group"}
        title = svg.find("title")
        assert title is not None
        assert (title.text or "") == label
        assert svg.get("aria-label") is not None or svg.get("aria-labelledby") == title.get("id")


def test_no_picture_carries_style_script_or_handler() -> None:
    for markup in _every_picture(HOSTILE):
        for element in _parsed(markup).iter():
            assert element.tag not in {"style", "script"}
            assert not [name for name in element.attrib if name == "style" or name.startswith("on")]


def test_every_large_picture_has_a_table_twin() -> None:
    for markup in _every_picture("Vessel")[:4]:
        assert _parsed(markup).find(".//details/table/tbody/tr") is not None


def test_a_picture_with_links_lets_a_keyboard_in() -> None:
    linked, plain = (
        pictures.graph([pictures.Node("a", "A", url=url)], [], "Links") for url in ("/a", "")
    )
    assert 'role="group"' in linked.split("<svg")[1]
    assert 'role="img"' in plain.split("<svg")[1]


@given(
    st.integers(min_value=0, max_value=40),
    st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=60),
)
def test_a_graph_is_laid_out_the_same_each_time_inside_its_frame(
    count: int, pairs: list[tuple[int, int]]
) -> None:
    nodes = [pictures.Node(str(i), f"Record {i}", is_focus=i == 0) for i in range(count)]
    edges = [
        pictures.Edge(str(a), str(b), "links")
        for a, b in pairs
        if a < count and b < count and a != b
    ]
    places = layout(nodes, edges, (960, 560))
    assert np.array_equal(places, layout(nodes, edges, (960, 560)))
    assert np.isfinite(places).all()
    assert ((places >= 0) & (places <= np.array([960, 560]))).all()
    assert pictures.graph(nodes, edges, "t") == pictures.graph(nodes, edges, "t")


def test_a_graph_that_nobody_could_read_is_refused() -> None:
    nodes = [pictures.Node(str(i), "R") for i in range(301)]
    with pytest.raises(TooLarge):
        pictures.graph(nodes, [], "t")


def test_a_link_to_a_record_that_is_not_shown_is_not_drawn() -> None:
    markup = pictures.graph([pictures.Node("a", "A")], [pictures.Edge("a", "hidden", "x")], "t")
    assert "<line" not in markup


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**8) | st.none()), max_size=20))
def test_a_timeline_fits_any_events(spans: list[tuple[int, int | None]]) -> None:
    start = datetime(1990, 1, 1, tzinfo=UTC)
    events = [
        pictures.Event(
            start + timedelta(seconds=at),
            f"Event {at}",
            None if lasts is None else start + timedelta(seconds=at + lasts),
        )
        for at, lasts in spans
    ]
    svg = _parsed(pictures.timeline(events, "What happened")).find(".//svg")
    assert svg is not None
    for shape in svg.iter("circle"):
        assert 0 <= float(shape.get("cx", "-1")) <= 960


def test_bars_of_nothing_draw_nothing() -> None:
    assert "<rect" not in pictures.bars([], "Nothing")
