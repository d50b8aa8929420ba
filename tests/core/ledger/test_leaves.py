"""A leaf holds verb, ids, time and commitments; what people said lies beside it."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.errors import InvalidInput, InvalidStatement
from tocsin.core.ledger import leaf
from tocsin.core.ledger.leaf import Carried
from tocsin.core.statements.canonical import decode, encode

FACTS = {
    "id": UUID(int=1),
    "at": datetime(2026, 11, 21, tzinfo=UTC),
    "verb": "record.look",
    "log": UUID(int=2),
    "realm": "live",
    "objects": [UUID(int=3), UUID(int=4), UUID(int=3)],
}


def test_a_leaf_says_only_verb_ids_time_and_commitments() -> None:
    made = leaf.make(**FACTS, parts={"actor": "Officer Nowak", "query": {"names": ["Kowalski"]}})
    assert b"Nowak" not in made.data
    assert b"Kowalski" not in made.data
    said = leaf.read(made.data)
    assert said.objects == (UUID(int=3), UUID(int=4))
    assert said.commits == {name: part.commitment() for name, part in made.parts.items()}


def test_equal_parts_have_unequal_commitments() -> None:
    """Else whoever has the log could see that two officers asked for the same name."""
    one, other = (leaf.make(**FACTS, parts={"query": "Kowalski"}) for _ in range(2))
    assert leaf.read(one.data).commits != leaf.read(other.data).commits


def test_a_part_that_is_none_is_absent() -> None:
    assert leaf.make(**FACTS, parts={"purpose": None}).parts == {}


def test_the_randomness_given_makes_the_leaf() -> None:
    made = [leaf.make(**FACTS, parts={"query": 1}, rows=[1], random=bytes) for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.parametrize(
    "changes",
    [{"verb": "Record Look"}, {"verb": ""}, {"realm": "a\nb"}, {"parts": {"password": "x"}}],
)
def test_what_has_no_place_in_a_leaf_is_refused(changes) -> None:
    with pytest.raises(InvalidInput):
        leaf.make(**(FACTS | changes))


def test_a_carried_root_is_read_back() -> None:
    carried = Carried(2, 300, "0f" * 32)
    assert leaf.read(leaf.make(**FACTS, carried=carried).data).carried == carried


@pytest.mark.parametrize(
    "change",
    [
        {"extra": 1}, {"type": "record"}, {"schema": "leaf@2"}, {"verb": 7}, {"objects": "x"},
        {"objects": ["x"]}, {"id": "00000000-0000-0000-0000-00000000000A"}, {"at": "now"},
        {"commits": {"secret": "0" * 64}}, {"commits": {"actor": "0" * 63}}, {"commits": []},
        {"carried": {"epoch": -1, "size": 1, "root": "0" * 64}}, {"carried": None},
        {"carried": {"epoch": 0, "size": 1, "root": "x"}}, {"realm": None},
    ],
)  # fmt: skip
def test_a_leaf_of_another_form_is_refused(change) -> None:
    said = decode(leaf.make(**FACTS).data)
    with pytest.raises(InvalidStatement):
        leaf.read(encode(said | change))


@given(st.binary(max_size=60))
def test_any_bytes_are_refused(data) -> None:
    with pytest.raises(InvalidStatement):
        leaf.read(data)
