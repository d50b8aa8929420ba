"""A group's id is its owner's: nobody else can say who is in a group of that id."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.protocol.scenes import findings, push, standing, world
from tocsin.core.labels import Label, Tlp
from tocsin.core.protocol.messages import Members
from tocsin.core.protocol.store import Standing
from tocsin.core.statements import signed
from tocsin.core.statements.groups import RANDOM_LENGTH, group_id, is_group_of
from tocsin.core.statements.moments import stamp

OWNERS = st.uuids()
SIX = st.binary(min_size=RANDOM_LENGTH, max_size=RANDOM_LENGTH)


@given(OWNERS, OWNERS, SIX)
def test_an_id_tells_its_owner_from_every_other(owner: UUID, other: UUID, random: bytes) -> None:
    group = group_id(owner, random)
    assert group.version == 8
    assert is_group_of(group, owner)
    assert is_group_of(group, other) is (owner == other)


def test_an_id_is_made_from_six_bytes() -> None:
    with pytest.raises(ValueError, match="16"):
        group_id(UUID(int=1), b"12345")


def test_who_takes_another_s_group_id_leads_no_record_astray() -> None:
    w = world(4, [(0, 1), (1, 2), (1, 3)])
    owner, member, outsider, thief = w.nodes
    group = w.found(owner, frozenset({member.id}))
    said = {
        "type": "membership", "schema": "membership@1", "group": str(group),
        "owner": str(thief.id), "name": "Eastern desk", "version": 9,
        "members": sorted(str(one.id) for one in w.nodes), "at": stamp(w.now),
    }  # fmt: skip
    usurped = Members(1, signed.sign(said, thief.key))
    assert push(w, thief, member, usurped) == ["not-the-owner"]
    assert findings(member) == ["not-the-owner"]
    label = Label(tlp=Tlp.AMBER, groups=frozenset({group}), forward=True)
    record = w.create(owner, label)
    assert w.settle() == []
    assert standing(member, record) is Standing.HELD
    assert standing(outsider, record) is None
    assert w.wrong() == []
