"""Signed notes in the text format of C2SP (signed-note, tlog-cosignature), Ed25519 only.

A note is a text ending in a line end, an empty line, and one line per signature:
``— name base64(key hash, signature)``. Lines of keys we do not know are kept and passed over, so
that witnesses we never heard of do not make a note unreadable.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from tocsin.core.errors import InvalidStatement, ProofFailed, UnknownKey
from tocsin.core.statements import octets
from tocsin.core.statements.keys import SIGNATURE_LENGTH, SigningKey, VerifyKey

ED25519 = 1
COSIGNATURE = 4  # tlog-cosignature: a timestamp of eight bytes stands before the signature
LIMIT = 65_536

_NAME = re.compile(r"[^\s+]+")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_HASH_LENGTH = 4
_TIME_LENGTH = 8
_MARK = "\u2014 "


@dataclass(frozen=True, slots=True)
class Line:
    """One signature line: the signer's name, the hash of the key, and what follows it."""

    name: str
    key_hash: bytes
    signature: bytes

    def render(self) -> str:
        """Return the line with its line end."""
        return f"{_MARK}{self.name} {octets.to_text(self.key_hash + self.signature)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a line end, with the signatures under it."""

    text: str
    lines: tuple[Line, ...] = ()

    def render(self) -> str:
        """Return the note as its file."""
        return f"{self.text}\n{''.join(line.render() for line in self.lines)}"

    def signed_by(self, name: str, key: SigningKey) -> "Note":
        """Return the note with one more signature, over the text."""
        line = Line(name, key_hash(name, key.public, ED25519), key.sign_text(self.text.encode()))
        return replace(self, lines=(*self.lines, line))

    def cosigned_by(self, name: str, key: SigningKey, at: datetime) -> "Note":
        """Return the note with a witness' cosignature/v1: it saw this state at ``at``."""
        seconds = int(at.timestamp())
        signature = key.sign_text(_cosigned(self.text, seconds))
        found = key_hash(name, key.public, COSIGNATURE)
        line = Line(name, found, seconds.to_bytes(_TIME_LENGTH, "big") + signature)
        return replace(self, lines=(*self.lines, line))

    def verify(self, name: str, key: VerifyKey) -> None:
        """Return if this key signed the text under this name; UnknownKey if no line is its own.

        Raises ProofFailed if its line does not verify.
        """
        for line in self._of(name, key, ED25519):
            key.verify_text(self.text.encode(), line.signature)

    def cosigned_at(self, name: str, key: VerifyKey) -> int:
        """Return when this witness cosigned, in seconds of Unix time; raises as ``verify``."""
        seconds = 0
        for line in self._of(name, key, COSIGNATURE):
            if len(line.signature) != _TIME_LENGTH + SIGNATURE_LENGTH:
                raise ProofFailed("a cosignature has a time and a signature", place=name)
            seconds = int.from_bytes(line.signature[:_TIME_LENGTH], "big")
            key.verify_text(_cosigned(self.text, seconds), line.signature[_TIME_LENGTH:])
        return seconds

    def _of(self, name: str, key: VerifyKey, algorithm: int) -> Iterable[Line]:
        found = key_hash(name, key, algorithm)
        own = [line for line in self.lines if (line.name, line.key_hash) == (name, found)]
        if not own:
            raise UnknownKey("holds no signature of this key", place=name)
        return own


def parse(data: str | bytes) -> Note:
    """Return the note; raises InvalidStatement naming the line that breaks the format."""
    text = _decoded(data)
    body, gap, tail = text.rpartition("\n\n")
    if not gap or not tail.endswith("\n"):
        raise InvalidStatement("a note is text, an empty line, and signatures", place="note")
    lines = tuple(_line(line) for line in tail.removesuffix("\n").split("\n"))
    return Note(body + "\n", lines)


def key_hash(name: str, key: VerifyKey, algorithm: int) -> bytes:
    """Return the four bytes by which a signature line names its key."""
    if not _NAME.fullmatch(name):
        raise InvalidStatement("a signer's name holds no space and no plus", place=repr(name))
    said = name.encode() + b"\n" + bytes([algorithm]) + key.bytes
    return hashlib.sha256(said).digest()[:_HASH_LENGTH]


def verifier(name: str, key: VerifyKey, algorithm: int = ED25519) -> str:
    """Return the key as a C2SP verifier text, for tools that are not ours."""
    found = key_hash(name, key, algorithm).hex()
    return f"{name}+{found}+{octets.to_text(bytes([algorithm]) + key.bytes)}"


def _decoded(data: str | bytes) -> str:
    if len(data) > LIMIT:
        raise InvalidStatement("a note has at most {most} bytes", most=LIMIT, place="note")
    try:
        text = data if isinstance(data, str) else data.decode()
    except UnicodeDecodeError as error:
        raise InvalidStatement("is not UTF-8", place=f"byte {error.start}") from None
    if _CONTROL.search(text):
        raise InvalidStatement("a note holds no control characters", place="note")
    return text


def _line(line: str) -> Line:
    place = ascii(line)[:60]
    parts = line.removeprefix(_MARK).split(" ")
    if not line.startswith(_MARK) or len(parts) != 2 or not _NAME.fullmatch(parts[0]):
        raise InvalidStatement("is no signature line", place=place)
    data = octets.from_text(parts[1], place=place)
    if len(data) <= _HASH_LENGTH:
        raise InvalidStatement("holds no signature", place=place)
    return Line(parts[0], data[:_HASH_LENGTH], data[_HASH_LENGTH:])


def _cosigned(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()
