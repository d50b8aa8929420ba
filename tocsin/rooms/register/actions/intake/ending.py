"""The end of an import: what an earlier file of this source had and this one lacks is reported.

Nothing is deleted for being absent: that a list is shorter is for an officer to judge.
"""

from datetime import datetime

from django.db import transaction

from tocsin.core.sentences import say
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.register.actions.intake import files
from tocsin.rooms.register.actions.intake.reading import MOST_KEPT, spooled
from tocsin.rooms.register.lifecycle import State
from tocsin.rooms.register.models import Import, ImportProblem, Record


def end(job: Import, at: datetime) -> int:
    """Report what is missing, close the import and drop its files."""
    missing = _missing(job)
    with transaction.atomic():
        running = Import.unrestricted.select_for_update().filter(
            pk=job.pk, phase=Import.Phase.RUNNING
        )
        mine = running.first()
        if mine is None:
            return 0
        mine.phase, mine.finished, mine.missing_count = Import.Phase.DONE, at, len(missing)
        mine.save()
        ImportProblem.unrestricted.bulk_create(
            ImportProblem(
                job=mine,
                sort=ImportProblem.Sort.MISSING,
                place=external[:120],
                sentence=_absent(title[:200], doubtful=job.error_count > 0),
            )
            for external, title in missing[:MOST_KEPT]
        )
        journal.append(
            log=mine.bureau_id,
            verb="import.finish",
            realm=mine.realm,
            objects=[mine.pk],
            actor=mine.officer_id,
            purpose=mine.purpose,
            detail={name: value for name, value in mine.summary().items() if name != "id"},
            at=at,
        )
    files.drop(job.pk)
    return 1


def _absent(title: str, *, doubtful: bool) -> str:
    if not doubtful:
        return say("held from this source, not in this file: {title}", title=title)
    return say(
        "held from this source, not in this file (unless it is one of the rows not taken): {title}",
        title=title,
    )


def _missing(job: Import) -> list[tuple[str, str]]:
    with files.spool(job.pk).open("rb") as spool:
        here = {row["id"] for row in spooled(spool) if row["kind"] != "link"}
    held = Record.unrestricted.filter(
        owner_id=job.bureau_id, realm=job.realm, source=job.source, state=State.RELEASED
    ).exclude(kind__in=["basis", "link"])
    rows = held.order_by("external").values_list("external", "title").iterator(chunk_size=2_000)
    return [(external, title) for external, title in rows if external not in here]
