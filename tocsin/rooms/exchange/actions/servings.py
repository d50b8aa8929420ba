"""What leaves: each row of a feed decided anew at this moment, entered into the ledger, then given.

Nothing is given that the rules would not let the peer have now; nobody is told of a recall but
who was given the record. The look is journalled and durable before the answer leaves.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from tocsin.core.errors import TocsinError
from tocsin.core.statements.signed import Signed
from tocsin.rooms.bureaus.models import GroupVersion
from tocsin.rooms.exchange import envelopes, reach, taxii
from tocsin.rooms.exchange.actions import recalls
from tocsin.rooms.exchange.models import Feed, FeedRow, Holding
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.register.models import Record

Act = FeedRow.Act
Rendered = tuple[FeedRow, dict[str, Any]]


def page(feed: Feed, asked: taxii.Asked, at: datetime) -> taxii.Page:
    """Return the feed after this place as the peer may have it now."""
    after = taxii.moment_of(asked.after)
    newer = FeedRow.unrestricted.filter(
        feed=OuterRef("feed"), subject=OuterRef("subject"), added__gt=OuterRef("added")
    )
    rows = list(
        FeedRow.unrestricted.filter(feed=feed, added__gt=after)
        .exclude(Exists(newer))
        .order_by("added")[: asked.limit + 1]
    )
    chosen = rows[: asked.limit]
    with transaction.atomic():
        found = list(_rendered(feed, chosen, at))
        wanted = [pair for pair in found if _is_asked(pair[1], asked)]
        if wanted:
            _note(feed, [row for row, _value in wanted], at)
    entries = [
        taxii.Entry(
            taxii.of_moment(row.added),
            json.dumps(value, ensure_ascii=False, separators=(",", ":")),
            str(value["id"]),
            str(value["modified"]),
        )
        for row, value in wanted
    ]
    last = taxii.of_moment(chosen[-1].added) if chosen else asked.after
    return taxii.Page(entries, len(rows) > asked.limit, last)


def _rendered(feed: Feed, rows: Sequence[FeedRow], at: datetime) -> Iterator[Rendered]:
    subjects = [row.subject for row in rows]
    given = reach.given_to(feed.peer, at, subjects) if feed.peer.state == "accepted" else ()
    records = {
        record.pk: record for record in (given and given.select_related("release_class", "owner"))
    }
    held = {
        holding.record_id: holding
        for holding in Holding.unrestricted.filter(
            peer=feed.peer, record__in=subjects
        ).select_related("record__owner", "record__release_class")
    }
    recalls.served(
        feed.peer,
        [records[row.subject] for row in rows if row.act == Act.OFFER and row.subject in records],
        at,
    )
    for row in rows:
        if row.act == Act.MEMBERSHIP:
            yield from _membership(feed, row)
        elif row.act == Act.OFFER and row.subject in records:
            yield from _offer(row, records[row.subject])
        elif row.act == Act.RETRACT and row.subject in held and row.subject not in records:
            holding = held[row.subject]
            if holding.recalled is not None:
                yield row, envelopes.retract(holding.record, holding)


def _offer(row: FeedRow, record: Record) -> Iterator[Rendered]:
    try:
        yield row, envelopes.offer(record)
    except TocsinError:
        # One record that cannot be written never holds up the others; the doctor finds it.
        return


def _membership(feed: Feed, row: FeedRow) -> Iterator[Rendered]:
    version = (
        GroupVersion.unrestricted.filter(group_id=row.subject, group__members=feed.peer.partner_id)
        .order_by("-number")
        .first()
    )
    if version is not None:
        said = Signed(bytes(version.statement), version.key, bytes(version.signature))
        yield row, envelopes.state(said, row.subject)


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
