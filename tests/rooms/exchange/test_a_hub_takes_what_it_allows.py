"""A hub takes parcels between the bureaus that it allows, refuses one by one, and keeps nothing that was fetched."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.rooms.exchange.abroad import Abroad
from tests.rooms.exchange.behind import parcel
from tocsin.core.errors import WrongState
from tocsin.core.protocol import relaying


@pytest.fixture
def two(cast) -> list[Abroad]:
    return [Abroad(code=code).meet(cast.home.administrator) for code in ("UTO", "ELS")]


def left(by: Abroad, *parcels, taken=()) -> dict[int, str]:
    """Leave parcels; return which were refused, and the code of the refusal."""
    said = {"parcels": [relaying.plain(one) for one in parcels], "taken": list(taken)}
    answer = by.call("POST", "/relay/", json.dumps(said).encode())
    assert answer.status_code == 200
    return {one["parcel"]: one["code"] for one in answer.json()["refused"]}


def fetched(by: Abroad) -> list[dict]:
    return by.call("GET", "/relay/").json()["parcels"]


def allowed(cast, *who: Abroad) -> None:
    from tocsin.rooms.exchange.actions import peers

    for one in who:
        one.peer.refresh_from_db()
        peers.allow_relay(cast.home.administrator, one.peer)


def test_a_hub_passes_on_between_those_whom_it_allows_and_keeps_nothing(cast, two) -> None:
    from tocsin.rooms.exchange.models import Peer, Relayed
    from tocsin.rooms.journal.models import Entry as Leaf

    uto, els = two
    letter = parcel(uto, els.card())
    assert left(uto, letter) == {0: "not-found"}
    allowed(cast, uto)
    assert left(uto, letter) == {0: "not-found"}, "the other is not allowed"
    allowed(cast, els)
    assert left(els, letter) == {0: "not-found"}, "it is not from whom it says"
    assert left(uto, letter) == {}
    assert Peer.unrestricted.get(partner_id=els.id).news, "it is told at once"
    assert fetched(uto) == []
    (row,) = fetched(els)
    assert row["parcel"] == relaying.plain(letter)
    leaf = Leaf.unrestricted.get(verb="relay.take")
    assert leaf.part("detail") == {"bytes": len(letter.content)}
    assert left(uto, taken=[row["id"]]) == {}
    assert len(fetched(els)) == 1, "nobody else takes it off"
    assert left(els, taken=[row["id"]]) == {}
    assert fetched(els) == []
    assert not Relayed.unrestricted.exists()


def test_what_waits_at_a_hub_has_bounds_and_an_end(cast, two, monkeypatch) -> None:
    from tocsin.rooms.exchange.actions import peers
    from tocsin.rooms.exchange.actions import relaying as at_hub
    from tocsin.rooms.exchange.models import Relayed

    uto, els = two
    allowed(cast, uto, els)
    monkeypatch.setattr(at_hub, "MOST", 2)
    letters = [parcel(uto, els.card()) for _number in range(3)]
    assert [left(uto, one) for one in letters] == [{}, {}, {0: "too-large"}]
    Relayed.unrestricted.update(at=timezone.now() - timedelta(days=8))
    assert at_hub.sweep(timezone.now()) == 2
    assert left(uto, letters[0]) == {}
    els.peer.refresh_from_db()
    peers.forbid_relay(cast.home.administrator, els.peer)
    assert not Relayed.unrestricted.exists()
    with pytest.raises(WrongState):
        peers.forbid_relay(cast.home.administrator, els.peer)


def test_a_full_box_of_one_bureau_hinders_nothing_else(cast, two, monkeypatch) -> None:
    from tocsin.rooms.exchange.actions import relaying as at_hub

    uto, els = two
    oth = Abroad(code="OTH").meet(cast.home.administrator)
    allowed(cast, uto, els, oth)
    monkeypatch.setattr(at_hub, "MOST", 1)
    assert left(els, parcel(els, uto.card())) == {}
    (waits,) = fetched(uto)
    assert left(uto, parcel(uto, els.card())) == {}
    full, free = parcel(uto, els.card()), parcel(uto, oth.card())
    assert left(uto, full, free, taken=[waits["id"]]) == {0: "too-large"}
    assert fetched(uto) == [], "what it had fetched is off the hub"
    assert [row["parcel"] for row in fetched(oth)] == [relaying.plain(free)]


def test_a_body_of_another_form_is_refused_whole(cast, two) -> None:
    uto, els = two
    allowed(cast, uto, els)
    good = relaying.plain(parcel(uto, els.card()))
    for body in (
        b"[]",
        b'{"more": []}',
        b'{"parcels": {}}',
        b'{"taken": ["x"]}',
        json.dumps({"parcels": [{**good, "content": "AAAA"}]}).encode(),
        json.dumps({"parcels": [{**good, "more": 1}]}).encode(),
        json.dumps({"parcels": [None]}).encode(),
    ):
        assert uto.call("POST", "/relay/", body).status_code == 400, body[:40]
    assert fetched(els) == []
