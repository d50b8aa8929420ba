import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.formats.reading import refused_only_with_a_place
from tests.core.formats.stix.telling import everything
from tests.core.kinds.examples import ONE, TWO
from tocsin.core.errors import MalformedFile, TooLarge
from tocsin.core.formats import stix
from tocsin.core.formats.limits import Limits
from tocsin.core.formats.rows import Row, RowError

GOOD = (
    f'{{"type":"identity","spec_version":"2.1","id":"identity--{ONE}",'
    '"created":"2031-05-04T10:00:00.000Z","modified":"2031-05-04T10:00:00.000Z",'
    '"name":"Invented Person","identity_class":"individual"}'
)
WHOLE = stix.bundle(everything())


def text(*objects):
    return f'{{"type":"bundle","id":"bundle--{ONE}","objects":[{",".join(objects)}]}}'


def read(said, **limits):
    data = said if isinstance(said, bytes) else said.encode()
    return list(stix.read_stix(data, Limits(**limits)))


def changed(**properties):
    value = {**json.loads(GOOD), "id": f"identity--{TWO}", **properties}
    return json.dumps({name: one for name, one in value.items() if one is not None})


@pytest.mark.parametrize(
    ("bad", "field", "sentence"),
    [
        (changed(type="Identity"), "type", "small letters"),
        (changed(type=7), "type", "small letters"),
        (changed(id="identity--1"), "id", "UUID"),
        (changed(id=f"report--{TWO}"), "id", "another type"),
        (changed(id=f"identity--{TWO.upper()}A"), "id", "UUID"),
        (changed(spec_version="2.0"), "spec_version", "2.1"),
        (changed(created="2031-05-04T10:00:00.000+02:00"), "created", "UTC"),
        (changed(created="2031-02-30T10:00:00.000Z"), "created", "not a real moment"),
        (changed(modified="9999-12-31T23:59:59.999Z"), "modified", "year"),
        (changed(modified="0001-01-01T00:00:00Z"), "modified", "year"),
        (changed(modified="2030-05-04T10:00:00.000Z"), "modified", "before"),
        (changed(revoked="yes"), "revoked", "true or false"),
        (changed(name=None), "name", "required"),
        (changed(name="  "), "name", "required"),
        (changed(name="Two\nlines"), "text", "line break"),
        (changed(name="a" * 501), "text", "longer"),
        (GOOD[:-1] + ',"name":"Again"}', None, "twice"),
        (GOOD[:-1] + ',"x_n":NaN}', None, "NaN"),
        (GOOD[:-1] + ',"x_n":-Infinity}', None, "Infinity"),
        (GOOD[:-1] + ',"x_n":123456789012345678901}', None, "too large"),
        (GOOD[:-1] + ',"x_n":' + "[" * 40 + "]" * 40 + "}", None, "deep"),
        ("7", None, "not an object"),
        ("null", None, "not an object"),
        ('"text"', None, "not an object"),
    ],
)
def test_one_bad_object_is_named_and_never_harms_the_rest(bad, field, sentence):
    said = read(text(bad, GOOD))
    (error,) = [item for item in said if isinstance(item, RowError)]
    assert error.place.startswith("objects[1]")
    assert error.field == field
    assert sentence in error.sentence
    assert [item.external_id for item in said if isinstance(item, Row)] == [f"identity--{ONE}"]


@pytest.mark.parametrize(
    ("bad", "place"),
    [
        ("", "line 1, column 1"),
        ("[", "line 1, column 2"),
        ("7", "line 1, column 1"),
        ('{"type":"bundle",\n"objects":[{]}', "line 2, column 13"),
        (text(GOOD)[:-1], "line 1"),
        (text(GOOD) + "x", "line 1"),
        (text(GOOD).replace('"type":"bundle"', '"type":"indicator"'), "type"),
        ('{"type":"bundle","type":"bundle","objects":[]}', "line 1, column 18"),
        ('{"objects":[],"more":NaN}', "more"),
        ('{"objects":[' + "[" * 1_000_000, "line 1, column 13"),
        ('{"objects":' + '{"a":' * 1_000_000, "line 1, column 12"),
        (b'{"objects":["\xff"]}', "byte 14"),
        (b"PK\x03\x04rest", "file"),
    ],
)
def test_a_file_that_breaks_is_refused_with_the_place(bad, place):
    with pytest.raises(MalformedFile) as refused:
        read(bad)
    assert refused.value.place.startswith(place)


def test_a_file_past_its_limits_is_refused():
    with pytest.raises(TooLarge, match="bytes"):
        read(text(GOOD), document=100)
    with pytest.raises(TooLarge, match="objects"):
        read(text(GOOD, changed()), rows=1)


def test_an_object_too_long_to_be_kept_is_an_error_of_its_own():
    said = read(text(changed(x_long="a" * 1_000_001), GOOD))
    assert "longer than 1,000,000" in next(str(item) for item in said if isinstance(item, RowError))
    assert any(isinstance(item, Row) for item in said)


def test_an_id_that_comes_twice_is_taken_once():
    said = read(text(GOOD, GOOD))
    assert [type(item) for item in said] == [Row, RowError]
    assert "already used" in said[1].sentence


def test_letters_that_look_alike_are_kept_and_flagged():
    (row,) = read(text(changed(name="Pаul Invented")))
    assert row.body.names[0].text == "Pаul Invented"
    assert any("look alike" in remark.sentence for remark in row.remarks)


def test_what_its_author_took_back_is_not_taken_in():
    (said,) = read(text(changed(revoked=True)))
    assert "took it back" in said.sentence


def test_envelopes_and_lists_are_read_like_bundles():
    for said in (f'{{"more":false,"objects":[{GOOD}]}}', f"[{GOOD}]", "\ufeff" + text(GOOD)):
        assert [item.external_id for item in read(said)] == [f"identity--{ONE}"]


@given(st.binary(max_size=200))
def test_random_bytes(data):
    with refused_only_with_a_place():
        read(data)


@given(st.data())
def test_a_good_bundle_damaged_anywhere(data):
    broken = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(broken)))
        piece = data.draw(
            st.sampled_from([b"", b'"', b"{", b"]", b",", b"\\", b"9", b"\xd8", b"null"])
        )
        broken[at : at + data.draw(st.sampled_from([0, 1, 7, 300]))] = piece
    with refused_only_with_a_place():
        for item in read(bytes(broken)):
            assert item.place


values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(0, 9) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=5,
)


@given(st.sampled_from(json.loads(WHOLE)["objects"]), st.data())
def test_whatever_stands_in_a_property_the_object_is_read_or_refused(one, data):
    name = data.draw(st.sampled_from(sorted(one)))
    spoilt = {**one, name: data.draw(values)}
    if name == "extensions" and data.draw(st.booleans()):
        spoilt[name] = {
            key: {**part, data.draw(st.sampled_from(sorted(part))): data.draw(values)}
            for key, part in one[name].items()
        }
    for item in read(json.dumps({"objects": [spoilt]})):
        assert item.place
