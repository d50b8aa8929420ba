"""Missions: ask for support, offer it, decide, deploy, return, close. Each writes one record.

A mission goes to several bureaus or a hub at once; an offer to the asker alone, who decides; nobody
who was asked sees what another offered. The rows follow from the records, as with requests.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import StringConstraints

from tocsin.core.errors import InvalidInput, NotAllowed, WrongState
from tocsin.core.kinds.closed import Desk
from tocsin.core.kinds.missions import Mission as Said
from tocsin.core.kinds.missions import (
    MissionOutcome,
    MissionState,
    Need,
    Offered,
    Step,
)
from tocsin.core.kinds.moments import instant_text
from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, verb
from tocsin.rooms.missions.models import Entry, Mission, said_in, state_of
from tocsin.rooms.missions.rules import CLASSES, Pace
from tocsin.rooms.register.actions.following import Following, spoken_at
from tocsin.rooms.register.models import Record
from tocsin.rooms.requests.actions.reached import reached_by
from tocsin.rooms.requests.rules import warned_from

KINDS_OF_IT = frozenset({"mission_offer", "mission_step", "mission_end"})
Case = Annotated[str, StringConstraints(min_length=3, max_length=60, strip_whitespace=True)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Telephone = Annotated[str, StringConstraints(pattern=r"^\+[0-9]{6,15}$")]


@verb(Power.MISSION_OPEN)
def open(  # noqa: A001, PLR0913  the verb's name; a mission says these things
    act: Act,
    *,
    to: list[UUID],
    needs: list[Need],
    case: Case,
    country: Country,
    since: date,
    until: date,
    pace: Pace = Pace.SOON,
    desk: Desk = Desk.DUTY_OFFICER,
    telephone: Telephone,
) -> Mission:
    """Ask bureaus or a hub for support.

    Each of them sees it and who else was asked; the clock for an offer runs from now. Raises
    InvalidInput for a bureau without a line.
    """
    asked = _reached(act, to)
    body = {
        "of": sorted(one.code for one in asked),
        "needs": [one.value for one in dict.fromkeys(needs)],
        "case": case,
        "country": country,
        **_days(since, until),
        "due": instant_text(act.at + CLASSES[pace].within),
        "contact": _contact(act, desk, telephone),
    }
    record = FOLLOWING.write(act, "mission", body, asked)
    FOLLOWING.follow({record.pk})
    act.note(to=body["of"], pace=pace.value)
    return Mission.unrestricted.get(pk=record.pk)


@verb(Power.MISSION_OFFER)
def offer(
    act: Act,
    mission: Mission,
    *,
    gives: list[Need],
    since: date,
    until: date,
    desk: Desk = Desk.DUTY_OFFICER,
    telephone: Telephone,
) -> Mission:
    """Offer support to the bureau that asked, which alone sees it and decides."""
    said = _asked_of(act, mission)
    beyond = set(gives) - set(said.needs)
    if beyond:
        raise InvalidInput("was not asked for", place="gives")
    body = {
        "mission": str(mission.pk),
        "gives": [one.value for one in dict.fromkeys(gives)],
        **_days(since, until),
        "contact": _contact(act, desk, telephone),
    }
    return _said(act, mission, "mission_offer", body)


@verb(Power.MISSION_REFUSE)
def refuse(act: Act, mission: Mission) -> Mission:
    """Say that the bureau cannot help this time; a later offer takes it back."""
    _asked_of(act, mission)
    return _step(act, mission, Step.UNABLE)


@verb(Power.MISSION_ACCEPT)
def accept(act: Act, mission: Mission, *, offer: UUID) -> Mission:
    """Accept an offer; the bureau that made it may deploy then."""
    found = _decided(act, mission, offer)
    if found.decided is Step.ACCEPTED:
        raise WrongState("this offer is accepted already")
    return _step(act, mission, Step.ACCEPTED, to=[found.author], offer=str(offer))


@verb(Power.MISSION_DECLINE)
def decline(act: Act, mission: Mission, *, offer: UUID) -> Mission:
    """Decline an offer, or take its acceptance back before anybody is deployed."""
    found = _decided(act, mission, offer)
    if found.deployed is not None:
        raise WrongState("it is deployed already: speak with those who lead it")
    return _step(act, mission, Step.DECLINED, to=[found.author], offer=str(offer))


@verb(Power.MISSION_DEPLOY)
def deploy(
    act: Act, mission: Mission, *, since: date, until: date, desk: Desk, telephone: Telephone
) -> Mission:
    """Say that what was accepted is on its way: from when until when, and who leads it."""
    mine = _accepted(act, mission)
    days, contact = _days(since, until), _contact(act, desk, telephone)
    return _step(act, mission, Step.DEPLOYED, offer=str(mine.id), **days, contact=contact)


@verb(Power.MISSION_STAND_DOWN)
def stand_down(act: Act, mission: Mission) -> Mission:
    """Say that what was deployed is back."""
    mine = _accepted(act, mission)
    if mine.deployed is None or mine.returned:
        raise WrongState("nothing of this bureau is deployed in it")
    return _step(act, mission, Step.RETURNED, offer=str(mine.id))


@verb(Power.MISSION_CLOSE)
def close(act: Act, mission: Mission, *, outcome: MissionOutcome) -> Mission:
    """Close the mission with what came of it; whoever asked does so, and all who were asked see."""
    _own(act, mission)
    of = said_in(mission.record).of
    body = {"mission": str(mission.pk), "outcome": outcome.value}
    act.note(outcome=outcome.value)
    return _said(act, mission, "mission_end", body, of)


def _fold(record: Record) -> None:
    said, state = said_in(record), state_of(record, Entry.every_of(record.pk))
    opened = spoken_at(record)
    before = Mission.unrestricted.filter(pk=record.pk).values_list("due", flat=True).first()
    more = {"alarm": Mission.Alarm.QUIET} if before != said.due else {}
    Mission.unrestricted.update_or_create(
        record=record,
        defaults={
            "asker": record.owner,
            "opened": opened,
            "warn": warned_from(opened, said.due),
            "due": said.due,
            "offered": _first(state),
            "closed": state.closed,
            "outcome": state.outcome.value if state.outcome else "",
            **more,
        },
    )


def _first(state: MissionState) -> datetime | None:
    return min((one.at for one in state.offers.values()), default=None)


def _said(
    act: Act, mission: Mission, kind: str, body: dict[str, Any], to: Iterable[str] = ()
) -> Mission:
    """Write an entry for whom it concerns: those named, or else the asker."""
    receivers = Bureau.unrestricted.filter(code__in=to) if to else [mission.asker]
    FOLLOWING.write(act, kind, body, receivers)
    FOLLOWING.follow({mission.pk})
    return Mission.unrestricted.get(pk=mission.pk)


def _step(act: Act, mission: Mission, step: Step, to: Iterable[str] = (), **more: Any) -> Mission:
    body = {"mission": str(mission.pk), "step": step.value, **more}
    act.note(step=step.value)
    return _said(act, mission, "mission_step", body, to)


def _reached(act: Act, to: list[UUID]) -> list[Bureau]:
    found = list(reached_by(act.reader).filter(pk__in=to))
    if not to or len(found) != len(set(to)):
        raise InvalidInput("choose bureaus with an open line", place="to")
    return found


def _open(mission: Mission) -> None:
    if mission.closed is not None:
        raise WrongState("it was closed; ask anew")


def _own(act: Act, mission: Mission) -> None:
    if mission.asker_id != act.reader.bureau:
        raise NotAllowed("only the bureau that asked for support says that")
    _open(mission)


def _asked_of(act: Act, mission: Mission) -> Said:
    said = said_in(mission.record)
    if act.reader.bureau_code not in said.of:
        raise NotAllowed("only a bureau that was asked says that")
    _open(mission)
    return said


def _decided(act: Act, mission: Mission, offer: UUID) -> Offered:
    _own(act, mission)
    found = state_of(mission.record, Entry.every_of(mission.pk)).offers.get(offer)
    if found is None:
        raise InvalidInput("is no offer for this mission", place="offer")
    return found


def _accepted(act: Act, mission: Mission) -> Offered:
    _asked_of(act, mission)
    offers = state_of(mission.record, Entry.every_of(mission.pk)).offers.values()
    mine = [one for one in offers if one.author == act.reader.bureau_code]
    accepted = [one for one in mine if one.decided is Step.ACCEPTED]
    if not accepted:
        raise WrongState("no offer of this bureau was accepted")
    return max(accepted, key=lambda one: (one.at, one.id))


def _days(since: date, until: date) -> dict[str, str]:
    if until < since:
        raise InvalidInput("ends before it begins", place="until")
    return {"since": since.isoformat(), "until": until.isoformat()}


def _contact(act: Act, desk: Desk, telephone: str) -> dict[str, str]:
    return {"bureau": act.reader.bureau_code, "desk": desk.value, "telephone": telephone}


FOLLOWING = Following("mission", KINDS_OF_IT, Entry, Mission, _fold)
