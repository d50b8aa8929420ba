"""The rule table against the oracle, in random worlds: no leak, and nothing wrongly withheld."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, seed, settings

from tests.counts import promised
from tests.rooms.release.worlds import BUREAUS, GROUPS, NOW, World, may, reader, worlds
from tocsin.core.labels import Use

LONG = promised(10_000)
BLOCKS = 20  # so that no processor waits for another
SHORT = 80


@pytest.fixture
def bureaus(db):
    from tocsin.rooms.bureaus.models import Bureau, Group

    for number, pk in enumerate(BUREAUS):
        Bureau.unrestricted.create(id=pk, code=f"B{number}", name=f"Bureau {number}", created=NOW)
    for number, pk in enumerate(GROUPS):
        Group.unrestricted.create(id=pk, owner_id=BUREAUS[0], name=f"Group {number}")


def _check(world: World) -> None:
    from tocsin.rooms.bureaus.models import Group
    from tocsin.rooms.release.models import ReleaseClass, allowed, intern

    for group in Group.unrestricted.all():
        group.members.set(world.members[group.pk])
    ReleaseClass.unrestricted.all().delete()
    classes = [intern(i.owner, i.state, i.realm, i.label).pk for i in world.items]
    for asker in world.askers:
        for use in Use:
            got = allowed(reader(asker), use, NOW)
            for item, pk in zip(world.items, classes, strict=True):
                said, wanted = pk in got, may(world, asker, item, use)
                assert said == wanted, f"{use}: table {said}, manual {wanted}\n{asker}\n{item}"


def _run(world: World) -> None:
    """Check a world and roll it back."""
    with transaction.atomic():
        _check(world)
        transaction.set_rollback(True)


fixtures = settings(suppress_health_check=list(HealthCheck), deadline=None)


@given(world=worlds())
@settings(fixtures, max_examples=SHORT)
def test_the_table_and_the_manual_agree(bureaus, world: World) -> None:
    _run(world)


@pytest.mark.long
@pytest.mark.parametrize("block", range(BLOCKS))
def test_the_table_and_the_manual_agree_in_ten_thousand_worlds(bureaus, block: int) -> None:
    @seed(block)
    @given(world=worlds())
    @settings(fixtures, max_examples=LONG // BLOCKS)
    def agree(world: World) -> None:
        _run(world)

    agree()


@given(world=worlds())
@settings(fixtures, max_examples=SHORT)
def test_the_explanation_names_the_rows_that_decided(bureaus, world: World) -> None:
    from tocsin.rooms.release.models import intern
    from tocsin.rooms.release.why import explain

    with transaction.atomic():
        item = world.items[0]
        kept = intern(item.owner, item.state, item.realm, item.label)
        allowed, because = explain(reader(world.askers[0]), kept, Use.SEE, NOW)
        effects = {rule.effect for rule in because}
        assert effects <= ({"allow"} if allowed else {"deny"})
        assert because or not allowed
        transaction.set_rollback(True)


@given(world=worlds())
@settings(fixtures, max_examples=SHORT // 4)
def test_the_whole_audience_is_what_each_bureau_would_be_told(bureaus, world: World) -> None:
    from tocsin.rooms.bureaus.models import Group
    from tocsin.rooms.bureaus.reader import Realm
    from tocsin.rooms.release.models import intern
    from tocsin.rooms.release.why import as_bureau, audience, explained

    uses = list(Use)
    with transaction.atomic():
        for group in Group.unrestricted.all():
            group.members.set(world.members[group.pk])
        item, asker = world.items[0], world.askers[0]
        kept = intern(item.owner, item.state, item.realm, item.label)
        said = {"realm": Realm(asker.realm), "purpose": asker.purpose}
        rows = audience(kept, uses, NOW, **said)
        assert {row[0].bureau.pk for row in rows} >= set(BUREAUS)
        for row in rows:
            one = explained(as_bureau(row[0].bureau, **said), kept, uses, NOW)
            assert {each.use: (each.allowed, each.because) for each in row} == one
        transaction.set_rollback(True)
