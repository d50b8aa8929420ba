"""What leaves: each row of a feed decided anew at this moment, entered into the ledger, then given.

The machine decides and keeps the ledger; nobody is told of a recall but who was given the record.
The look is journalled and durable before the answer leaves.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from tocsin.core.errors import TocsinError
from tocsin.core.protocol.messages import Row
from tocsin.core.protocol.peer import Peer as It
from tocsin.core.protocol.peer import Served
from tocsin.rooms.exchange import envelopes, taxii
from tocsin.rooms.exchange.actions import machine
from tocsin.rooms.exchange.actions.machine.ledger import row_of
from tocsin.rooms.exchange.actions.machine.store import Tables
from tocsin.rooms.exchange.models import Feed, FeedRow
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.register.models import Record

Rendered = tuple[FeedRow, dict[str, Any]]


def page(feed: Feed, asked: taxii.Asked, at: datetime) -> taxii.Page:
    """Return the feed after this place as the peer may have it now."""
    rows = _rows(feed, asked)
    chosen = rows[: asked.limit]
    with transaction.atomic():
        found = _rendered(feed, chosen, at)
        wanted = [pair for pair in found if _is_asked(pair[1], asked)]
        if wanted:
            _note(feed, [row for row, _value in wanted], at)
        if chosen and asked.everything:
            _shown(feed, chosen[-1].added)
    entries = [
        taxii.Entry(
            taxii.of_moment(row.added),
            json.dumps(value, ensure_ascii=False, separators=(",", ":")),
        )
        for row, value in wanted
    ]
    last = taxii.of_moment(chosen[-1].added) if chosen else asked.after
    return taxii.Page(entries, len(rows) > asked.limit, last)


def _rows(feed: Feed, asked: taxii.Asked) -> list[FeedRow]:
    """Return the newest row of each subject after the place asked for, one more than a page."""
    newer = FeedRow.unrestricted.filter(
        feed=OuterRef("feed"), subject=OuterRef("subject"), added__gt=OuterRef("added")
    )
    after = taxii.moment_of(asked.after)
    found = FeedRow.unrestricted.filter(feed=feed, added__gt=after).exclude(Exists(newer))
    if asked.ids:
        found = found.filter(subject__in=_named(asked.ids))
    return list(found.order_by("added")[: asked.limit + 1])


def _named(ids: Sequence[str]) -> list[UUID]:
    found = []
    for one in ids:
        try:
            found.append(UUID(one.rpartition("--")[2]))
        except ValueError:
            continue
    return found


def _rendered(feed: Feed, rows: Sequence[FeedRow], at: datetime) -> list[Rendered]:
    if not rows:
        return []
    reader = feed.peer.partner_id
    by_place = {taxii.of_moment(row.added): row for row in rows}
    asked = [row_of(row.act, row.subject, row.mark, row.added) for row in rows]
    subjects = [row.subject for row in rows]

    def call(it: It, store: Tables) -> Served:
        store.load(subjects)
        store.load_ledger(subjects)
        return it.serve(reader, asked, at)

    ran = machine.run(feed.peer.bureau_id, at, call)
    records = Record.unrestricted.select_related("owner", "release_class").in_bulk(subjects)
    generation = ran.store.generation()
    found = []
    for row, said in ran.said.rows:
        value = _written(said, generation, records.get(row.id))
        if value is not None:
            found.append((by_place[row.position], value))
    return found


def _written(said: Row, generation: int, record: Record | None) -> dict[str, Any] | None:
    try:
        return envelopes.write(said, generation, record)
    except TocsinError:
        # One record that cannot be written never holds up the others; the doctor finds it.
        return None


def _shown(feed: Feed, added: datetime) -> None:
    """Note how far a page reached; it only ever goes further."""
    if feed.shown is None or feed.shown < added:
        Feed.unrestricted.filter(pk=feed.pk).update(shown=added)


def _is_asked(value: dict[str, Any], asked: taxii.Asked) -> bool:
    if asked.ids and value["id"] not in asked.ids:
        return False
    return not asked.types or value["type"] in asked.types


def _note(feed: Feed, rows: Sequence[FeedRow], at: datetime) -> None:
    journal.append(
        log=feed.peer.bureau_id,
        verb="exchange.serve",
        realm="live",
        objects=[row.subject for row in rows],
        actor=None,
        purpose="exchange",
        detail={"to": feed.peer.partner.code},
        at=at,
    )
