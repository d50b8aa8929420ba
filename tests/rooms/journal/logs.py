"""A journal in the database, for tests: its card, its key, and short ways to write to it."""

import io
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from tocsin.core.ledger.checkpoint import origin
from tocsin.core.ledger.report import Report
from tocsin.core.ledger.verify import verify
from tocsin.core.statements import cards
from tocsin.core.statements.keys import SealingKey, SigningKey
from tocsin.rooms.journal import actions
from tocsin.rooms.journal.export import Exported, export

ROOT, NODE, KEY, NEXT_KEY = (SigningKey(bytes([n]) * 32) for n in range(1, 5))
NOW = datetime(2026, 11, 21, 5, 28, tzinfo=UTC)


class Log:
    """One bureau's journal."""

    def __init__(self, *keys: SigningKey) -> None:
        self.id = uuid4()
        self.key = KEY
        node = cards.certify(
            ROOT,
            bureau=self.id,
            signing=NODE.public,
            sealing=SealingKey(bytes([9]) * 32).public,
            not_before=NOW,
            not_after=NOW + timedelta(days=90),
        )
        log_keys = tuple(cards.LogKey(n, key.public) for n, key in enumerate(keys or (KEY,)))
        self.card = cards.issue(
            ROOT,
            bureau=self.id,
            code="UTO",
            name="Utopian National Bureau",
            at=NOW,
            journal=cards.Journal(origin(self.id), log_keys),
            nodes=[node],
        )

    def append(self, count: int = 1, **facts) -> list[UUID]:
        said = {
            "verb": "record.fetch",
            "realm": "live",
            "objects": [],
            "actor": None,
            "purpose": "border check",
        } | facts
        with transaction.atomic():
            return [actions.append(log=self.id, **said) for _ in range(count)]

    def sequence(self) -> int:
        return actions.sequence(self.id, self.key, NOW)

    def close(self, successor: SigningKey | None = None) -> int:
        number = actions.close_epoch(self.id, self.key, NOW, successor=successor)
        self.key = successor or self.key
        return number

    def erase(self, **chosen) -> int:
        with transaction.atomic():
            return actions.erase(log=self.id, **chosen)

    def export(self, **options) -> tuple[bytes, Exported]:
        written = io.BytesIO()
        done = export(self.id, written.write, **options)
        return written.getvalue(), done

    def verify(self, kept: str | None = None, **options) -> Report:
        return verify(io.BytesIO(self.export(**options)[0]), self.card, kept)
