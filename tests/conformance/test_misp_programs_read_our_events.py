"""PyMISP loads an export in its strict mode; misp-stix converts both ways, losing what is declared."""

import json

from tests.conformance.running import run
from tests.core.formats.stix.telling import POLAND, everything, told
from tests.core.kinds.examples import BODIES
from tocsin.core.formats import misp, parse, stix
from tocsin.core.formats.rows import Row
from tocsin.core.kinds import kind_of, read
from tocsin.core.labels import Label, Tlp

# What misp-stix makes of our STIX objects: it has no reader for the other types (its own warning).
READ_AS_MISP = {"person": "identity", "organisation": "organization", "location": "geolocation"}
# What misp-stix makes of our MISP objects: all others become its own custom object, whole.
READ_AS_STIX = {"person": "identity", "organisation": "identity", "location": "location"}


def written(tmp_path, data):
    path = tmp_path / "sent.json"
    path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    return path


def tied():
    people = [told("person", number=1), told("organisation", number=2)]
    ends = {str(one.id): one.kind for one in people}
    body = {"source": str(people[0].id), "target": str(people[1].id), "relation": "works_for"}
    return [*people, told("link", read("link", body), number=3, kinds=ends)]


def test_pymisp_loads_every_kind_by_the_public_templates(tmp_path):
    data = misp.event(everything(), POLAND)
    sent = json.loads(data)["Event"]
    said = run("pymisp", "load.py", written(tmp_path, data))
    for name in ("uuid", "info", "published"):
        assert said[name] == sent[name]
    assert said["distribution"] == 0
    assert said["tags"] == ["tlp:amber+strict", "tocsin:records"]
    assert said["creator"] == str(POLAND.id)
    for one, original in zip(said["objects"], sent["Object"], strict=True):
        assert one["is_template"], one["name"]
        assert one["version"] == original["template_version"]
        assert one["unknown"] == []
        told_of = [[a["object_relation"], a["type"]] for a in original["Attribute"]]
        assert [pair[:2] for pair in one["attributes"]] == told_of
        for (relation, _type, value), attribute in zip(
            one["attributes"], original["Attribute"], strict=True
        ):
            if relation not in {"date-of-birth", "passport-expiration"}:
                assert value == attribute["value"]
            else:
                assert value.startswith(attribute["value"])


def test_pymisp_loads_links_as_references(tmp_path):
    said = run("pymisp", "load.py", written(tmp_path, misp.event(tied(), POLAND)))
    person, organisation = said["objects"]
    assert person["references"] == [["works-for", organisation["uuid"]]]


def test_misp_stix_reads_from_our_bundle_what_is_declared(tmp_path):
    tellings = [told(kind, number=n, label=Label(tlp=Tlp.RED)) for n, kind in enumerate(BODIES, 1) if kind not in {"foreign", "link", "encounter"}]  # fmt: skip
    event = run("misp-stix", "convert.py", "stix", written(tmp_path, stix.bundle(tellings)))[
        "Event"
    ]
    ids = {str(one.id): one.kind for one in tellings}
    objects = {ids[one["uuid"]]: one["name"] for one in event["Object"] if one["uuid"] in ids}
    assert objects == READ_AS_MISP
    assert "tlp:red" in {tag["name"] for tag in event["Tag"]}
    text = json.dumps(event, ensure_ascii=False)
    for name in BODIES["person"]["names"]:
        assert name["text"] in text


def test_misp_stix_writes_our_event_and_nothing_of_it_is_lost_on_the_way_back(tmp_path):
    data = misp.event(everything(), POLAND)
    bundle = run("misp-stix", "convert.py", "misp", written(tmp_path, data))
    types = {one["id"].rpartition("--")[2]: one["type"] for one in bundle["objects"]}
    for one in everything():
        if one.kind != "link":
            assert types[str(one.id)] == READ_AS_STIX.get(one.kind, "x-misp-object"), one.kind
    back = run("misp-stix", "convert.py", "back", written(tmp_path, bundle))["Event"]
    values = {
        one["uuid"]: {(a["object_relation"], str(a["value"])) for a in one["Attribute"]}
        for one in back["Object"]
    }
    for one in json.loads(data)["Event"]["Object"]:
        sent = {(a["object_relation"], a["value"]) for a in one["Attribute"]}
        lost = {relation for relation, _ in sent - values[one["uuid"]]}
        assert lost <= {
            "countrycode",
            "alias",
            "nationality",
            "passport-expiration",
            "address",
            "date-of-birth",
        }, (one["name"], lost)
    assert {"tlp:amber+strict", "tocsin:records"} <= {tag["name"] for tag in back["Tag"]}


def test_we_read_what_misp_stix_wrote_of_our_event(tmp_path):
    tellings = [told("person"), told("organisation", number=2), told("location", number=3)]
    bundle = run("misp-stix", "convert.py", "misp", written(tmp_path, misp.event(tellings, POLAND)))
    rows = [one for one in parse(json.dumps(bundle).encode()) if isinstance(one, Row)]
    kinds = {row.external_id.rpartition("--")[2]: kind_of(row.body).name for row in rows}
    assert {one.kind for one in tellings} == {kinds[str(one.id)] for one in tellings}
    for row in rows:
        assert row.label is None or row.label.is_own_bureau_only
