"""Looking back: whoever comes into screening is compared with what was asked in the last days.

A change only leaves a row to be done; a clock does it outside any transaction, and writes the open
hits in a short one. Doing it twice finds the same hits and adds none.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from tocsin.core.errors import InvalidInput
from tocsin.core.screening import Index, Person
from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Realm
from tocsin.rooms.hits.actions.retention import KEEP
from tocsin.rooms.hits.answer import Hit, answers, worst
from tocsin.rooms.hits.models import Check, CheckResult, LookBack, Manifest, Pack, Verdict
from tocsin.rooms.hits.subjects import standing
from tocsin.rooms.hits.traveller import again, packs
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.release.why import as_bureau

AT_ONCE = 128  # entries that look back together
FEWEST = 4_096  # questions that are worth a pack of their own
SETTLED = timedelta(minutes=5)  # a check this old has been committed


def ask_for(realm: str, records: Iterable[UUID], at: datetime) -> None:
    """Leave a row for each of these records; one that waits already is enough."""
    open_ones = LookBack.unrestricted.filter(done__isnull=True, realm=realm)
    waiting = set(open_ones.values_list("record", flat=True))
    LookBack.unrestricted.bulk_create(
        LookBack(realm=realm, record=record, asked=at) for record in sorted(set(records) - waiting)
    )


def carry_on(at: datetime) -> int:
    """Look back for the oldest rows that wait and return how many were done."""
    for realm in Realm:
        rows = list(
            LookBack.unrestricted.filter(done__isnull=True, realm=realm).order_by("asked")[:AT_ONCE]
        )
        if rows:
            _look(realm.value, rows, at)
            return len(rows)
    return 0


def _look(realm: str, rows: list[LookBack], at: datetime) -> None:
    entries = list(_entries(realm, {row.record for row in rows}, at))
    found: list[packs.Back] = []
    if entries:
        hosted = [
            str(pk) for pk in Bureau.unrestricted.filter(hosted=True).values_list("pk", flat=True)
        ]
        found = list(packs.look(_indexes(realm, at), entries, bureaus=hosted, at=at))
    with transaction.atomic():
        counted = _keep(realm, found, at)
        for row in rows:
            row.done, row.found = at, counted.get(row.record, 0)
        LookBack.unrestricted.bulk_update(rows, ["done", "found"])


def _entries(realm: str, records: set[UUID], at: datetime) -> Iterator[Person]:
    for subject in standing(realm, at, only=records):
        try:
            yield Person(id=str(subject.id), **subject.facts)  # type: ignore[arg-type]
        except InvalidInput:
            continue  # the index says so in the log, and screens by the rest


def _indexes(realm: str, at: datetime) -> Iterator[Index]:
    """Yield packs, one at a time, then what is not packed yet."""
    for pack in Pack.unrestricted.filter(realm=realm, until__gt=at - KEEP):
        path = _path(pack)
        if path.exists():
            yield Index.open(path)
    fresh = [person for path in packs.waiting(realm) for person in packs.rows_of(path)]
    fresh += [_question(check) for check in _unpacked(realm, at)]
    for start in range(0, len(fresh), packs.MOST_OF_A_PACK):
        yield Index.build(fresh[start : start + packs.MOST_OF_A_PACK])


def _path(pack: Pack) -> Path:
    return packs.place() / pack.realm / f"{pack.pk}.pack"


def _question(check: Check) -> Person:
    return packs.person_of(f"c:{check.pk}:", check.query, check.bureau_id, check.at)


def _unpacked(realm: str, at: datetime) -> Iterator[Check]:
    newest = Pack.unrestricted.filter(realm=realm, source=Pack.CHECKS).order_by("-until").first()
    rows = Check.unrestricted.filter(realm=realm, manifest__isnull=True, at__gt=at - KEEP)
    if newest is not None:
        rows = rows.filter(at__gt=newest.until)
    return rows.order_by("at").iterator()


def _keep(realm: str, found: Sequence[packs.Back], at: datetime) -> dict[UUID, int]:
    """Write the open hits of the past, bureau by bureau, and journal them in each one's log."""
    counted: dict[UUID, int] = defaultdict(int)
    by_bureau: dict[Bureau, list[tuple[Check, packs.Back]]] = defaultdict(list)
    for back in found:
        check = _check_of(back)
        if check is not None:
            by_bureau[check.bureau].append((check, back))
    for bureau, pairs in by_bureau.items():
        told: list[UUID] = []
        for check, back in pairs:
            stranger = as_bureau(bureau, realm=Realm(realm), purpose=check.purpose)
            reader = replace(stranger, powers=frozenset({Power.RECORD_SEE}))
            for hit in answers(reader, [again(check.query)], [[back.match]], at)[0]:
                if _add(check, hit, at):
                    counted[hit.record] += 1
                    told += [check.pk, hit.record]
        if told:
            _journal(bureau, realm, told, at)
    return counted


