"""Two passes over the lines: first what stands beside the parties, then the parties and links."""

from collections import Counter
from collections.abc import Iterator
from io import BufferedReader
from typing import IO

from tocsin.core.errors import InvalidInput
from tocsin.core.formats.ftm.entities import BESIDE, Beside, Entity, entity_from
from tocsin.core.formats.ftm.parties import PARTIES, party_row
from tocsin.core.formats.ftm.relations import RELATIONS, link_rows
from tocsin.core.formats.jsonl import objects
from tocsin.core.formats.limits import Limits, open_stream
from tocsin.core.formats.rows import Ids, Item, Remark, RowError
from tocsin.core.sentences import say

_MOST_REMARKS = 200


def _entities(stream: BufferedReader, limits: Limits) -> Iterator[Entity | RowError]:
    for place, found in objects(stream, limits):
        if isinstance(found, RowError):
            yield found
            continue
        try:
            yield entity_from(place, found)
        except InvalidInput as problem:
            yield RowError(place, problem.place, problem.sentence)


def read_ftm(source: bytes | IO[bytes], limits: Limits) -> Iterator[Item]:
    """Yield the rows and links of a FollowTheMoney file; it must be possible to read it twice.

    Raises ``MalformedFile`` and ``TooLarge`` as ``lines`` does. Ends with a remark for each schema
    and property that was not read.
    """
    beside = Beside(limits.rows)
    start = 0 if isinstance(source, bytes) else source.tell()
    for entity in _entities(open_stream(source, limits), limits):
        if isinstance(entity, Entity):
            beside.take(entity)
    if not isinstance(source, bytes):
        source.seek(start)
    ids = Ids(limits)
    dropped: Counter[str] = Counter()
    for entity in _entities(open_stream(source, limits), limits):
        ids.count()
        if isinstance(entity, RowError):
            yield entity
        else:
            yield from _items(entity, ids, beside, dropped)
    for what, count in dropped.most_common():
        yield Remark("file", say("{what} were not read: {count:,}", what=what, count=count))


def _count(dropped: Counter[str], what: str) -> None:
    dropped[what if what in dropped or len(dropped) < _MOST_REMARKS else say("other things")] += 1


def _items(entity: Entity, ids: Ids, beside: Beside, dropped: Counter[str]) -> Iterator[Item]:
    try:
        if entity.schema in PARTIES:
            yield party_row(entity, ids.take(entity.id), beside)
        elif entity.schema in RELATIONS:
            yield from link_rows(entity, ids.take(entity.id))
        elif entity.schema not in BESIDE:
            _count(dropped, say("entities of the schema '{schema}'", schema=entity.schema[:60]))
    except InvalidInput as problem:
        yield RowError(entity.place, problem.place, problem.sentence)
        return
    if entity.schema in PARTIES or entity.schema in RELATIONS:
        for name in entity.unread():
            _count(
                dropped, say("values of the property '{name}'", name=f"{entity.schema}.{name[:60]}")
            )
