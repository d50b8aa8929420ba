"""A value has one spelling; every other spelling of it is refused, with the place."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.errors import InvalidStatement
from tocsin.core.statements.canonical import LARGEST, LIMIT, decode, encode

text = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
scalars = st.none() | st.booleans() | st.integers(1 - LARGEST, LARGEST - 1) | text
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_what_is_encoded_is_decoded_to_the_same_value(value) -> None:
    assert decode(encode(value)) == value


@given(values)
def test_the_spelling_is_json_that_others_read(value) -> None:
    assert json.loads(encode(value)) == value


@given(st.dictionaries(text, st.integers(0, 9), max_size=6))
def test_the_order_in_which_a_mapping_was_made_does_not_matter(value) -> None:
    assert encode(dict(reversed(value.items()))) == encode(value)


@given(st.binary(max_size=60))
def test_any_bytes_are_either_canonical_or_refused(data) -> None:
    try:
        value = decode(data)
    except InvalidStatement:
        return
    assert encode(value) == data


@given(values, st.data())
def test_a_changed_byte_is_refused_or_another_value(value, data) -> None:
    said = bytearray(encode(value))
    said[data.draw(st.integers(0, len(said) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        found = decode(bytes(said))
    except InvalidStatement:
        return
    assert found != value or type(found) is not type(value)


def test_keys_stand_in_the_order_of_their_utf_16_code_units() -> None:
    """The example of RFC 8785, section 3.2.3: an emoji before a Hebrew presentation form."""
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    said = encode(dict.fromkeys(keys, 0))
    assert list(json.loads(said)) == [
        "\r",
        "1",
        "\u0080",
        "\u00f6",
        "\u20ac",
        "\U0001f600",
        "\ufb33",
    ]


def test_strings_are_escaped_no_more_than_json_demands() -> None:
    assert encode('\u20ac$\x0f\nA\'B"\\\\"/\x7f') == (
        b'"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\x7f"'
    )


def test_strings_are_never_normalised() -> None:
    composed, apart = "\u00e9", "e\u0301"
    assert encode(composed) != encode(apart)
    assert decode(encode(apart)) == apart


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b'{"a":1,"a":2}', "'a'"),
        (b'{"b":{"\xc3\xa9":1,"\xc3\xa9":1}}', "'\\xe9'"),
        (b"NaN", "NaN"),
        (b"Infinity", "Infinity"),
        (b"1.5", "1.5"),
        (b"1e2", "1e2"),
        (b"9007199254740992", "$"),
        (b"-9007199254740992", "$"),
        (b"1" * 400, "111"),
        (b"-0", "byte 0"),
        (b"01", "character 1"),
        (b"[" * 100 + b"]" * 100, "nested"),
        (b"[" * 100_000, "nested"),
        (b"\xef\xbb\xbf{}", "byte 0"),
        (b'{"b":1,"a":2}', "byte 2"),
        (b'{"a": 1}', "byte 5"),
        (b"{}\n", "byte 2"),
        (b'"\\u00e9"', "byte 1"),
        (b'"\\/"', "byte 1"),
        (b'"\\ud800"', "surrogate"),
        (b'"\xed\xa0\x80"', "byte 1"),
        (b'"\xc0\xaf"', "byte 1"),
        (b'"\x01"', "character 1"),
        (b"", "character 0"),
        (b'"' + b"a" * LIMIT + b'"', "bytes long"),
    ],
)
def test_other_spellings_are_refused_by_name(data, place) -> None:
    with pytest.raises(InvalidStatement) as caught:
        decode(data)
    assert place in str(caught.value)


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"a": [1, 2.0]}, "$.a[1]"),
        ({"a": {"b": LARGEST}}, "$.a.b"),
        ({"a": {1: 2}}, "$.a"),
        ({"\ud800": 1}, "$ key"),
        (["\udfff"], "$[0]"),
        ({"when": object()}, "$.when"),
        (b"bytes", "$"),
    ],
)
def test_values_without_a_form_are_refused_by_place(value, place) -> None:
    with pytest.raises(InvalidStatement) as caught:
        encode(value)
    assert caught.value.place == place


def test_depth_is_limited_alike_in_both_directions() -> None:
    deep: list = []
    for _ in range(31):
        deep = [deep]
    assert decode(encode(deep)) == deep
    with pytest.raises(InvalidStatement):
        encode([deep])
