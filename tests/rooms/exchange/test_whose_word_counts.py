"""Actor x verb x kind x owner, generated: only the owner's key brings, changes and ends a record."""

import pytest
from django.utils import timezone

from tests.core.kinds.examples import BODIES
from tests.rooms.exchange.abroad import Abroad, Spoken, taken
from tocsin.core.formats.stix.shapes import TYPES
from tocsin.core.kinds import KINDS
from tocsin.core.labels import Label, Tlp

FORWARDED = Label(everyone=True, tlp=Tlp.GREEN, forward=True)
HANGING = {"link", "basis"}
KINDS_THAT_TRAVEL = sorted(set(TYPES) & set(KINDS) - HANGING)
VERBS = ("offer", "revise", "widen", "withdraw")
ACTORS = ("owner", "carrier", "forger")


@pytest.fixture
def world(cast):
    uto = Abroad().meet(cast.home.administrator)
    hub = Abroad(code="HUB").meet(cast.home.administrator)
    return uto, hub


def test_every_kind_that_travels_has_an_example() -> None:
    assert set(KINDS_THAT_TRAVEL) <= set(BODIES)
    assert set(KINDS) - set(TYPES) <= {"foreign"}, "a kind that is told as no STIX object"


@pytest.mark.parametrize("kind", KINDS_THAT_TRAVEL)
def test_only_the_owner_s_key_speaks_for_its_record(world, kind) -> None:
    uto, hub = world
    for actor in ACTORS:
        spoken = Spoken(uto, kind=kind, body=BODIES[kind], label=FORWARDED)
        through = uto.peer if actor == "owner" else hub.peer
        key = {"owner": uto.key, "carrier": uto.key, "forger": hub.key}[actor]
        first = spoken.offer(key=key)
        expected = "key" if actor == "forger" else ""
        assert taken(through, first) == [expected], f"{actor} offers a {kind}"
        if actor == "forger":
            taken(uto.peer, spoken.offer())
        spoken.revision = 2
        assert taken(through, spoken.offer(key=key)) == [expected], f"{actor} revises a {kind}"
        ruled = spoken.offer(ruled=timezone.now(), key=key)
        refused = taken(through, ruled)[0]
        assert refused == expected, f"{actor} widens a {kind}"
        withdrawal = spoken.retract(by=hub if actor == "forger" else uto)
        assert taken(through, withdrawal) == [expected], f"{actor} withdraws a {kind}"


@pytest.mark.parametrize("kind", KINDS_THAT_TRAVEL)
def test_nobody_is_believed_in_the_name_of_a_bureau_here(cast, world, kind) -> None:
    uto, hub = world
    me = Abroad(code=cast.home.bureau.code, id=cast.home.bureau.pk)
    for through in (uto.peer, hub.peer):
        assert taken(through, Spoken(me, kind=kind, body=BODIES[kind]).offer()) == ["key"]
