"""Frameworks: propose, change, agree, decline. What decides over others takes two officers."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import StringConstraints

from tocsin.core.errors import Conflict, NotAllowed, NotFound, Stale, WrongState
from tocsin.core.kinds.profiling import Criterion, Least, ReviewMonths, Stance, Version
from tocsin.core.labels import Label, Tlp
from tocsin.core.sentences import say
from tocsin.rooms.bureaus.models import Group
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, verb, verb_of_two
from tocsin.rooms.profiles import agreeing
from tocsin.rooms.register import writing
from tocsin.rooms.register.lifecycle import FINAL, State
from tocsin.rooms.register.models import Record
from tocsin.rooms.release.models import intern

Name = Annotated[str, StringConstraints(min_length=3, max_length=200, strip_whitespace=True)]
Criteria = frozenset[Criterion]


@verb_of_two(Power.FRAMEWORK_PROPOSE)
def propose(
    act: Act,
    group: Group,
    *,
    name: Name,
    review_months: ReviewMonths,
    every: Criteria = frozenset(),
    any_of: Criteria = frozenset(),
    at_least: Least | None = None,
) -> Record:
    """Give a working group its framework; in force once each member has agreed.

    Raises Conflict when the group has one: change that, so that the old version is kept.
    """
    if group.owner_id != act.reader.bureau:
        raise NotAllowed("only the bureau that owns the group proposes its framework")
    alive = Record.few_of(act.reader, "framework").filter(body__group=str(group.pk))
    if alive.exclude(state__in=[state.value for state in FINAL]).exists():
        raise Conflict("this group has a framework: change it, and the old version is kept")
    body = _body(group, name, every, any_of, at_least, review_months)
    record = _write(act, "framework", body, group.pk)
    act.note(group=str(group.pk))
    return record


@verb_of_two(Power.FRAMEWORK_CHANGE)
def change(  # noqa: PLR0913  as above
    act: Act,
    framework: Record,
    *,
    version: Version,
    name: Name,
    review_months: ReviewMonths,
    every: Criteria = frozenset(),
    any_of: Criteria = frozenset(),
    at_least: Least | None = None,
) -> Record:
    """Sign another version; the one agreed before goes on until each member agrees to this.

    ``version`` is the one that was looked at; raises Stale when there is a newer one by then.
    """
    _is_framework(framework)
    if framework.owner_id != act.reader.bureau:
        raise NotAllowed("only the bureau that owns the framework changes it")
    if State(framework.state) in FINAL:
        raise WrongState("a {state} record is never changed", state=say(framework.state))
    _newest(framework, version)
    group = Group.visible_to(act.reader).get(pk=UUID(framework.body["group"]))
    body = writing.checked("framework", _body(group, name, every, any_of, at_least, review_months))
    if not writing.revise(framework, body, officer=act.reader.officer, at=act.at):
        raise Conflict("this is what the newest version says already")
    if framework.state == State.SUSPENDED:
        writing.rule(framework, "framework.change", at=act.at, state=State.RELEASED)
    act.on(framework.pk)
    act.note(version=framework.revision)
    return framework


@verb_of_two(Power.FRAMEWORK_AGREE)
def agree(act: Act, framework: Record, *, version: Version) -> Record:
    """Agree for the bureau to the newest version; profiles qualify by it once all have."""
    return _take_a_stance(act, framework, version, Stance.AGREED)


@verb(Power.FRAMEWORK_DECLINE)
def decline(act: Act, framework: Record, *, version: Version) -> Record:
    """Decline the newest version for the bureau; the one agreed before goes on."""
    return _take_a_stance(act, framework, version, Stance.DECLINED)


def _take_a_stance(act: Act, framework: Record, version: int, stance: Stance) -> Record:
    _is_framework(framework)
    if framework.state != State.RELEASED:
        raise WrongState("this framework is not in force")
    _newest(framework, version)
    newest = next(iter(agreeing.versions(act.reader, framework)))
    if framework.owner_id == act.reader.bureau:
        raise NotAllowed("the owner agreed by signing it")
    if act.reader.bureau_code not in newest.said.members:
        raise NotAllowed("this version does not ask your bureau")
    before = newest.agreed if stance is Stance.AGREED else newest.declined
    if act.reader.bureau_code in before:
        raise Conflict("your bureau has said so already")
    body = {
        "framework": str(framework.pk),
        "version": version,
        "content": newest.content,
        "stance": stance.value,
    }
    record = _write(act, "agreement", body, UUID(framework.body["group"]))
    act.on(framework.pk)
    act.note(version=version, stance=stance.value)
    return record


def _body(
    group: Group,
    name: str,
    every: Criteria,
    any_of: Criteria,
    at_least: int | None,
    review_months: int,
) -> dict[str, Any]:
    return {
        "group": str(group.pk),
        "name": name,
        "members": sorted(group.members.values_list("code", flat=True)),
        "every": [one.value for one in Criterion if one in every],
        "any_of": [one.value for one in Criterion if one in any_of],
        **({"at_least": at_least} if at_least else {}),
        "review_months": review_months,
    }


def _write(act: Act, kind: str, body: dict[str, Any], group: UUID) -> Record:
    """Sign a record released to the group from its first revision."""
    record = writing.begin(act.reader, kind, act.at)
    label = Label(groups=frozenset({group}), tlp=Tlp.AMBER)
    record.release_class = intern(record.owner_id, State.DRAFT, record.realm, label)
    writing.derive(record, writing.checked(kind, body))
    record.save()
    writing.revise(record, record.body, officer=act.reader.officer, at=act.at)
    act.on(record.pk)
    return record


def _newest(framework: Record, version: int) -> None:
    if version != framework.revision:
        raise Stale("there is another version by now; look at it first", place="version")


def _is_framework(record: Record) -> None:
    if record.kind != "framework":
        raise NotFound("there is no framework under this number for you")
