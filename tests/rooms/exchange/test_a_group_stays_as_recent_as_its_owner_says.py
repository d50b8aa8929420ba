"""A membership is known as the newest as of when its owner, or a member, last said so."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.rooms.exchange.abroad import Abroad, taken
from tests.rooms.exchange.test_a_group_s_id_is_its_owner_s import its_own, membership
from tocsin.core.errors import InvalidInput
from tocsin.core.protocol.messages import Fresh
from tocsin.core.statements.groups import group_id


@pytest.fixture
def uto(cast) -> Abroad:
    return Abroad().meet(cast.home.administrator)


def as_of(group):
    from tocsin.rooms.exchange.models import Freshness

    return Freshness.unrestricted.get(group_id=group).as_of


def read(peer, at, *told: Fresh) -> None:
    from tocsin.rooms.exchange.actions import machine

    machine.run(peer.bureau_id, at, lambda it, _store: it.reached(peer.partner_id, 0, at, told))


def test_the_owner_s_word_makes_it_recent_again(cast, uto) -> None:
    home, group = cast.home.bureau.pk, its_own(uto)
    taken(uto.peer, membership(uto, home, group))
    later = timezone.now() + timedelta(days=8)
    read(uto.peer, later, Fresh(group, 1, later))
    assert as_of(group) == later


def test_a_moment_to_come_counts_as_now(cast, uto) -> None:
    home, group = cast.home.bureau.pk, its_own(uto)
    taken(uto.peer, membership(uto, home, group))
    later = timezone.now() + timedelta(days=8)
    read(uto.peer, later, Fresh(group, 1, later + timedelta(days=400)))
    assert as_of(group) == later


def test_of_another_version_it_says_nothing(cast, uto) -> None:
    home, group = cast.home.bureau.pk, its_own(uto)
    taken(uto.peer, membership(uto, home, group, 1))
    known, later = as_of(group), timezone.now() + timedelta(days=8)
    read(uto.peer, later, Fresh(group, 2, later))
    assert as_of(group) == known


def test_a_bureau_that_is_no_member_has_no_say(cast, uto) -> None:
    home, group = cast.home.bureau.pk, its_own(uto)
    taken(uto.peer, membership(uto, home, group))
    outsider = Abroad(code="XTO").meet(cast.home.administrator)
    known, later = as_of(group), timezone.now() + timedelta(days=8)
    read(outsider.peer, later, Fresh(group, 1, later))
    assert as_of(group) == known


def test_a_peer_is_told_of_the_groups_it_shares_and_of_no_other(cast, uto) -> None:
    home, shared = cast.home.bureau.pk, its_own(uto)
    taken(uto.peer, membership(uto, home, shared))
    outsider = Abroad(code="XTO").meet(cast.home.administrator)
    said = uto.call("GET", "/collections/").json()
    assert [one["id"] for one in said["x_tocsin_groups"]] == [str(shared)]
    assert outsider.call("GET", "/collections/").json()["x_tocsin_groups"] == []


@pytest.mark.parametrize(
    "said",
    [
        {},
        [1],
        [{"id": "no id", "version": 1, "at": "2031-01-01T00:00:00.000000Z"}],
        [{"id": str(group_id(Abroad().id, os.urandom(6))), "version": True, "at": "2031"}],
        [{"id": str(group_id(Abroad().id, os.urandom(6))), "version": 1, "at": "yesterday"}],
    ],
)
def test_what_is_no_list_of_groups_is_refused(said) -> None:
    from tocsin.rooms.exchange import taxii

    with pytest.raises(InvalidInput):
        taxii.fresh(said)


def test_what_is_told_is_read_back() -> None:
    from tocsin.rooms.exchange import taxii

    one = Fresh(group_id(Abroad().id, os.urandom(6)), 3, timezone.now())
    assert taxii.fresh([taxii.of_fresh(one)]) == (one,)
