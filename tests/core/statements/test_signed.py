"""A signed statement is kept as its bytes, read strictly, and acted upon only when known."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.errors import InvalidStatement, ProofFailed, UnknownKey
from tocsin.core.statements.canonical import encode
from tocsin.core.statements.keys import SigningKey
from tocsin.core.statements.moments import stamp
from tocsin.core.statements.signed import Signed, peek, read, sign

KEY, OTHER = SigningKey(bytes(range(32))), SigningKey(bytes(range(1, 33)))
KEYS = {KEY.public.id: KEY.public}
WITHDRAWAL = {
    "type": "withdrawal",
    "schema": "withdrawal@1",
    "id": "0b6a4f3d-9a57-43c5-9d7b-9a028f2d4c1e",
    "owner": "8f2d4c1e-0b6a-4f3d-9a57-3c5e1d7b9a02",
    "revision": 3,
    "at": stamp(datetime(2026, 11, 21, tzinfo=UTC)),
}


def test_what_was_signed_is_read_back() -> None:
    said = read(sign(WITHDRAWAL, KEY), KEYS)
    assert (said.type, said.schema, said.major, said.known) == (
        "withdrawal", "withdrawal@1", 1, True,
    )  # fmt: skip
    assert said.body == WITHDRAWAL


def test_the_text_form_keeps_the_exact_bytes() -> None:
    signed = sign(WITHDRAWAL, KEY)
    assert Signed.from_text(signed.to_text()) == signed
    assert Signed.from_json(signed.to_json()) == signed


@pytest.mark.parametrize(
    "change",
    [{"schema": "withdrawal@2"}, {"type": "recall"}, {"colour": "amber"}, {"revision": None}],
)
def test_what_is_not_known_is_kept_and_said_to_be_unknown(change) -> None:
    body = WITHDRAWAL | change
    if body["revision"] is None:
        del body["revision"]
    said = read(sign(body, KEY), KEYS)
    assert said.known is False
    assert said.body == body


def test_a_key_that_no_card_vouches_for_is_refused() -> None:
    with pytest.raises(UnknownKey):
        read(sign(WITHDRAWAL, OTHER), KEYS)


def test_a_signature_under_another_keys_name_is_refused() -> None:
    forged = sign(WITHDRAWAL, OTHER)
    with pytest.raises(ProofFailed):
        read(Signed(forged.statement, KEY.public.id, forged.signature), KEYS)


def test_a_signature_does_not_pass_for_another_type() -> None:
    """The bytes are the same but for the type, and so is the key: the domain is not."""
    signed = sign(WITHDRAWAL, KEY)
    other = encode(WITHDRAWAL | {"type": "receipt"})
    with pytest.raises(ProofFailed):
        read(Signed(other, signed.key, signed.signature), KEYS)
    assert KEY.sign("statement/receipt/withdrawal@1", signed.statement) != signed.signature


@given(st.integers(0, 10_000), st.integers(0, 7))
def test_any_flipped_bit_of_the_statement_is_found(place, bit) -> None:
    signed = sign(WITHDRAWAL, KEY)
    data = bytearray(signed.statement)
    data[place % len(data)] ^= 1 << bit
    with pytest.raises((ProofFailed, InvalidStatement)):
        read(Signed(bytes(data), signed.key, signed.signature), KEYS)


@given(st.binary(max_size=80))
def test_any_bytes_are_peeked_at_or_refused(data) -> None:
    with pytest.raises(InvalidStatement):
        peek(data)


@given(st.text(max_size=60))
def test_any_text_is_a_signed_statement_or_refused(text) -> None:
    with pytest.raises(InvalidStatement):
        Signed.from_text(text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize(
    "change",
    [
        {"type": "With drawal"}, {"type": 1}, {"schema": "withdrawal"}, {"schema": "withdrawal@0"},
        {"schema": "withdrawal@01"}, {"schema": "withdrawal@1x"}, {"schema": None},
    ],
)  # fmt: skip
def test_a_statement_names_its_type_kind_and_major(change) -> None:
    with pytest.raises(InvalidStatement):
        sign(WITHDRAWAL | change, KEY)


@pytest.mark.parametrize(
    "change", [{"extra": 1}, {"signature": "AA=="}, {"signature": 5}, {"statement": None}]
)
def test_a_broken_envelope_is_refused(change) -> None:
    with pytest.raises(InvalidStatement):
        Signed.from_json(sign(WITHDRAWAL, KEY).to_json() | change)
