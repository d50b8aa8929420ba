"""What an operator does to keep a node well: export its journal, rebuild, examine."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from tocsin.core.screening import warming
from tocsin.core.statements.cards import decode
from tocsin.node.health import readings
from tocsin.rooms.bureaus import keys
from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.journal.export import export
from tocsin.rooms.journal.proof import cosigned_checkpoint
from tocsin.rooms.missions.actions import missions
from tocsin.rooms.register import writing
from tocsin.rooms.register.models import Record, Revision
from tocsin.rooms.requests.actions import threads


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the doctor looked at."""

    good: bool
    sentence: str


def export_journal(bureau: Bureau, file: Path) -> int:
    """Write a bureau's log with signed checkpoints, its card and what peers cosigned beside it.

    The export itself is journalled first, as operator. Written whole or not at all.
    """
    with transaction.atomic():
        journal.append(
            log=bureau.id,
            verb="journal.export",
            realm="live",
            objects=[bureau.id],
            actor=None,
            purpose="operator",
        )
    journal.sequence(bureau.id, keys.journal_signer(bureau.id), timezone.now())
    part = file.with_name(file.name + ".part")
    with part.open("wb") as out:
        written = export(bureau.id, out.write)
    part.replace(file)
    Path(f"{file}.card").write_text(bureau.card, encoding="utf-8")
    seen = cosigned_checkpoint(bureau.id)
    if seen is not None:
        Path(f"{file}.cosigned").write_text(seen.text, encoding="utf-8")
    return written.entries


def rebuild(*, batch: int = 500) -> int:
    """Derive every record's columns, terms, links and bases again; return how many records."""
    ids = list(Record.unrestricted.exclude(body={}).values_list("pk", flat=True))
    for start in range(0, len(ids), batch):
        with transaction.atomic():
            for record in Record.unrestricted.filter(pk__in=ids[start : start + batch]):
                writing.derive(record, record.body)
                record.save()
                if record.revision:
                    writing.hang(record)
    with transaction.atomic():
        threads.FOLLOWING.rebuild()
        missions.FOLLOWING.rebuild()
    return len(ids)


def examine() -> Iterator[Finding]:
    """Yield what is well and what is not, each with advice."""
    yield _home()
    yield from _bureaus()
    numbers = readings()
    waiting = numbers["journal_unsequenced"]
    yield Finding(
        waiting < 10_000, f"{waiting} journal entries wait for their number (a worker gives it)"
    )
    lag = numbers["feed_lag"]
    yield Finding(lag < 10_000, f"the slowest reaction is {lag} changes behind")
    yield _bodies()
    yield _screening()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check")
            said = cursor.fetchone()[0]
        yield Finding(said == "ok", f"SQLite says: {said}")


def _screening() -> Finding:
    if warming.warm():
        return Finding(good=True, sentence="screening runs compiled")
    return Finding(
        good=True,
        sentence="screening runs without its compiled loops, slower with the same answers: "
        "install the extra fast, in a folder this account can write to, and ask again",
    )


def _home() -> Finding:
    home = Path(settings.TOCSIN_HOME)
    mode = stat.S_IMODE(home.stat().st_mode)
    free = os.statvfs(home).f_bavail * os.statvfs(home).f_frsize // 2**20
    closed = not mode & 0o077
    return Finding(
        closed and free > 500,
        f"home {home}: {free} MB free"
        + ("" if closed else "; others on this machine can read it: chmod 700"),
    )


def _bureaus() -> Iterator[Finding]:
    now = timezone.now()
    for bureau in Bureau.unrestricted.filter(hosted=True):
        card = decode(bureau.card.encode())
        until = max(node.not_after for node in card.nodes)
        yield Finding(
            until > now + timedelta(days=30),
            f"{bureau.code}: node key valid until {until:%Y-%m-%d}; rotate it a month before",
        )
        offline = not (keys.folder(bureau.id) / "root.key").exists()
        yield Finding(
            offline or bureau.bootstrap_closed is None,
            f"{bureau.code}: root key is {'away' if offline else 'still in the home: move it'}",
        )
        yield Finding(
            good=True,
            sentence=f"{bureau.code}: bootstrap "
            + ("closed" if bureau.bootstrap_closed else "open: close it with two administrators"),
        )


def _bodies() -> Finding:
    sample = list(Revision.unrestricted.filter(body__isnull=False).order_by("?")[:200])
    wrong = [one for one in sample if not writing.verify_body(one)]
    return Finding(
        not wrong, f"{len(sample)} revisions drawn by lot: {len(wrong)} differ from what was signed"
    )
