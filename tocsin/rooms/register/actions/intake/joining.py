"""Links between rows of one file: records of their own, once both ends are in the register."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from tocsin.core.errors import InvalidInput
from tocsin.core.kinds import Link, check_ends, read_as
from tocsin.core.labels import read_label
from tocsin.rooms.register import writing
from tocsin.rooms.register.actions import bulk
from tocsin.rooms.register.actions.intake.taking import Taken, known, note_of
from tocsin.rooms.register.lifecycle import State
from tocsin.rooms.register.models import Import, Record


def join(job: Import, rows: Sequence[dict[str, Any]], taken: Taken, at: datetime) -> None:
    """Create or revise the link of each row; an end that is not here is reported."""
    if not rows:
        return
    ends = known(job, {row[end] for row in rows for end in ("from", "to")})
    held = known(job, [_external(row) for row in rows])
    stored = {name: one for name, one in held.items() if one.kind == "link"}
    fresh = []
    for row in rows:
        if job.dry_run:
            # Ends that this very file would bring are not in the register yet.
            taken.created += _external(row) not in stored
            taken.unchanged += _external(row) in stored
            continue
        try:
            body = _body(row, ends)
        except InvalidInput as problem:
            taken.problems.append((row["place"], str(problem)))
            continue
        record = stored.get(_external(row))
        if record is None:
            fresh.append(_fresh(job, row, body))
            taken.created += 1
        else:
            _settle(job, record, body, taken, at)
    bulk.create(
        fresh,
        owner=job.bureau_id,
        realm=job.realm,
        officer=job.writer,
        at=at,
        note=note_of(job),
    )


def _external(row: Mapping[str, Any]) -> str:
    return f"{row['id']}#link"


def _body(row: Mapping[str, Any], ends: Mapping[str, Record]) -> dict[str, Any]:
    source, target = ends.get(row["from"]), ends.get(row["to"])
    if source is None or target is None:
        missing = row["from"] if source is None else row["to"]
        raise InvalidInput(
            "links to '{missing}', which was not taken from this file", missing=missing[:60]
        )
    ids = {"source": str(source.pk), "target": str(target.pk)}
    body = writing.checked("link", {**row["body"], **ids})
    check_ends(read_as(Link, body), source.kind, target.kind)
    return body


def _settle(job: Import, record: Record, body: dict[str, Any], taken: Taken, at: datetime) -> None:
    if record.state != State.RELEASED:
        taken.unchanged += 1
        return
    revised = writing.revise(record, body, officer=job.writer, at=at, note=note_of(job))
    taken.revised += revised
    taken.unchanged += not revised


def _fresh(job: Import, row: Mapping[str, Any], body: dict[str, Any]) -> bulk.Fresh:
    typed = writing.typed("link", body)
    return bulk.Fresh(
        kind="link",
        body=body,
        title=typed.title(),
        weak=False,
        words=writing.words_of(typed),
        source=job.source,
        external=_external(row),
        label=read_label(row["label"]),
    )
