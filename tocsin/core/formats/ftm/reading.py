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

_MOST_SCHEMAS = 200


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
    that was not read.
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
    for schema, count in dropped.most_common(_MOST_SCHEMAS):
        yield Remark("file", f"entities of the schema '{schema}' were not read: {count:,}")


def _items(entity: Entity, ids: Ids, beside: Beside, dropped: Counter[str]) -> Iterator[Item]:
    try:
        if entity.schema in PARTIES:
            yield party_row(entity, ids.take(entity.id), beside)
        elif entity.schema in RELATIONS:
            yield from link_rows(entity, ids.take(entity.id))
        elif entity.schema not in BESIDE:
            known = entity.schema[:60]
            dropped[known if known in dropped or len(dropped) < _MOST_SCHEMAS else "others"] += 1
    except InvalidInput as problem:
        yield RowError(entity.place, problem.place, problem.sentence)
