"""What of each kind comes back from the readable part of a format alone, declared field by field.

A field that is not named comes back whole (white space folded, each value once). The lists are
printed into the manual, and a property test compares them with what really happens.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from tocsin.core.kinds import KINDS


class Loss(StrEnum):
    """How much of a field comes back."""

    PARTLY = "partly"
    WORDS = "words"
    REFERENCE = "reference"


Losses = Mapping[str, Mapping[str, Loss]]


def _lost(kind: str, *, whole: str = "", partly: str = "", reference: str = "") -> dict[str, Loss]:
    """Return the losses of a kind: a field named nowhere is told in words."""
    found = {}
    for field in KINDS[kind].body.model_fields:
        if field in partly.split():
            found[field] = Loss.PARTLY
        elif field in reference.split():
            found[field] = Loss.REFERENCE
        elif field not in whole.split():
            found[field] = Loss.WORDS
    return found


# An object of STIX without our extension, read as any other's would be. With it nothing is lost.
STIX: Losses = MappingProxyType(
    {
        "person": _lost("person", whole="occupation", partly="names sources"),
        "organisation": _lost("organisation", partly="names sources"),
        "location": _lost("location", whole="name", partly="place sources"),
        "event": _lost("event", whole="headline", partly="sources"),
        "report": _lost("report", whole="headline", partly="sources", reference="about"),
        "link": _lost("link", whole="relation", partly="since until", reference="source target"),
        "travel_document": _lost("travel_document"),
        "device_reference": _lost("device_reference"),
        "material_reference": _lost("material_reference"),
        "vehicle": _lost("vehicle"),
        "asset": _lost("asset"),
        "notice": _lost("notice"),
        "purple_notice": _lost("purple_notice"),
        "thread": _lost("thread", reference="subject continues"),
        "encounter": _lost("encounter", reference="thread subject"),
        "question": _lost("question", reference="thread"),
        "answer": _lost("answer", reference="thread question records"),
        "outcome": _lost("outcome", reference="thread"),
        "basis": _lost("basis", reference="subject notice"),
        "framework": _lost("framework"),
        "agreement": _lost("agreement", reference="framework"),
        "profile": _lost("profile", reference="framework person notices"),
        "mission": _lost("mission"),
        "mission_offer": _lost("mission_offer", reference="mission"),
        "mission_step": _lost("mission_step", reference="mission offer"),
        "mission_end": _lost("mission_end", reference="mission"),
        "photograph": _lost("photograph", reference="subject"),
        "attachment": _lost("attachment", reference="subject"),
    }
)
# An event of MISP, read back by us. Kinds told as annotations are not read back at all.
MISP: Losses = MappingProxyType(
    {
        "person": _lost(
            "person",
            whole="nationalities gender occupation",
            partly="names births birth_places documents addresses honorifics",
        ),
        "organisation": _lost("organisation", partly="names registrations addresses"),
        "vehicle": _lost("vehicle", whole="plates vin make model colour"),
        "location": _lost("location", partly="place"),
        "event": _lost("event", whole="headline"),
        "report": _lost("report", whole="headline"),
        "link": _lost("link", whole="relation", reference="source target"),
        **{
            kind: _lost(kind)
            for kind in (
                "travel_document", "device_reference", "material_reference", "asset", "thread",
                "encounter", "question", "answer", "outcome", "basis", "photograph", "attachment",
                "notice", "purple_notice", "framework", "agreement", "profile",
                "mission", "mission_offer", "mission_step", "mission_end",
            )
        },
    }
)  # fmt: skip
FORMATS: Mapping[str, Losses] = MappingProxyType({"stix": STIX, "misp": MISP})


def whole(losses: Losses, kind: str) -> list[str]:
    """Return the fields of a kind that come back whole."""
    return [name for name in KINDS[kind].body.model_fields if name not in losses[kind]]
