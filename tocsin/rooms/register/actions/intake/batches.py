"""The second half of an import: rows of the spool become records, a batch a transaction.

The same number from the same source is the same record. What the source says as it said it before
changes nothing; what it says anew becomes a revision, unless an officer has changed the record
since: then both are left standing and the row is reported.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from tocsin.core.sentences import shortened
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.register.actions.intake import files, joining
from tocsin.rooms.register.actions.intake.ending import end
from tocsin.rooms.register.actions.intake.reading import spooled
from tocsin.rooms.register.actions.intake.taking import Taken, take
from tocsin.rooms.register.models import Import, ImportProblem

SIZE = 200


def carry_on(job: Import, at: datetime) -> int:
    """Write the next batch, or end the import; return how many rows it took.

    A spool that is gone is read again from the file: what was taken already counts as unchanged.
    """
    if not files.spool(job.pk).exists():
        Import.unrestricted.filter(pk=job.pk, phase=Import.Phase.RUNNING).update(
            phase=Import.Phase.WAITING, offset=0, rows=0
        )
        return 1
    with files.spool(job.pk).open("rb") as spool, transaction.atomic():
        mine = _locked(job)
        if mine is None:
            return 0
        rows, offset = _next(spool, mine.offset)
        if rows:
            _write(mine, rows, offset, at)
            return len(rows)
    return end(job, at)


def _locked(job: Import) -> Import | None:
    """Return the import if this process is the one to carry it on."""
    running = Import.unrestricted.filter(pk=job.pk, phase=Import.Phase.RUNNING)
    skips = connection.features.has_select_for_update_skip_locked
    return running.select_for_update(skip_locked=skips).first()


def _next(spool: Any, offset: int) -> tuple[list[dict[str, Any]], int]:
    spool.seek(offset)
    rows = []
    for row in spooled(iter(spool.readline, b"")):
        rows.append(row)
        if len(rows) == SIZE:
            break
    return rows, spool.tell()


def _write(job: Import, rows: Sequence[dict[str, Any]], offset: int, at: datetime) -> None:
    bodies = [row for row in rows if row["kind"] != "link"]
    links = [row for row in rows if row["kind"] == "link"]
    taken = Taken()
    take(job, bodies, taken, at)
    joining.join(job, links, taken, at)
    job.offset, job.rows = offset, job.rows + len(rows)
    job.created_count += taken.created
    job.revised_count += taken.revised
    job.unchanged_count += taken.unchanged
    job.error_count += len(taken.problems)
    job.save()
    ImportProblem.unrestricted.bulk_create(
        ImportProblem(job=job, place=place[:120], sentence=shortened(sentence, 500))
        for place, sentence in taken.problems
    )
    if job.dry_run:
        return
    journal.append(
        log=job.bureau_id,
        verb="import.batch",
        realm=job.realm,
        objects=[job.pk],
        actor=job.officer_id,
        purpose=job.purpose,
        detail={
            "rows": len(rows),
            "created": taken.created,
            "revised": taken.revised,
            "unchanged": taken.unchanged,
            "errors": len(taken.problems),
        },
        at=at,
    )
