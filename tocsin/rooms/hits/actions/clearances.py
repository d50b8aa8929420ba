"""Clearances: a traveller known not to be a listed person is not stopped for it again."""

import secrets
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import StringConstraints

from tocsin.core.errors import InvalidInput, WrongState
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, verb
from tocsin.rooms.hits.models import CheckResult, Clearance, Disposition
from tocsin.rooms.hits.traveller import again, salted

LASTS = timedelta(days=365)
LONGEST = timedelta(days=5 * 365)

Reason = Annotated[str, StringConstraints(min_length=3, max_length=300, strip_whitespace=True)]


@verb(Power.CLEARANCE_GRANT)
def grant(
    act: Act, result: CheckResult, *, reason: Reason, until: datetime | None = None
) -> Clearance:
    """Remember that this traveller is not the person of this record; a year unless said otherwise.

    The same traveller (name with document number or full date of birth) is still compared, but
    shown as known not to match, unless the record has come closer since. Raises WrongState unless
    the entry was disposed as no match, InvalidInput when a name is all that is known.
    """
    if result.disposition != Disposition.NO_MATCH:
        raise WrongState(
            "first dispose of the entry as no match; then the traveller can be cleared"
        )
    until = until or act.at + LASTS
    if not act.at < until <= act.at + LONGEST:
        raise InvalidInput("must lie ahead, by five years at most", place="until")
    keys = again(result.check_made.query).keys()
    if not keys:
        raise InvalidInput(
            "a name alone would clear every namesake: check again with a document number or a full"
            " date of birth",
            place="reason",
        )
    salt = secrets.token_hex(16)
    clearance = Clearance.unrestricted.create(
        bureau_id=act.reader.bureau,
        officer_id=act.reader.officer,
        realm=act.reader.realm.value,
        record=result.record,
        salt=salt,
        keys=sorted(salted(key, salt) for key in keys),
        score=result.score,
        reason=reason,
        granted=act.at,
        until=until,
    )
    act.on(clearance.id, result.check_made_id, result.record)
    act.note(reason=reason, until=until.isoformat())
    return clearance


@verb(Power.CLEARANCE_END)
def end(act: Act, clearance: Clearance, *, reason: Reason) -> Clearance:
    """End a clearance: from the next check on the entry interrupts again."""
    if clearance.ended is not None:
        raise WrongState("this clearance has ended already")
    clearance.ended = act.at
    clearance.end_reason = reason
    clearance.save(update_fields=["ended", "end_reason"])
    act.on(clearance.id, clearance.record)
    act.note(reason=reason)
    return clearance
