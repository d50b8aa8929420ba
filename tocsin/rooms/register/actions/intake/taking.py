"""Taking a batch of bodies in: which are new, which say something new, which stand in conflict."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from tocsin.core.kinds import KINDS, Basis, dump, read_as
from tocsin.core.kinds.words import BasisClass
from tocsin.core.labels import read_label
from tocsin.core.sentences import say
from tocsin.core.statements.envelope import content
from tocsin.core.statements.moments import moment, stamp
from tocsin.rooms.register import writing
from tocsin.rooms.register.actions import bulk
from tocsin.rooms.register.lifecycle import State
from tocsin.rooms.register.models import Import, Record

Stored = Mapping[str, Record]


@dataclass(slots=True)
class Taken:
    """What a batch came to."""

    created: int = 0
    revised: int = 0
    unchanged: int = 0
    problems: list[tuple[str, str]] = field(default_factory=list)


def known(job: Import, externals: Iterable[str]) -> Stored:
    """Return the records this bureau holds from this source under these numbers."""
    found = Record.unrestricted.filter(
        owner_id=job.bureau_id,
        realm=job.realm,
        source=job.source,
        external__in=list(externals),
    )
    return {record.external: record for record in found.select_related("release_class")}


def take(job: Import, rows: Sequence[dict[str, Any]], taken: Taken, at: datetime) -> None:
    """Create, revise or leave each row; with a dry run only count."""
    stored = known(job, (row["id"] for row in rows))
    new, subjects = [], dict[str, UUID]()
    for row in rows:
        record = stored.get(row["id"])
        if record is None:
            new.append(row)
        elif _settle(job, row, record, taken, at):
            subjects[row["id"]] = record.pk
    taken.created += len(new)
    if job.dry_run:
        return
    made = _create(job, [_fresh(job, row) for row in new], at)
    subjects |= {record.external: record.pk for record in made}
    _put_on_lists(job, [row for row in rows if row["id"] in subjects], subjects, at)


def _create(job: Import, fresh: Sequence[bulk.Fresh], at: datetime) -> list[Record]:
    return bulk.create(
        fresh,
        owner=job.bureau_id,
        realm=job.realm,
        officer=job.writer,
        at=at,
        note=note_of(job),
    )


def note_of(job: Import) -> str:
    """Return what a revision made by an import says of its making."""
    return f"{job.source}: {job.name}"[:300]


def _fresh(job: Import, row: Mapping[str, Any]) -> bulk.Fresh:
    return bulk.Fresh(
        kind=row["kind"],
        body=row["body"],
        title=row["title"],
        weak=row["weak"],
        words=row["words"],
        source=job.source,
        external=row["id"],
        imported=row["mark"],
        label=read_label(row["label"]),
    )


def _settle(
    job: Import, row: Mapping[str, Any], record: Record, taken: Taken, at: datetime
) -> bool:
    """Bring a record held already in line with its row; return whether its lists may follow."""
    refusal = _refusal(row, record)
    if refusal:
        taken.problems.append((row["place"], refusal))
        return False
    tighter = _tightened(job, row, record, at)
    if record.imported == row["mark"]:
        taken.unchanged += not tighter
        taken.revised += tighter
        return True
    if record.imported and content(record.kind, "", record.body) != record.imported:
        sentence = say(
            "'{id}' was changed here since it was imported, and the source now says something else:"
            " compare and edit the record by hand",
            id=row["id"][:60],
        )
        taken.problems.append((row["place"], sentence))
        return True
    if writing.reaches_others(record):
        sentence = say("'{id}' is released to others: two officers amend it", id=row["id"][:60])
        taken.problems.append((row["place"], sentence))
        return True
    taken.revised += 1
    if not job.dry_run:
        record.imported = row["mark"]
        writing.revise(
            record,
            row["body"],
            officer=job.writer,
            at=at,
            strands=record.strands,
            note=note_of(job),
        )
        record.save(update_fields=["imported"])
    return True


def _tightened(job: Import, row: Mapping[str, Any], record: Record, at: datetime) -> bool:
    """Narrow a record whose source now marks it more strictly; never the other way round."""
    before, said = record.label, read_label(row["label"])
    after = before.under(said)
    if after == before:
        return False
    if not job.dry_run:
        writing.rule(record, "record.narrow", at=at, label=after, reason="its source marks it so")
    return True


def _refusal(row: Mapping[str, Any], record: Record) -> str:
    if record.kind != row["kind"]:
        return say(
            "'{id}' is a {here} here and a {there} in this file",
            id=row["id"][:60],
            here=say(record.kind),
            there=say(row["kind"]),
        )
    if record.state not in {State.RELEASED, State.SUSPENDED}:
        return say(
            "'{id}' is {state} here and is not brought back by an import",
            id=row["id"][:60],
            state=say(record.state),
        )
    return ""


def _put_on_lists(
    job: Import, rows: Sequence[dict[str, Any]], subjects: Mapping[str, UUID], at: datetime
) -> None:
    """Give each row the bases its listings ask for, once; an ended one stays ended."""
    wanted = {
        external: (subjects[row["id"]], listing)
        for row in rows
        for external, listing in _listings(job, row)
    }
    stored = {name: one for name, one in known(job, wanted).items() if one.kind == "basis"}
    fresh = []
    for external, (subject, listing) in wanted.items():
        basis = stored.get(external)
        if "until" in listing and moment(listing["until"]) <= at:
            if basis is not None and basis.state == State.RELEASED:
                _strike_off(basis, at)
        elif basis is None:
            said = _basis(job, subject, listing, stamp(at))
            fresh.append(_fresh_basis(job, external, said))
        elif basis.state == State.RELEASED:
            said = _basis(job, subject, listing, basis.body["since"])
            writing.revise(basis, dump(said), officer=job.writer, at=at, note=note_of(job))
    _create(job, fresh, at)


def _strike_off(basis: Record, at: datetime) -> None:
    """End the basis of an entry that its list has ended; other bases of the subject stay."""
    writing.rule(basis, "basis.end", at=at, state=State.WITHDRAWN, reason="the list ended it")


def _listings(job: Import, row: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    listings: list[Mapping[str, Any]] = row["lists"]
    if not job.screened:
        return []
    if not listings and KINDS[row["kind"]].screened:
        listings = [{"list_name": job.source, "reference": row["id"]}]
    return [(f"{row['id']}#list{number}", one) for number, one in enumerate(listings, 1)]


def _basis(job: Import, subject: UUID, listing: Mapping[str, Any], since: str) -> Basis:
    said = {
        "subject": str(subject),
        "basis": BasisClass.LIST.value,
        "instruction": job.instruction,
        "since": since,
        **listing,
    }
    return read_as(Basis, said)


def _fresh_basis(job: Import, external: str, said: Basis) -> bulk.Fresh:
    return bulk.Fresh(
        kind="basis",
        body=dump(said),
        title=said.title(),
        weak=False,
        words=writing.words_of(said),
        source=job.source,
        external=external,
    )
