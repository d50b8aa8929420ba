"""Binary values inside statements: standard base64 with padding, one spelling only."""

import base64
import binascii

from tocsin.core.errors import InvalidStatement


def to_text(data: bytes) -> str:
    """Return the bytes as base64."""
    return base64.b64encode(data).decode()


def from_text(text: object, *, place: str, length: int | None = None) -> bytes:
    """Return the bytes; raises InvalidStatement if it is not base64 or not ``length`` long."""
    if not isinstance(text, str):
        raise InvalidStatement("must be base64 text", place=place)
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise InvalidStatement("is not base64", place=place) from None
    if to_text(data) != text:
        raise InvalidStatement("is base64 with spare bits set", place=place)
    if length is not None and len(data) != length:
        raise InvalidStatement(
            "must be {wanted} bytes long, not {n}", wanted=length, n=len(data), place=place
        )
    return data
