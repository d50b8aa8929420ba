import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.formats.stix.telling import KEY, KNOWN, TOLD, everything, found, items, told
from tests.core.kinds.drawing import bodies
from tests.core.kinds.examples import ONE, TWO
from tocsin.core.errors import InvalidInput
from tocsin.core.formats import stix
from tocsin.core.formats.rows import LinkRow, Row, RowError
from tocsin.core.kinds import Link, dump
from tocsin.core.statements.canonical import decode
from tocsin.core.statements.signed import read

CARRIER = "extension-definition--4469f0e0-3932-4a65-900a-e2fabe1a4973"


def comes_back(one):
    (carrier,) = [
        stix.carried(found.value)
        for found in stix.objects(stix.bundle([one]))
        if found.uuid == str(one.id)
    ]
    assert carrier is not None
    assert carrier.kind == one.kind
    assert carrier.statements == one.statements
    assert carrier.salt == one.salt
    assert decode(carrier.content) == one.content
    assert dump(carrier.body()) == one.content
    statement = read(carrier.statements[0], {KEY.public.id: KEY.public})
    assert statement.body["id"] == str(one.id)
    return carrier


@given(st.sampled_from(TOLD), st.data())
def test_every_body_and_its_signed_bytes_survive(kind, data):
    comes_back(told(kind, data.draw(bodies(kind))))


@pytest.mark.long
@pytest.mark.parametrize("kind", TOLD)
@settings(max_examples=200)
@given(data=st.data())
def test_every_body_of_each_kind_and_its_signed_bytes_survive(kind, data):
    comes_back(told(kind, data.draw(bodies(kind))))


@pytest.mark.parametrize("kind", TOLD)
def test_programs_on_the_way_that_write_json_anew_break_nothing(kind):
    one = told(kind)
    rewritten = json.dumps(json.loads(stix.bundle([one])), indent=4, sort_keys=True)
    (carrier,) = [
        stix.carried(found.value)
        for found in stix.objects(rewritten.encode())
        if found.uuid == str(one.id)
    ]
    assert carrier.statements == one.statements
    assert decode(carrier.content) == one.content


def test_the_same_records_give_the_same_bytes():
    assert stix.bundle(everything()) == stix.bundle(everything())


@pytest.mark.parametrize("kind", TOLD)
def test_the_uuid_of_the_record_is_kept(kind):
    one = told(kind)
    assert stix.render(one)["id"] == stix.identifier(kind, one.id)
    assert stix.render(one)["id"].endswith(f"--{one.id}")


def test_moments_are_utc_with_milliseconds():
    for one in found(stix.bundle(everything())).values():
        for name in ("created", "modified", "published", "first_seen", "last_seen"):
            if name in one:
                assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", one[name])


def test_everything_referred_to_stands_in_the_bundle_or_is_a_record():
    objects = found(stix.bundle(everything()))
    records = {f"identity--{one}" for one in KNOWN} | {f"grouping--{ONE}", f"identity--{TWO}"}
    for one in objects.values():
        refs = [value for name, value in one.items() if name.endswith("_ref")]
        refs += [ref for name in one if name.endswith("_refs") for ref in one[name]]
        assert {ref for ref in refs if not ref.startswith("note--")} <= set(objects) | records


def test_a_reference_to_a_record_whose_kind_is_not_told_is_left_out():
    report = stix.render(told("report", kinds={}))
    assert report["object_refs"] == [report["created_by_ref"]]
    assert ONE not in json.dumps({**report, "extensions": None})


@pytest.mark.parametrize("kind", TOLD)
def test_a_withdrawn_record_is_a_stub_that_says_nothing_of_what_it_said(kind):
    one = stix.render(told(kind, gone=True))
    whole = stix.render(told(kind))
    assert one["revoked"] is True
    assert (one["id"], one["type"]) == (whole["id"], whole["type"])
    assert set(one["extensions"][CARRIER]) == {"extension_type", "kind", "statements"}
    same = {"type", "spec_version", "id", "created_by_ref", "created", "modified", "labels"}
    same |= {"object_marking_refs", "extensions", "published", "context"}
    if kind in {"report", "link", "encounter", "thread"}:
        same |= {"where_sighted_refs"}
    for name in one.keys() - same - {"revoked", "identity_class"}:
        assert one[name] != whole.get(name) or one[name] == [one["created_by_ref"]], name


