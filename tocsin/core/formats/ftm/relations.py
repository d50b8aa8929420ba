"""Which relations between entities become links, and which property names their ends."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from tocsin.core.errors import InvalidInput
from tocsin.core.formats.ftm.entities import Entity, day
from tocsin.core.formats.rows import LinkRow, Sifter
from tocsin.core.kinds.links import Relation


class _Ends(NamedTuple):
    source: str
    target: str
    relation: Relation


RELATIONS: Mapping[str, _Ends] = MappingProxyType(
    {
        "Ownership": _Ends("owner", "asset", Relation.OWNS),
        "Directorship": _Ends("director", "organization", Relation.DIRECTS),
        "Membership": _Ends("member", "organization", Relation.MEMBER_OF),
        "Employment": _Ends("employee", "employer", Relation.WORKS_FOR),
        "Family": _Ends("person", "relative", Relation.FAMILY_OF),
        "Associate": _Ends("person", "associate", Relation.ASSOCIATE_OF),
    },
)


def link_rows(entity: Entity, identifier: str) -> Iterator[LinkRow]:
    """Yield a link for each pair of ends; ``InvalidInput`` where an end is missing."""
    ends = RELATIONS[entity.schema]
    sources, targets = entity.all(ends.source), entity.all(ends.target)
    for name, found in ((ends.source, sources), (ends.target, targets)):
        if not found:
            raise InvalidInput("is required", place=f"properties.{name}")
    sift = Sifter(entity.place)
    since = day(sift, "startDate", entity.first("startDate"))
    until = day(sift, "endDate", entity.first("endDate"))
    if since and until and until.latest < since.earliest:
        sift.note("endDate", "it is before the start")
        until = None
    note = sift.line("role", "; ".join(entity.all("role", "relationship", "status", "summary")))
    for source in sources:
        for target in targets:
            several = len(sources) * len(targets) > 1
            pair = f"{identifier}/{source}/{target}" if several else identifier
            yield LinkRow(
                entity.place, pair, source, target, ends.relation, since, until, note,
                tuple(sift.remarks),
            )  # fmt: skip
            sift.remarks.clear()
