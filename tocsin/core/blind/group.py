"""The group ristretto255 (RFC 9496) as libsodium computes it: elements and scalars are 32 bytes.

It has prime order and one spelling for each element, so that there is no small subgroup to force
an answer into. No curve arithmetic is ours; the library is an optional extra.
"""

import contextlib
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType

from tocsin.core.errors import InvalidInput, Unavailable

LENGTH = 32
UNIFORM = 64  # bytes from which an element or a scalar is made
IDENTITY = bytes(LENGTH)
_FIELD = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493


@cache
def _sodium() -> ModuleType:
    try:
        import rbcl
    except ImportError:
        raise Unavailable("blind matching is not installed: add the extra tocsin[blind]") from None
    # It writes 2.8 MB of libsodium into the folder for temporary files in each process, to load
    # it from there, and leaves it behind. What is loaded stays without its file.
    if written := getattr(sys.modules.get("rbcl._sodium"), "lib_path", None):
        with contextlib.suppress(OSError):
            Path(written).unlink()
    return rbcl  # type: ignore[no-any-return]


def is_installed() -> bool:
    """Say whether the library is there."""
    try:
        _sodium()
    except Unavailable:
        return False
    return True


def from_uniform(data: bytes) -> bytes:
    """Return the element these 64 uniform bytes are mapped to."""
    made: bytes = _sodium().crypto_core_ristretto255_from_hash(data)
    return made


def check(element: bytes, place: str) -> bytes:
    """Return the element; raises InvalidInput unless it is canonical and not the identity."""
    # The spelling is looked at here as well: libsodium 1.0.18 overlooks the highest bit.
    number = int.from_bytes(element, "little")
    if len(element) != LENGTH or not 0 < number < _FIELD or number & 1:
        raise InvalidInput("is no element of the group", place=place)
    if not _sodium().crypto_core_ristretto255_is_valid_point(element):
        raise InvalidInput("is no element of the group", place=place)
    return element


def times(scalar: bytes, element: bytes) -> bytes:
    """Return the element multiplied; raises InvalidInput where that says nothing."""
    try:
        made: bytes = _sodium().crypto_scalarmult_ristretto255(scalar, element)
    except RuntimeError:
        raise InvalidInput("is no element of the group") from None
    return made


def times_generator(scalar: bytes) -> bytes:
    """Return the group's generator multiplied by a scalar that is not zero."""
    made: bytes = _sodium().crypto_scalarmult_ristretto255_base(scalar)
    return made


def plus(one: bytes, other: bytes) -> bytes:
    """Return the sum of two elements."""
    made: bytes = _sodium().crypto_core_ristretto255_add(one, other)
    return made


def reduce(data: bytes) -> bytes:
    """Return 64 bytes, read as a little-endian number, modulo the order of the group."""
    made: bytes = _sodium().crypto_core_ristretto255_scalar_reduce(data)
    return made


def minus_product(one: bytes, left: bytes, right: bytes) -> bytes:
    """Return the scalar ``one - left * right``."""
    product = _sodium().crypto_core_ristretto255_scalar_mul(left, right)
    made: bytes = _sodium().crypto_core_ristretto255_scalar_sub(one, product)
    return made


def inverse(scalar: bytes) -> bytes:
    """Return the scalar by which a multiplication is undone."""
    made: bytes = _sodium().crypto_core_ristretto255_scalar_invert(scalar)
    return made


def random_scalar(random: Callable[[int], bytes]) -> bytes:
    """Return a scalar from 1 up, uniform up to 2^-259."""
    while (made := reduce(random(UNIFORM))) == bytes(LENGTH):
        pass
    return made


def check_scalar(scalar: bytes, place: str) -> bytes:
    """Return the scalar; raises InvalidInput unless it is 32 bytes below the order."""
    if len(scalar) != LENGTH or int.from_bytes(scalar, "little") >= _ORDER:
        raise InvalidInput("is no scalar of the group", place=place)
    return scalar
