"""What the machine's writes mean for the journal: copies taken and given up, recalls, groups."""

from datetime import datetime
from uuid import UUID

from tocsin.core.protocol.store import Entry, Group, Holding, Standing
from tocsin.core.statements.cards import Card
from tocsin.rooms.exchange.models import Finding, Peer
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.register.models import Record

GIVEN_UP = {
    Standing.LEAVING: "copy.recall",
    Standing.KEPT: "copy.recall",
    Standing.GONE: "copy.purge",
}


def entry(bureau: UUID, now: Entry, before: Entry | None, at: datetime) -> None:
    """Journal that a copy was taken, recalled or purged; nothing while it stays as it is."""
    was = before.standing if before is not None else Standing.GONE
    if now.standing is Standing.HELD:
        if was is Standing.HELD and before is not None and before.order == now.order:
            return
        revision = now.order.revision if now.order else 0
        _append(bureau, "copy.take", [now.id, now.owner], at, {"revision": revision})
    elif now.standing is not was:
        _append(bureau, GIVEN_UP[now.standing], [now.id, now.owner], at, {})


def holding(
    bureau: UUID, record: Record, now: Holding, before: Holding | None, at: datetime
) -> None:
    """Journal that a recall was opened or confirmed."""
    objects = [now.record, now.holder]
    if now.recalled is not None and (before is None or before.recalled is None):
        _append(bureau, "recall.begin", objects, at, {"why": record.state}, record.realm)
    if now.confirmed is not None and (before is None or before.confirmed is None):
        _append(bureau, "recall.confirm", objects, at, {"outcome": now.outcome}, record.realm)


def group(bureau: UUID, now: Group, at: datetime) -> None:
    """Journal a membership of another's group that was taken."""
    _append(bureau, "group.receive", [now.id, now.owner], at, {"version": now.version})


def card(line: Peer, now: Card, at: datetime) -> None:
    """Journal a newer card."""
    said = {"with": line.partner.code, "serial": now.serial}
    _append(line.bureau_id, "peer.renew", [line.pk, line.partner_id], at, said)


def finding(row: Finding) -> None:
    """Journal that a journal, another's or our own, was seen to contradict itself."""
    about = [row.about] if row.about is not None else []
    _append(row.bureau_id, "peer.accuse", about, row.at, {"fault": row.kind})


def _append(
    bureau: UUID,
    verb: str,
    objects: list[UUID],
    at: datetime,
    detail: dict[str, object],
    realm: str = "live",
) -> None:
    journal.append(
        log=bureau,
        verb=verb,
        realm=realm,
        objects=objects,
        actor=None,
        purpose="exchange",
        detail=detail or None,
        at=at,
    )
