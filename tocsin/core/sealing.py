"""A file sealed with a passphrase, written and read as a stream in bounded memory.

A header names the key derivation (scrypt, RFC 7914); then chunks of at most 1 MiB, each under
ChaCha20-Poly1305 (RFC 8439) with a counter and a mark on the last one as nonce, so that a chunk
altered, moved, repeated or cut off is refused.
"""

import json
import os
from collections.abc import Callable
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from tocsin.core.errors import InvalidInput, MalformedFile, ProofFailed

MAGIC = b"tocsin-sealed 1\n"
CHUNK = 1 << 20
SHORTEST = 12  # characters of a passphrase
_TAG = 16
_COST = 1 << 15


class Sealer:
    """A writable binary stream; what is written comes out sealed. ``close`` marks the end."""

    def __init__(
        self, out: IO[bytes], passphrase: str, random: Callable[[int], bytes] = os.urandom
    ) -> None:
        if len(passphrase) < SHORTEST:
            raise InvalidInput(
                "use at least {least} characters", least=SHORTEST, place="passphrase"
            )
        salt = random(16)
        said = {"n": _COST, "p": 1, "r": 8, "salt": salt.hex()}
        self._header = MAGIC + json.dumps(said, sort_keys=True).encode() + b"\n"
        self._cipher = ChaCha20Poly1305(_key(passphrase, salt, _COST))
        self._out, self._held, self._count = out, bytearray(), 0
        out.write(self._header)

    def write(self, data: bytes) -> int:
        """Take bytes; whole chunks are sealed and passed on."""
        self._held += data
        while len(self._held) > CHUNK:
            self._seal(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]
        return len(data)

    def close(self) -> None:
        """Seal what is left as the last chunk."""
        self._seal(bytes(self._held), last=True)
        self._held.clear()

    def _seal(self, data: bytes, *, last: bool) -> None:
        nonce = _nonce(self._count, last=last)
        self._out.write(self._cipher.encrypt(nonce, data, self._header))
        self._count += 1


class Opener:
    """A readable binary stream of what was sealed.

    Raises MalformedFile if the file is none of ours and ProofFailed for a wrong passphrase or a
    file that was altered or cut off.
    """

    def __init__(self, source: IO[bytes], passphrase: str) -> None:
        if source.read(len(MAGIC)) != MAGIC:
            raise MalformedFile("this is no file sealed by this program", place="file")
        line = source.readline(500)
        self._header = MAGIC + line
        try:
            said = json.loads(line)
            salt, cost = bytes.fromhex(said["salt"]), int(said["n"])
        except (ValueError, KeyError, TypeError) as error:
            raise MalformedFile("its header is broken", place="file") from error
        if cost != _COST or len(salt) != 16:
            raise MalformedFile("its header asks for what this version does not do", place="file")
        self._cipher = ChaCha20Poly1305(_key(passphrase, salt, cost))
        self._source, self._held, self._count = source, b"", 0
        self._next = source.read(CHUNK + _TAG)
        self._ended = False

    def read(self, size: int = -1) -> bytes:
        """Return up to ``size`` bytes, all of them if negative; empty at the end."""
        parts, wanted = [], size
        while not self._ended and (size < 0 or wanted > len(self._held)):
            parts.append(self._held)
            wanted -= len(self._held)
            self._held = self._open()
        take = len(self._held) if size < 0 else max(wanted, 0)
        parts.append(self._held[:take])
        self._held = self._held[take:]
        return b"".join(parts)

    def _open(self) -> bytes:
        chunk, self._next = self._next, self._source.read(CHUNK + _TAG)
        last = not self._next
        try:
            data = self._cipher.decrypt(_nonce(self._count, last=last), chunk, self._header)
        except InvalidTag as error:
            raise ProofFailed(
                "the passphrase is wrong, or the file was altered or cut off",
                place=f"chunk {self._count}",
            ) from error
        self._count += 1
        self._ended = last
        return data


def _nonce(count: int, *, last: bool) -> bytes:
    return count.to_bytes(11, "big") + (b"\1" if last else b"\0")


def _key(passphrase: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=cost, r=8, p=1).derive(passphrase.encode())
