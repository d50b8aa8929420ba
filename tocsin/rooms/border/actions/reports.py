"""Reports: checks that a station made alone become checks of the bureau, each once.

A check keeps its id, its moment and who made it; it is journalled under that moment, for that
officer. What is of the wrong form is refused and counted, and harms no other.
"""

import tempfile
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

from tocsin.core.border import checks as book
from tocsin.core.border import parcel
from tocsin.core.errors import InvalidInput
from tocsin.core.labels import Purpose
from tocsin.core.statements.moments import moment
from tocsin.rooms.border.models import Report, Station
from tocsin.rooms.bureaus import keys
from tocsin.rooms.bureaus.models import Post
from tocsin.rooms.bureaus.verb import Act, Upload
from tocsin.rooms.hits.models import Check, CheckResult, Verdict
from tocsin.rooms.hits.traveller import Traveller, traveller
from tocsin.rooms.journal import actions as journal

SCHEMA = "border-report@1"
AHEAD = timedelta(minutes=10)  # how far a station's clock may be ahead of ours


def take(act: Act, station: Station, file: Upload) -> Report:
    """Read a report of this station; raises ProofFailed, MalformedFile or InvalidStatement."""
    card = station.read_card()
    found = parcel.read(file.open(), SCHEMA, {card.signing.id: card.signing})
    said = found.statement.body
    if (said["station"], said["bureau"]) != (str(station.pk), str(station.bureau_id)):
        raise InvalidInput("is the report of another station", place="file")
    with tempfile.TemporaryDirectory() as work:
        payload = Path(work) / "report"
        found.payload(keys.sealer(station.bureau_id), payload)
        return _taken(act, station, list(book.read(payload)), said["digest"])


def _taken(act: Act, station: Station, lines: list[dict[str, Any]], digest: str) -> Report:
    known = set(
        Check.unrestricted.filter(pk__in=[line["id"] for line in lines]).values_list(
            "pk", flat=True
        )
    )
    officers = _officers(station)
    report = Report(
        station=station,
        officer_id=act.reader.officer,
        at=act.at,
        digest=digest,
        checks=len(lines),
        fresh=0,
        hits=0,
        gap=_has_gap(station, lines),
        last=lines[-1]["id"] if lines else "",
    )
    for line in lines:
        if UUID(line["id"]) in known:
            continue
        try:
            asked = traveller(**line["query"])
            _keep(station, line, asked, officers, act.at)
        except (InvalidInput, TypeError, KeyError, ValueError):
            report.refused += 1
            continue
        report.fresh += 1
        report.hits += bool(line["hits"])
    report.save(force_insert=True)
    station.heard = act.at
    if lines:
        station.last_line = book.digest_of(lines[-1])
    station.save(update_fields=["heard", "last_line"])
    return report


def _has_gap(station: Station, lines: list[dict[str, Any]]) -> bool:
    """Say whether lines are missing: inside the report, or between it and the last one."""
    if not lines:
        return False
    inside = any(later["previous"] != book.digest_of(before) for before, later in pairwise(lines))
    follows = lines[0]["previous"] == station.last_line
    overlaps = Check.unrestricted.filter(pk=lines[0]["id"]).exists()
    return inside or not (follows or overlaps)


def _officers(station: Station) -> dict[str, UUID]:
    posts = Post.unrestricted.filter(bureau_id=station.bureau_id).select_related("officer")
    return {post.officer.username: post.officer_id for post in posts}


def _keep(
    station: Station,
    line: dict[str, Any],
    asked: Traveller,
    officers: dict[str, UUID],
    now: datetime,
) -> None:
    at = moment(line["at"])
    if at > now + AHEAD:
        raise InvalidInput("is of a moment that is still to come", place="at")
    check = Check(
        pk=UUID(line["id"]),
        bureau_id=station.bureau_id,
        officer_id=officers.get(line["by"], station.officer_id),
        realm="live",
        at=at,
        purpose=Purpose.BORDER_CONTROL.value,
        door="station",
        where=(line["where"] or station.name)[:120],
        label=asked.label,
        query=asked.plain(),
        feed=line["feed"],
        count=len(line["hits"]),
        verdict=Verdict(line["verdict"]),
    )
    found = [_result(check, hit) for hit in line["hits"]]
    check.save(force_insert=True)
    CheckResult.unrestricted.bulk_create(found)
    journal.append(
        log=station.bureau_id,
        verb="check.run",
        realm="live",
        objects=[check.pk, station.pk, *(one.record for one in found)],
        actor=check.officer_id,
        purpose=check.purpose,
        detail={
            "query": asked.digest(),
            "verdict": check.verdict,
            "feed": check.feed,
            "door": "station",
            "by": line["by"],
            "copy": line["copy"],
        },
        at=at,
    )


def _result(check: Check, hit: dict[str, Any]) -> CheckResult:
    return CheckResult(
        check_made=check,
        record=UUID(hit["record"]),
        score=float(hit["score"]),
        verdict=Verdict(hit["verdict"]),
        reasons=list(hit["reasons"]),
        bases=list(hit["bases"]),
        title=str(hit["title"])[:300],
    )
