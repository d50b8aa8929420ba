"""Carrying manifests on: the worker's part, in small transactions, resumed wherever it was killed.

First the file is read once into a rows file and the whole manifest journalled as one leaf over its
rows; only then is the first row screened. Each batch is answered and its place kept in one
transaction, so a killed worker leaves nothing half done and nothing is answered twice.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone

from tocsin.core.errors import AccessEnded, InvalidInput, TocsinError
from tocsin.core.formats import Limits, Remark, Row, RowError, passengers
from tocsin.core.kinds import Person, person_to_screening
from tocsin.core.sentences import shortened
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader, Realm
from tocsin.rooms.bureaus.reading.posts import reader_of
from tocsin.rooms.hits import index
from tocsin.rooms.hits.actions.checks import LIMIT, checked, results
from tocsin.rooms.hits.actions.manifests import ROWS, clear_away, folder
from tocsin.rooms.hits.answer import answers
from tocsin.rooms.hits.models import (
    UNDER_WAY,
    Check,
    CheckResult,
    Manifest,
    ManifestProblem,
    Phase,
)
from tocsin.rooms.hits.traveller import Traveller, again, packs, traveller
from tocsin.rooms.journal import actions as journal

BATCH = 256  # rows answered in one transaction
MOST_ROWS = 250_000
MOST_PROBLEMS = 1_000  # kept with their sentence; the rest are counted
POWER_OF_A_MANIFEST = Power.MANIFEST_UPLOAD


def carry_on(at: datetime) -> int:
    """Carry the oldest manifest one step on and return how many rows that was."""
    manifest = (
        Manifest.unrestricted.filter(phase__in=UNDER_WAY)
        .order_by("started")
        .select_related("officer")
        .first()
    )
    if manifest is None:
        return 0
    try:
        reader = _reader(manifest, at)
        if manifest.phase == Phase.WAITING:
            return _read_in(manifest, reader, at)
        return _next_batch(manifest, reader, at)
    except TocsinError as problem:
        _fail(manifest, problem, at)
        return 1


def _reader(manifest: Manifest, at: datetime) -> Reader:
    """Return the officer who handed it in, with the rights she has now."""
    found = reader_of(
        manifest.officer_id,
        manifest.bureau_id,
        at=at,
        realm=Realm(manifest.realm),
        purpose=manifest.purpose,
        door="worker",
    )
    if found is None:
        raise AccessEnded("the post of the officer who handed it in has ended")
    found.need(POWER_OF_A_MANIFEST)
    return found


@dataclass(slots=True)
class _Reading:
    """What reading a file came to."""

    rows: list[dict[str, str]]
    problems: list[tuple[str, str]]
    problems_count: int = 0

    def problem(self, place: str, sentence: str) -> None:
        self.problems_count += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append((place[:120], shortened(sentence, 500)))


def _read_in(manifest: Manifest, reader: Reader, at: datetime) -> int:
    """Write the rows file, then problems, leaf and phase in one transaction."""
    place = folder(manifest.pk)
    read = _Reading([], [])
    with (
        (place / "upload").open("rb") as source,
        (place / f"{ROWS}.part").open("w", encoding="utf-8") as target,
    ):
        for identifier, asked in _travellers(source, manifest.name, read):
            read.rows.append({"row": identifier, "query": asked.digest()})
            line = {"row": identifier, **asked.plain()}
            target.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
    (place / f"{ROWS}.part").replace(place / ROWS)
    with transaction.atomic():
        if not _is_still(manifest, Phase.WAITING):
            return 0
        ManifestProblem.unrestricted.bulk_create(
            ManifestProblem(manifest=manifest, place=where, sentence=sentence)
            for where, sentence in read.problems
        )
        _journal(manifest, reader, read.rows, at)
        manifest.phase = Phase.SCREENING
        manifest.rows = len(read.rows)
        manifest.problems_count = read.problems_count
        manifest.began = at
        manifest.save(update_fields=["phase", "rows", "problems_count", "began"])
    return len(read.rows) or 1


def _travellers(source: BinaryIO, name: str, read: _Reading) -> Iterator[tuple[str, Traveller]]:
    for item in passengers(source, filename=name, limits=Limits(rows=MOST_ROWS)):
        if isinstance(item, Remark):
            continue
        if isinstance(item, RowError):
            field = f", {item.field}" if item.field else ""
            read.problem(item.place + field, item.sentence)
            continue
        try:
            yield item.external_id, _traveller(item)
        except InvalidInput as problem:
            field = f", {problem.place}" if problem.place else ""
            read.problem(item.place + field, problem.sentence)


def _traveller(row: Row) -> Traveller:
    if not isinstance(row.body, Person):
        raise InvalidInput("is not a person; a manifest lists travellers")
    facts = person_to_screening(row.body)
    return traveller(**facts)


def _journal(manifest: Manifest, reader: Reader, rows: list[dict[str, str]], at: datetime) -> None:
    journal.append(
        log=reader.bureau,
        verb="manifest.screen",
        realm=reader.realm.value,
        objects=[manifest.pk],
        actor=reader.officer,
        purpose=reader.purpose or None,
        detail={"name": manifest.name, "sha256": manifest.digest, "rows": len(rows)},
        rows=rows,
        at=at,
    )


def _next_batch(manifest: Manifest, reader: Reader, at: datetime) -> int:
    lines, cursor = _lines(folder(manifest.pk) / ROWS, manifest.cursor)
    if not lines:
        return _finish(manifest, at)
    travellers = [again(line) for line in lines]
    asked = [one.person(line["row"]) for one, line in zip(travellers, lines, strict=True)]
    found = index.of(manifest.realm).screen(asked, reader, at=at, limit=LIMIT)
    hits = answers(reader, travellers, found.matches, at)
    checks, answered = [], []
    for line, one, close in zip(lines, travellers, hits, strict=True):
        if close:
            check = checked(
                reader,
                one,
                close,
                feed=found.feed,
                at=at,
                where=manifest.where,
                row=line["row"],
                manifest=manifest,
            )
            checks.append(check)
            answered += results(check, close)
    with transaction.atomic():
        if not _is_still(manifest, Phase.SCREENING):
            return 0
        Check.unrestricted.bulk_create(checks)
        CheckResult.unrestricted.bulk_create(answered)
        manifest.done += len(lines)
        manifest.cursor = cursor
        manifest.hits += len(checks)
        manifest.save(update_fields=["done", "cursor", "hits"])
    return len(lines)


def _lines(path: Path, cursor: int) -> tuple[list[dict[str, Any]], int]:
    """Return the next rows after a byte of the rows file, and the byte after them."""
    with path.open("rb") as file:
        file.seek(cursor)
        raw = [line for _, line in zip(range(BATCH), file, strict=False)]
    return [json.loads(line) for line in raw], cursor + sum(map(len, raw))


def _is_still(manifest: Manifest, phase: Phase) -> bool:
    """Lock the row; say whether nobody cancelled it or carried it on meanwhile."""
    now = Manifest.unrestricted.select_for_update().filter(pk=manifest.pk)
    return now.filter(phase=phase, cursor=manifest.cursor).exists()


def _finish(manifest: Manifest, at: datetime) -> int:
    with transaction.atomic():
        if _is_still(manifest, Phase.SCREENING):
            manifest.phase = Phase.DONE
            manifest.finished = max(at, timezone.now())
            manifest.save(update_fields=["phase", "finished"])
    rows = folder(manifest.pk) / ROWS
    if rows.exists():
        packs.lay_aside(rows, manifest.realm, manifest.pk, manifest.bureau_id, at)
    clear_away(manifest.pk)
    return 1


def _fail(manifest: Manifest, problem: TocsinError, at: datetime) -> None:
    """Keep what is wrong with the whole file where its officer sees it; nothing was screened."""
    Manifest.unrestricted.filter(pk=manifest.pk, phase__in=UNDER_WAY).update(
        phase=Phase.FAILED, problem=shortened(str(problem), 300), finished=at
    )
    clear_away(manifest.pk)
