"""Actor x route x method: who may do what at every TAXII address; a new route without a case fails."""

import json
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.doors import doors
from tests.rooms.exchange.abroad import TAXII, Abroad
from tocsin.core.statements.keys import SigningKey

ROOT = "/taxii2/<uuid:root>/"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# What an accepted peer and an officer's token are answered, by route and method; all else is 405.
# A peer's own inbox is tried for POST, its feed for the rest; a token's shelf for everything.
PEER = {
    ("/taxii2/", "GET"): 200,
    (ROOT, "GET"): 200,
    (f"{ROOT}status/<uuid:pk>/", "GET"): 404,
    (f"{ROOT}collections/", "GET"): 200,
    (f"{ROOT}collections/<uuid:pk>/", "GET"): 200,
    (f"{ROOT}collections/<uuid:pk>/manifest/", "GET"): 200,
    (f"{ROOT}collections/<uuid:pk>/objects/", "GET"): 200,
    (f"{ROOT}collections/<uuid:pk>/objects/", "POST"): 202,
    (f"{ROOT}collections/<uuid:pk>/objects/<str:identifier>/", "GET"): 404,
    (f"{ROOT}collections/<uuid:pk>/objects/<str:identifier>/", "DELETE"): 403,
    (f"{ROOT}collections/<uuid:pk>/objects/<str:identifier>/versions/", "GET"): 404,
    (f"{ROOT}poke/", "POST"): 204,
    (f"{ROOT}card/", "GET"): 200,
    (f"{ROOT}ask/", "POST"): 400,
    (f"{ROOT}witness/", "POST"): 400,
    (f"{ROOT}records/<uuid:pk>/files/<str:name>/", "GET"): 404,  # it holds nothing of ours
    (f"{ROOT}relay/", "GET"): 200,
    (f"{ROOT}relay/", "POST"): 400,
    (f"{ROOT}blind/", "GET"): 404,  # nothing was agreed with this peer
    (f"{ROOT}blind/", "POST"): 400,
    (f"{ROOT}blind/table/", "GET"): 404,
}
ONLY_PEERS = {
    f"{ROOT}{one}/" for one in ("poke", "ask", "card", "witness", "relay", "blind", "blind/table")
} | {f"{ROOT}records/<uuid:pk>/files/<str:name>/"}


def routes() -> list[str]:
    return sorted(door.pattern for door in doors.pages() if door.pattern.startswith("/taxii2/"))


def test_every_route_has_a_case() -> None:
    assert {route for route, _method in PEER} == set(routes())


def cases() -> list[tuple[str, str]]:
    return [(route, method) for route in routes() for method in METHODS]


def address(route: str, root, collection) -> str:
    filled = route.replace("<uuid:root>", str(root)).replace("<str:identifier>", "identity--x")
    filled = filled.replace("<str:name>", "0" * 64)
    return filled.replace("<uuid:pk>", str(collection))


@pytest.fixture
def peer(cast, settings) -> Abroad:
    settings.BASE_URL = "https://127.0.0.1:9"
    from tocsin.rooms.bureaus import keys
    from tocsin.rooms.journal import actions as journal

    met = Abroad().meet(cast.home.administrator)
    journal.sequence(cast.home.bureau.pk, keys.journal_signer(cast.home.bureau.pk), timezone.now())
    return met


def asked(who: Abroad, route: str, method: str, collections, **more) -> int:
    write = method == "POST" and route.endswith("objects/")
    pk = next(one["id"] for one in collections if one["can_write"] == write)
    target = address(route, who.peer.bureau_id, pk)
    body = json.dumps({"objects": []}).encode() if method == "POST" else b""
    path = target.removeprefix(f"/taxii2/{who.peer.bureau_id}")
    if route == "/taxii2/":
        return discovery(who, method, body, **more)
    return who.call(method, path, body, **more).status_code


def discovery(who: Abroad, method: str, body: bytes, **more) -> int:
    from tocsin.core.statements import requests

    header = more.get("header") or requests.authorize(
        more.get("key") or who.key,
        sender=more.get("sender") or who.id,
        receiver=who.peer.bureau_id,
        method=method,
        target="/taxii2/",
        body=body,
        at=timezone.now(),
    )
    headers = {"Authorization": header, "Accept": TAXII}
    client = Client(HTTP_HOST="localhost")
    return client.generic(method, "/taxii2/", body, content_type=TAXII, headers=headers).status_code


