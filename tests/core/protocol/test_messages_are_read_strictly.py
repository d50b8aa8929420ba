"""A message has one spelling; noise is refused, and a parcel is what its sender signed or nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.protocol.simulation.node import BEGIN, Node
from tocsin.core.errors import ProofFailed, TocsinError
from tocsin.core.protocol import wire
from tocsin.core.protocol.messages import Message, Page, Retract
from tocsin.core.statements import signed
from tocsin.core.statements.signed import Signed

NODES = [Node(n, 1) for n in range(2)]
for node in NODES:
    for other in NODES:
        node.store.keep_card(other.card)

st.register_type_strategy(Signed, st.builds(
    Signed, st.text(max_size=9).map(str.encode), st.text(max_size=9), st.binary(min_size=64, max_size=64)))  # fmt: skip
st.register_type_strategy(UUID, st.uuids())
st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)))  # fmt: skip
st.register_type_strategy(int, st.integers(0, 2**53 - 1))
st.register_type_strategy(str, st.text(max_size=20))


@given(st.from_type(Message))
@settings(max_examples=30, deadline=None)
def test_what_is_written_is_read_again(message) -> None:
    assert wire.from_bytes(wire.to_bytes(message)) == message


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_noise_is_refused_with_its_place(data: bytes) -> None:
    with pytest.raises(TocsinError):
        wire.from_bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        b'{"is":"Pull","cursor":[0,-1],"limit":1}',
        b'{"cursor":[0],"is":"Pull","limit":1}',
        b'{"cursor":[0,1],"is":"Pull","limit":1,"more":1}',
        b'{"cursor":[0,1],"is":"Pull"}',
        b'{"is":"Offer"}',
        b'{"is":["Pull"]}',
        b"[" * 40 + b"]" * 40,
    ],
)
def test_a_message_of_another_form_is_refused(data: bytes) -> None:
    with pytest.raises(TocsinError):
        wire.from_bytes(data)


def sealed(content: bytes = b"{}"):
    sender, receiver = NODES
    return sender.post.seal(
        content, to=receiver.id, card=sender.card, knows=1,
        sign=lambda said: signed.sign(said, sender.key), nonce=sender.random.randbytes(8).hex(),
        at=BEGIN,
    )  # fmt: skip


def test_a_parcel_opens_once_for_its_receiver() -> None:
    parcel, receiver = sealed(), NODES[1]
    assert receiver.post.open(parcel, receiver.store.card, BEGIN)[0] == NODES[0].id
    with pytest.raises(ProofFailed):
        receiver.post.open(parcel, receiver.store.card, BEGIN)


@pytest.mark.parametrize("late", [timedelta(days=1), timedelta(days=-1)])
def test_an_old_or_early_parcel_is_refused(late) -> None:
    with pytest.raises(ProofFailed):
        NODES[1].post.open(sealed(), NODES[1].store.card, BEGIN + late)


def test_a_parcel_altered_or_for_another_is_refused() -> None:
    with pytest.raises(ProofFailed):
        NODES[1].post.open(replace(sealed(), content=b"[]"), NODES[1].store.card, BEGIN)
    with pytest.raises(ProofFailed):
        NODES[0].post.open(sealed(), NODES[0].store.card, BEGIN)


def test_a_page_holds_what_is_asked_for_again() -> None:
    row = Retract(1, NODES[0].id, NODES[1].id)
    page = Page((0, 1), (0, 1), (), more=False, again=(row,))
    assert wire.from_bytes(wire.to_bytes(page)).again == (row,)
