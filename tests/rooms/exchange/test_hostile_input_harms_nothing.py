"""What a hostile peer or client sends is refused or set aside; everybody else goes on as before."""

import base64
import contextlib
import json
from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.rooms.exchange.abroad import TAXII, Abroad, Spoken, taken
from tocsin.core.errors import InvalidInput, TocsinError
from tocsin.core.formats.stix import extension
from tocsin.core.statements import introductions, requests
from tocsin.rooms.exchange import taxii

GOOD = {
    "type": "indicator",
    "spec_version": "2.1",
    "id": "indicator--11111111-1111-4111-8111-111111111111",
    "created": "2031-05-04T10:00:00.000Z",
    "modified": "2031-05-04T10:00:00.000Z",
}


@pytest.fixture
def peer(cast, settings) -> Abroad:
    settings.BASE_URL = "https://127.0.0.1:9"
    return Abroad().meet(cast.home.administrator)


@pytest.fixture
def client(cast):
    token = cast.token(cast.home, "bureau_officer")
    headers = {"Authorization": f"Bearer {token}", "Accept": TAXII}
    root = f"/taxii2/{cast.home.bureau.pk}/collections/"
    made = Client(HTTP_HOST="localhost")
    pk = made.get(root, headers=headers).json()["collections"][0]["id"]

    def post(body: bytes):
        return made.post(f"{root}{pk}/objects/", body, content_type=TAXII, headers=headers)

    def get(query: str = ""):
        return made.get(f"{root}{pk}/objects/{query}", headers=headers)

    post.get = get
    return post


def numbered(number: int, **changes) -> str:
    one = GOOD | {"id": f"indicator--11111111-1111-4111-8111-{number:012d}"} | changes
    return json.dumps(one)


POISON = {
    "the wrong type": numbered(1).replace('"indicator"', '"malware"', 1),
    "no id": json.dumps({**GOOD, "id": 7}),
    "a key twice": numbered(2).replace("{", '{"type": "indicator",', 1),
    "NaN": numbered(3).replace("}", ', "x": NaN}'),
    "a bad moment": numbered(4, created="2031-02-30T00:00:00.000Z"),
    "an overflowing moment": numbered(5, created="99999-01-01T00:00:00.000Z"),
    "a number too long": numbered(6).replace("}", f', "x": {"9" * 400}}}'),
    "deep": numbered(7).replace("}", f', "x": {"[" * 200}{"]" * 200}}}'),
    "a list": "[1, 2, 3]",
    "another version": numbered(8, spec_version="2.0"),
    "no object": "17",
}


@pytest.mark.parametrize("poison", sorted(POISON))
def test_one_bad_object_never_harms_the_rest(client, poison) -> None:
    body = f'{{"objects": [{numbered(21)}, {POISON[poison]}, {numbered(22)}]}}'
    said = client(body.encode())
    assert said.status_code == 202, said.content
    status = said.json()
    assert (status["success_count"], status["failure_count"]) == (2, 1), status
    ids = [one["id"][-2:] for one in client.get().json()["objects"]]
    assert ids == ["21", "22"], "the collection still pages"


def test_the_year_9999_is_kept_and_pages(client) -> None:
    body = f'{{"objects": [{numbered(31, created="9999-12-31T23:59:59.999Z", modified="9999-12-31T23:59:59.999Z")}]}}'
    said = client(body.encode()).json()
    assert said["success_count"] + said["failure_count"] == 1
    assert client.get().status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b" ",
        b"[",
        b'{"objects": [1',
        b"\xff\xfe",
        b"PK\x03\x04" + b"\0" * 100,
        b'{"objects": ' + b"[" * 1_000_000,
        b'{"a":' * 200_000 + b"1" + b"}" * 200_000,
        b'{"objects": [], "objects": []}',
    ],
    ids=["empty", "cut", "cut-list", "no-utf8", "zip", "deep", "deep-objects", "twice"],
)
def test_a_body_that_is_no_envelope_is_refused_whole(client, body) -> None:
    assert client(body).status_code == 400
    assert client.get().status_code == 200


def test_four_gigabytes_are_refused_before_a_byte_is_read(cast) -> None:
    from tocsin.rooms.exchange import callers

    class Unread:
        def read(self, *_size: int) -> bytes:
            raise AssertionError("read")

    request = RequestFactory().post("/taxii2/x/", b"", content_type=TAXII)
    request.META["CONTENT_LENGTH"] = str(4 * 2**30)
    request._stream = Unread()
    with pytest.raises(TocsinError):
        callers.read_body(request)
    request.META["CONTENT_LENGTH"] = "many"
    with pytest.raises(TocsinError):
        callers.read_body(request)


def test_a_replayed_request_opens_nothing(peer) -> None:
    header = requests.authorize(
        peer.key,
        sender=peer.id,
        receiver=peer.peer.bureau_id,
        method="GET",
        target=f"/taxii2/{peer.peer.bureau_id}/collections/",
        body=b"",
        at=timezone.now(),
    )
    assert peer.call("GET", "/collections/", header=header).status_code == 200
    assert peer.call("GET", "/collections/", header=header).status_code == 401
    assert peer.call("GET", "/card/", header=header).status_code == 401, "nor at another address"


