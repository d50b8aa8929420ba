"""Copies of others' records: held with a receipt, given up when their owner says so.

A receipt for a purge is signed only once everything that follows the register has passed the
change: index, search, results, attachments. A bureau under a legal duty may keep a copy instead;
then it is sealed away from screening and search, and the receipt says so.
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from pydantic import StringConstraints

from tocsin.core.errors import WrongState
from tocsin.core.statements.moments import moment, stamp
from tocsin.core.statements.signed import Signed, peek, sign
from tocsin.rooms.bureaus import keys
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, verb
from tocsin.rooms.exchange.models import Copy, Outgoing, Peer, Quarantined
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.register.actions import copies as register
from tocsin.rooms.register.models import Record, slowest_consumer

Reason = Annotated[str, StringConstraints(min_length=3, max_length=300, strip_whitespace=True)]


@verb(Power.COPY_KEEP)
def keep(act: Act, copy: Copy, *, reason: Reason) -> Copy:
    """Keep this copy under a legal hold if its owner takes it back: sealed, and said so to it.

    Raises WrongState once it is purged.
    """
    if copy.state == Copy.State.PURGED:
        raise WrongState("this copy is gone already")
    copy.hold_reason, copy.hold_by_id = reason, act.reader.officer
    copy.save(update_fields=["hold_reason", "hold_by"])
    act.on(copy.record_id)
    act.note(reason=reason)
    return copy


@verb(Power.COPY_RELEASE)
def release(act: Act, copy: Copy, *, reason: Reason) -> Copy:
    """End the legal hold; a copy that its owner took back is purged and a receipt signed."""
    if not copy.hold_reason:
        raise WrongState("there is no hold on this copy")
    copy.hold_reason, copy.hold_by = "", None
    if copy.state == Copy.State.HOLD:
        _purge(copy, act.at)
    copy.save()
    act.on(copy.record_id)
    act.note(reason=reason)
    return copy


def hold(peer: Peer, record: Record, at: datetime, *, new: bool) -> None:
    """Enter a copy that was taken, and owe its giver the receipt."""
    copy, made = Copy.unrestricted.get_or_create(
        bureau_id=peer.bureau_id, record=record, defaults={"peer": peer, "since": at}
    )
    if not made:
        copy.state, copy.recalled, copy.ended = Copy.State.HELD, None, None
        copy.withdrawal = ""
        if peer.partner_id == record.owner_id:
            copy.peer = peer
        copy.save()
    if new or made:
        _receipt(peer, record, "held", at)
        _journalled(peer, "copy.take", record, at, revision=record.revision)


def recalled(peer: Peer, record: Record, withdrawal: Signed | None, at: datetime) -> None:
    """Give up the copy of a record its owner took back, or no longer lets this bureau have."""
    copy = (
        Copy.unrestricted.select_for_update()
        .filter(bureau_id=peer.bureau_id, record=record)
        .first()
    )
    if copy is None:
        never_held(peer, record.pk, at)
        return
    if withdrawal is not None and not copy.withdrawal:
        copy.withdrawal = withdrawal.to_text()
    if copy.recalled is not None:
        copy.save()
        if copy.state != Copy.State.PURGING:
            _receipt(copy.peer, record, _outcome(copy), at)  # asked again: say it again
        return
    copy.recalled = moment(peek(withdrawal.statement).body["at"]) if withdrawal is not None else at
    if copy.hold_reason:
        register.put_away(record, at, erase=False)
        copy.state, copy.ended = Copy.State.HOLD, at
        _receipt(copy.peer, record, _outcome(copy), at)
    else:
        _purge(copy, at)
    copy.save()
    _journalled(peer, "copy.recall", record, at, state=copy.state)


def lost(peer: Peer, record: Record, at: datetime) -> None:
    """Give up a copy that came from this peer alone, which may not pass it on any more."""
    copy = Copy.unrestricted.filter(bureau_id=peer.bureau_id, record=record, peer=peer).first()
    if copy is not None:
        recalled(peer, record, None, at)


def never_held(peer: Peer, record: UUID, at: datetime) -> None:
    """Say of a record that is not here that nothing of it is; what waits in quarantine goes."""
    Quarantined.unrestricted.filter(peer=peer, identifier__endswith=f"--{record}").delete()
    _owe(peer, record, peer.partner_id, 0, "purged", at)


def expire(at: datetime) -> int:
    """Purge, as the clock, copies whose own time or whose release has run out."""
    done = 0
    due = Copy.unrestricted.filter(state=Copy.State.HELD, record__expires__lte=at)
    late = Copy.unrestricted.filter(state=Copy.State.HELD, record__release_class__until__lte=at)
    for copy in [*due.select_related("peer", "record")[:200], *late[:200]]:
        with transaction.atomic():
            recalled(copy.peer, copy.record, None, at)
        done += 1
    return done


def confirm(at: datetime) -> int:
    """Sign receipts, as the clock, for purges that every consumer of the feed has passed."""
    waiting = list(Copy.unrestricted.to_confirm().select_related("peer__partner", "record")[:500])
    if not waiting:
        return 0
    passed = slowest_consumer() or 0
    done = 0
    for copy in waiting:
        if copy.feed_number > passed:
            continue
        with transaction.atomic():
            copy.state, copy.ended = Copy.State.PURGED, at
            copy.save(update_fields=["state", "ended"])
            _receipt(copy.peer, copy.record, "purged", at)
            _journalled(copy.peer, "copy.purge", copy.record, at)
        done += 1
    return done


def holders_here(record: UUID) -> frozenset[UUID]:
    """Return the bureaus of this node that hold the record."""
    held = Copy.unrestricted.filter(record_id=record, state=Copy.State.HELD)
    return frozenset(held.values_list("bureau_id", flat=True))


def _purge(copy: Copy, at: datetime) -> None:
    if holders_here(copy.record_id) - {copy.bureau_id}:
        copy.feed_number = register.leave(copy.record, copy.bureau_id, at)
    else:
        copy.feed_number = register.put_away(copy.record, at, erase=True)
    copy.state = Copy.State.PURGING


def _outcome(copy: Copy) -> str:
    return "kept-under-hold" if copy.state == Copy.State.HOLD else "purged"


def _receipt(peer: Peer, record: Record, outcome: str, at: datetime) -> None:
    _owe(peer, record.pk, record.owner_id, record.revision, outcome, at)


def _owe(peer: Peer, record: UUID, owner: UUID, revision: int, outcome: str, at: datetime) -> None:
    """Sign a receipt and put it into the queue of whoever gave the record."""
    said = {
        "type": "receipt",
        "schema": "receipt@1",
        "id": str(record),
        "owner": str(owner),
        "revision": revision,
        "holder": str(peer.bureau_id),
        "at": stamp(max(at, timezone.now())),
        "outcome": outcome,
    }
    Outgoing.unrestricted.create(
        peer=peer,
        statement=sign(said, keys.signer(peer.bureau_id)).to_text(),
        about=record,
        at=at,
    )


def _journalled(peer: Peer, name: str, record: Record, at: datetime, **detail: object) -> None:
    journal.append(
        log=peer.bureau_id,
        verb=name,
        realm=record.realm,
        objects=[record.pk, peer.partner_id],
        actor=None,
        purpose="exchange",
        detail={"with": peer.partner.code, **detail},
        at=at,
    )
