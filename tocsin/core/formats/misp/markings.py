"""What the tags and the distribution of an event demand of whoever reads it in.

The strictest colour holds. Every tag of a taxonomy that restricts, and a distribution that ends
at this community, becomes a restriction that says so; nothing is ever read as more open.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from tocsin.core.labels import Handling, Label, Tlp

# The public tlp taxonomy in its second and first versions; ex:chr is kept as a restriction.
_COLOURS: Mapping[str, Tlp] = MappingProxyType(
    {
        **{tlp.value.lower(): tlp for tlp in Tlp},
        "tlp:white": Tlp.CLEAR,
    }
)
# Taxonomies whose tags say what a reader may do, beside tlp.
_RESTRICTING = (
    "tlp:", "pap:", "iep:", "iep2-", "euci:", "eu-classified", "nato:", "fr-classif:", "de-vs:",
    "dni-ism:", "information-security-indicators:", "current-event:restricted", "retention:",
    'workflow:todo="do-not-', "dissemination",
)  # fmt: skip
_DISTRIBUTION: Mapping[str, str] = MappingProxyType(
    {
        "0": "for this organisation only",
        "1": "for this community only",
        "4": "for one sharing group only",
    }
)
_NOTE = 300


def label_of(tags: Iterable[str], distribution: Any) -> Label:
    """Return the label for what an event holds; its audience is the own bureau alone."""
    tags = list(dict.fromkeys(tags))
    colours = [_COLOURS[tag.lower()] for tag in tags if tag.lower() in _COLOURS]
    said = [
        tag for tag in tags if tag.lower() not in _COLOURS and tag.lower().startswith(_RESTRICTING)
    ]
    limit = _DISTRIBUTION.get(str(distribution))
    said += [limit] if limit else []
    tlp = max(colours, key=lambda one: one.rank, default=Tlp.AMBER_STRICT)
    if not said:
        return Label(tlp=tlp)
    if any(tag.lower().startswith("tlp:") for tag in said) and tlp.rank < Tlp.AMBER_STRICT.rank:
        tlp = Tlp.AMBER_STRICT
    note = "".join(sign if sign.isprintable() else " " for sign in "; ".join(said))
    short = note if len(note) <= _NOTE else note[: _NOTE - 1] + "…"
    return Label(tlp=tlp, handling=frozenset({Handling.H3}), handling_note=short)
