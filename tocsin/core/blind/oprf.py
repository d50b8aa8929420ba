"""RFC 9497, the suite ristretto255-SHA512 in its verifiable mode, step by step as written there.

The other mode of the RFC is here for its test vectors only: what a node uses is always verified
against the key its table was made with, so that no answer under another key passes for "no hit".
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from tocsin.core.blind import group
from tocsin.core.errors import InvalidInput, ProofFailed

PROOF = 2 * group.LENGTH  # the two scalars c and s
LONGEST = 65_535  # bytes of an input, and elements of one proof: both are written in two bytes
_BLOCK, _DIGEST = 128, 64  # of SHA-512


class Mode(IntEnum):
    """The modes of RFC 9497 that are spoken here."""

    PLAIN = 0
    VERIFIABLE = 1


def _context(mode: Mode) -> bytes:
    return b"OPRFV1-%c-ristretto255-SHA512" % mode


def _two(number: int) -> bytes:
    return number.to_bytes(2, "big")


def _framed(*parts: bytes) -> bytes:
    return b"".join(_two(len(part)) + part for part in parts)


def expand(message: bytes, domain: bytes) -> bytes:
    """Return 64 bytes by expand_message_xmd with SHA-512 (RFC 9380, 5.3.1)."""
    suffix = domain + bytes([len(domain)])
    first = hashlib.sha512(bytes(_BLOCK) + message + _two(_DIGEST) + b"\0" + suffix).digest()
    return hashlib.sha512(first + b"\1" + suffix).digest()


def hash_to_group(data: bytes, mode: Mode = Mode.VERIFIABLE) -> bytes:
    """Return the element an input is mapped to; raises InvalidInput for one too long."""
    if len(data) > LONGEST:
        raise InvalidInput("an input has at most {most} bytes", most=LONGEST)
    return group.from_uniform(expand(data, b"HashToGroup-" + _context(mode)))


def hash_to_scalar(data: bytes, mode: Mode, domain: bytes = b"HashToScalar-") -> bytes:
    """Return the scalar that bytes are hashed to."""
    return group.reduce(expand(data, domain + _context(mode)))


@dataclass(frozen=True, slots=True)
class KeyPair:
    """The secret scalar of the asked side, and the element by which its answers are verified."""

    secret: bytes
    public: bytes

    @classmethod
    def derive(cls, seed: bytes, info: bytes, mode: Mode = Mode.VERIFIABLE) -> "KeyPair":
        """Return the pair of a 32-byte seed (DeriveKeyPair); raises InvalidInput."""
        if len(seed) != group.LENGTH:
            raise InvalidInput("a seed has {wanted} bytes", wanted=group.LENGTH)
        for counter in range(256):
            said = seed + _framed(info) + bytes([counter])
            secret = hash_to_scalar(said, mode, b"DeriveKeyPair")
            if secret != bytes(group.LENGTH):
                return cls(secret, group.times_generator(secret))
        raise InvalidInput("no key comes of this seed")

    def __repr__(self) -> str:
        return f"KeyPair({self.public.hex()}, secret)"


def blind(data: bytes, scalar: bytes, mode: Mode = Mode.VERIFIABLE) -> bytes:
    """Return the input as an element that tells nothing of it without the scalar."""
    return group.times(scalar, hash_to_group(data, mode))


def evaluate(key: KeyPair, blinded: bytes) -> bytes:
    """Return a blinded element under the key; the input stays unknown to whoever does this."""
    return group.times(key.secret, blinded)


def finalize(data: bytes, scalar: bytes, evaluated: bytes) -> bytes:
    """Return the 64-byte output for an input from the element that came back for it."""
    return _output(data, group.times(group.inverse(scalar), evaluated))


def output(key: KeyPair, data: bytes, mode: Mode = Mode.VERIFIABLE) -> bytes:
    """Return the same output as whoever holds the key computes it, without any blinding."""
    return _output(data, group.times(key.secret, hash_to_group(data, mode)))


def _output(data: bytes, element: bytes) -> bytes:
    return hashlib.sha512(_framed(data, element) + b"Finalize").digest()


def prove(
    key: KeyPair,
    blinded: Sequence[bytes],
    evaluated: Sequence[bytes],
    random: Callable[[int], bytes],
) -> bytes:
    """Return the proof that every element was evaluated under this one key."""
    m = _composite(_weights(key.public, blinded, evaluated), blinded)
    z = group.times(key.secret, m)
    nonce = group.random_scalar(random)
    c = _challenge(key.public, m, z, group.times_generator(nonce), group.times(nonce, m))
    return c + group.minus_product(nonce, c, key.secret)


def verify(
    public: bytes, blinded: Sequence[bytes], evaluated: Sequence[bytes], proof: bytes
) -> None:
    """Return if every element was evaluated under this key; raises ProofFailed otherwise."""
    if len(proof) != PROOF or len(blinded) != len(evaluated):
        raise ProofFailed("the proof is not of this answer", place="proof")
    c = group.check_scalar(proof[: group.LENGTH], "proof")
    s = group.check_scalar(proof[group.LENGTH :], "proof")
    weights = _weights(public, blinded, evaluated)
    m, z = _composite(weights, blinded), _composite(weights, evaluated)
    if bytes(group.LENGTH) in {c, s}:
        raise ProofFailed("the proof is not of this answer", place="proof")
    t2 = group.plus(group.times_generator(s), group.times(c, public))
    t3 = group.plus(group.times(s, m), group.times(c, z))
    if _challenge(public, m, z, t2, t3) != c:
        raise ProofFailed("an element was not evaluated under the key of the table", place="proof")


def _weights(public: bytes, blinded: Sequence[bytes], evaluated: Sequence[bytes]) -> list[bytes]:
    if not 0 < len(blinded) <= LONGEST:
        raise InvalidInput("a proof is of 1 to {most} elements", most=LONGEST)
    context = _context(Mode.VERIFIABLE)
    seed = hashlib.sha512(_framed(public, b"Seed-" + context)).digest()
    return [
        hash_to_scalar(
            _framed(seed) + _two(index) + _framed(one, other) + b"Composite", Mode.VERIFIABLE
        )
        for index, (one, other) in enumerate(zip(blinded, evaluated, strict=True))
    ]


def _composite(weights: Sequence[bytes], elements: Sequence[bytes]) -> bytes:
    total = group.IDENTITY
    for weight, element in zip(weights, elements, strict=True):
        total = group.plus(total, group.times(weight, element))
    return total


def _challenge(public: bytes, m: bytes, z: bytes, t2: bytes, t3: bytes) -> bytes:
    return hash_to_scalar(_framed(public, m, z, t2, t3) + b"Challenge", Mode.VERIFIABLE)
