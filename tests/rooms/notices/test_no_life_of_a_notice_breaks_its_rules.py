"""Random lives through the real verbs and the database; a thousand of them under ``long``."""

import pytest

from tests.counts import promised
from tests.rooms.notices.lives import SAYERS, VERBS, live, way_to
from tocsin.rooms.notices.lifecycle import STEPS

pytestmark = pytest.mark.django_db
BLOCKS = [*VERBS, ""]  # one block a verb, whose lives are led to it, and one left to chance
A_BLOCK = -(-promised(1_000) // len(BLOCKS))


@pytest.fixture
def house(cast):
    """The home bureau with everybody appointed and the policy that lets all of it be tried."""
    from tocsin.rooms.bureaus.actions import proposals
    from tocsin.rooms.notices.actions import policies

    for sayer in SAYERS:  # whoever is made within a life would go with it
        assert cast.home.reader(*sayer)
    assert cast.ally.bureau
    allowed = policies.allow_unverified(cast.home.reviewer, reason="so that all of it is tried")
    proposals.approve(cast.home.oversight, allowed)
    return cast


def test_every_verb_of_a_notice_has_a_block_of_lives() -> None:
    said = {f"notice.{verb}" for verb in BLOCKS if verb}
    assert said == {one.verb for one in STEPS if one.officers} - {"list.follow"}
    assert all(way_to(verb)[-1] == verb for verb in VERBS)
    assert A_BLOCK * len(BLOCKS) >= promised(1_000)


def test_a_few_random_lives_keep_every_rule(house) -> None:
    assert live(house, lives=3, steps=10, goal="release") >= {"submit", "approve", "release"}


@pytest.mark.long
@pytest.mark.parametrize("goal", BLOCKS)
def test_a_thousand_random_lives_keep_every_rule(house, goal) -> None:
    occurred = live(house, lives=A_BLOCK, steps=6, goal=goal, number=BLOCKS.index(goal))
    assert set(way_to(goal) if goal else {"submit"}) <= occurred
