"""Ed25519 keys that sign and X25519 keys that seal, as values.

Every signature is made for a named domain, so that one made for a statement can never pass for
one made for another purpose. Points of small order and second spellings of a point are refused.
"""

import base64
import hashlib
import os
from collections.abc import Callable
from typing import final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from tocsin.core.errors import InvalidInput, ProofFailed

LENGTH = 32
SIGNATURE_LENGTH = 64

_PREFIX = b"tocsin/signature/v1\0"
_P = 2**255 - 19
_D = (-121665 * pow(121666, _P - 2, _P)) % _P
_SQRT_MINUS_ONE = pow(2, (_P - 1) // 4, _P)
# The y of the four points of order eight, up to sign (RFC 8032 curve).
_Y8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD83D3D706A17C7
_SMALL_ORDER_Y = frozenset({0, 1, _P - 1, _Y8, _P - _Y8})


@final
class VerifyKey:
    """An Ed25519 public key. ``id`` is a short name derived from it, the same everywhere."""

    __slots__ = ("_key", "bytes", "id")

    def __init__(self, data: bytes) -> None:
        _check_point(data)
        self.bytes = data
        digest = hashlib.sha256(b"tocsin/key-id/v1\0" + data).digest()
        self.id = base64.b32encode(digest[:15]).decode().lower()
        self._key = Ed25519PublicKey.from_public_bytes(data)

    @classmethod
    def from_bytes(cls, data: bytes) -> "VerifyKey":
        """Return the key in these 32 bytes; raises InvalidInput for a point that proves nothing."""
        return cls(data)

    def verify(self, domain: str, data: bytes, signature: bytes) -> None:
        """Return if this key signed ``data`` for ``domain``; raises ProofFailed otherwise."""
        self._verify(_framed(domain, data), signature)

    def verify_text(self, text: bytes, signature: bytes) -> None:
        """Return if this key signed the bare text, as C2SP notes do; raises ProofFailed."""
        if text.startswith(_PREFIX):
            raise ProofFailed("a text may not begin as a framed signature does", place=self.id)
        self._verify(text, signature)

    def _verify(self, data: bytes, signature: bytes) -> None:
        try:
            self._key.verify(signature, data)
        except InvalidSignature:
            raise ProofFailed("the signature does not verify", place=f"key {self.id}") from None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, VerifyKey) and self.bytes == other.bytes

    def __hash__(self) -> int:
        return hash(self.bytes)

    def __repr__(self) -> str:
        return f"VerifyKey({self.id})"


@final
class SigningKey:
    """An Ed25519 private key; its text form never shows the secret."""

    __slots__ = ("_key", "bytes", "public")

    def __init__(self, data: bytes) -> None:
        if len(data) != LENGTH:
            raise InvalidInput(
                "a signing key is {wanted} bytes long, not {n}", wanted=LENGTH, n=len(data)
            )
        self.bytes = data
        self._key = Ed25519PrivateKey.from_private_bytes(data)
        self.public = VerifyKey(self._key.public_key().public_bytes_raw())

    @classmethod
    def generate(cls, random: Callable[[int], bytes] = os.urandom) -> "SigningKey":
        """Return a new key from ``random``, which yields that many unpredictable bytes."""
        return cls(random(LENGTH))

    @classmethod
    def from_bytes(cls, data: bytes) -> "SigningKey":
        """Return the key with this 32-byte seed (RFC 8032)."""
        return cls(data)

    def sign(self, domain: str, data: bytes) -> bytes:
        """Return the 64-byte signature of ``data`` made for ``domain``."""
        return self._key.sign(_framed(domain, data))

    def sign_text(self, text: bytes) -> bytes:
        """Return the signature of the bare text, as C2SP notes ask; never of a framed one."""
        if text.startswith(_PREFIX):
            raise InvalidInput("a text may not begin as a framed signature does")
        return self._key.sign(text)

    def __repr__(self) -> str:
        return f"SigningKey({self.public.id}, secret)"


@final
class SealingKey:
    """An X25519 private key: what others seal to its public half, only its holder opens."""

    __slots__ = ("_key", "bytes", "public")

    def __init__(self, data: bytes) -> None:
        if len(data) != LENGTH:
            raise InvalidInput(
                "a sealing key is {wanted} bytes long, not {n}", wanted=LENGTH, n=len(data)
            )
        self.bytes = data
        self._key = X25519PrivateKey.from_private_bytes(data)
        self.public = self._key.public_key().public_bytes_raw()

    @classmethod
    def generate(cls, random: Callable[[int], bytes] = os.urandom) -> "SealingKey":
        """Return a new key from ``random``, which yields that many unpredictable bytes."""
        return cls(random(LENGTH))

    @classmethod
    def from_bytes(cls, data: bytes) -> "SealingKey":
        """Return the key with these 32 secret bytes (RFC 7748)."""
        return cls(data)

    def agree(self, public: bytes) -> bytes:
        """Return the 32 shared bytes; raises InvalidInput for a point of small order."""
        try:
            return self._key.exchange(X25519PublicKey.from_public_bytes(public))
        except ValueError:
            raise InvalidInput("this X25519 public key proves nothing; ask for another") from None

    def __repr__(self) -> str:
        return "SealingKey(secret)"


def check_sealing_public(data: bytes) -> bytes:
    """Return the X25519 public key unchanged; raises InvalidInput for a point of small order."""
    SealingKey(b"\1" * LENGTH).agree(data)
    return data


def _framed(domain: str, data: bytes) -> bytes:
    name = domain.encode("ascii")
    if b"\0" in name:
        raise InvalidInput("a signature domain holds no NUL", place=repr(domain))
    return _PREFIX + name + b"\0" + data


def _check_point(data: bytes) -> None:
    """Refuse what is no canonical point of the curve (RFC 8032, 5.1.3) or has order up to eight."""
    if len(data) != LENGTH:
        raise InvalidInput(
            "a verify key is {wanted} bytes long, not {n}", wanted=LENGTH, n=len(data)
        )
    packed = int.from_bytes(data, "little")
    sign, y = packed >> 255, packed & (2**255 - 1)
    if y >= _P:
        raise InvalidInput("this Ed25519 key is not spelled canonically")
    if y in _SMALL_ORDER_Y:
        raise InvalidInput("this Ed25519 key has small order: any signature might pass")
    u, v = (y * y - 1) % _P, (_D * y * y + 1) % _P
    x = u * pow(v, 3, _P) * pow(u * pow(v, 7, _P), (_P - 5) // 8, _P) % _P
    if v * x * x % _P == (-u) % _P:
        x = x * _SQRT_MINUS_ONE % _P
    if v * x * x % _P != u or (x == 0 and sign):
        raise InvalidInput("this Ed25519 key is no point of the curve")
