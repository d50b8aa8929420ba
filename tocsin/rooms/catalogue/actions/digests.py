"""The review of a month's digest: open, comment, close. Closing takes two officers."""

from typing import Annotated

from pydantic import StringConstraints

from tocsin.core.errors import Conflict, InvalidInput, WrongState
from tocsin.rooms.bureaus.models import Officer
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, verb, verb_of_two
from tocsin.rooms.catalogue import digest as digesting
from tocsin.rooms.catalogue.models import Comment, MonthlyDigest

Month = Annotated[str, StringConstraints(max_length=7)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True)]


@verb(Power.DIGEST_OPEN)
def open(act: Act, *, month: Month) -> MonthlyDigest:  # noqa: A001  the verb's name
    """Begin the review of a month's digest in the bureau.

    Raises InvalidInput for a month that is not over its first day, Conflict when it was begun.
    """
    first = digesting.month_asked(month, act.at.date())
    if first > act.at.date():
        raise InvalidInput("this month has not begun", place="month")
    if MonthlyDigest.of(act.reader, first) is not None:
        raise Conflict("the review of this month was begun already", place="month")
    made = MonthlyDigest.unrestricted.create(
        bureau_id=act.reader.bureau, realm=act.reader.realm.value, month=first, opened=act.at
    )
    act.on(made.pk)
    act.note(month=month)
    return made


@verb(Power.DIGEST_COMMENT)
def comment(act: Act, digest: MonthlyDigest, *, text: Text) -> Comment:
    """Write a comment on the digest, for the own bureau and for the document it becomes."""
    _open(digest)
    made = Comment.unrestricted.create(
        digest=digest, officer_id=act.reader.officer, at=act.at, text=text
    )
    act.on(digest.pk)
    return made


@verb_of_two(Power.DIGEST_CLOSE)
def close(act: Act, digest: MonthlyDigest) -> MonthlyDigest:
    """Close the month: no further comment, and what is in it now stays in it.

    What its owner takes back later leaves it all the same. Raises WrongState before the month is
    over: it would miss what is still to come.
    """
    _open(digest)
    if digesting.ends(digest.month) > act.at:
        raise WrongState("the month is not over yet")
    made = digesting.gathered(act.reader, digest.month)
    digest.closed, digest.marking = act.at, made.marking
    digest.kept = [[str(item.record.pk), item.at.isoformat()] for item in made.items]
    digest.save(update_fields=["closed", "marking", "kept"])
    digest.closers.set(Officer.unrestricted.filter(pk__in=[act.reader.officer, act.proposer]))
    act.on(digest.pk)
    act.note(records=len(digest.kept), marking=digest.marking)
    return digest


def _open(digest: MonthlyDigest) -> None:
    if digest.closed is not None:
        raise WrongState("this digest is closed")
