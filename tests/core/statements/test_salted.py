"""A commitment binds to a value under its salt, and to nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.errors import InvalidInput
from tocsin.core.statements.canonical import encode
from tocsin.core.statements.salted import commit, commit_text, salt

salts = st.binary(min_size=16, max_size=32)
values = st.text(max_size=10) | st.integers(0, 9) | st.dictionaries(st.text("ab"), st.booleans())


@given(salts, salts, values, values)
def test_only_the_same_salt_and_value_commit_to_the_same(one, other, value, another) -> None:
    same = one == other and encode(value) == encode(another)
    assert (commit(one, value) == commit(other, another)) is same


@given(salts, values)
def test_a_value_and_its_canonical_bytes_commit_alike(given_salt, value) -> None:
    assert commit(given_salt, value) == commit_text(given_salt, encode(value))


def test_a_byte_cannot_move_between_salt_and_value() -> None:
    assert commit_text(bytes(16) + b"1", b"2") != commit_text(bytes(16), b"12")


@pytest.mark.parametrize("length", [0, 15, 33])
def test_a_salt_that_is_too_short_or_long_is_refused(length) -> None:
    with pytest.raises(InvalidInput):
        commit(bytes(length), "x")


def test_a_fresh_salt_is_fit_for_use() -> None:
    assert len(salt()) == 16
    assert salt() != salt()
    assert salt(bytes) == bytes(16)
