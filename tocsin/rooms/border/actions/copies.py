"""Copies: who the station's officer may screen for and take out of the node, sealed to the station.

A full copy holds the index and, for each entry, the bases with their instruction and a title where
the officer may see one. A delta holds what differs from the last full copy. What each full copy
held is remembered by digests until it is over.
"""

import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from tocsin.core.border import parcel
from tocsin.core.errors import AccessEnded, NotFound, TocsinError
from tocsin.core.labels import Purpose, Use
from tocsin.core.screening import Index, Person
from tocsin.core.statements.moments import moment, stamp
from tocsin.rooms.border.models import Copy, Station
from tocsin.rooms.bureaus import keys
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.reading.posts import reader_of
from tocsin.rooms.hits.answer import because
from tocsin.rooms.hits.subjects import Subject, in_force_of, newest_mark, standing
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.register.models import titles_for
from tocsin.rooms.release.models import ReleaseClass, allowed

CHUNK = 500
FULL_EVERY = timedelta(days=7)  # a delta from an older full copy would be nearly one itself


def folder(station: Station) -> Path:
    """Return where a station's copies lie, sealed, with what they hold as digests."""
    return Path(settings.TOCSIN_HOME) / "border" / str(station.pk)


def file_of(copy: Copy) -> Path:
    """Return the sealed file of a copy; raises NotFound once it was cleared away."""
    path = folder(copy.station) / f"{copy.number}.copy"
    if copy.state != Copy.State.READY or not path.exists():
        raise NotFound("this copy is not here: it is being made, or it is over")
    return path


def last_full(station: Station, at: datetime) -> Copy | None:
    """Return the full copy that a delta can be made from; None without a recent one."""
    rows = station.copies.filter(base=0, state=Copy.State.READY, made__gt=at - FULL_EVERY)
    found = rows.first()
    return found if found and _held_by(found).exists() else None


def waiting() -> Iterator[Copy]:
    """Yield the copies to be made."""
    rows = Copy.unrestricted.filter(state=Copy.State.WAITING, station__ended=None)
    yield from rows.select_related("station__officer", "station__bureau").order_by("asked")


def make(copy: Copy, at: datetime) -> Copy:
    """Make a copy; what is wrong is kept where its officer sees it."""
    try:
        _make(copy, at)
    except TocsinError as error:
        copy.state, copy.problem = Copy.State.FAILED, error.sentence
        copy.save(update_fields=["state", "problem"])
    return copy


def clear(station: Station) -> None:
    """Remove a station's files."""
    shutil.rmtree(folder(station), ignore_errors=True)


def sweep(at: datetime) -> int:
    """Remove, as the clock, the files of copies that are over, but for what deltas still need."""
    count = 0
    for copy in Copy.unrestricted.filter(until__lte=at).select_related("station"):
        path = folder(copy.station) / f"{copy.number}.copy"
        if path.exists():
            path.unlink()
            count += 1
    return count


def _make(copy: Copy, at: datetime) -> None:
    station = copy.station
    reader = _reader(station, at)
    feed = newest_mark().number
    entries = {one["id"]: one for one in _entries(reader, at)}
    until = at + timedelta(hours=station.hours)
    place = folder(station)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=place) as work:
        payload = Path(work) / "payload"
        if copy.base:
            _write_delta(payload, entries, _held(station, copy.base))
        else:
            _write_full(payload, Path(work), entries, feed)
        part = Path(work) / "sealed"
        with part.open("wb") as out:
            parcel.write(
                out,
                payload,
                said=_said(copy, at, until, feed),
                key=keys.signer(station.bureau_id),
                public=station.read_card().sealing,
            )
        part.replace(place / f"{copy.number}.copy")
    if not copy.base:
        held = {pk: _digest(entry) for pk, entry in entries.items()}
        _held_by(copy).write_text(json.dumps(held))
    with transaction.atomic():
        _done(copy, at, until, feed, len(entries))


def _done(copy: Copy, at: datetime, until: datetime, feed: int, subjects: int) -> None:
    path = folder(copy.station) / f"{copy.number}.copy"
    copy.state, copy.made, copy.until, copy.feed = Copy.State.READY, at, until, feed
    copy.subjects, copy.size = subjects, path.stat().st_size
    copy.save(update_fields=["state", "made", "until", "feed", "subjects", "size"])
    journal.append(
        log=copy.station.bureau_id,
        verb="station.make_copy",
        realm="live",
        objects=[copy.pk, copy.station_id],
        actor=copy.officer_id,
        purpose=copy.purpose or None,
        detail={"number": copy.number, "subjects": subjects, "until": stamp(until)},
        at=at,
    )


