"""Links between records: which relation may join which kinds, read in both directions.

A link is a record of its own and is seen only by those who see both its ends.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple, Self

from pydantic import Field, model_validator

from tocsin.core.errors import InvalidInput
from tocsin.core.kinds.body import Body, Dated, Several, known
from tocsin.core.kinds.identity import Source, in_order
from tocsin.core.kinds.moments import PartialDate
from tocsin.core.kinds.words import Word
from tocsin.core.kinds.writing import RecordId, Text
from tocsin.core.sentences import say


class Relation(Word):
    """What joins the source of a link to its target; the wording reads source, then target."""

    ASSOCIATE_OF = "associate_of", "is an associate of"
    FAMILY_OF = "family_of", "is family of"
    TRAVELS_WITH = "travels_with", "travels with"
    CONTACT_OF = "contact_of", "is in contact with"
    MEMBER_OF = "member_of", "is a member of"
    WORKS_FOR = "works_for", "works for"
    DIRECTS = "directs", "directs"
    OWNS = "owns", "owns"
    CONTROLS = "controls", "controls"
    PART_OF = "part_of", "is part of"
    HOLDS = "holds", "holds"
    USES = "uses", "uses"
    LOCATED_AT = "located_at", "is located at"
    SEEN_AT = "seen_at", "was seen at"
    INVOLVED_IN = "involved_in", "is involved in"
    MENTIONS = "mentions", "mentions"
    DEPICTS = "depicts", "depicts"
    BELONGS_TO_CASE = "belongs_to_case", "belongs to the case of"
    SAME_SERIES = "same_series", "is filed in the same series as"
    SAME_AS = "same_as", "is the same as"
    EXTRACT_OF = "extract_of", "is an extract of"
    ABOUT = "about", "is about"


_INVERSE: Mapping[Relation, str] = MappingProxyType(
    {
        Relation.MEMBER_OF: "has as a member",
        Relation.WORKS_FOR: "employs",
        Relation.DIRECTS: "is directed by",
        Relation.OWNS: "is owned by",
        Relation.CONTROLS: "is controlled by",
        Relation.PART_OF: "contains",
        Relation.HOLDS: "is held by",
        Relation.USES: "is used by",
        Relation.LOCATED_AT: "is the location of",
        Relation.SEEN_AT: "is where it was seen:",
        Relation.INVOLVED_IN: "involves",
        Relation.MENTIONS: "is mentioned by",
        Relation.DEPICTS: "is depicted by",
        Relation.BELONGS_TO_CASE: "is the case of",
        Relation.EXTRACT_OF: "has as an extract",
        Relation.ABOUT: "is the subject of",
    },
)

_PARTY = frozenset({"person", "organisation"})
_THINGS = frozenset({"travel_document", "vehicle", "asset"})
_CASES = frozenset({"device_reference", "material_reference"})
_SUBJECTS = _PARTY | _THINGS | _CASES | {"location", "event"}
_PAPERS = frozenset({"report", "photograph", "attachment", "thread"})
_SAME = _SUBJECTS | _PAPERS


class Pairing(NamedTuple):
    """Which kinds of record a relation may lead from and to; ``alike`` demands equal kinds."""

    sources: frozenset[str]
    targets: frozenset[str]
    alike: bool = False


_PERSON = frozenset({"person"})
PAIRINGS: Mapping[Relation, Pairing] = MappingProxyType(
    {
        Relation.ASSOCIATE_OF: Pairing(_PARTY, _PARTY),
        Relation.FAMILY_OF: Pairing(_PERSON, _PERSON),
        Relation.TRAVELS_WITH: Pairing(_PERSON, _PERSON),
        Relation.CONTACT_OF: Pairing(_PARTY, _PARTY),
        Relation.MEMBER_OF: Pairing(_PARTY, frozenset({"organisation"})),
        Relation.WORKS_FOR: Pairing(_PERSON, _PARTY),
        Relation.DIRECTS: Pairing(_PARTY, frozenset({"organisation"})),
        Relation.OWNS: Pairing(_PARTY, frozenset({"organisation", "vehicle", "asset", "location"})),
        Relation.CONTROLS: Pairing(_PARTY, frozenset({"organisation", "vehicle", "asset"})),
        Relation.PART_OF: Pairing(
            frozenset({"organisation", "event", "location"}),
            frozenset({"organisation", "event", "location"}),
            alike=True,
        ),
        Relation.HOLDS: Pairing(_PARTY, frozenset({"travel_document"})),
        Relation.USES: Pairing(_PARTY, _THINGS | {"location"}),
        Relation.LOCATED_AT: Pairing(_PARTY | _THINGS | {"event"}, frozenset({"location"})),
        Relation.SEEN_AT: Pairing(_PARTY | _THINGS, frozenset({"location"})),
        Relation.INVOLVED_IN: Pairing(_PARTY | _THINGS | _CASES, frozenset({"event"})),
        Relation.MENTIONS: Pairing(_PAPERS, _SUBJECTS),
        Relation.DEPICTS: Pairing(
            frozenset({"photograph"}), _PERSON | {"travel_document", "vehicle"}
        ),
        Relation.BELONGS_TO_CASE: Pairing(_PARTY | _THINGS | {"location"}, _CASES),
        Relation.SAME_SERIES: Pairing(_CASES, _CASES, alike=True),
        Relation.SAME_AS: Pairing(_SUBJECTS, _SUBJECTS, alike=True),
        Relation.EXTRACT_OF: Pairing(_SAME, _SAME, alike=True),
        Relation.ABOUT: Pairing(frozenset({"report", "thread", "attachment"}), _SUBJECTS),
    },
)


def inverse_wording(relation: Relation) -> str:
    """Return how the relation reads from its target; the same words where it works both ways."""
    return _INVERSE.get(relation, relation.wording)


def fits(relation: Relation, source: str, target: str) -> bool:
    """Tell whether ``relation`` may lead from a record of kind ``source`` to one of ``target``."""
    pairing = PAIRINGS[relation]
    if pairing.alike and source != target:
        return False
    return source in pairing.sources and target in pairing.targets


def relations_between(source: str, target: str) -> tuple[Relation, ...]:
    """Return the relations that may lead from kind ``source`` to kind ``target``, in order."""
    return tuple(relation for relation in Relation if fits(relation, source, target))


def check_ends(link: "Link", source: str, target: str) -> None:
    """Raise ``InvalidInput`` unless the link may join records of these two kinds."""
    if not fits(link.relation, source, target):
        raise InvalidInput(
            "'{relation}' cannot lead from {source} to {target}",
            relation=say(link.relation.wording),
            source=say(source),
            target=say(target),
            place="relation",
        )


class Link(Body):
    """A relation between two records."""

    source: RecordId = Field(title="From", description="Id of the record the relation starts at.")
    target: RecordId = Field(title="To", description="Id of the record it leads to.")
    relation: Relation = Field(title="Relation", description="What joins them.")
    since: PartialDate | None = Field(
        default=None, title="Since", description="When the relation began."
    )
    until: PartialDate | None = Field(
        default=None, title="Until", description="When the relation ended."
    )
    sources: Several[Source] = Field(
        default=(), title="Sources", description="Where this is known from."
    )
    note: Text | None = Field(
        default=None, title="Note", description="What else a colleague must know."
    )

    @model_validator(mode="after")
    def _rules(self) -> Self:
        if self.source == self.target:
            raise ValueError("a record cannot be linked to itself")
        in_order(self.since, self.until, of=say("the dates"))
        return self

    def title(self) -> str:
        return self.relation.wording

    def search_texts(self) -> list[str]:
        return known(self.note)

    def dates(self) -> list[Dated]:
        return [Dated(self.relation.wording, self.since, self.until)] if self.since else []
