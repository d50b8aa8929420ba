"""What came on one page is taken together; where one of it is broken, the others are taken still."""

import json

import pytest
from django.utils import timezone

from tests.rooms.exchange.abroad import Abroad, Spoken
from tocsin.core.formats.stix import extension
from tocsin.core.formats.stix.objects import objects
from tocsin.rooms.exchange.actions import intake
from tocsin.rooms.exchange.actions.lines import LIMITS
from tocsin.rooms.exchange.models import Quarantined
from tocsin.rooms.register.models import Record


@pytest.fixture
def peer(cast, settings) -> Abroad:
    settings.BASE_URL = "https://127.0.0.1:9"
    return Abroad().meet(cast.home.administrator)


def page(peer: Abroad, *values: dict[str, object]) -> None:
    body = json.dumps({"objects": list(values)}).encode()
    intake.take_many(peer.peer, list(objects(body, LIMITS)), timezone.now())


@pytest.mark.parametrize("broken_at", [None, 0, 1, 3])
def test_the_sound_ones_are_held_and_the_broken_one_is_set_aside(peer, broken_at) -> None:
    spoken = [Spoken(peer) for _ in range(4)]
    offers = [one.offer() for one in spoken]
    if broken_at is not None:
        offers[broken_at]["extensions"][extension.ID]["statements"] = 7
    page(peer, *offers)
    sound = {one.id for at, one in enumerate(spoken) if at != broken_at}
    held = Record.unrestricted.filter(pk__in=[one.id for one in spoken]).exclude(body={})
    assert {record.pk for record in held} == sound
    assert Quarantined.unrestricted.count() == (broken_at is not None)


def test_the_same_page_twice_changes_nothing(peer) -> None:
    spoken = [Spoken(peer) for _ in range(3)]
    offers = [one.offer() for one in spoken]
    page(peer, *offers)
    before = list(Record.unrestricted.order_by("pk").values())
    page(peer, *offers, *offers)
    assert list(Record.unrestricted.order_by("pk").values()) == before
    assert not Quarantined.unrestricted.exists()
