"""The ledger of holders: what was given to whom, recalled since when, and confirmed by a receipt.

Whatever takes a record out of a peer's reach (withdrawn, narrowed, suspended, expired, blocked, a
member taken out of a group, a line ended) recalls the copies that peer was given, and only those.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tocsin.core.statements.moments import moment, stamp
from tocsin.core.statements.signed import Signed, peek, sign
from tocsin.rooms.bureaus import keys
from tocsin.rooms.exchange.models import Copy, Feed, FeedRow, Holding, Peer
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.register.lifecycle import FINAL, State
from tocsin.rooms.register.models import Record

REMIND = timedelta(hours=24)


def served(peer: Peer, records: list[Record], at: datetime) -> None:
    """Enter into the ledger that these records leave for this peer now, before they do."""
    known = set(
        Holding.unrestricted.filter(peer=peer, record__in=records).values_list(
            "record_id", flat=True
        )
    )
    for record in records:
        if record.pk in known:
            Holding.unrestricted.filter(peer=peer, record=record).update(
                revision=record.revision, recalled=None, confirmed=None, why="", withdrawal=""
            )
    Holding.unrestricted.bulk_create(
        Holding(peer=peer, record=record, served=at, revision=record.revision)
        for record in records
        if record.pk not in known
    )


def recall(peer: Peer, record: UUID, at: datetime) -> None:
    """Ask a peer to give up a record it was given; nothing happens where it was given none.

    A record at its end is withdrawn by a statement of its owner; else the owner's own feed says it.
    """
    holding = Holding.unrestricted.select_for_update().filter(peer=peer, record=record).first()
    if holding is None or holding.recalled is not None:
        return
    found = Record.unrestricted.select_related("owner").get(pk=record)
    holding.withdrawal = _withdrawal(found, at)
    holding.recalled, holding.reminded, holding.confirmed = at, at, None
    holding.why = found.state if found.state != "released" else "narrowed"
    holding.save()
    journal.append(
        log=peer.bureau_id,
        verb="recall.begin",
        realm=found.realm,
        objects=[record, peer.partner_id],
        actor=None,
        purpose="exchange",
        detail={"why": holding.why, "holder": peer.partner.code},
        at=at,
    )


def _withdrawal(record: Record, at: datetime) -> str:
    """Return the owner's word that the record is at its end for everybody; "" while it is not."""
    if State(record.state) not in FINAL:
        return ""
    if not record.owner.hosted:
        held = Copy.unrestricted.filter(record=record).exclude(withdrawal="").first()
        return held.withdrawal if held else ""
    said = {
        "type": "withdrawal",
        "schema": "withdrawal@1",
        "id": str(record.pk),
        "owner": str(record.owner_id),
        "revision": record.revision,
        "at": stamp(max(at, timezone.now())),
    }
    return sign(said, keys.signer(record.owner_id)).to_text()


def confirm(peer: Peer, said: Signed, at: datetime) -> None:
    """Enter a holder's receipt, its signature verified by the caller; may come twice."""
    body = peek(said.statement).body
    holding = (
        Holding.unrestricted.select_for_update()
        .filter(peer=peer, record_id=UUID(body["id"]))
        .first()
    )
    if holding is None:
        return
    spoken = moment(body["at"])
    if holding.receipt:
        before = peek(Signed.from_text(holding.receipt).statement).body
        if moment(before["at"]) > spoken or holding.receipt == said.to_text():
            return
    outcome = str(body["outcome"])
    holding.receipt, holding.outcome = said.to_text(), outcome
    if outcome == Holding.Outcome.HELD:
        holding.held = holding.held or spoken
    if holding.recalled is not None and outcome in {"purged", "kept-under-hold"}:
        holding.confirmed = holding.confirmed or at
    holding.save()
    if holding.confirmed == at:
        journal.append(
            log=peer.bureau_id,
            verb="recall.confirm",
            realm="live",
            objects=[holding.record_id, peer.partner_id],
            actor=None,
            purpose="exchange",
            detail={"outcome": outcome, "holder": peer.partner.code},
            at=at,
        )


def remind(at: datetime) -> int:
    """Tell holders again, as the clock, what they have not confirmed for a day."""
    done = 0
    overdue = Holding.unrestricted.overdue(at - REMIND).select_related("peer__partner")[:200]
    for holding in list(overdue):
        with transaction.atomic():
            holding.reminded, holding.reminders = at, holding.reminders + 1
            holding.save(update_fields=["reminded", "reminders"])
            again(holding, at)
        done += 1
    return done


def again(holding: Holding, at: datetime) -> None:
    """Put the recall into the holder's feed once more, so that a cursor that passed it meets it."""
    from tocsin.rooms.exchange.actions import feeds

    row = FeedRow.unrestricted.filter(feed__peer=holding.peer, subject=holding.record_id).last()
    feed = row.feed if row else Feed.unrestricted.filter(peer=holding.peer, inbox=False).first()
    if feed is not None:
        feeds.append(feed, FeedRow.Act.RETRACT, holding.record_id, "reminder", at)
