"""Feeds kept in line with the register: a row is added whenever what a peer may have changes.

No officer says this; it follows from what officers said of records, labels and groups, and from
the clock. Here is only found out which records to ask the machine about, with a few queries for
many; what a feed says of one is the machine's decision. A row is a hint: it is asked again when
it is served.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tocsin.core.protocol.peer import Outcome
from tocsin.core.protocol.peer import Peer as It
from tocsin.rooms.bureaus.models import GroupVersion
from tocsin.rooms.exchange import reach
from tocsin.rooms.exchange.actions import machine
from tocsin.rooms.exchange.actions.machine.store import Tables
from tocsin.rooms.exchange.models import Copy, FeedRow, Holding, Peer, Standing
from tocsin.rooms.register.models import Anchor, Record
from tocsin.rooms.release import once

CHUNK = 500
HANGING = ("link", "basis")
EVERY = timedelta(seconds=60)


def changed(records: set[UUID]) -> None:
    """Follow these changed records for every peer, in the caller's transaction."""
    at = timezone.now()
    touched = _with_hanging(records)
    for bureau in _bureaus():
        for chunk in _chunks(sorted(touched)):
            with once.remembering():  # feeds are written here, and no record
                _follow(bureau, _concerned(bureau, chunk, at), at)


def follow(peer: Peer, at: datetime | None = None) -> None:
    """Bring all that a peer is offered in line with what it may have."""
    at = at or timezone.now()
    given: set[UUID] = set()
    if peer.state != Peer.State.ENDED:
        given = set(reach.given_to(peer, at).values_list("pk", flat=True))
    standing = Standing.unrestricted.filter(peer=peer, act=FeedRow.Act.OFFER)
    offered = set(standing.values_list("subject", flat=True))
    for chunk in _chunks(sorted(given ^ offered)):
        _follow(peer.bureau_id, set(chunk), at)
    machine.run(peer.bureau_id, at, lambda it, _store: it.introduced(peer.partner_id, at))


def reconcile(at: datetime) -> int:
    """Follow everything, as the clock: groups change and labels run out with no change of record.

    Done at once when a group has a new version, and each minute.
    """
    newest = GroupVersion.unrestricted.order_by("-pk").values_list("pk", flat=True).first() or 0
    for peer in Peer.unrestricted.open().select_related("bureau", "partner"):
        late = peer.reconciled is None or peer.reconciled + EVERY <= at
        if late or peer.groups_seen != newest:
            with transaction.atomic():
                follow(peer, at)
                Peer.unrestricted.filter(pk=peer.pk).update(reconciled=at, groups_seen=newest)
    return 0


def _follow(bureau: UUID, records: set[UUID], at: datetime) -> None:
    """Ask the machine what each feed should say of these records, what others hang on first."""
    if not records:
        return
    kinds = dict(Record.unrestricted.filter(pk__in=records).values_list("pk", "kind"))
    order = sorted(records, key=lambda pk: (kinds.get(pk) in HANGING, pk))

    def call(it: It, store: Tables) -> Outcome:
        store.load(order)
        store.load_ledger(order)
        return it.changed(order, at)

    machine.run(bureau, at, call)


def _concerned(bureau: UUID, records: list[UUID], at: datetime) -> set[UUID]:
    """Return those of these records that a peer may be given, was offered, or holds."""
    found: set[UUID] = set()
    for peer in Peer.unrestricted.of_the_machine(bureau).select_related("bureau", "partner"):
        if peer.state != Peer.State.ENDED:
            found |= set(reach.given_to(peer, at, records).values_list("pk", flat=True))
    offered = Standing.unrestricted.filter(peer__bureau_id=bureau, subject__in=records)
    found |= set(offered.values_list("subject", flat=True))
    held = Holding.unrestricted.filter(bureau_id=bureau, record__in=records)
    found |= set(held.values_list("record_id", flat=True))
    near = Record.unrestricted.filter(pk__in=found, realm="live")
    mine = set(near.filter(owner_id=bureau).values_list("pk", flat=True))
    copies = Copy.unrestricted.filter(bureau_id=bureau, subject__in=found)
    return mine | set(copies.values_list("subject", flat=True))


def _bureaus() -> list[UUID]:
    found = Peer.unrestricted.filter(accepted__isnull=False)
    return list(found.order_by().values_list("bureau_id", flat=True).distinct())


def _with_hanging(touched: Iterable[UUID]) -> set[UUID]:
    found = set(touched)
    for chunk in _chunks(sorted(found)):
        hanging = Anchor.unrestricted.filter(on__in=chunk).values_list("record_id", flat=True)
        found |= set(hanging)
    return found


def _chunks(ids: list[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