def test_a_request_of_long_ago_or_far_ahead_opens_nothing(peer) -> None:
    for off in (timedelta(minutes=-6), timedelta(minutes=6)):
        assert peer.call("GET", "/card/", at=timezone.now() + off).status_code == 401
    assert peer.call("GET", "/card/", at=timezone.now() - timedelta(minutes=3)).status_code == 200


def test_a_changed_body_or_query_is_not_what_was_signed(peer) -> None:
    inbox = next(one for one in peer.collections() if one["can_write"])
    path = f"/collections/{inbox['id']}/objects/"
    header = requests.authorize(
        peer.key,
        sender=peer.id,
        receiver=peer.peer.bureau_id,
        method="POST",
        target=f"/taxii2/{peer.peer.bureau_id}{path}",
        body=b'{"objects": []}',
        at=timezone.now(),
    )
    answer = peer.call("POST", path, b'{"objects": [1]}', header=header)
    assert answer.status_code == 401


def test_a_revoked_key_opens_nothing(peer) -> None:
    from tocsin.core.statements import cards
    from tocsin.core.statements.keys import SigningKey
    from tocsin.rooms.exchange.actions import peers

    fresh = SigningKey.generate()
    peer.certify(fresh, timezone.now() - timedelta(hours=1))
    peer.revoked.append(cards.Revocation(peer.key.public.id, timezone.now(), "stolen"))
    peer.serial = 2
    peers.renew(peer.peer, peer.card(), timezone.now())
    assert peer.call("GET", "/card/").status_code == 401
    before = timezone.now() - timedelta(minutes=4)
    assert peer.call("GET", "/card/", at=before).status_code == 401, "back-dated"
    assert peer.call("GET", "/card/", key=fresh).status_code == 200


def test_a_receipt_forged_for_another_holder_confirms_nothing(cast, peer) -> None:
    from tocsin.rooms.exchange.models import Holding

    other = Abroad(code="OTH").meet(cast.home.administrator)
    person = cast.person(cast.home.bureau_officer, "Somebody")
    Holding.unrestricted.create(
        bureau=cast.home.bureau,
        holder=other.id,
        peer=other.peer,
        record=person,
        served=timezone.now(),
        recalled=timezone.now(),
    )
    said = peer.leave(peer.receipt(person.pk, "purged", holder=str(other.id)))
    assert said["failure_count"] == 1
    said = peer.leave(peer.receipt(person.pk, "purged"))
    assert said["success_count"] == 1
    assert Holding.unrestricted.get(holder=other.id).confirmed is None


def test_records_are_not_pushed(peer) -> None:
    spoken = Spoken(peer)
    assert peer.leave(spoken.offer())["failure_count"] == 1


@pytest.mark.parametrize("part", ["statements", "content", "salt", "kind"])
@pytest.mark.parametrize("value", [None, 7, "x", [], {}, [{}], "AAAA", "x" * 100_000])
def test_a_broken_extension_is_set_aside(peer, part, value) -> None:
    from tocsin.core.formats.stix import extension

    offer = Spoken(peer).offer()
    offer["extensions"][extension.ID][part] = value
    assert taken(peer.peer, offer) != [""] or part == "content"


@given(st.binary(max_size=300))
def test_noise_is_no_introduction_and_no_request(data: bytes) -> None:
    with pytest.raises(TocsinError):
        introductions.decode(data)
    header = f"{requests.SCHEME} {base64.urlsafe_b64encode(data).decode()}"
    with pytest.raises(TocsinError):
        requests.peek(header)


@given(st.text(max_size=40))
def test_noise_is_no_place(text: str) -> None:
    with contextlib.suppress(InvalidInput):
        assert taxii.token(taxii.place(text)) == text
    with contextlib.suppress(InvalidInput):
        taxii.micros(text, "added_after")


@given(st.integers(0, 2**56))
def test_a_place_is_read_back(place: int) -> None:
    assert taxii.place(taxii.token(place)) == place


def test_a_peer_that_floods_the_quarantine_drives_out_its_own_oldest(peer, cast, monkeypatch):
    from tests.rooms.exchange.abroad import Spoken
    from tocsin.core.statements.keys import SigningKey
    from tocsin.rooms.exchange.actions import intake
    from tocsin.rooms.exchange.models import Quarantined

    monkeypatch.setattr(intake, "MOST_REFUSED", 10)
    other = Abroad(code="OTH").meet(cast.home.administrator)
    taken(other.peer, Spoken(other).offer() | {"extensions": {extension.ID: 7}})
    waiting = Spoken(peer)
    taken(peer.peer, waiting.offer(key=SigningKey.generate()))
    for _ in range(12):
        taken(peer.peer, Spoken(peer).offer() | {"extensions": {extension.ID: 7}})
    kept = Quarantined.unrestricted.filter(peer=peer.peer)
    assert kept.filter(record=None).count() == 10
    assert kept.filter(record=waiting.id).exists(), "what waits is not driven out"
    assert Quarantined.unrestricted.filter(peer=other.peer).count() == 1
