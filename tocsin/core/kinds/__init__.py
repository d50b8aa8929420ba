"""What a bureau can say: one typed body per record kind, and the table of kinds.

Import kinds from here. A body is strict and frozen; its JSON form holds no floats and text exactly
as given. Closed kinds have no field that could hold a sentence (docs/decisions/0017).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from tocsin.core.errors import InvalidInput
from tocsin.core.kinds.bases import Basis
from tocsin.core.kinds.body import Body, Dated, Part, Spot
from tocsin.core.kinds.closed import Contact, DeviceReference, MaterialReference
from tocsin.core.kinds.completeness import Weakness, completeness
from tocsin.core.kinds.files import Attachment, Photograph
from tocsin.core.kinds.foreign import Foreign
from tocsin.core.kinds.happenings import Event, Location, Report
from tocsin.core.kinds.identity import BirthDate, Document, Name, Place, Source
from tocsin.core.kinds.links import Link, Relation, check_ends, inverse_wording, relations_between
from tocsin.core.kinds.missions import Mission, MissionEnd, MissionOffer, MissionStep
from tocsin.core.kinds.moments import Instant, PartialDate, instant_text
from tocsin.core.kinds.notices import AnyNotice, Notice, PurpleNotice
from tocsin.core.kinds.objects import Asset, TravelDocument, Vehicle
from tocsin.core.kinds.people import Description, Organisation, Person
from tocsin.core.kinds.profiling import Agreement, Framework, Profile
from tocsin.core.kinds.reading import dump, read_as
from tocsin.core.kinds.reading import findings as findings_as
from tocsin.core.kinds.screened import Screened, document_to_screening, person_to_screening
from tocsin.core.kinds.threads import ANSWERED_IN, Answer, Encounter, Outcome, Question, Thread
from tocsin.core.refusals import Finding


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record.

    ``schema`` is what a statement carries; ``exchanged`` may leave the node at all; ``screened``
    may stand in the index while a basis is in force; ``closed`` has no free text; ``kept_by`` names
    the room whose verbs alone write and release it, where that is not the register itself; one that
    ``ends_as_any`` is still narrowed, suspended, withdrawn and erased as every record is; an
    ``entry`` is a word in work that bureaus share, and is read there.
    """

    name: str
    title: str
    plural: str
    body: type[Body]
    exchanged: bool = True
    screened: bool = False
    closed: bool = False
    kept_by: str = ""
    ends_as_any: bool = False
    entry: bool = False
    major: int = 1

    @property
    def schema(self) -> str:
        """The kind and its major version, such as person@1."""
        return f"{self.name}@{self.major}"


_ALL = (
    Kind("person", "Person", "Persons", Person, screened=True),
    Kind("organisation", "Organisation", "Organisations", Organisation),
    Kind("travel_document", "Travel document", "Travel documents", TravelDocument, screened=True),
    Kind("vehicle", "Vehicle", "Vehicles", Vehicle),
    Kind("location", "Location", "Locations", Location),
    Kind("event", "Event", "Events", Event),
    Kind("asset", "Asset", "Assets", Asset),
    Kind("device_reference", "Device reference", "Device references", DeviceReference, closed=True),
    Kind(
        "material_reference",
        "Material reference",
        "Material references",
        MaterialReference,
        closed=True,
    ),
    Kind("report", "Report", "Reports", Report),
    Kind("foreign", "Foreign object", "Foreign objects", Foreign, exchanged=False),
    Kind("basis", "Basis", "Bases", Basis, exchanged=False),
    Kind("link", "Link", "Links", Link),
    Kind("thread", "Thread", "Threads", Thread),
    Kind("encounter", "Encounter", "Encounters", Encounter, entry=True),
    Kind("question", "Question", "Questions", Question, entry=True),
    Kind("answer", "Answer", "Answers", Answer, entry=True),
    Kind("outcome", "Outcome", "Outcomes", Outcome, entry=True),
    Kind("mission", "Mission", "Missions", Mission, kept_by="missions", ends_as_any=True),
    Kind(
        "mission_offer",
        "Offer of support",
        "Offers of support",
        MissionOffer,
        kept_by="missions",
        ends_as_any=True,
        entry=True,
    ),
    Kind(
        "mission_step",
        "Step of a mission",
        "Steps of missions",
        MissionStep,
        kept_by="missions",
        ends_as_any=True,
        entry=True,
    ),
    Kind(
        "mission_end",
        "End of a mission",
        "Ends of missions",
        MissionEnd,
        kept_by="missions",
        ends_as_any=True,
        entry=True,
    ),
    Kind("notice", "Notice", "Notices", Notice, kept_by="notices"),
    Kind(
        "purple_notice",
        "Purple notice",
        "Purple notices",
        PurpleNotice,
        closed=True,
        kept_by="notices",
    ),
    Kind("framework", "Framework", "Frameworks", Framework, kept_by="profiles", ends_as_any=True),
    Kind("agreement", "Agreement", "Agreements", Agreement, kept_by="profiles", ends_as_any=True),
    Kind("profile", "Profile", "Profiles", Profile, kept_by="profiles", ends_as_any=True),
    Kind("photograph", "Photograph", "Photographs", Photograph),
    Kind("attachment", "Attachment", "Attachments", Attachment),
)
KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _ALL})
_KIND_OF: Mapping[type[Body], Kind] = MappingProxyType({kind.body: kind for kind in _ALL})


def kind_named(name: str) -> Kind:
    """Return the kind of this name; ``InvalidInput`` for one that is not known here."""
    kind = KINDS.get(name)
    if kind is None:
        raise InvalidInput(
            "'{name}' is not a kind of record known here", name=name[:40], place="kind"
        )
    return kind


def kind_of(body: Body) -> Kind:
    """Return the kind a body belongs to."""
    return _KIND_OF[type(body)]


def read(kind: str, data: Mapping[str, Any]) -> Body:
    """Read the JSON form of a body of this kind.

    Raises ``InvalidInput`` with the path of the first wrong field as its place.
    """
    return read_as(kind_named(kind).body, data)


def findings(kind: str, data: Mapping[str, Any]) -> list[Finding]:
    """Return everything wrong with ``data`` as a body of this kind, field by field."""
    return findings_as(kind_named(kind).body, data)


__all__ = [
    "ANSWERED_IN",
    "KINDS",
    "Agreement",
    "Answer",
    "AnyNotice",
    "Asset",
    "Attachment",
    "Basis",
    "BirthDate",
    "Body",
    "Contact",
    "Dated",
    "Description",
    "DeviceReference",
    "Document",
    "Encounter",
    "Event",
    "Finding",
    "Foreign",
    "Framework",
    "Instant",
    "Kind",
    "Link",
    "Location",
    "MaterialReference",
    "Mission",
    "MissionEnd",
    "MissionOffer",
    "MissionStep",
    "Name",
    "Notice",
    "Organisation",
    "Outcome",
    "Part",
    "PartialDate",
    "Person",
    "Photograph",
    "Place",
    "Profile",
    "PurpleNotice",
    "Question",
    "Relation",
    "Report",
    "Screened",
    "Source",
    "Spot",
    "Thread",
    "TravelDocument",
    "Vehicle",
    "Weakness",
    "check_ends",
    "completeness",
    "document_to_screening",
    "dump",
    "findings",
    "instant_text",
    "inverse_wording",
    "kind_named",
    "kind_of",
    "person_to_screening",
    "read",
    "read_as",
    "relations_between",
]
