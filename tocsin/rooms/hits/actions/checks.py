"""Checks: one traveller screened and answered; what an officer found after comparing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from tocsin.core.errors import InvalidInput
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.verb import Act, verb
from tocsin.rooms.hits import index
from tocsin.rooms.hits.answer import Hit, answers, worst
from tocsin.rooms.hits.models import Check, CheckResult, Disposition, Manifest, Verdict
from tocsin.rooms.hits.traveller import Traveller, scanned, traveller

LIMIT = 10  # entries shown of one check

Word = Annotated[str, StringConstraints(max_length=1_000, strip_whitespace=True)]
Where = Annotated[str, StringConstraints(max_length=120, strip_whitespace=True)]
Zone = Annotated[str, StringConstraints(max_length=400)]
Row = Annotated[str, StringConstraints(max_length=200)]
Reason = Annotated[str, StringConstraints(min_length=3, max_length=300, strip_whitespace=True)]


@verb(Power.CHECK_RUN)
def run(  # noqa: PLR0913  a traveller is described by this much
    act: Act,
    *,
    names: list[Word] = [],  # noqa: B006  read, never written
    dob: list[Word] = [],  # noqa: B006
    nat: list[Word] = [],  # noqa: B006
    gender: Word | None = None,
    docs: list[Word] = [],  # noqa: B006
    mrz: Zone = "",
    where: Where = "",
    id: Row = "",  # noqa: A002  the name scripts rely on
) -> Check:
    """Screen one traveller against everybody this officer may be told of, and keep the answer.

    The query's digest, the stated purpose and the entries found are journalled in the same
    transaction, so no answer leaves without its look. Raises InvalidInput naming the field.
    """
    if not act.reader.purpose:
        raise InvalidInput("state why you ask, for example border_control", place="purpose")
    said = {"names": names, "dob": dob, "nat": nat, "gender": gender, "docs": docs}
    asked = scanned(mrz, today=act.at.date(), **said) if mrz.strip() else traveller(**said)
    found = index.of(act.reader.realm).screen(
        [asked.person(id)], act.reader, at=act.at, limit=LIMIT
    )
    hits = answers(act.reader, [asked], found.matches, act.at)[0]
    check = checked(act.reader, asked, hits, feed=found.feed, at=act.at, where=where, row=id)
    check.save(force_insert=True)
    CheckResult.unrestricted.bulk_create(results(check, hits))
    act.on(check.id, *(hit.record for hit in hits))
    act.note(query=asked.digest(), verdict=check.verdict, feed=found.feed)
    return check


@verb(Power.CHECK_DISPOSE)
def dispose(
    act: Act, result: CheckResult, *, disposition: Disposition, reason: Reason
) -> CheckResult:
    """Say what comparing one entry came to: no match, possible, or confirmed, and why.

    It may be said again when more is known; each time is journalled. Raises InvalidInput for
    "open".
    """
    if disposition is Disposition.OPEN:
        raise InvalidInput("choose no match, possible or confirmed", place="disposition")
    result.disposition = disposition
    result.reason = reason
    result.by_id = act.reader.officer
    result.at = act.at
    result.save(update_fields=["disposition", "reason", "by", "at"])
    act.on(result.id, result.check_made_id, result.record)
    act.note(disposition=disposition.value, reason=reason)
    return result


def checked(  # noqa: PLR0913  a check says these things
    reader: Reader,
    asked: Traveller,
    hits: Sequence[Hit],
    *,
    feed: int,
    at: datetime,
    where: str = "",
    row: str = "",
    manifest: Manifest | None = None,
) -> Check:
    """Return the unsaved check of an answer."""
    query = asked.plain()
    if asked.zone is not None:
        query |= {"mrz": asked.zone.text, "findings": list(asked.zone.findings)}
        query |= {"suggestion": asked.zone.suggestion} if asked.zone.suggestion else {}
    return Check(
        bureau_id=reader.bureau,
        officer_id=reader.officer,
        realm=reader.realm.value,
        at=at,
        purpose=reader.purpose,
        door=reader.door,
        where=where,
        label=asked.label,
        query=query,
        feed=feed,
        count=len(hits),
        verdict=worst(hits),
        manifest=manifest,
        row=row,
    )


def results(check: Check, hits: Sequence[Hit]) -> list[CheckResult]:
    """Return the unsaved results of a check."""
    return [
        CheckResult(
            check_made=check,
            record=hit.record,
            score=hit.score,
            verdict=Verdict(hit.verdict),
            known=hit.known,
            clearance=hit.clearance,
            reasons=hit.reasons,
            bases=hit.bases,
            title=hit.title,
        )
        for hit in hits
    ]
