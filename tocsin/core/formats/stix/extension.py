"""The extension that carries what an author signed, byte for byte, inside a STIX object.

Everything binary is base64url without padding, because names of two letters and numbers with a
point are lawful in our statements and not in STIX, and because programs on the way write JSON anew.
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tocsin.core.errors import InvalidInput
from tocsin.core.formats.stix.told import Told
from tocsin.core.kinds import Body, kind_named, read
from tocsin.core.statements.canonical import decode, encode
from tocsin.core.statements.keys import SIGNATURE_LENGTH
from tocsin.core.statements.salted import commit_text
from tocsin.core.statements.signed import Signed, Statement, peek

ID = "extension-definition--4469f0e0-3932-4a65-900a-e2fabe1a4973"
PROJECT = "identity--c5c6c867-98f2-4df2-9acc-17e66c5b7f80"
MOST = 16
_PUBLISHED = "2026-11-01T00:00:00.000Z"
_SCHEMA = (
    "kind: the kind of record and its major version, as person@1; statements: what the author"
    " signed, the record's revision first, each with statement (canonical JSON after RFC 8785, as"
    " bytes), key (the key's id) and signature (Ed25519); content: the record's body (canonical"
    " JSON, as bytes); salt: opens the digest in the first statement, which is SHA-256 of"
    " 'tocsin/commitment/v1', NUL, the salt's length in one byte, the salt, the content. Binary"
    " values are base64url without padding. A revoked object has no content and no salt. way: what"
    " nodes tell each other of the road the record came on; not part of what the author signed."
)


@dataclass(frozen=True, slots=True)
class Carried:
    """What the extension of an object held; ``content`` is the body's exact bytes."""

    kind: str
    statements: tuple[Signed, ...]
    content: bytes | None
    salt: bytes | None
    way: Mapping[str, Any] = field(default_factory=dict)
    _read: dict[int, Statement] = field(default_factory=dict, repr=False, compare=False)

    def said(self, number: int) -> Statement:
        """Return what a statement says, unverified; ``InvalidInput`` for broken bytes."""
        if number not in self._read:
            self._read[number] = peek(self.statements[number].statement)
        return self._read[number]

    def body(self) -> Body:
        """Return the typed body. Raises ``InvalidInput`` if it is not what the statement binds."""
        if self.content is None:
            raise InvalidInput("has no content", place="content")
        if self.statements:
            self._check(self.content)
        return read(self.kind, decode(self.content))

    def _check(self, content: bytes) -> None:
        if self.salt is None:
            raise InvalidInput("is needed to check the content", place="salt")
        said = self.said(0).body
        if said.get("kind") not in {None, self.kind, f"{self.kind}@1"}:
            raise InvalidInput("the statement is of another kind", place="kind")
        if said.get("digest") != commit_text(self.salt, content):
            raise InvalidInput("is not what its author signed", place="content")


def definition() -> dict[str, Any]:
    """Return the definition of the extension, for bundles that hold objects with it."""
    return {
        "type": "extension-definition",
        "spec_version": "2.1",
        "id": ID,
        "created_by_ref": PROJECT,
        "created": _PUBLISHED,
        "modified": _PUBLISHED,
        "name": "Author-signed statement",
        "description": "Carries the signed statement from which the object was written.",
        "schema": _SCHEMA,
        "version": "1.0.0",
        "extension_types": ["property-extension"],
    }


def project() -> dict[str, Any]:
    """Return the identity that the extension definition names as its author."""
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": PROJECT,
        "created": _PUBLISHED,
        "modified": _PUBLISHED,
        "name": "Tocsin",
        "description": "The software whose nodes read and write the extension.",
        "identity_class": "organization",
    }


def pack(told: Told) -> dict[str, Any]:
    """Return the extension of the object that tells this record."""
    found: dict[str, Any] = {
        "extension_type": "property-extension",
        "kind": kind_named(told.kind).schema,
    }
    if told.statements:
        found["statements"] = [
            {
                "statement": _text(one.statement),
                "key": one.key,
                "signature": _text(one.signature),
            }
            for one in told.statements
        ]
    if told.content is not None:
        found["content"] = _text(encode(told.content))
        if told.salt is not None:
            found["salt"] = _text(told.salt)
    if told.way:
        found["way"] = dict(told.way)
    return found


def carried(value: Mapping[str, Any]) -> Carried | None:
    """Return what our extension of an object holds, or None if it has none.

    Raises ``InvalidInput`` naming the part that is broken. Signatures are the business of whoever
    knows the keys.
    """
    extensions = value.get("extensions")
    found = extensions.get(ID) if isinstance(extensions, dict) else None
    if found is None:
        return None
    if not isinstance(found, dict):
        raise InvalidInput("must be an object", place="extension")
    kind, _at, major = str(found.get("kind")).partition("@")
    if kind_named(kind).schema != f"{kind}@{major}":
        raise InvalidInput(
            "'{kind}@{major}' is a version not known here",
            kind=kind[:40],
            major=major[:8],
            place="kind",
        )
    said = found.get("statements", [])
    if not isinstance(said, list) or len(said) > MOST:
        raise InvalidInput("must be a list of at most {most}", most=MOST, place="statements")
    content, salt = found.get("content"), found.get("salt")
    return Carried(
        kind,
        tuple(_signed(one, number) for number, one in enumerate(said)),
        None if content is None else _bytes(content, "content"),
        None if salt is None else _bytes(salt, "salt"),
        _way(found.get("way", {})),
    )


def _way(said: Any) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise InvalidInput("must be an object", place="way")
    return said


def _signed(said: Any, number: int) -> Signed:
    place = f"statements[{number}]"
    if not isinstance(said, dict) or not isinstance(said.get("key"), str):
        raise InvalidInput("needs a statement, a key and a signature", place=place)
    signature = _bytes(said.get("signature"), f"{place}.signature")
    if len(signature) != SIGNATURE_LENGTH:
        raise InvalidInput(
            "must have {wanted} bytes",
            wanted=SIGNATURE_LENGTH,
            place=f"{place}.signature",
        )
    return Signed(_bytes(said.get("statement"), f"{place}.statement"), said["key"], signature)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: Any, place: str) -> bytes:
    if not isinstance(text, str):
        raise InvalidInput("must be base64url text", place=place)
    try:
        data = base64.b64decode(
            text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True
        )
    except (binascii.Error, ValueError):
        raise InvalidInput("is not base64url", place=place) from None
    if _text(data) != text:
        raise InvalidInput("is base64url with spare bits set", place=place)
    return data
