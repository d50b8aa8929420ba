"""What an object on a shelf is told by: its whole id; and how it is found among very many."""

import json
from uuid import uuid4

from tests.rooms.exchange.test_standard_clients_read_and_write import Reach, made
from tocsin.rooms.exchange import shelving, taxii
from tocsin.rooms.exchange.models import Item, Shelf, digest_of


def test_objects_of_two_types_with_one_uuid_are_two(cast) -> None:
    shelf, pk = Reach(cast, "bureau_officer"), uuid4()
    assert shelf.post(made(pk=pk)).json()["success_count"] == 1
    assert shelf.post(made("malware", pk=pk)).json()["success_count"] == 1
    assert shelf.ids() == [f"indicator--{pk}@2030", f"malware--{pk}@2030"]
    assert shelf.ids(f"?match[id]=malware--{pk}") == [f"malware--{pk}@2030"]


def test_another_officer_takes_no_type_s_uuid_away(cast) -> None:
    shelf, other, pk = Reach(cast, "bureau_officer"), Reach(cast, "bureau_officer", 2), uuid4()
    other.post(made("malware", pk=pk))
    assert shelf.post(made(pk=pk)).json()["failure_count"] == 0


def test_an_id_whose_digest_is_another_s_is_another_object(cast, monkeypatch) -> None:
    shelf, one, two = Reach(cast, "bureau_officer"), made(), made()
    shelf.post(one)
    Item.unrestricted.update(digest=digest_of(two["id"]))
    assert shelf.post(two).json()["success_count"] == 1
    assert shelf.ids() == [f"{one['id']}@2030", f"{two['id']}@2030"]
    assert shelf.ids(f"?match[id]={two['id']}") == [f"{two['id']}@2030"]


def test_first_and_last_are_right_in_whatever_order_versions_come(cast) -> None:
    shelf, pk = Reach(cast, "bureau_officer"), uuid4()
    for years in ([2034, 2032], [2036, 2035, 2033], [2031]):
        shelf.post(*(made(pk=pk, year=year) for year in years))
    identifier = f"indicator--{pk}"
    for asked, year in (("first", 2031), ("last", 2036)):
        assert shelf.ids(f"?match[version]={asked}") == [f"{identifier}@{year}"]
    assert len(shelf.ids("?match[version]=all")) == 6


def test_many_versions_in_one_post_are_taken_together(cast) -> None:
    shelf, pk = Reach(cast, "bureau_officer"), uuid4()
    versions = [made(pk=pk) | {"modified": f"2030-01-01T00:00:00.{i:03}Z"} for i in range(900)]
    assert shelf.post(*versions).json()["success_count"] == 900
    assert [one["modified"] for one in shelf.get(f"{shelf.base}objects/").json()["objects"]] == [
        "2030-01-01T00:00:00.899Z"
    ]


def test_objects_asked_for_by_id_are_found_without_a_walk(cast) -> None:
    reach = Reach(cast, "bureau_officer")
    several = [made() for _ in range(5)]
    reach.post(*several)
    asked = taxii.Asked(after=1, limit=100, ids=tuple(one["id"] for one in several))
    rows = shelving.items(Shelf.unrestricted.get(pk=reach.collection["id"]), asked)
    plan = rows.filter(added__gt=asked.after).order_by("added").explain()
    assert "autoindex" not in plan
    assert "item_moment_once" not in plan
    assert {json.loads(one.raw)["id"] for one in rows} == {one["id"] for one in several}
