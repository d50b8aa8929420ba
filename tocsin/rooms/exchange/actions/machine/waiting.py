"""What waits: offers set aside, statements on their way, findings to be looked at."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tocsin.core.protocol.decisions import TABLE, Decision
from tocsin.core.protocol.store import Finding as Shown
from tocsin.core.protocol.store import Owed, SetAside
from tocsin.core.statements.signed import Signed
from tocsin.rooms.exchange.actions.machine import journalled
from tocsin.rooms.exchange.actions.machine.reasons import why
from tocsin.rooms.exchange.models import (
    JOURNALS,
    Finding,
    Memory,
    Outgoing,
    Peer,
    Quarantined,
    Took,
)


class Waiting:
    """The part of the store about what is not done yet."""

    memory: Memory
    at: datetime
    bureau: UUID

    def lines(self) -> dict[UUID, Peer]:
        """Return the lines that this bureau's machine knows; see Ledger."""
        raise NotImplementedError

    def set_aside(self, row: SetAside) -> None:
        """Keep a row of the quarantine, the envelope alone."""
        decision = Decision(row.why)
        Quarantined.unrestricted.update_or_create(
            peer=self.lines()[row.peer],
            key=str(row.record),
            defaults={
                "identifier": str(row.record),
                "why": why(decision),
                "decision": decision.value,
                "sentence": TABLE[decision].sentence,
                "raw": row.statement.to_text(),
                "at": row.at,
                "record": row.record,
                "waits_for": row.waits_for,
                "until": row.until,
                "ready": row.ready,
            },
        )

    def aside(self, *, peer: UUID | None = None, record: UUID | None = None) -> Sequence[SetAside]:
        """Return the quarantine; what was refused for good stands there for people only."""
        found = Quarantined.unrestricted.filter(peer__bureau_id=self.bureau, record__isnull=False)
        if peer is not None:
            found = found.filter(peer__partner_id=peer)
        if record is not None:
            found = found.filter(record=record)
        return [_aside(row) for row in found.select_related("peer").order_by("at")]

    def drop_aside(self, record: UUID, peer: UUID) -> None:
        """Forget a row of the quarantine."""
        Quarantined.unrestricted.filter(
            peer__bureau_id=self.bureau, peer__partner_id=peer, key=str(record)
        ).delete()

    def owe(self, owed: Owed) -> None:
        """Keep what is to be handed on, once."""
        _row, new = Took.unrestricted.get_or_create(bureau_id=self.bureau, digest=owed.digest)
        if not new:
            return
        to = owed.to if owed.to in self.lines() else owed.via
        Outgoing.unrestricted.create(
            bureau_id=self.bureau,
            peer=self.lines().get(to) if to is not None else None,
            digest=owed.digest,
            to=owed.to,
            via=owed.via,
            statement=owed.statement.to_text(),
            about=owed.about,
            at=self.at,
        )
        if (line := self.lines().get(to) if to is not None else None) is not None and line.via_id:
            Peer.unrestricted.filter(pk=line.pk).update(next_call=None)  # no inbox to leave it in

    def owed(self) -> Sequence[Owed]:
        """Return what is still to be handed on."""
        rows = Outgoing.unrestricted.filter(bureau_id=self.bureau)
        return [
            Owed(row.digest, row.to, row.about, Signed.from_text(row.statement), row.via)
            for row in rows
        ]

    def settle(self, digest: str) -> None:
        """Forget what was taken."""
        Outgoing.unrestricted.filter(bureau_id=self.bureau, digest=digest).delete()

    def took(self, digest: str) -> bool:
        """Say whether it was ever kept."""
        return Took.unrestricted.filter(bureau_id=self.bureau, digest=digest).exists()

    def show(self, finding: Shown) -> bool:
        """Keep a finding once, or again after somebody has looked at it."""
        row, new = Finding.unrestricted.get_or_create(
            bureau_id=self.bureau,
            kind=finding.kind,
            about=finding.peer,
            subject=finding.subject,
            looked=None,
            defaults={
                "level": finding.level.value,
                "at": finding.at,
                "evidence": list(finding.evidence),
            },
        )
        if new and row.kind in JOURNALS:
            journalled.finding(row)
        return new


def _aside(row: Quarantined) -> SetAside:
    assert row.record is not None
    return SetAside(
        record=row.record,
        peer=row.peer.partner_id,
        why=row.decision,
        statement=Signed.from_text(row.raw),
        at=row.at,
        waits_for=row.waits_for,
        until=row.until,
        ready=row.ready,
    )
