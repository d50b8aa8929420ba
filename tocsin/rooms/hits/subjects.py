"""Who is screened for, read from the register: records of screened kinds with a basis in force.

Every owner's subjects stand in the one index of a realm; what a reader may be told is decided when
an answer is made, so this file reads without one.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from tocsin.core.errors import InvalidInput
from tocsin.core.kinds import (
    KINDS,
    Person,
    Screened,
    TravelDocument,
    document_to_screening,
    person_to_screening,
    read,
)
from tocsin.rooms.register.lifecycle import FINAL
from tocsin.rooms.register.models import Bases, Basis, Change, Record

logger = logging.getLogger(__name__)

SCREENED = frozenset(kind.name for kind in KINDS.values() if kind.screened)
CHUNK = 500  # ids named in one query

Pair = tuple[int, int]
Due = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class Subject:
    """A record in the index: what is compared, and the classes it may be answered under.

    A pair is (class of the record, class of one basis in force): a reader needs both.
    """

    id: UUID
    facts: Screened
    pairs: frozenset[Pair]
    until: datetime | None


@dataclass(slots=True)
class _Standing:
    """The bases of one subject, gathered."""

    pairs: set[Pair] = field(default_factory=set)
    untils: list[datetime | None] = field(default_factory=list)


def standing(
    realm: str, at: datetime, *, only: Collection[UUID] | None = None
) -> Iterator[Subject]:
    """Yield every subject with a basis in force at ``at``; ``only`` narrows to these records."""
    bases = _bases(realm, at, only)
    ids = sorted(bases)
    for start in range(0, len(ids), CHUNK):
        chunk = Record.unrestricted.filter(pk__in=ids[start : start + CHUNK])
        for pk, kind, body in chunk.values_list("pk", "kind", "body"):
            facts = _facts(pk, kind, body)
            if facts is not None:
                gathered = bases[pk]
                yield Subject(pk, facts, frozenset(gathered.pairs), _latest(gathered.untils))


def _bases(realm: str, at: datetime, only: Collection[UUID] | None) -> dict[UUID, _Standing]:
    found: dict[UUID, _Standing] = defaultdict(_Standing)
    for chunk in _chunks(only):
        rows = Basis.unrestricted.in_force(at).filter(
            record__realm=realm, subject__realm=realm, subject__kind__in=SCREENED
        )
        if chunk is not None:
            rows = rows.filter(subject_id__in=chunk)
        columns = ("subject_id", "subject__release_class_id", "record__release_class_id", "until")
        for subject, subject_class, basis_class, until in rows.values_list(*columns):
            found[subject].pairs.add((subject_class, basis_class))
            found[subject].untils.append(until)
    return found


def _chunks(only: Collection[UUID] | None) -> list[list[UUID] | None]:
    if only is None:
        return [None]
    ids = sorted(only)
    return [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]


def _latest(untils: Sequence[datetime | None]) -> datetime | None:
    ends = [until for until in untils if until is not None]
    return max(ends) if len(ends) == len(untils) else None


def _facts(pk: UUID, kind: str, body: dict[str, object]) -> Screened | None:
    try:
        typed = read(kind, body)
    except InvalidInput:
        logger.exception("the body of %s cannot be read: it is NOT screened for", pk)
        return None
    if isinstance(typed, Person):
        return person_to_screening(typed)
    assert isinstance(typed, TravelDocument)
    return document_to_screening(typed)


def in_force_of(ids: Collection[UUID], at: datetime) -> Bases:
    """Return the bases in force of these subjects, whoever may know of them."""
    return Basis.unrestricted.in_force(at).filter(subject_id__in=ids)


def newly_standing(changes: Sequence[Change], at: datetime) -> set[UUID]:
    """Return the subjects whose basis these changes made, changed or let act, and those revised.

    Only those screened for at ``at``: whoever is not cannot be looked for in the past either.
    """
    bases = {change.record for change in changes if change.kind == "basis"}
    revised = {c.record for c in changes if c.kind in SCREENED and c.change == "revised"}
    standing_now = Basis.unrestricted.in_force(at).filter(subject__kind__in=SCREENED)
    found: set[UUID] = set()
    for ids, column in ((sorted(bases), "record_id"), (sorted(revised), "subject_id")):
        for start in range(0, len(ids), CHUNK):
            rows = standing_now.filter(**{f"{column}__in": ids[start : start + CHUNK]})
            found.update(rows.values_list("subject_id", flat=True))
    return found


def taken_back(records: Collection[UUID]) -> set[UUID]:
    """Return those of these records that their owners took back, let expire or deleted."""
    gone = Record.unrestricted.filter(pk__in=records, state__in=FINAL)
    return set(gone.values_list("pk", flat=True))


def turning_points(
    realm: str, at: datetime, *, only: Collection[UUID] | None = None
) -> Iterator[Due]:
    """Yield the moments after ``at`` at which a basis begins or ends by itself, and of whom.

    The feed says nothing at those moments, so whoever follows it must look again by the clock.
    """
    for chunk in _chunks(only):
        rows = Basis.unrestricted.filter(record__realm=realm)
        if chunk is not None:
            rows = rows.filter(subject_id__in=chunk)
        yield from rows.filter(since__gt=at).values_list("since", "subject_id")
        yield from rows.filter(until__gt=at).values_list("until", "subject_id")  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the feed that can be recognised again: its number and the record it tells of."""

    number: int = 0
    record: UUID | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What the feed says after a mark: whose standing may have changed, and the new mark."""

    mark: Mark
    touched: frozenset[UUID]


def news(realm: str, since: Mark) -> News | None:
    """Read the feed from ``since`` on: one indexed read, two when there is something new.

    None when the feed does not hold that mark any more (another database, or one restored from a
    backup): whoever followed it must begin again.
    """
    rows = list(
        Change.unrestricted.filter(number__gte=since.number)
        .order_by("number")
        .values_list("number", "record", "kind", "realm")
    )
    if since.record is not None:
        if not rows or rows[0][:2] != (since.number, since.record):
            return None
        rows = rows[1:]
    if not rows:
        return News(since, frozenset())
    mark = Mark(rows[-1][0], rows[-1][1])
    mine = [(record, kind) for _number, record, kind, where in rows if where == realm]
    touched = {record for record, kind in mine if kind in SCREENED}
    bases = [record for record, kind in mine if kind == "basis"]
    for start in range(0, len(bases), CHUNK):
        chunk = Basis.unrestricted.filter(record_id__in=bases[start : start + CHUNK])
        touched.update(chunk.values_list("subject_id", flat=True))
    return News(mark, frozenset(touched))


def newest_mark() -> Mark:
    """Return the mark of the newest change."""
    row = Change.unrestricted.order_by("-number").values_list("number", "record").first()
    return Mark(*row) if row else Mark()
