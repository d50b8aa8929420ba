"""A graph of links: one shape for each kind, the same places for the same records every time.

The layout starts from rings round the record in focus, relaxes by springs (Fruchterman and
Reingold, 1991) without chance, and last pushes labels apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

import numpy as np
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from tocsin.core.errors import TooLarge
from tocsin.web.pictures.figure import Text, figure, number, shorten, table_twin
from tocsin.web.telling import told

LIMIT = 300
LABEL = 24
SHELF = 8  # so many records without a link stand in a row below the rest
STEPS = 70
NAMED = 40  # with more links than this their names would cover the drawing

SHAPES = {
    "person": '<circle class="shape" r="11"/>',
    "organisation": '<rect class="shape" x="-10" y="-10" width="20" height="20"/>',
    "document": '<path class="shape" d="M-8-11h11l6 6v16h-17z"/>',
    "travel_document": '<path class="shape" d="M-8-11h11l6 6v16h-17z"/>',
    "vehicle": '<rect class="shape" x="-13" y="-8" width="26" height="16" rx="7"/>',
    "location": '<path class="shape" d="M0 12l-10-22h20z"/>',
    "device": '<path class="shape" d="M0-12l12 12-12 12-12-12z"/>',
    "material": '<path class="shape" d="M-6-11h12l6 11-6 11h-12l-6-11z"/>',
    "report": '<rect class="shape" x="-9" y="-11" width="18" height="22" rx="2"/>',
    "basis": '<path class="shape" d="M0-11l11 8-4 13h-14l-4-13z"/>',
    "thread": '<path class="shape" d="M-11-8h22v13h-12l-5 6v-6h-5z"/>',
}
OTHER = '<circle class="shape" r="8"/>'

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Node:
    """A record in the graph; ``url`` empty means that it is not a link."""

    id: str
    label: str
    kind: str = ""
    url: str = ""
    is_focus: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A link between two nodes, named in the reader's words."""

    source: str
    target: str
    label: str = ""


def graph(nodes: Sequence[Node], edges: Sequence[Edge], title: Text) -> SafeString:
    """Return the drawing; raise TooLarge above 300 nodes, for nobody could read it."""
    if len(nodes) > LIMIT:
        raise TooLarge(
            "a graph shows at most {most} records; narrow the filter", most=LIMIT, place="graph"
        )
    known = {node.id: node for node in nodes}
    edges = [edge for edge in edges if edge.source in known and edge.target in known]
    size = _size(len(nodes))
    places = layout(nodes, edges, size)
    at = {node.id: places[index] for index, node in enumerate(nodes)}
    return figure(
        "graph",
        size,
        title,
        _("Records as shapes, links between them as lines; the table below names each link."),
        mark_safe(  # noqa: S308 - each part is escaped where it is made
            _lines(edges, at)
            + (_names(edges, at, nodes) if len(edges) <= NAMED else "")
            + _marks(nodes, places)
        ),
        twin=table_twin(
            (_("From"), _("Link"), _("To")),
            [(known[edge.source].label, edge.label, known[edge.target].label) for edge in edges],
        ),
        has_links=any(node.url for node in nodes),
    )


def _size(count: int) -> tuple[int, int]:
    if count <= 14:
        return (760, 400)
    return (960, 560) if count <= 60 else (1280, 900)


def layout(nodes: Sequence[Node], edges: Sequence[Edge], size: tuple[int, int]) -> Points:
    """Return a place (x, y) for each node inside the frame; the same input, the same places."""
    if not nodes:
        return np.zeros((0, 2))
    rings = _rings(nodes, edges)
    islands = [place for place, ring in enumerate(rings) if ring < 0]
    if len(islands) > SHELF or len(islands) == len(nodes):
        rings, islands = [abs(ring) for ring in rings], []
    points = _start([max(ring, 0) for ring in rings])
    index = {node.id: place for place, node in enumerate(nodes)}
    links = np.array([(index[e.source], index[e.target]) for e in edges], dtype=np.intp)
    held = np.ones(len(nodes), dtype=bool)
    held[islands] = False
    if max(rings) > 1 or len(edges) >= held.sum():
        points = _relax(points, links.reshape(-1, 2), held)
    shelf = 64 if islands else 0
    points[held] = _fit(points[held], (size[0], size[1] - shelf))
    widths = np.array([min(LABEL, len(node.label)) * 8.0 + 12 for node in nodes])
    points[held] = _part(points[held], widths[held])
    points = _clamp(points, widths, (size[0], size[1] - shelf))
    for turn, place in enumerate(islands):
        points[place] = (size[0] * (turn + 0.5) / len(islands), size[1] - 42)
    return points


def _rings(nodes: Sequence[Node], edges: Sequence[Edge]) -> list[int]:
    """Return each node's distance from the focus; -1 means that no chain of links leads there."""
    near: dict[str, list[str]] = {node.id: [] for node in nodes}
    for edge in edges:
        near[edge.source].append(edge.target)
        near[edge.target].append(edge.source)
    focus = next(
        (node for node in nodes if node.is_focus), max(nodes, key=lambda n: len(near[n.id]))
    )
    distance = {focus.id: 0}
    queue = [focus.id]
    for here in queue:
        for there in near[here]:
            if there not in distance:
                distance[there] = distance[here] + 1
                queue.append(there)
    return [distance.get(node.id, -1) for node in nodes]


