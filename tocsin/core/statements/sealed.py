"""Sealed to a key: what only the holder of an X25519 key opens, by HPKE (RFC 9180).

DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305, base mode: it says nothing of who sealed
it, so what matters inside is signed. The context binds it to a purpose and cannot be exchanged.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from tocsin.core.errors import ProofFailed
from tocsin.core.statements.keys import LENGTH, SealingKey, check_sealing_public

_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
OVERHEAD = 48  # bytes that sealing adds: a public key and a tag
_PREFIX = b"tocsin/sealed/v1\0"


def seal(public: bytes, data: bytes, context: bytes) -> bytes:
    """Return ``data`` sealed to a public key for this context; raises InvalidInput."""
    key = X25519PublicKey.from_public_bytes(check_sealing_public(public))
    return _SUITE.encrypt(data, key, _PREFIX + context)


def unseal(key: SealingKey, sealed: bytes, context: bytes) -> bytes:
    """Return what was sealed to this key for this context; raises ProofFailed otherwise."""
    if len(sealed) < LENGTH:
        raise ProofFailed("was sealed to another key, or was altered", place="sealed")
    try:
        opened = _SUITE.decrypt(
            sealed, X25519PrivateKey.from_private_bytes(key.bytes), _PREFIX + context
        )
    except (InvalidTag, ValueError):
        raise ProofFailed("was sealed to another key, or was altered", place="sealed") from None
    return opened
