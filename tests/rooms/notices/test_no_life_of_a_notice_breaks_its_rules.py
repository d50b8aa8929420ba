"""Random lives through the real verbs and the database; a thousand of them under ``long``."""

import pytest
from django.utils import timezone

from tests.rooms.notices.alerts import wanted
from tests.rooms.notices.lives import SAYERS, live

pytestmark = pytest.mark.django_db


def lives(cast, count: int, seed: int, steps: int = 12) -> set[str]:
    from django.db import transaction

    from tocsin.rooms.bureaus.actions import proposals
    from tocsin.rooms.notices.actions import policies

    for sayer in SAYERS:  # whoever is made within a life would go with it
        assert cast.home.reader(*sayer)
    allowed = policies.allow_unverified(cast.home.reviewer, reason="so that all of it is tried")
    proposals.approve(cast.home.oversight, allowed)
    said: set[str] = set()
    for number in range(count):
        keep = transaction.savepoint()
        said |= set(live(cast, wanted(cast), steps=steps, seed=seed + number, at=timezone.now()))
        transaction.savepoint_rollback(keep)
    return said


def test_a_few_random_lives_keep_every_rule(cast) -> None:
    assert len(lives(cast, 6, seed=10)) > 10


@pytest.mark.long
@pytest.mark.parametrize("block", range(25))
def test_a_thousand_random_lives_keep_every_rule(cast, block) -> None:
    assert len(lives(cast, 40, seed=1_000 + 40 * block)) > 10
