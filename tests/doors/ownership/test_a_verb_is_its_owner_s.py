"""Verb x actor x whose thing x kind, at the API: the owner's officers with the power, nobody else."""

from itertools import product

import pytest

from tests.core.kinds.examples import BODIES
from tests.counts import SECOND
from tests.doors import doors as all_doors
from tests.doors.ownership.doors import CHANGED, Doors, undone
from tests.doors.ownership.rule import (
    BESIDE,
    OTHERS,
    SEEN,
    Actor,
    Answer,
    Whose,
    expected,
    of_kind,
    of_one,
    of_records,
)
from tests.doors.ownership.world import built, of_the_kind, whose_records, words_for
from tocsin.core.kinds import KINDS
from tocsin.rooms.bureaus.verb import VERBS

# The second database is asked a tenth.
SAMPLE = tuple(VERBS.values())[:: 10 if SECOND else 1]
WRITING = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture
def doors(cast) -> Doors:
    return Doors(built(cast))


def test_every_verb_route_and_kind_has_its_place() -> None:
    said_of = {verb.target.__name__ for verb in VERBS.values() if verb.target is not None}
    assert said_of == set(SEEN), "a class of things nobody said who sees it"
    assert set(OTHERS) <= set(VERBS)
    assert set(KINDS) <= set(BODIES), "a kind without an example"
    writing = {f"{how} {one.pattern}" for how, one in all_doors.routes() if how in WRITING}
    of_verbs = {
        f"POST /api/{verb.plural}{'/{pk}' if verb.target else ''}/{verb.action}"
        for verb in VERBS.values()
    }
    assert writing == of_verbs | set(BESIDE), "a route that writes and has no case"


def test_each_door_answers_the_owner_and_other_bureaus_by_the_rule(doors) -> None:
    assert not wrong_answers(doors, (Actor.OWNER, Actor.READER, Actor.STRANGER))
    a_route_beside_the_verbs_asks_for_the_same_power(doors)


@pytest.mark.long
def test_so_it_is_with_every_actor(doors) -> None:
    assert not wrong_answers(doors, tuple(Actor))


def wrong_answers(doors, actors) -> str:
    wrong = []
    for verb, actor in product(SAMPLE, actors):
        found, why = doors.say(verb, actor, doors.world.thing(verb, actor))
        due = expected(verb, actor)
        if found is not due and not (due is Answer.MAY and found is Answer.OVER):
            wrong.append(f"{actor}: {verb.name}: {found}, not {due}: {why}")
        elif why == CHANGED:
            wrong.append(f"{actor}: {verb.name}: refused, and {why}")
    return "\n".join(wrong)


def a_route_beside_the_verbs_asks_for_the_same_power(doors) -> None:
    one = {"names": ["Invented"], "purpose": "investigation"}
    for (route, name), actor in product(BESIDE.items(), Actor):
        house, role, _second = doors.who(VERBS[name], actor)
        doors.token(house, role, 6 + (actor is Actor.ENDED), ended=actor is Actor.ENDED)
        body = {"persons": [one], "purpose": "investigation"} if "batch" in route else one
        number = 6 + (actor is Actor.ENDED)
        status, answer = doors.post(house, role, number, route.removeprefix("POST "), body)
        if actor is Actor.ENDED:
            assert status == 401, route
        elif actor in {Actor.POWERLESS, Actor.OBSERVER}:
            assert (status, answer["code"]) == (403, "power-missing"), (route, answer)
        else:
            assert status == 200, (route, answer)


def test_a_verb_of_records_minds_whose_it_is_and_of_which_kind(doors) -> None:
    """Each kind with one verb here; with every verb where the counts are in full."""
    wrong, mine = [], whose_records(doors.world)
    for verb, whose in product(of_one(SAMPLE), Whose):
        found, why = doors.say(verb, Actor.OWNER, mine[whose], **words_for(mine[whose]))
        if found is not of_records(verb, whose):
            wrong.append(f"{verb.name} of {whose}: {found}: {why}")
    verbs = of_one(VERBS.values())
    cells = [(kind, verbs[number % len(verbs)]) for number, kind in enumerate(KINDS)]
    assert not wrong + kinds(doors, cells[:: 10 if SECOND else 1])


def kinds(doors, cells) -> list[str]:
    wrong = []
    for kind, verb in cells:
        doors.prepare(verb, Actor.OWNER)
        with undone():
            record = of_the_kind(doors.world, kind)
            found, why = doors.say(verb, Actor.OWNER, record, **words_for(record))
        if found is not of_kind(verb, kind):
            wrong.append(f"{verb.name} of a {kind}: {found}: {why}")
    return wrong


@pytest.mark.long
def test_every_verb_of_records_with_every_kind(doors) -> None:
    cells = [(kind, verb) for kind in KINDS for verb in of_one(VERBS.values())]
    assert not kinds(doors, cells)
