"""What of a notice the public may be shown: chosen by its owner, approved by two, for one version.

A later version is not shown until two have looked at it again; what is over is not shown at all.
"""

from typing import Annotated

from pydantic import StringConstraints

from tocsin.core.errors import InvalidInput, WrongState
from tocsin.core.kinds import Person, read
from tocsin.core.kinds.colours import ExtractPart, Hue, Mark
from tocsin.core.kinds.words import Care
from tocsin.core.kinds.writing import Telephone
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, verb, verb_of_two
from tocsin.rooms.notices.actions import passing
from tocsin.rooms.notices.models import Extract, Notice, Subject

Reason = Annotated[str, StringConstraints(min_length=3, max_length=300, strip_whitespace=True)]
Appeal = Annotated[str, StringConstraints(min_length=3, max_length=500, strip_whitespace=True)]
# Whom the public is never shown unless it is they who are missed.
SHELTERED = frozenset({Care.MINOR, Care.VICTIM, Care.WITNESS, Care.REFUGEE})


@verb_of_two(Power.EXTRACT_PUBLISH)
def publish(
    act: Act,
    notice: Notice,
    *,
    parts: list[ExtractPart],
    appeal: Appeal,
    telephone: Telephone,
    reason: Reason,
) -> Extract:
    """Let an extract of this version be shown to the public. Two officers.

    Names always stand on it; choose what else does. Raises WrongState for what is not in force or
    not verified, and InvalidInput for a minor, victim, witness or refugee who is not missed.
    """
    passing.own(act, notice)
    if not notice.is_in_force or notice.record.body.get("mark") == Mark.UNVERIFIED.value:
        raise WrongState("only a notice in force and verified has a public extract")
    _may_be_shown(notice)
    extract, _made = Extract.unrestricted.update_or_create(
        notice=notice,
        defaults={
            "revision": notice.record.revision,
            "parts": sorted(part.value for part in set(parts)),
            "appeal": appeal,
            "telephone": telephone,
            "approved": act.at,
        },
    )
    act.on(notice.pk)
    act.note(parts=extract.parts, appeal=appeal, revision=extract.revision, reason=reason)
    return extract


@verb(Power.EXTRACT_END)
def end(act: Act, notice: Notice, *, reason: Reason) -> Notice:
    """Show the public nothing of it any more, at once. One officer is enough to close."""
    passing.own(act, notice)
    if not Extract.unrestricted.filter(notice=notice).delete()[0]:
        raise WrongState("there is no public extract of it")
    act.on(notice.pk)
    act.note(reason=reason)
    return notice


def _may_be_shown(notice: Notice) -> None:
    if notice.colour == Hue.PURPLE:
        raise InvalidInput("a purple notice has nothing for the public", place="parts")
    if notice.colour == Hue.YELLOW:
        return
    for row in Subject.unrestricted.filter(notice=notice).select_related("subject"):
        if row.subject.kind != "person" or not row.subject.body:
            continue
        body = read("person", row.subject.body)
        assert isinstance(body, Person)
        if row.status in {"victim", "witness"} or SHELTERED & set(body.care):
            raise InvalidInput(
                "a minor, victim, witness or refugee is shown to the public only when missed",
                place="parts",
            )