def _start(rings: Sequence[int]) -> Points:
    points = np.zeros((len(rings), 2))
    for ring in sorted(set(rings)):
        members = [place for place, value in enumerate(rings) if value == ring]
        for turn, place in enumerate(members):
            angle = 2 * pi * (turn + 0.5 * (ring % 2)) / len(members) - pi / 2
            points[place] = (ring * cos(angle), ring * sin(angle))
    return points


def _relax(points: Points, links: NDArray[np.intp], held: NDArray[np.bool_]) -> Points:
    ideal = 1.0
    heat = 0.35
    for _step in range(STEPS):
        gap = points[:, None, :] - points[None, :, :]
        far = np.maximum(np.hypot(gap[..., 0], gap[..., 1]), 0.01)
        force = ideal**2 / far**2 * (held[:, None] & held[None, :])
        push = (gap * force[..., None]).sum(axis=1)
        if len(links):
            pull = points[links[:, 0]] - points[links[:, 1]]
            pull *= (np.hypot(pull[:, 0], pull[:, 1]) / ideal)[:, None]
            np.add.at(push, links[:, 0], -pull)
            np.add.at(push, links[:, 1], pull)
        push -= points * 0.05  # a little gravity keeps islands in the frame
        length = np.maximum(np.hypot(push[:, 0], push[:, 1]), 1e-9)
        moved: Points = points + push * (np.minimum(length, heat) / length)[:, None]
        points = moved
        heat *= 0.96
    return points


def _fit(points: Points, size: tuple[int, int]) -> Points:
    low, high = points.min(axis=0), points.max(axis=0)
    spread = np.where(high - low < 1e-6, 1.0, high - low)
    frame = np.array([size[0] - 180, size[1] - 90], dtype=float)
    centred: Points = (points - (low + high) / 2) / spread * frame
    centred += np.array(size, dtype=float) / 2 - np.array([0.0, 8.0])
    return centred


def _part(points: Points, widths: NDArray[np.float64]) -> Points:
    """Push overlapping labels apart, upwards and downwards, a little at a time."""
    height = 42.0
    need_x = (widths[:, None] + widths[None, :]) / 2
    for _step in range(40):
        gap = points[:, None, :] - points[None, :, :]
        over_y = height - np.abs(gap[..., 1])
        clash = (np.abs(gap[..., 0]) < need_x) & (over_y > 0)
        np.fill_diagonal(clash, val=False)
        if not clash.any():
            break
        order = np.sign(np.arange(len(points))[:, None] - np.arange(len(points))[None, :])
        side = np.where(gap[..., 1] == 0, order, np.sign(gap[..., 1]))
        points = points.copy()
        points[:, 1] += np.clip((clash * side * over_y).sum(axis=1) * 0.25, -12, 12)
    return points


def _clamp(points: Points, widths: NDArray[np.float64], size: tuple[int, int]) -> Points:
    points = points.copy()
    points[:, 0] = np.clip(points[:, 0], widths / 2 + 4, size[0] - widths / 2 - 4)
    points[:, 1] = np.clip(points[:, 1], 18, size[1] - 34)
    return points


def _lines(edges: Sequence[Edge], at: dict[str, Points]) -> SafeString:
    return format_html_join(
        "",
        '<line class="edge" x1="{}" y1="{}" x2="{}" y2="{}"/>',
        (tuple(number(value) for end in (e.source, e.target) for value in at[end]) for e in edges),
    )


def _names(edges: Sequence[Edge], at: dict[str, Points], nodes: Sequence[Node]) -> SafeString:
    """Put each link's name on its line, where it covers neither a label nor another name."""
    taken = [
        _box(at[node.id][0], at[node.id][1] + 12, shorten(node.label, LABEL), 24) for node in nodes
    ]
    spots = []
    for edge in edges:
        (x1, y1), (x2, y2) = at[edge.source], at[edge.target]
        text = shorten(edge.label, 22)
        boxes = [
            _box(x1 + (x2 - x1) * share, y1 + (y2 - y1) * share, text, 7)
            for share in (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73)
        ]
        free = (box for box in boxes if not any(_touch(box, other) for other in taken))
        box = next(free, boxes[0])
        taken.append(box)
        spots.append((number((box[0] + box[2]) / 2), number((box[1] + box[3]) / 2 + 4), text))
    return format_html_join(
        "", '<text class="edge-label" x="{}" y="{}" text-anchor="middle">{}</text>', spots
    )


def _box(x: float, y: float, text: str, half: float) -> tuple[float, float, float, float]:
    wide = len(text) * 3.6 + 6
    return (x - wide, y - half, x + wide, y + half)


def _touch(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _marks(nodes: Sequence[Node], places: Points) -> SafeString:
    def row(node: Node, place: Points) -> tuple[object, ...]:
        inner = format_html(
            '<title>{}</title>{}<text class="node-label" y="27" text-anchor="middle">{}</text>',
            f"{told(node.kind).replace('_', ' ')}: {node.label}" if node.kind else node.label,
            mark_safe(SHAPES.get(node.kind, OTHER)),  # noqa: S308 - from the table above
            shorten(node.label, LABEL),
        )
        linked = format_html('<a href="{}">{}</a>', node.url, inner) if node.url else inner
        return (
            "is-focus" if node.is_focus else "",
            number(place[0]),
            number(place[1]),
            linked,
        )

    return format_html_join(
        "",
        '<g class="{}" transform="translate({} {})">{}</g>',
        (row(node, place) for node, place in zip(nodes, places, strict=True)),
    )
