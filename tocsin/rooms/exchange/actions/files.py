"""Files of records, from their owner to who holds the record; to nobody else, and asked each time.

A holder asks by the name in the owner's envelope. The owner gives it while the machine would offer
this peer the record and its newest revision names the file; to all others it does not exist. What
came is the register's to judge. Files have a line of their own: no recall ever waits for one.
"""

import random
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tocsin.core.errors import NotFound, TocsinError
from tocsin.core.protocol.peer import Outcome
from tocsin.core.protocol.peer import Peer as It
from tocsin.core.sentences import say
from tocsin.rooms.exchange.actions import machine
from tocsin.rooms.exchange.actions.calling import Call
from tocsin.rooms.exchange.actions.machine.store import Tables
from tocsin.rooms.exchange.models import Copy, Peer
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.register import vault
from tocsin.rooms.register.actions import arrivals
from tocsin.rooms.register.models import Attachment, Awaited, Record
from tocsin.web.fetch import Line, Reply

AT_ONCE = 20  # files of one call
MOST = 64 * 1024 * 1024  # bytes of one call; the file that goes past it is the last

# At the owner.


def given(peer: Peer, record: UUID, name: str, at: datetime) -> tuple[Attachment, Path]:
    """Return a file for a peer that holds the record and would be given it now.

    Raises NotFound, always the same, for everything else. The look is durable before it leaves.
    """
    with transaction.atomic():
        found = _found(peer, record, name, at)
        if found is None or not vault.path(found.digest).exists():
            raise NotFound("there is no such file for you")
        journal.append(
            log=peer.bureau_id,
            verb="exchange.file",
            realm="live",
            objects=[record, found.pk],
            actor=None,
            purpose="exchange",
            detail={"to": peer.partner.code},
            at=at,
        )
    return found, vault.path(found.digest)


def _found(peer: Peer, record: UUID, name: str, at: datetime) -> Attachment | None:
    names: list[str] = []

    def look(it: It, _store: Tables) -> Outcome:
        names.extend(it.files(peer.partner_id, record, at))
        return Outcome((), ())

    machine.run(peer.bureau_id, at, look)
    if name not in names:
        return None
    return arrivals.find(Record.unrestricted.get(pk=record), name)


# At the holder.


def due(at: datetime) -> list[Peer]:
    """Return the peers from whom a file is to be fetched now: owners with a line of their own."""
    owners = set(_due(at).values_list("record__owner_id", flat=True).distinct())
    if not owners:
        return []
    lines = Peer.unrestricted.open().filter(partner_id__in=owners, via__isnull=True, failures=0)
    return [one for one in lines.select_related("bureau", "partner") if _wanted(one, at).exists()]


def fetch(peer: Peer, line: Line | None = None) -> int:
    """Fetch what is due from a record's owner, in bounds; return how many files are kept."""
    rows = list(_wanted(peer, timezone.now()).select_related("record")[:AT_ONCE])
    call = Call(peer, line)
    try:
        return _fetched(call, rows)
    finally:
        if line is None:
            call.line.close()


def _fetched(call: Call, rows: Iterable[Awaited]) -> int:
    kept, weight = 0, 0
    for row in rows:
        try:
            reply = call.fetch(f"/records/{row.record_id}/files/{row.name}/", vault.LARGEST)
        except TocsinError:
            _put_off(row)
            break
        kept += _taken(row, reply)
        weight += len(reply.body) if reply.whole else vault.LARGEST
        if weight >= MOST:
            break
    return kept


def _taken(row: Awaited, reply: Reply) -> bool:
    at, media_type = timezone.now(), reply.headers.get("content-type", "")
    if reply.status != 200:
        _put_off(row)
        return False
    if not reply.whole:
        most = vault.LARGEST // 1024 // 1024
        arrivals.refuse(
            row, say("too large here: files may have {most} MB", most=most), media_type, at
        )
        return False
    return arrivals.arrived(row, reply.body, media_type, at)


def _put_off(row: Awaited) -> None:
    jitter = random.uniform(0.5, 1.5)  # noqa: S311 - spreads calls, hides nothing
    arrivals.put_off(row, timezone.now(), jitter)


def _due(at: datetime) -> QuerySet[Awaited]:
    return Awaited.unrestricted.filter(refused__isnull=True, due__lte=at)


def _wanted(peer: Peer, at: datetime) -> QuerySet[Awaited]:
    held = Copy.unrestricted.filter(bureau=peer.bureau_id, state=Copy.State.HELD)
    mine = _due(at).filter(record__owner_id=peer.partner_id)
    return mine.filter(record__in=held.values("record"))