def _reader(station: Station, at: datetime) -> Reader:
    found = reader_of(
        station.officer_id,
        station.bureau_id,
        at=at,
        purpose=Purpose.BORDER_CONTROL.value,
        door="station",
    )
    if found is None:
        raise AccessEnded("the officer who answers for the station has no post in force")
    return found


def _entries(reader: Reader, at: datetime) -> Iterator[dict[str, Any]]:
    """Yield what a copy holds of each subject, none that the officer may not take out."""
    may = allowed(reader, Use.SCREEN, at) & allowed(reader, Use.EXPORT, at)
    ends = dict(
        ReleaseClass.unrestricted.filter(pk__in=may, until__isnull=False)
        .exclude(owner_id=reader.bureau)
        .values_list("pk", "until")
    )
    chunk: list[Subject] = []
    for subject in standing("live", at):
        if any(may.issuperset(pair) for pair in subject.pairs):
            chunk.append(subject)
        if len(chunk) == CHUNK:
            yield from _told(reader, chunk, may, ends, at)
            chunk = []
    yield from _told(reader, chunk, may, ends, at)


def _told(
    reader: Reader,
    subjects: list[Subject],
    may: frozenset[int],
    ends: dict[int, datetime | None],
    at: datetime,
) -> Iterator[dict[str, Any]]:
    ids = {subject.id for subject in subjects}
    titles = titles_for(reader, ids)
    bases: dict[str, list[dict[str, Any]]] = {}
    # Asked by subject alone: with the classes in it a whole class is walked for each chunk.
    rows = in_force_of(ids, at).select_related("record__owner", "subject")
    for basis in rows.defer("record__body", "subject__body").order_by("since", "record_id"):
        classes = (basis.subject.release_class_id, basis.record.release_class_id)
        if not may.issuperset(classes):
            continue
        until = _first(basis.until, *(ends.get(pk) for pk in classes))
        said = because(basis, stamp(until) if until else None)
        bases.setdefault(str(basis.subject_id), []).append(said)
    for subject in subjects:
        mine = bases.get(str(subject.id))
        if mine:
            untils = [one["until"] for one in mine]
            yield {
                "id": str(subject.id),
                "title": titles.get(subject.id, ""),
                "bases": mine,
                "until": None if None in untils else max(untils),
                "person": dict(subject.facts),
            }


def _first(*moments: datetime | None) -> datetime | None:
    return min((one for one in moments if one is not None), default=None)


def _person(entry: dict[str, Any]) -> Person:
    until = moment(entry["until"]) if entry["until"] else None
    return Person(id=entry["id"], valid_until=until, **entry["person"])


def _write_full(payload: Path, work: Path, entries: dict[str, dict[str, Any]], feed: int) -> None:
    index = work / "index"
    Index.build(map(_person, entries.values()), version=feed).save(index)
    with zipfile.ZipFile(payload, "w", zipfile.ZIP_DEFLATED) as file:
        file.write(index, "index")
        with file.open("entries.jsonl", "w", force_zip64=True) as lines:
            for entry in entries.values():
                kept = {name: value for name, value in entry.items() if name != "person"}
                lines.write(_line(kept))


def _write_delta(payload: Path, entries: dict[str, dict[str, Any]], held: dict[str, str]) -> None:
    with (
        zipfile.ZipFile(payload, "w", zipfile.ZIP_DEFLATED) as file,
        file.open("delta.jsonl", "w", force_zip64=True) as lines,
    ):
        for gone in sorted(held.keys() - entries.keys()):
            lines.write(_line({"remove": gone}))
        for pk, entry in entries.items():
            if held.get(pk) != _digest(entry):
                lines.write(_line({"add": entry}))


def _said(copy: Copy, at: datetime, until: datetime, feed: int) -> dict[str, Any]:
    return {
        "type": "border-copy",
        "schema": "border-copy@1",
        "bureau": str(copy.station.bureau_id),
        "station": str(copy.station_id),
        "number": copy.number,
        "base": copy.base,
        "at": stamp(at),
        "until": stamp(until),
        "feed": feed,
    }


def _held_by(copy: Copy) -> Path:
    return folder(copy.station) / f"{copy.number}.held"


def _held(station: Station, number: int) -> dict[str, str]:
    found: dict[str, str] = json.loads((folder(station) / f"{number}.held").read_text())
    return found


def _digest(entry: dict[str, Any]) -> str:
    return hashlib.sha256(_line(entry)).hexdigest()


def _line(row: dict[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n"
