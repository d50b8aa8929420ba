"""A statement with its signature: signed once, then kept and forwarded as those exact bytes.

The signature's domain names the statement's type and schema, so a withdrawal can never be shown
as a receipt. What this version does not know is kept and read with ``known`` false: shown, stored
and forwarded, but never acted upon.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tocsin.core.errors import InvalidStatement, UnknownKey
from tocsin.core.statements import octets
from tocsin.core.statements.canonical import decode, encode
from tocsin.core.statements.keys import SIGNATURE_LENGTH, SigningKey, VerifyKey
from tocsin.core.statements.shapes import SHAPES, Shape

_TYPE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)
_SCHEMA = re.compile(r"([a-z][a-z0-9]*(?:-[a-z0-9]+)*)@([1-9][0-9]{0,5})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Signed:
    """The exact bytes that were signed, the id of the key, and the signature."""

    statement: bytes
    key: str
    signature: bytes

    def to_json(self) -> dict[str, str]:
        """Return it as an object for JSON; the statement is text, so its bytes survive."""
        return {
            "key": self.key,
            "signature": octets.to_text(self.signature),
            "statement": self.statement.decode(),
        }

    def to_text(self) -> str:
        """Return it as one line of canonical JSON without a line end."""
        return encode(self.to_json()).decode()

    @classmethod
    def from_json(cls, value: Any, *, place: str = "$") -> "Signed":
        """Return what ``to_json`` gave; raises InvalidStatement naming the field that is wrong."""
        if not isinstance(value, dict) or set(value) != {"key", "signature", "statement"}:
            raise InvalidStatement("needs exactly key, signature and statement", place=place)
        key, statement = value["key"], value["statement"]
        if not isinstance(key, str) or not isinstance(statement, str):
            raise InvalidStatement("key and statement must be text", place=place)
        signature = octets.from_text(
            value["signature"], place=f"{place}.signature", length=SIGNATURE_LENGTH
        )
        return cls(statement.encode(), key, signature)

    @classmethod
    def from_text(cls, text: str | bytes) -> "Signed":
        """Return what ``to_text`` gave; raises InvalidStatement."""
        return cls.from_json(decode(text.encode() if isinstance(text, str) else text))


@dataclass(frozen=True, slots=True)
class Statement:
    """What a signed statement says. ``known``: this version knows its kind, major and fields."""

    type: str
    schema: str
    major: int
    body: dict[str, Any]
    known: bool


def sign(statement: Mapping[str, Any], key: SigningKey) -> Signed:
    """Return the statement, encoded once and signed; raises InvalidStatement if it has no form."""
    data = encode(statement)
    type_, schema, _ = _headed(dict(statement))
    return Signed(data, key.public.id, key.sign(domain(type_, schema), data))


def read(
    signed: Signed,
    keys: Mapping[str, VerifyKey],
    shapes: Mapping[tuple[str, str], Shape] = SHAPES,
) -> Statement:
    """Return what is said, after its signature has been verified by one of ``keys`` (by key id).

    Raises UnknownKey if no card vouches for the key, ProofFailed if the signature is wrong,
    InvalidStatement if the bytes break the form.
    """
    key = keys.get(signed.key)
    if key is None:
        raise UnknownKey("no card here vouches for this key", place=f"key {signed.key!a}")
    said = peek(signed.statement, shapes)
    key.verify(domain(said.type, said.schema), signed.statement, signed.signature)
    return said


def peek(data: bytes, shapes: Mapping[tuple[str, str], Shape] = SHAPES) -> Statement:
    """Return what the bytes say, with nothing verified: only to find out whose key to ask for."""
    body = decode(data)
    if not isinstance(body, dict):
        raise InvalidStatement("a statement is an object", place="$")
    type_, schema, major = _headed(body)
    shape = shapes.get((type_, schema))
    return Statement(type_, schema, major, body, shape is not None and shape.fits(body))


def _headed(body: dict[str, Any]) -> tuple[str, str, int]:
    type_, schema = body.get("type"), body.get("schema")
    if not isinstance(type_, str) or not _TYPE.fullmatch(type_):
        raise InvalidStatement("must name the type of statement, as in record", place="$.type")
    found = _SCHEMA.fullmatch(schema) if isinstance(schema, str) else None
    if found is None:
        raise InvalidStatement("must name kind and major, as in person@1", place="$.schema")
    return type_, found[0], int(found[2])


def domain(type_: str, schema: str) -> str:
    """Return the domain for which statements of this type and schema are signed."""
    return f"statement/{type_}/{schema}"
