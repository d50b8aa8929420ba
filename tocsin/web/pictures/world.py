"""The offline world map: countries by ISO 3166 alpha-3 code, places by longitude and latitude.

The outlines lie in ``static/web/world.svg`` (written by ``scripts/make_world_map.py``) and are
fetched once by the browser; a page only says which to mark.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tocsin.web.pictures.figure import Text, figure, number, table_twin
from tocsin.web.pictures.projection import HEIGHT, WIDTH, project


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the map, in degrees; ``tone`` is clear, possible, strong or nothing."""

    longitude: float
    latitude: float
    label: str
    tone: str = ""


def world_map(
    countries: Mapping[str, str],
    places: Sequence[Place],
    title: Text,
    *,
    home: str = "",
) -> SafeString:
    """Return the map with countries marked (alpha-3 code: what is said of it) and places."""
    sheet = static("web/world.svg")
    marked = format_html_join(
        "",
        '<g class="{}"><title>{}</title><use href="{}#{}"/></g>',
        (
            ("is-home" if code == home else "is-marked", f"{code}: {said}", sheet, code)
            for code, said in sorted(countries.items())
        ),
    )
    spots = format_html_join(
        "",
        '<circle class="place {}" cx="{}" cy="{}" r="9"><title>{}</title></circle>',
        (
            (
                place.tone,
                *(number(v) for v in project(place.longitude, place.latitude)),
                place.label,
            )
            for place in places
        ),
    )
    body = format_html(
        '<rect class="sea" width="{}" height="{}" rx="8"/><use class="land" href="{}#world"/>{}{}',
        WIDTH,
        HEIGHT,
        sheet,
        marked,
        spots,
    )
    rows = [(code, said) for code, said in sorted(countries.items())]
    rows += [(f"{p.latitude:.2f}, {p.longitude:.2f}", p.label) for p in places]
    return figure(
        "map",
        (WIDTH, HEIGHT),
        title,
        _("A world map with the countries and places of the table below marked on it."),
        body,
        twin=table_twin((_("Where"), _("What")), rows),
        note=_("Borders are simplified and express no position on the status of any territory."),
    )
