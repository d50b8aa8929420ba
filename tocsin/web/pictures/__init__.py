"""The house's own pictures: SVG drawn by the server, with a title, a description and a table twin.

Only classes and attributes, never a style attribute; colours come from ``pictures.css`` in both
themes. The same input always gives the same bytes.
"""

from tocsin.web.pictures.charts import bars, sparkline
from tocsin.web.pictures.graph import Edge, Node, graph
from tocsin.web.pictures.timeline import Event, timeline
from tocsin.web.pictures.world import Place, world_map

__all__ = [
    "Edge",
    "Event",
    "Node",
    "Place",
    "bars",
    "graph",
    "sparkline",
    "timeline",
    "world_map",
]
