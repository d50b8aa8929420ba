"""Whatever the bytes, a reader ends with rows or with one of our errors that names a place."""

import contextlib
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.formats.reading import GOLDEN, refused_only_with_a_place
from tocsin.core.errors import MalformedFile
from tocsin.core.formats import FORMATS, Item, LinkRow, Remark, Row, RowError, parse, sniff

FILES = {
    "csv": (GOLDEN / "persons.csv").read_bytes(),
    "jsonl": (GOLDEN / "persons.jsonl").read_bytes(),
    "ftm": (GOLDEN / "entities.ftm.json").read_bytes(),
    "unsc": (GOLDEN / "list.xml").read_bytes(),
}


def consume(data, name):
    with refused_only_with_a_place():
        for item in parse(data, format_name=name):
            assert isinstance(item, Item)
            assert item.place
            if isinstance(item, RowError | Remark):
                assert item.sentence
            elif isinstance(item, Row | LinkRow):
                assert item.external_id


@st.composite
def mutated(draw, data):
    changed = bytearray(data)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(changed)))
        piece = draw(
            st.binary(max_size=6) | st.sampled_from([b'"', b"\n", b"<", b"{", b";", b"\\"])
        )
        end = at + draw(st.sampled_from([0, 0, 1, 5, 200]))
        changed[at:end] = piece
    return bytes(changed)


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"parquet"}))
@given(data=st.binary(max_size=300))
def test_random_bytes(name, data):
    consume(data, name)


@pytest.mark.parametrize("name", sorted(FILES))
@given(data=st.data())
def test_good_files_damaged(name, data):
    consume(data.draw(mutated(FILES[name])), name)


@pytest.mark.parametrize("name", sorted(FILES))
def test_good_files_cut_off_anywhere(name):
    whole = FILES[name]
    for end in range(0, len(whole), max(1, len(whole) // 60)):
        consume(whole[:end], name)


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(FILES))
@settings(max_examples=2000, deadline=None)
@given(data=st.data())
def test_good_files_damaged_in_many_ways(name, data):
    consume(data.draw(mutated(FILES[name])), name)


@given(st.binary(max_size=200), st.sampled_from(["", "a.csv", "b.xml", "c.ftm.json"]))
def test_sniffing_names_a_known_format_or_refuses(head, filename):
    with contextlib.suppress(MalformedFile):
        assert sniff(head, filename) in FORMATS


def test_the_format_is_told_from_the_bytes_and_not_from_the_name():
    for name, data in FILES.items():
        assert sniff(data[:4096], "wrong.pdf") == name


def test_a_stream_is_read_from_where_it_stands():
    stream = io.BytesIO(b"skip me" + FILES["csv"])
    stream.seek(7)
    assert any(isinstance(item, Row) for item in parse(stream))