def test_a_foreign_object_is_given_on_as_the_text_it_came_as():
    raw = '{ "id":"indicator--11111111-1111-4111-8111-111111111111" ,"type":"indicator","n":1.50}'
    content = {"type": "indicator", "identifier": f"indicator--{ONE}", "raw": raw}
    one = told("report")
    foreign = stix.Told(
        one.id, "foreign", one.author, one.created, one.modified, one.label, content
    )
    data = stix.bundle([one, foreign])
    assert raw.encode() in data
    (back,) = [
        item
        for item in items(data)
        if isinstance(item, Row) and item.body.title() == f"indicator--{ONE}"
    ]
    assert dump(back.body) == content


def test_content_that_is_not_what_the_statement_binds_is_refused():
    one, other = told("person"), told("person", number=2, label=None)
    value = json.loads(stix.bundle([one]))
    (person,) = [part for part in value["objects"] if part["id"].endswith(str(one.id))]
    forged = {**one.content, "occupation": "Somebody else"}
    person["extensions"][CARRIER]["content"] = stix.render(
        stix.Told(other.id, "person", one.author, one.created, one.modified, one.label, forged)
    )["extensions"][CARRIER]["content"]
    (error,) = [item for item in items(value) if isinstance(item, RowError)]
    assert (error.field, error.sentence) == ("content", "is not what its author signed")


@given(st.sampled_from(sorted(set(TOLD) - {"link"})), st.data())
def test_an_import_takes_the_signed_body_and_not_the_words_around_it(kind, data):
    body = data.draw(bodies(kind))
    value = json.loads(stix.bundle([told(kind, body)]))
    value["objects"][-1]["name"] = "Spoilt on the way"
    (row,) = [item for item in items(value) if isinstance(item, Row)]
    assert dump(row.body) == dump(body)  # what is signed: a part left empty is not said


@given(bodies("link"))
def test_a_link_comes_back_between_the_ends_its_author_signed(body: Link):
    kinds = {body.source: "person", body.target: "event"}
    (tie,) = [
        item
        for item in items(stix.bundle([told("link", body, kinds=kinds)]))
        if isinstance(item, LinkRow)
    ]
    assert (tie.source, tie.target) == (f"identity--{body.source}", f"incident--{body.target}")
    assert (tie.relation, tie.since, tie.until, tie.note) == (
        body.relation, body.since, body.until, body.note,
    )  # fmt: skip


def test_a_link_whose_ends_were_changed_on_the_way_is_refused():
    value = json.loads(stix.bundle([told("link")]))
    value["objects"][-1]["target_ref"] = f"identity--{ONE}"
    (error,) = [item for item in items(value) if isinstance(item, RowError)]
    assert error.field == "target_ref"


def test_an_unknown_version_of_a_kind_is_refused_by_name():
    value = json.loads(stix.bundle([told("person")]))
    value["objects"][-1]["extensions"][CARRIER]["kind"] = "person@2"
    (error,) = [item for item in items(value) if isinstance(item, RowError)]
    assert "version not known" in error.sentence


@pytest.mark.parametrize("part", ["content", "salt", "statements"])
@pytest.mark.parametrize("value", [7, "ä", "A", "====", [7], {}])
def test_a_broken_extension_is_refused_with_its_part(part, value):
    if (part, value) == ("statements", [7]):
        value = [{"statement": "AA", "key": "k", "signature": "AA"}]
    one = stix.render(told("person"))
    one["extensions"][CARRIER][part] = value

    def unpack():
        carrier = stix.carried(one)
        return carrier and carrier.body()

    with pytest.raises(InvalidInput) as refused:
        unpack()
    assert refused.value.place
