"""Keys prove what they say for one purpose, and points that prove nothing are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.errors import InvalidInput, ProofFailed
from tocsin.core.statements.keys import SealingKey, SigningKey, VerifyKey, check_sealing_public

KEY = SigningKey(bytes(range(32)))
P = 2**255 - 19


@given(st.binary(max_size=50), st.sampled_from(["statement/record/record@1", "card", ""]))
def test_a_signature_verifies_for_its_domain_alone(data, domain) -> None:
    signature = KEY.sign(domain, data)
    KEY.public.verify(domain, data, signature)
    with pytest.raises(ProofFailed):
        KEY.public.verify(domain + "x", data, signature)
    with pytest.raises(ProofFailed):
        KEY.public.verify_text(data, signature)


@given(st.binary(min_size=1, max_size=30), st.integers(0, 511))
def test_a_flipped_bit_of_a_signature_fails(data, bit) -> None:
    signature = bytearray(KEY.sign("x", data))
    signature[bit // 8] ^= 1 << bit % 8
    with pytest.raises(ProofFailed):
        KEY.public.verify("x", data, bytes(signature))


def test_the_first_vector_of_rfc_8032_holds() -> None:
    key = SigningKey(
        bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    )
    assert key.public.bytes.hex() == (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    )
    assert key.sign_text(b"").hex() == (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )


def _packed(y: int, sign: int = 0) -> bytes:
    return (y | sign << 255).to_bytes(32, "little")


EIGHTH = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD83D3D706A17C7


@pytest.mark.parametrize("sign", [0, 1])
@pytest.mark.parametrize("y", [0, 1, P - 1, P, P + 1, EIGHTH, P - EIGHTH, 2**255 - 1])
def test_points_of_small_order_and_second_spellings_are_refused(y, sign) -> None:
    with pytest.raises(InvalidInput):
        VerifyKey(_packed(y, sign))


def test_a_y_that_is_on_no_point_is_refused() -> None:
    with pytest.raises(InvalidInput):
        VerifyKey(_packed(2))


@pytest.mark.parametrize("length", [0, 31, 33])
def test_keys_of_another_length_are_refused(length) -> None:
    for make in (VerifyKey, SigningKey, SealingKey):
        with pytest.raises(InvalidInput):
            make(bytes(length))


@pytest.mark.parametrize("point", [bytes(32), b"\1" + bytes(31), P.to_bytes(32, "little")])
def test_sealing_points_of_small_order_are_refused(point) -> None:
    with pytest.raises(InvalidInput):
        check_sealing_public(point)


def test_two_sealing_keys_agree() -> None:
    one, other = SealingKey(bytes(range(32))), SealingKey(bytes(range(1, 33)))
    assert one.agree(other.public) == other.agree(one.public)


def test_a_key_is_made_from_the_randomness_given() -> None:
    assert SigningKey.generate(bytes).bytes == bytes(32)
    assert SealingKey.generate(bytes).bytes == bytes(32)
    assert SigningKey.generate().bytes != SigningKey.generate().bytes


def test_no_text_of_a_key_shows_its_secret() -> None:
    secret = KEY.bytes.hex()
    for text in (repr(KEY), str(KEY), repr(SealingKey(KEY.bytes))):
        assert secret not in text
        assert "secret" in text


def test_a_key_id_is_the_same_everywhere() -> None:
    assert KEY.public.id == VerifyKey.from_bytes(KEY.public.bytes).id
    assert len(KEY.public.id) == 24


def test_a_framed_text_is_never_signed_bare() -> None:
    with pytest.raises(InvalidInput):
        KEY.sign_text(b"tocsin/signature/v1\0statement/record/record@1\0{}")
