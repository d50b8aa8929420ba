"""A parcel: one signed statement and a payload sealed to one key, as a file.

The statement names the payload's digest; the payload lies in chunks under a key of its own, and
that key is sealed to the receiver. Used for copies (bureau to station) and reports (back).
"""

import base64
import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tocsin.core.errors import InvalidStatement, MalformedFile, ProofFailed, TooLarge
from tocsin.core.sealing import Opener, Sealer
from tocsin.core.statements import sealed, signed
from tocsin.core.statements.keys import SealingKey, SigningKey, VerifyKey
from tocsin.core.statements.signed import Signed, Statement

MAGIC = b"tocsin-border 1\n"
LONGEST_LINE = 16_384
LARGEST = 2 * 1024**3  # bytes of a payload
_PIECE = 1 << 20


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    made = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            made.update(piece)
    return made.hexdigest()


def write(
    out: IO[bytes],
    payload: Path,
    *,
    said: Mapping[str, Any],
    key: SigningKey,
    public: bytes,
    random: Callable[[int], bytes] = os.urandom,
) -> Signed:
    """Write a parcel: ``said`` is signed with the payload's digest, and sealed to ``public``."""
    made = signed.sign({**said, "digest": digest_of(payload)}, key)
    secret = random(32).hex()
    context = hashlib.sha256(made.statement).digest()
    wrapped = sealed.seal(public, secret.encode(), context)
    out.write(MAGIC + made.to_text().encode() + b"\n" + base64.b64encode(wrapped) + b"\n")
    sealer = Sealer(out, secret, random)
    with payload.open("rb") as file:
        while piece := file.read(_PIECE):
            sealer.write(piece)
    sealer.close()
    return made


@dataclass(frozen=True, slots=True)
class Opened:
    """A parcel whose statement was verified; its payload is not read yet."""

    statement: Statement
    signed: Signed
    source: IO[bytes]
    wrapped: bytes

    def payload(self, key: SealingKey, target: Path) -> None:
        """Write the payload to a file; raises ProofFailed unless it is the one that was signed."""
        context = hashlib.sha256(self.signed.statement).digest()
        secret = sealed.unseal(key, self.wrapped, context).decode()
        opener, size, made = Opener(self.source, secret), 0, hashlib.sha256()
        with target.open("wb") as file:
            while piece := opener.read(_PIECE):
                size += len(piece)
                if size > LARGEST:
                    raise TooLarge("holds more than {most} bytes", most=LARGEST, place="payload")
                made.update(piece)
                file.write(piece)
        if made.hexdigest() != self.statement.body["digest"]:
            raise ProofFailed("the payload is not the one that was signed", place="payload")


def read(source: IO[bytes], schema: str, keys: Mapping[str, VerifyKey]) -> Opened:
    """Return a parcel of this schema, signed by one of the keys.

    Raises MalformedFile, InvalidStatement, UnknownKey or ProofFailed.
    """
    if source.read(len(MAGIC)) != MAGIC:
        raise MalformedFile("this is no parcel of a border station", place="file")
    found = Signed.from_text(_line(source))
    statement = signed.read(found, keys)
    if not statement.known or statement.schema != schema:
        raise InvalidStatement("is another kind of parcel", place="$.schema")
    try:
        wrapped = base64.b64decode(_line(source), validate=True)
    except ValueError:
        raise MalformedFile("its key is broken", place="file") from None
    return Opened(statement, found, source, wrapped)


def peek(source: IO[bytes]) -> Statement:
    """Return what a parcel says of itself, nothing verified: whose it is."""
    if source.read(len(MAGIC)) != MAGIC:
        raise MalformedFile("this is no parcel of a border station", place="file")
    return signed.peek(Signed.from_text(_line(source)).statement)


def _line(source: IO[bytes]) -> bytes:
    line = source.readline(LONGEST_LINE)
    if not line.endswith(b"\n"):
        raise MalformedFile("its head is broken", place="file")
    return line.rstrip(b"\n")