def _check_of(back: packs.Back) -> Check | None:
    """Return the check of a past question; a clear row of a manifest gets one now, unsaved."""
    asked = back.asked
    if asked.check is not None:
        return Check.unrestricted.filter(pk=asked.check).select_related("bureau").first()
    assert asked.manifest is not None
    known = Check.unrestricted.filter(manifest_id=asked.manifest, row=asked.row)
    check: Check | None = known.select_related("bureau").first()
    if check is not None:
        return check
    manifest = Manifest.unrestricted.filter(pk=asked.manifest).select_related("bureau").first()
    if manifest is None:
        return None
    who = back.traveller
    plain = {"names": who.names, "dob": who.dob, "nat": who.nat, "docs": who.docs}
    query: dict[str, Any] = {name: list(value) for name, value in plain.items() if value}
    query |= {"gender": who.gender} if who.gender else {}
    return Check(
        id=uuid4(),
        bureau=manifest.bureau,
        officer_id=manifest.officer_id,
        realm=manifest.realm,
        at=manifest.finished or manifest.started,
        purpose=manifest.purpose,
        door="worker",
        where=manifest.where,
        label=again(query).label,
        query=query,
        feed=0,
        verdict=Verdict.CLEAR,
        manifest=manifest,
        row=asked.row,
    )


def _add(check: Check, hit: Hit, at: datetime) -> bool:
    """Add an open hit to a check of the past, unless it has one for this record already."""
    if check._state.adding:  # noqa: SLF001  a clear row of a manifest was not kept until now
        check.save(force_insert=True)
    if CheckResult.unrestricted.filter(check_made=check, record=hit.record).exists():
        return False
    CheckResult.unrestricted.create(
        check_made=check,
        record=hit.record,
        score=hit.score,
        verdict=worst([hit]) if not hit.known else Verdict(hit.verdict),
        known=hit.known,
        clearance=hit.clearance,
        reasons=hit.reasons,
        bases=hit.bases,
        title=hit.title,
        later=at,
    )
    return True


def _journal(bureau: Bureau, realm: str, objects: Sequence[UUID], at: datetime) -> None:
    journal.append(
        log=bureau.pk,
        verb="check.look_back",
        realm=realm,
        objects=list(dict.fromkeys(objects)),
        actor=None,
        purpose="clock",
        at=at,
    )


def pack(at: datetime) -> int:
    """Pack what waits when it is worth it, drop what is past its days; return how much was done."""
    return _drop_old(at) + sum(
        _pack_rows(realm.value, at) + _pack_checks(realm.value, at) for realm in Realm
    )


def _pack_rows(realm: str, at: datetime) -> int:
    """Pack waiting rows together with the smallest pack of them, so that packs stay few."""
    files = packs.waiting(realm)
    if not files:
        return 0
    chosen, persons = [], []
    for path in files:
        persons += list(packs.rows_of(path))
        chosen.append(path)
        if len(persons) >= packs.MOST_OF_A_PACK:
            break
    small = (
        Pack.unrestricted.filter(realm=realm, source=Pack.ROWS, count__lt=FEWEST)
        .order_by("until")
        .first()
    )
    since = at
    if small is not None and _path(small).exists():
        persons += list(Index.open(_path(small)))
        since = small.since
    _file(realm, Pack.ROWS, persons, since=since, until=at, instead=small)
    for path in chosen:
        path.unlink(missing_ok=True)
    return len(chosen)


def _pack_checks(realm: str, at: datetime) -> int:
    rows = [check for check in _unpacked(realm, at) if check.at <= at - SETTLED]
    if len(rows) < FEWEST:
        return 0
    rows = rows[: packs.MOST_OF_A_PACK]
    persons = [_question(check) for check in rows]
    _file(realm, Pack.CHECKS, persons, since=rows[0].at, until=rows[-1].at)
    return len(rows)


def _file(
    realm: str,
    source: str,
    persons: Sequence[Person],
    *,
    since: datetime,
    until: datetime,
    instead: Pack | None = None,
) -> None:
    """Write a pack beside the others, then its row: a row never names half a file."""
    made = Pack(realm=realm, source=source, since=since, until=until)
    made.count = packs.write(_path(made), persons)
    with transaction.atomic():
        made.save(force_insert=True)
        if instead is not None:
            instead.delete()
    if instead is not None:
        _path(instead).unlink(missing_ok=True)


def _drop_old(at: datetime) -> int:
    gone = list(Pack.unrestricted.filter(until__lte=at - KEEP))
    for old in gone:
        _path(old).unlink(missing_ok=True)
        old.delete()
    LookBack.unrestricted.filter(done__lte=at - KEEP).delete()
    return len(gone)
