"""Text as 64-bit numbers, so that arrays can hold and compare it.

The hash of two words joined follows from the hashes of both: h(ab) = h(a) * POWER[len(b)] + h(b)
modulo 2**64. It is no secret and no signature; where a collision would matter the text itself is
compared afterwards.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

BASE = 0x9E3779B97F4A7C15
_MASK = 0xFFFFFFFFFFFFFFFF


def _powers(count: int) -> tuple[int, ...]:
    found = [1]
    for _ in range(count):
        found.append(found[-1] * BASE & _MASK)
    return tuple(found)


POWER = _powers(96)
POWERS = np.array(POWER, dtype=np.uint64)


def text_hash(text: str) -> int:
    """Return the hash of ``text`` (at most 96 characters), the same in every process."""
    value = 0
    for letter in text:
        value = (value * BASE + SPREAD[ord(letter) & 0xFF]) & _MASK
    return value


def _spread() -> tuple[int, ...]:
    # One odd, well mixed number per byte (splitmix64), so that short words lie far apart.
    found = []
    for at in range(1, 257):
        mixed = at * BASE & _MASK
        mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9 & _MASK
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB & _MASK
        found.append(mixed ^ mixed >> 31)
    return tuple(found)


SPREAD = _spread()
SPREADS = np.array(SPREAD, dtype=np.uint64)
SALT = np.uint64(0x2545F4914F6CDD1D)  # parts keys of one kind from those of another
FEW = 4  # texts that take less one by one than arrays take to be laid out


def taken_for(others: Mapping[int, str | int | None]) -> NDArray[np.uint64]:
    """Return the numbers by which texts hash as they would after ``str.translate(others)``."""
    plain = bytes(ord(chr(x).translate(others)) for x in range(128)) + bytes(range(128, 256))
    return SPREADS[np.frombuffer(plain, dtype=np.uint8)]


def _hash(text: bytes, letters_of: NDArray[np.uint64]) -> int:
    value = 0
    for letter in text:
        value = (value * BASE + letters_of.item(letter)) & _MASK
    return value


def text_hashes(
    texts: Sequence[str], letters_of: NDArray[np.uint64] = SPREADS
) -> NDArray[np.uint64]:
    """Return the hash of each of many ASCII texts, all at once.

    ``letters_of``: the number of each byte, as :func:`taken_for` returns it.
    """
    if len(texts) <= FEW:
        return np.array([_hash(x.encode("ascii"), letters_of) for x in texts], dtype=np.uint64)
    joined = np.frombuffer("".join(texts).encode("ascii"), dtype=np.uint8)
    length = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    start = np.cumsum(length) - length
    value = np.zeros(len(texts), dtype=np.uint64)
    alive = np.flatnonzero(length)
    for place in range(int(length.max(initial=0))):
        alive = alive[length[alive] > place]
        letters = letters_of[joined[start[alive] + place]]
        value[alive] = value[alive] * np.uint64(BASE) + letters
    return value
