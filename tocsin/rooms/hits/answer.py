"""From the engine's matches to what this reader may be told: bases, titles, clearances.

A basis is named only if the reader may screen it, a title and the record's side of a reason only
if she may see the record. For any number of travellers the number of queries is the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import log
from typing import Any
from uuid import UUID

from tocsin.core.labels import Use
from tocsin.core.screening import Match
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.hits.models import Clearance, Verdict
from tocsin.rooms.hits.subjects import in_force_of
from tocsin.rooms.hits.traveller import Traveller, salted
from tocsin.rooms.register.models import Basis, Record, titles_for
from tocsin.rooms.release.models import allowed

# A clearance no longer holds when the evidence is this much stronger, in natural-log odds, than
# when it was granted: more than a sex and a nationality told in addition, less than a date.
CLOSER = 2.0


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry that came close to one traveller, as far as the reader may know it."""

    record: UUID
    score: float
    verdict: str
    reasons: list[dict[str, Any]]
    bases: list[dict[str, Any]]
    title: str
    clearance: Clearance | None

    @property
    def known(self) -> bool:
        """True when this traveller was cleared of this entry."""
        return self.clearance is not None


@dataclass(frozen=True, slots=True)
class _Knowledge:
    """What is read once for a whole set of matches."""

    bases: dict[UUID, list[dict[str, Any]]]
    titles: dict[UUID, str]
    clearances: dict[UUID, list[Clearance]] = field(default_factory=dict)


def answers(
    reader: Reader,
    travellers: Sequence[Traveller],
    matches: Sequence[Sequence[Match]],
    at: datetime,
) -> list[list[Hit]]:
    """Return the hits of each traveller, the loudest first."""
    ids = {UUID(match.id) for found in matches for match in found}
    if not ids:
        return [[] for _ in travellers]
    knowledge = _Knowledge(
        bases=_bases(reader, ids, at),
        titles=titles_for(reader, ids),
        clearances=_clearances(reader, ids, at),
    )
    return [
        _hits(traveller, found, knowledge)
        for traveller, found in zip(travellers, matches, strict=True)
    ]


def worst(hits: Iterable[Hit]) -> Verdict:
    """Return the loudest verdict among hits; those known not to match count as known."""
    verdicts = {Verdict.KNOWN if hit.known else Verdict(hit.verdict) for hit in hits}
    order = list(Verdict)
    return max(verdicts, key=order.index, default=Verdict.CLEAR)


def hidden(reasons: Iterable[Any]) -> list[dict[str, Any]]:
    """Return reasons without the record's side of them."""
    return [{**reason, "match": ""} for reason in reasons]


def _hits(traveller: Traveller, matches: Sequence[Match], knowledge: _Knowledge) -> list[Hit]:
    keys = traveller.keys()
    hits = []
    for match in matches:
        record = UUID(match.id)
        bases = knowledge.bases.get(record)
        if not bases:
            continue
        seen = record in knowledge.titles
        mine = knowledge.clearances.get(record, ())
        reasons = [dict(reason) for reason in match.reasons]
        hits.append(
            Hit(
                record=record,
                score=match.score,
                verdict=match.verdict,
                reasons=reasons if seen else hidden(reasons),
                bases=bases,
                title=knowledge.titles.get(record, ""),
                clearance=next((one for one in mine if _clears(one, keys, match.score)), None),
            )
        )
    return sorted(hits, key=lambda hit: (hit.known, -hit.score))


def _clears(clearance: Clearance, keys: Sequence[str], score: float) -> bool:
    if _odds(score) > _odds(clearance.score) + CLOSER:
        return False
    return any(salted(key, clearance.salt) in clearance.keys for key in keys)


def _odds(score: float) -> float:
    kept = min(max(score, 1e-15), 1 - 1e-15)
    return log(kept / (1 - kept))


def _bases(reader: Reader, ids: set[UUID], at: datetime) -> dict[UUID, list[dict[str, Any]]]:
    """Return the bases in force of these records that this reader may screen, by record."""
    mine = allowed(reader, Use.SCREEN, at)
    rows = in_force_of(ids, at).filter(
        subject__release_class_id__in=mine, record__release_class_id__in=mine
    )
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for basis in rows.select_related("record__owner").order_by("since", "record_id"):
        until = basis.until.isoformat() if basis.until else None
        found[basis.subject_id].append(because(basis, until))
    return dict(found)


def because(basis: Basis, until: str | None) -> dict[str, Any]:
    """Return a basis as an answer keeps it: why somebody is screened for, and till when."""
    return {
        "basis": str(basis.record_id),
        "owner": basis.record.owner.code,
        "class": basis.type,
        "list": basis.list_name,
        "reference": basis.reference,
        "instruction": basis.instruction,
        "until": until,
    }


def _clearances(reader: Reader, ids: set[UUID], at: datetime) -> dict[UUID, list[Clearance]]:
    found: dict[UUID, list[Clearance]] = defaultdict(list)
    for one in Clearance.in_force_for(reader, at).filter(record__in=ids):
        found[one.record].append(one)
    return dict(found)


def exportable(reader: Reader, ids: Iterable[UUID]) -> set[UUID]:
    """Return those of these records that the reader may export now."""
    mine = Record.visible_to(reader, Use.EXPORT).filter(pk__in=set(ids))
    return set(mine.values_list("pk", flat=True))
