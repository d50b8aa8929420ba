"""A standard TAXII client with an officer's token: filters, versions, paging, errors by the book."""

import json
from uuid import uuid4

import pytest
from django.test import Client

from tests.rooms.exchange.abroad import TAXII


@pytest.fixture
def shelf(cast):
    return Reach(cast, "bureau_officer")


class Reach:
    """One token's way to its bureau's shelf."""

    def __init__(self, cast, role: str, number: int = 1) -> None:
        self.headers = {"Authorization": f"Bearer {cast.token(cast.home, role, number)}"}
        self.root = f"/taxii2/{cast.home.bureau.pk}/"
        self.client = Client(HTTP_HOST="localhost")
        found = self.get(f"{self.root}collections/").json()["collections"][0]
        self.base = f"{self.root}collections/{found['id']}/"
        self.collection = found

    def get(self, path: str, accept: str = TAXII):
        headers = {**self.headers, "Accept": accept}
        return self.client.get(path, headers=headers)

    def post(self, *objects, kind: str = TAXII):
        body = json.dumps({"objects": objects})
        headers = {**self.headers, "Accept": TAXII}
        return self.client.post(f"{self.base}objects/", body, content_type=kind, headers=headers)

    def ids(self, query: str = "") -> list[str]:
        found = self.get(f"{self.base}objects/{query}").json().get("objects", [])
        return [f"{one['id']}@{one.get('modified', '')[:4]}" for one in found]


def made(kind: str = "indicator", year: int = 2030, pk=None) -> dict:
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": f"{kind}--{pk or uuid4()}",
        "created": "2029-01-01T00:00:00.000Z",
        "modified": f"{year}-01-01T00:00:00.000Z",
    }


def test_discovery_leads_to_the_collection(shelf) -> None:
    found = shelf.get("/taxii2/")
    assert found["Content-Type"] == TAXII
    assert found.json()["api_roots"][0].endswith(shelf.root)
    root = shelf.get(shelf.root).json()
    assert root["versions"] == [TAXII]
    assert root["max_content_length"] > 0


def test_an_object_is_served_as_the_bytes_it_was(shelf) -> None:
    head = f'"type":"indicator",  "id":"indicator--{uuid4()}","spec_version":"2.1",'
    body = '{"objects": [{' + head
    body += '"created":"2030-01-01T00:00:00Z","modified":"2030-01-01T00:00:00Z","x_price": 1.50}]}'
    headers = {**shelf.headers, "Accept": TAXII}
    shelf.client.post(f"{shelf.base}objects/", body, content_type=TAXII, headers=headers)
    text = shelf.get(f"{shelf.base}objects/").content.decode()
    assert body[13:-2] in text


def test_matches_narrow_by_id_type_and_version(shelf) -> None:
    pk = uuid4()
    old, new, other = made(pk=pk, year=2030), made(pk=pk, year=2031), made("malware")
    assert shelf.post(old, other).json()["success_count"] == 2
    assert shelf.post(new).json()["success_count"] == 1
    assert shelf.ids() == [f"{other['id']}@2030", f"{new['id']}@2031"]
    assert shelf.ids(f"?match[id]={new['id']}") == [f"{new['id']}@2031"]
    assert shelf.ids("?match[type]=malware") == [f"{other['id']}@2030"]
    every = shelf.ids(f"?match[id]={new['id']}&match[version]=all")
    assert every == [f"{old['id']}@2030", f"{new['id']}@2031"]
    assert shelf.ids(f"?match[id]={new['id']}&match[version]=first") == [f"{old['id']}@2030"]
    exact = f"?match[version]={old['modified']}&match[id]={old['id']}"
    assert shelf.ids(exact) == [f"{old['id']}@2030"]
    assert shelf.ids("?match[spec_version]=2.0") == []
    assert shelf.ids("?match[id]=nothing") == []
    versions = shelf.get(f"{shelf.base}objects/{new['id']}/versions/").json()["versions"]
    assert len(versions) == 2
    one = shelf.get(f"{shelf.base}objects/{new['id']}/").json()["objects"]
    assert [found["modified"] for found in one] == [new["modified"]]


def test_the_same_version_again_is_the_same_object(shelf) -> None:
    one = made()
    shelf.post(one, one)
    assert shelf.post(one).json()["success_count"] == 1
    assert len(shelf.ids("?match[version]=all")) == 1


def test_another_officer_supersedes_nothing(cast, shelf) -> None:
    other = Reach(cast, "bureau_officer", 2)
    mine = made()
    shelf.post(mine)
    said = other.post({**mine, "modified": "2040-01-01T00:00:00.000Z"}).json()
    assert (said["success_count"], said["failure_count"]) == (0, 1)
    assert shelf.ids() == [f"{mine['id']}@2030"]


def test_pages_meet_each_object_once_while_more_arrive(shelf) -> None:
    first = [made() for _ in range(25)]
    shelf.post(*first)
    seen, query = [], "?limit=10"
    while True:
        answer = shelf.get(f"{shelf.base}objects/{query}")
        said = answer.json()
        seen += [one["id"] for one in said.get("objects", [])]
        if len(seen) == 10:
            shelf.post(made())
        if not said.get("more"):
            break
        query = f"?limit=10&next={said['next']}"
    assert len(seen) == len(set(seen)) == 26
    after = answer["X-TAXII-Date-Added-Last"]
    assert shelf.ids(f"?added_after={after}") == []
    manifest = shelf.get(f"{shelf.base}manifest/?limit=100").json()["objects"]
    places = [one["date_added"] for one in manifest]
    assert places == sorted(set(places)), "unique and strictly rising"
    middle = shelf.ids(f"?added_after={places[9]}")
    assert len(middle) == 16


@pytest.mark.parametrize(
    "query", ["?limit=0", "?limit=x", "?next=zz", "?added_after=yesterday", "?match[version]=x"]
)
def test_a_filter_that_cannot_be_understood_is_named(shelf, query) -> None:
    said = shelf.get(f"{shelf.base}objects/{query}")
    assert said.status_code == 400
    assert said["Content-Type"] == TAXII
    assert said.json()["http_status"] == "400"


def test_media_types_are_asked_for(shelf) -> None:
    assert shelf.get(f"{shelf.base}objects/", accept="text/html").status_code == 406
    wrong = "application/taxii+json;version=2.0"
    assert shelf.get(f"{shelf.base}objects/", accept=wrong).status_code == 406
    assert shelf.post(made(), kind="application/json").status_code == 415


def test_a_status_is_found_again_by_who_asked(cast, shelf) -> None:
    said = shelf.post(made()).json()
    again = shelf.get(f"{shelf.root}status/{said['id']}/").json()
    assert again["id"] == said["id"]
    other = Reach(cast, "bureau_officer", 2)
    assert other.get(f"{shelf.root}status/{said['id']}/").status_code == 404


def test_a_reader_s_token_does_not_write(cast) -> None:
    reading = Reach(cast, "reviewer")
    assert reading.collection["can_write"] is False
    assert reading.post(made()).status_code == 403