def test_an_accepted_peer_reaches_what_is_its_own(peer) -> None:
    mine = peer.collections()
    for route, method in cases():
        expected = PEER.get((route, method), 405)
        assert asked(peer, route, method, mine) == expected, f"{method} {route}"


@pytest.mark.parametrize("actor", ["nobody", "forger", "impostor", "unmet", "unaccepted", "basic"])
def test_nobody_else_is_told_anything(cast, peer, actor) -> None:
    mine = peer.collections()
    more = {
        "nobody": {"header": "Bearer toc_nothing"},
        "basic": {"header": "Basic YTpi"},
        "forger": {"key": SigningKey.generate()},
        "impostor": {"sender": uuid4()},
        "unmet": {"sender": cast.ally.bureau.pk},
        "unaccepted": {"sender": unaccepted(cast).id},
    }[actor]
    for route, method in cases():
        if (route, method) in PEER:
            assert asked(peer, route, method, mine, **more) == 401, f"{actor}: {method} {route}"


def unaccepted(cast) -> Abroad:
    from tocsin.rooms.exchange.actions import peers

    found = Abroad(code="NEW")
    found.peer = peers.add(cast.home.administrator, introduction=found.introduction())
    return found


def test_a_peer_reaches_no_other_peer_s_collections(cast, peer) -> None:
    other = Abroad(code="OTH").meet(cast.home.administrator)
    theirs = other.collections()
    for route, method in PEER:
        if "collections/<uuid:pk>" in route:
            assert asked(peer, route, method, theirs) in {403, 404}, f"{method} {route}"


def test_a_peer_of_one_bureau_is_no_peer_of_its_neighbour_on_the_node(cast, peer) -> None:
    peer.peer.bureau_id = cast.ally.bureau.pk
    for route, method in PEER:
        path = address(route, "", peer.id).removeprefix("/taxii2//")
        if route != "/taxii2/":
            assert peer.call(method, f"/{path}").status_code == 401, f"{method} {route}"


def test_a_paused_peer_is_refused_and_an_ended_one_told_of_recalls_alone(cast, peer) -> None:
    from tocsin.rooms.exchange.actions import peers

    mine = peer.collections()
    paused = peers.pause(cast.home.administrator, peer.peer, reason="to be looked at")
    for route, method in PEER:
        assert asked(peer, route, method, mine) == 403, f"{method} {route}"
    resumed = peers.resume(cast.home.administrator, paused, reason="looked at")
    peers.end(cast.home.administrator, resumed, reason="over")
    assert peer.pull() == []


@pytest.mark.parametrize("role", ["bureau_officer", "reviewer", "administrator", "border_officer"])
def test_a_token_reaches_its_bureau_s_shelf_and_no_feed(cast, peer, role) -> None:
    from tocsin.rooms.bureaus.powers import ROLES, Power, Role

    headers = {"Authorization": f"Bearer {cast.token(cast.home, role)}", "Accept": TAXII}
    client = Client(HTTP_HOST="localhost")
    root = cast.home.bureau.pk
    said = client.get(f"/taxii2/{root}/collections/", headers=headers)
    assert said.status_code == 200
    found = said.json().get("collections", [])
    assert bool(found) == (Power.RECORD_SEE in ROLES[Role(role)])
    feed = next(one["id"] for one in peer.collections() if one["can_read"])
    for route, method in PEER:
        target = address(route, root, feed)
        answer = client.generic(method, target, b"{}", content_type=TAXII, headers=headers)
        if route in ONLY_PEERS:
            assert answer.status_code == 401, f"{role}: {method} {route}"
        elif "<uuid:pk>" in route:
            assert answer.status_code in {403, 404}, f"{role}: {method} {route}"
        other = address(route, cast.ally.bureau.pk, feed)
        if "<uuid:root>" in route:
            wrong = client.generic(method, other, b"{}", content_type=TAXII, headers=headers)
            assert wrong.status_code == 404, f"{role}: {method} {route} of another bureau"
