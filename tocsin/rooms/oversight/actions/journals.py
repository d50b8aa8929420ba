"""The journal as oversight acts on it: erase what may no longer be kept. The proof stays."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from tocsin.core.errors import InvalidInput, NotAllowed
from tocsin.core.ledger.leaf import PARTS, ROWS
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Realm
from tocsin.rooms.bureaus.verb import Act, verb_of_two
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.oversight.actions import surveys

Reason = Annotated[str, StringConstraints(min_length=3, max_length=300, strip_whitespace=True)]
Days = Annotated[int, Field(ge=1, le=36_500)]


@verb_of_two(Power.JOURNAL_ERASE)
def erase(
    act: Act, *, reason: Reason, subject: UUID | None = None, older_than_days: Days | None = None
) -> int:
    """Erase who looked, why and what was asked, from entries on one subject or past retention.

    Both conditions together must hold if both are given. The entries, their order and every proof
    stay; a verification calls them erased. Raises InvalidInput without a condition.
    """
    if subject is None and older_than_days is None:
        raise InvalidInput("name a subject, an age in days, or both", place="subject")
    if act.reader.realm is not Realm.LIVE:
        raise NotAllowed("the journal is one for both realms: erase from the live one")
    before = act.at - timedelta(days=older_than_days) if older_than_days else None
    erased = journal.erase(
        log=act.reader.bureau, parts=(*PARTS, ROWS), subject=subject, before=before
    )
    surveys.forget(act.reader.bureau)
    act.note(entries=erased, reason=reason, older_than_days=older_than_days)
    return erased
