"""Stations: register, order a copy, read a report back, end.

Registering needs two officers, for a copy leaves the node; ending needs one and works at once.
"""

from typing import Annotated
from uuid import UUID

from django.db import transaction
from pydantic import Field, StringConstraints

from tocsin.core.border import StationCard
from tocsin.core.errors import Conflict, InvalidInput, NotAllowed, WrongState
from tocsin.rooms.border.actions import copies, reports
from tocsin.rooms.border.actions.able import able
from tocsin.rooms.border.models import Copy, Report, Station
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Realm
from tocsin.rooms.bureaus.verb import Act, Upload, verb, verb_of_two
from tocsin.web.waking import wake

Reason = Annotated[str, StringConstraints(min_length=3, max_length=300, strip_whitespace=True)]
Card = Annotated[str, StringConstraints(min_length=20, max_length=4_096, strip_whitespace=True)]
Words = Annotated[str, StringConstraints(min_length=16, max_length=160, strip_whitespace=True)]
Hours = Annotated[int, Field(ge=1, le=168)]


@verb_of_two(Power.STATION_REGISTER)
def register(act: Act, *, card: Card, words: Words, officer: UUID, hours: Hours = 24) -> Station:
    """Register a border station by its card; what the officer may screen for goes into its copies.

    ``words`` are the eight that the station shows, as they were heard. A copy lasts ``hours``.
    Raises InvalidInput when the words are not those of the card.
    """
    _live(act)
    found = StationCard.decode(card)
    if tuple(words.lower().split()) != found.words():
        raise InvalidInput("these are not the words of this card", place="words")
    if officer not in able(act.reader, act.at):
        raise InvalidInput("is no officer of your bureau who may screen", place="officer")
    if Station.unrestricted.filter(pk=found.id).exists():
        raise Conflict("this station is registered already", place="card")
    made = Station.unrestricted.create(
        pk=found.id,
        bureau_id=act.reader.bureau,
        officer_id=officer,
        name=found.name,
        card=found.signed.to_text(),
        hours=hours,
        registered=act.at,
    )
    act.on(made.pk, officer)
    act.note(name=made.name, hours=hours)
    return made


@verb(Power.STATION_COPY)
def copy(act: Act, station: Station, *, full: bool = False) -> Copy:
    """Order a copy for a station: what changed since the last full one, or a new full one.

    It is made in the background, sealed to the station, and ends by itself.
    """
    _standing(act, station)
    base = None if full else copies.last_full(station, act.at)
    last = station.copies.first()
    made = Copy.unrestricted.create(
        station=station,
        officer_id=act.reader.officer,
        number=last.number + 1 if last else 1,
        base=base.number if base else 0,
        purpose=act.reader.purpose,
        asked=act.at,
    )
    act.on(made.pk, station.pk)
    act.note(number=made.number, base=made.base)
    transaction.on_commit(wake)
    return made


@verb(Power.STATION_REPORT)
def report(act: Act, station: Station, *, file: Upload) -> Report:
    """Read back the checks a station made alone; each lands here as if it had been made here.

    The same file, or the same check in another one, is taken once. Raises ProofFailed for a file
    that this station did not sign or that was altered.
    """
    _live(act)
    made = reports.take(act, station, file)
    act.on(made.pk, station.pk)
    act.note(checks=made.checks, new=made.fresh, refused=made.refused, gap=made.gap)
    return made


@verb(Power.STATION_END)
def end(act: Act, station: Station, *, reason: Reason) -> Station:
    """End a station: no copy is made for it any more. What it holds ends by itself.

    Its reports are still read back.
    """
    if station.ended is not None:
        raise WrongState("it was ended before")
    station.ended, station.reason = act.at, reason
    station.save(update_fields=["ended", "reason"])
    copies.clear(station)
    act.on(station.pk)
    act.note(reason=reason)
    return station


def _live(act: Act) -> None:
    if act.reader.realm is not Realm.LIVE:
        raise NotAllowed("exercises have no border stations")


def _standing(act: Act, station: Station) -> None:
    _live(act)
    if station.ended is not None:
        raise WrongState("it was ended; register it anew under a new card")
