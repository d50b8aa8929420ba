"""The fixed names that scripts rely on: POST /api/checks, /api/checks/batch, and what may be read."""

import json

import pytest

from tests.rooms.hits.watched import NAME, TRAVELLER, person, watch

pytestmark = pytest.mark.django_db

ASKED = {**TRAVELLER, "purpose": "border_control"}


@pytest.fixture
def say(cast, client):
    tokens = {}

    def call(path, body=None, house=cast.home, role="border_officer", **stated):
        key = (house.code, role)
        if key not in tokens:
            tokens[key] = cast.token(house, role)
        headers = {"Authorization": f"Bearer {tokens[key]}", **stated}
        more = {"headers": headers, "HTTP_HOST": "localhost"}
        if body is None:
            return client.get(path, **more)
        return client.post(path, json.dumps(body), content_type="application/json", **more)

    return call


def test_one_person_is_answered_with_reasons_bases_and_precision(cast, say) -> None:
    record = person(cast)
    watch(cast, record)
    answer = say("/api/checks", {"id": "q7", **ASKED})
    assert answer.status_code == 200
    told = answer.json()
    assert told["verdict"] == "strong"
    (hit,) = told["hits"]
    assert (hit["query"], hit["match"], hit["title"]) == ("q7", str(record.pk), NAME)
    assert 0 < hit["precision"] < 1
    assert set(hit["reasons"][0]) == {"feature", "weight", "query", "match"}
    assert hit["bases"][0]["instruction"] == "contact_owner"
    assert hit["bases"][0]["says"] == "Contact the owner before any action"


def test_the_weights_of_the_reasons_add_up_to_the_score(cast, say) -> None:
    from math import exp

    from tocsin.core.screening import PRIOR

    watch(cast, person(cast))
    asked = {"names": [NAME], "dob": ["1971-03"], "purpose": "analysis"}
    (hit,) = say("/api/checks", asked).json()["hits"]
    total = PRIOR + sum(reason["weight"] for reason in hit["reasons"])
    assert 1 / (1 + exp(-total)) == pytest.approx(hit["score"], abs=1e-6)


def test_the_verbs_own_route_gives_the_same_answer(cast, say) -> None:
    watch(cast, person(cast))
    stated = {"X-Purpose": "border_control"}
    assert say("/api/checks/run", TRAVELLER, **stated).json()["verdict"] == "strong"


def test_the_purpose_is_the_one_stated_else_the_roles_and_never_an_unknown_one(say) -> None:
    assert say("/api/checks", ASKED | {"purpose": "analysis"}).json()["purpose"] == "analysis"
    assert say("/api/checks", TRAVELLER).json()["purpose"] == "border_control"
    assert say("/api/checks", {**TRAVELLER, "purpose": "curiosity"}).status_code == 422


def test_many_are_answered_in_their_order(cast, say) -> None:
    watch(cast, person(cast))
    strangers = [{"names": [f"Zyta Nowhere{n}"], "id": str(n)} for n in range(60)]
    body = {"persons": [*strangers, {"id": "last", **TRAVELLER}], "purpose": "border_control"}
    told = say("/api/checks/batch", body).json()["answers"]
    assert [one["query"] for one in told] == [*(str(n) for n in range(60)), "last"]
    assert [one["verdict"] for one in told][-1] == "strong"
    assert {one["verdict"] for one in told[:-1]} == {"clear"}


def test_more_than_a_thousand_are_refused(say) -> None:
    body = {"persons": [{"names": ["Zyta"]}] * 1_001, "purpose": "analysis"}
    assert say("/api/checks/batch", body).status_code == 422


def test_what_is_wrong_is_named_with_its_place_in_the_batch(say) -> None:
    body = {
        "persons": [{"names": ["Zyta"]}, {"names": ["Zyta"], "dob": ["31.02.1971"]}],
        "purpose": "analysis",
    }
    told = say("/api/checks/batch", body)
    assert told.status_code == 422
    assert told.json()["place"] == "persons[1].dob"


def test_kept_checks_are_read_by_the_own_bureau_only(cast, say) -> None:
    watch(cast, person(cast))
    say("/api/checks", ASKED)
    assert len(say("/api/checks").json()["checks"]) == 1
    assert say("/api/checks", house=cast.stranger).json()["checks"] == []
    assert say("/api/checks", role="reviewer").status_code == 403


def test_a_manifest_tells_how_far_it_is_and_its_hits(cast, say) -> None:
    from django.utils import timezone

    from tests.rooms.hits.test_a_manifest_is_screened import HEADER, HIT, handed_in
    from tocsin.rooms.hits.actions import screening

    watch(cast, person(cast))
    manifest = handed_in(cast.home.border_officer, HEADER + HIT)
    assert say(f"/api/manifests/{manifest.pk}").json()["phase"] == "waiting"
    while screening.carry_on(timezone.now()):
        pass
    told = say(f"/api/manifests/{manifest.pk}").json()
    assert (told["phase"], told["rows"], told["hits"]) == ("done", 1, 1)
    assert told["hits_found"][0]["title"] == NAME
    assert say(f"/api/manifests/{manifest.pk}", house=cast.stranger).status_code == 404


def test_a_passport_zone_can_be_sent_as_it_is(cast, say) -> None:
    from tests.rooms.hits.test_the_border_desk import ZONE

    told = say("/api/checks", {"mrz": ZONE, "purpose": "border_control"}).json()
    assert told["verdict"] == "clear"
    assert told["findings"] == ["The document expired on 2012-04-15."]
