"""A peer signs memberships of groups whose ids are its own, and of nobody else's."""

import os
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from tests.rooms.exchange.abroad import Abroad, taken
from tocsin.core.statements.groups import group_id
from tocsin.core.statements.moments import stamp


@pytest.fixture
def uto(cast) -> Abroad:
    return Abroad().meet(cast.home.administrator)


def membership(uto: Abroad, home: UUID, pk: UUID, version: int = 1, name: str = "East") -> dict:
    from tocsin.rooms.exchange import envelopes

    said = {
        "type": "membership",
        "schema": "membership@1",
        "group": str(pk),
        "owner": str(uto.id),
        "name": name,
        "version": version,
        "members": sorted([str(uto.id), str(home)]),
        "at": stamp(timezone.now()),
    }
    return envelopes.state(uto.say(said), pk)


def its_own(uto: Abroad) -> UUID:
    return group_id(uto.id, os.urandom(6))


@pytest.mark.parametrize("whose", ["another bureau's", "nobody's"])
def test_a_membership_under_an_id_that_is_not_the_signer_s_is_refused(cast, uto, whose) -> None:
    from tocsin.rooms.bureaus.models import Group

    home, ally = cast.home.bureau.pk, cast.ally.bureau.pk
    pk = group_id(ally, b"random") if whose == "another bureau's" else uuid4()
    assert taken(uto.peer, membership(uto, home, pk)) == ["owner"]
    assert not Group.unrestricted.filter(pk=pk).exists()


def test_a_newer_membership_is_kept_and_an_older_one_changes_nothing(cast, uto) -> None:
    from tocsin.rooms.bureaus.models import Group

    home, pk = cast.home.bureau.pk, its_own(uto)
    assert taken(uto.peer, membership(uto, home, pk, 2), membership(uto, home, pk, 1)) == ["", ""]
    found = Group.unrestricted.get(pk=pk)
    assert (found.version, found.owner_id) == (2, uto.id)
    assert set(found.members.values_list("pk", flat=True)) == {uto.id, home}


def test_two_groups_of_one_name_are_two_groups(cast, uto) -> None:
    from tocsin.rooms.bureaus.models import Group

    home = cast.home.bureau.pk
    for pk in (its_own(uto), its_own(uto)):
        assert taken(uto.peer, membership(uto, home, pk)) == [""]
    assert Group.unrestricted.filter(owner_id=uto.id).count() == 2
