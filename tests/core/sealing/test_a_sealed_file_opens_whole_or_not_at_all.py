"""What was sealed opens byte for byte; anything altered, cut, moved or repeated is refused."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.core.errors import InvalidInput, MalformedFile, ProofFailed, TocsinError
from tocsin.core.sealing import CHUNK, MAGIC, Opener, Sealer

WORDS = "a passphrase for tests"


def sealed(data: bytes, passphrase: str = WORDS) -> bytes:
    out = io.BytesIO()
    sealer = Sealer(out, passphrase)
    sealer.write(data)
    sealer.close()
    return out.getvalue()


def opened(data: bytes, passphrase: str = WORDS) -> bytes:
    return Opener(io.BytesIO(data), passphrase).read()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7])
def test_every_size_comes_back(size: int) -> None:
    data = bytes(range(256)) * (size // 256 + 1)
    assert opened(sealed(data[:size])) == data[:size]


@given(sizes=st.lists(st.integers(0, 5_000), max_size=8))
@settings(max_examples=5)
def test_it_is_read_in_pieces_of_any_size(sizes: list[int]) -> None:
    data = b"some of this and some of that. " * 1_000
    opener = Opener(io.BytesIO(sealed(data)), WORDS)
    assert b"".join([*(opener.read(size) for size in sizes), opener.read()]) == data


@given(place=st.integers(0, 3_000), bit=st.integers(0, 7))
@settings(max_examples=15)
def test_a_flipped_bit_is_refused(place: int, bit: int) -> None:
    data = bytearray(sealed(b"x" * 2_900))
    data[place % len(data)] ^= 1 << bit
    with pytest.raises(TocsinError):
        opened(bytes(data))


def test_a_file_cut_off_between_chunks_is_refused() -> None:
    data = sealed(b"y" * (2 * CHUNK + 5))
    head = data.index(b"\n", len(MAGIC)) + 1
    with pytest.raises(ProofFailed):
        opened(data[: head + CHUNK + 16])


def test_chunks_in_another_order_are_refused() -> None:
    data = sealed(b"a" * CHUNK + b"b" * CHUNK + b"c")
    head, size = data.index(b"\n", len(MAGIC)) + 1, CHUNK + 16
    first, second = data[head : head + size], data[head + size : head + 2 * size]
    with pytest.raises(ProofFailed):
        opened(data[:head] + second + first + data[head + 2 * size :])


def test_another_passphrase_opens_nothing() -> None:
    with pytest.raises(ProofFailed):
        opened(sealed(b"secret"), "another passphrase")


def test_a_short_passphrase_and_a_foreign_file_are_refused() -> None:
    with pytest.raises(InvalidInput):
        sealed(b"", "short")
    with pytest.raises(MalformedFile):
        opened(b"PK\x03\x04 something else")
