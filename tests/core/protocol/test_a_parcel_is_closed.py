"""A parcel shows who writes to whom and one of a few sizes; only its addressee opens it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.protocol.scenes import world
from tocsin.core.errors import InvalidInput, TocsinError
from tocsin.core.protocol import relaying
from tocsin.core.protocol.messages import Hand, Poke, Taken
from tocsin.core.statements import cards, signed
from tocsin.core.statements.keys import SealingKey

KEYS = [SealingKey.generate() for _ in range(3)]


@pytest.fixture(scope="module")
def three():
    w = world()
    for node, key in zip(w.nodes, KEYS, strict=True):
        last = node.nodes[-1]
        node.nodes[-1] = cards.certify(
            node.root, bureau=node.id, signing=last.signing, sealing=key.public,
            not_before=last.not_before, not_after=last.not_after,
        )  # fmt: skip
        node.card = node.issued(1, ())
    return w


def closed(w, message, by=0, to=1):
    a, b = w.nodes[by], w.nodes[to]
    return relaying.close(
        message, to=b.card, by=a.card, sign=lambda said: signed.sign(said, a.key),
        nonce="n", at=w.now,
    )  # fmt: skip


def opened(w, parcel, by=1, key=None, after=timedelta()):
    me, known = w.nodes[by], {node.id: node.card for node in w.nodes}
    return relaying.open_(parcel, me=me.card, key=key or KEYS[by], find=known.get, at=w.now + after)


@pytest.mark.parametrize("message", [Poke(), Taken(("a" * 64,)), Hand(())])
def test_what_was_closed_is_opened_by_its_addressee_alone(three, message) -> None:
    parcel = relaying.read(relaying.plain(closed(three, message)))
    found = opened(three, parcel)
    assert (found.sender, found.message) == (three.nodes[0].id, message)
    assert relaying.address(parcel) == (three.nodes[0].id, three.nodes[1].id)
    for wrong in ({"by": 2}, {"key": KEYS[2]}, {"by": 0}, {"after": timedelta(days=8)}):
        with pytest.raises(TocsinError):
            opened(three, parcel, **wrong)


def test_what_was_altered_is_not_opened(three) -> None:
    parcel, other = closed(three, Poke()), closed(three, Poke(), by=2)
    flipped = bytes([parcel.content[-1] ^ 1])
    for wrong in (
        replace(parcel, content=parcel.content[:-1] + flipped),
        replace(parcel, head=other.head),
        replace(parcel, content=other.content),
    ):
        with pytest.raises(TocsinError):
            opened(three, wrong)


def test_messages_of_many_lengths_have_one_size(three) -> None:
    sizes = {len(closed(three, Taken(("a" * 64,) * count)).content) for count in range(1, 12)}
    assert len(sizes) == 1
    with pytest.raises(InvalidInput):
        closed(three, Taken(("a" * 64,) * 70_000))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@settings(max_examples=40)
@given(anything, anything, anything)
def test_anything_else_is_refused_by_name(head, content, card) -> None:
    for value in (
        head,
        {"head": head, "content": content},
        {"head": {}, "content": "", "card": card},
    ):
        with pytest.raises(TocsinError):
            relaying.read(value)
