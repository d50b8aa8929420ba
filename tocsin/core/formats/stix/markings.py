"""Markings: TLP 2.0 exactly as published for STIX, and all else of a label as one statement.

Reading never downgrades: of several colours the strictest holds, a colour of part of an object
holds for all of it, and a marking that is not known here becomes a restriction that says its text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from tocsin.core.formats.stix.told import derived
from tocsin.core.kinds.moments import instant_text
from tocsin.core.labels import Handling, Label, Tlp

TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
_TLP_CREATED = "2022-10-01T00:00:00.000Z"
_OURS_CREATED = "2026-11-01T00:00:00.000Z"
_NOTE = 300

# The ids under which OASIS publishes the TLP 2.0 marking definitions.
TLP_REFS: Mapping[Tlp, str] = MappingProxyType(
    {
        Tlp.CLEAR: "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
        Tlp.GREEN: "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
        Tlp.AMBER: "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
        Tlp.AMBER_STRICT: "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
        Tlp.RED: "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
    }
)
# TLP 1.0 as predefined by STIX 2.1 (clause 7.2.1.4); WHITE was renamed to CLEAR in TLP 2.0.
_TLP_1: Mapping[str, Tlp] = MappingProxyType(
    {
        "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": Tlp.CLEAR,
        "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": Tlp.GREEN,
        "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": Tlp.AMBER,
        "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": Tlp.RED,
    }
)
_COLOURS: Mapping[str, Tlp] = MappingProxyType(
    {**{ref: tlp for tlp, ref in TLP_REFS.items()}, **_TLP_1}
)
_HANDLING: Mapping[Handling, str] = MappingProxyType(
    {
        Handling.H1: "H1: no judicial use without the owner's permission",
        Handling.H2: "H2: no dissemination without the owner's permission",
        Handling.H3: "H3",
    }
)


def tlp_object(tlp: Tlp) -> dict[str, Any]:
    """Return the marking definition of a colour, word for word as it is published."""
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": TLP_REFS[tlp],
        "created": _TLP_CREATED,
        "name": tlp.value,
        "extensions": {
            TLP_EXTENSION: {
                "extension_type": "property-extension",
                "tlp_2_0": tlp.value.removeprefix("TLP:").lower(),
            }
        },
    }


def conditions(label: Label) -> str:
    """Return what a label demands beyond its colour, as one line for any reader; empty if nothing.

    Audiences stay at home: whom else it was given to is nobody's business.
    """
    said = [_HANDLING[code] for code in sorted(label.handling) if code in _HANDLING]
    if label.handling_note:
        said.append(label.handling_note)
    if label.purposes:
        said.append(
            "only for " + ", ".join(sorted(one.replace("_", " ") for one in label.purposes))
        )
    if label.until is not None:
        said.append(f"released until {instant_text(label.until)}")
    if label.source is not None:
        said.append(f"source {label.source.value}")
    if label.information is not None:
        said.append(f"information {label.information.value}")
    if not label.forward:
        said.append("not to be passed on without the owner's permission")
    return "; ".join(said)


def refs(label: Label) -> list[str]:
    """Return the marking references of an object under this label, the colour first."""
    text = conditions(label)
    return [TLP_REFS[label.tlp], *([_statement_ref(text)] if text else [])]


def _statement_ref(text: str) -> str:
    return f"marking-definition--{derived('marking', text)}"


def definitions(labels: Iterable[Label]) -> list[dict[str, Any]]:
    """Return every marking definition that objects under these labels refer to, each once."""
    labels = list(labels)
    colours = sorted({label.tlp for label in labels}, key=lambda tlp: tlp.rank)
    texts = sorted({conditions(label) for label in labels} - {""})
    return [tlp_object(tlp) for tlp in colours] + [
        {
            "type": "marking-definition",
            "spec_version": "2.1",
            "id": _statement_ref(text),
            "created": _OURS_CREATED,
            "definition_type": "statement",
            "definition": {"statement": text},
        }
        for text in texts
    ]


@dataclass(frozen=True, slots=True)
class Marked:
    """What the markings of an object come to, and which of them were not known here."""

    label: Label
    unknown: tuple[str, ...] = ()


class Markings:
    """The marking definitions that a file brought along, by reference."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    def take(self, value: Mapping[str, Any]) -> None:
        """Remember what a marking definition says."""
        ref, said = value.get("id"), value.get("definition")
        if not isinstance(ref, str) or ref in _COLOURS:
            return
        text = said.get("statement") if isinstance(said, dict) else None
        self._texts[ref] = text if isinstance(text, str) else str(value.get("name") or ref)

    def read(self, value: Mapping[str, Any]) -> Marked:
        """Return the label of an object; its audience is always the own bureau alone."""
        met = _refs_of(value)
        colours = [_COLOURS[ref] for ref in met if ref in _COLOURS]
        others = [ref for ref in met if ref not in _COLOURS]
        tlp = max(colours, key=lambda one: one.rank, default=Tlp.AMBER_STRICT)
        unknown = tuple(ref for ref in others if ref not in self._texts)
        if unknown and tlp.rank < Tlp.AMBER_STRICT.rank:
            tlp = Tlp.AMBER_STRICT
        if not others:
            return Marked(Label(tlp=tlp))
        note = " | ".join(dict.fromkeys(self._texts.get(ref, ref) for ref in others))
        note = _visible(note)
        short = note if len(note) <= _NOTE else note[: _NOTE - 1] + "…"
        return Marked(
            Label(tlp=tlp, handling=frozenset({Handling.H3}), handling_note=short), unknown
        )


def _visible(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _refs_of(value: Mapping[str, Any]) -> list[str]:
    found: list[str] = []
    several = value.get("object_marking_refs")
    if isinstance(several, list):
        found += [ref for ref in several if isinstance(ref, str)]
    parts = value.get("granular_markings")
    for part in parts if isinstance(parts, list) else []:
        if isinstance(part, dict) and isinstance(part.get("marking_ref"), str):
            found.append(part["marking_ref"])
    return list(dict.fromkeys(found))
