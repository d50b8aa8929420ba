"""What one bureau hands another to begin with: its card, and where its node is reached.

A file of two lines. The endpoint is signed by a node key of the card, so an address, or the
certificate that proves it, is never believed because of who carried it. An endpoint made later
takes the place of an earlier one.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from tocsin.core.errors import InvalidStatement
from tocsin.core.statements import cards, signed
from tocsin.core.statements.keys import SigningKey
from tocsin.core.statements.moments import moment, stamp
from tocsin.core.statements.signed import Signed

LIMIT = 400_000
_LONGEST_URL = 300
_LONGEST_CERTIFICATE = 16_384
_PEM = re.compile(r"-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+-----END CERTIFICATE-----\n")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a bureau's node is reached, and which certificate proves it ("" for the web's own)."""

    bureau: UUID
    url: str
    at: datetime
    certificate: str
    signed: Signed


@dataclass(frozen=True, slots=True)
class Introduction:
    """A card and the endpoint that one of its node keys signed."""

    card: cards.Card
    endpoint: Endpoint

    def encode(self) -> bytes:
        """Return the file: the card's line, then the endpoint's."""
        return self.card.encode() + self.endpoint.signed.to_text().encode() + b"\n"


def introduce(
    card: cards.Card, key: SigningKey, *, url: str, at: datetime, certificate: str = ""
) -> Introduction:
    """Return the introduction signed by this node key; raises as ``decode`` for a bad address."""
    said = {
        "type": "key-event",
        "schema": "endpoint@1",
        "bureau": str(card.bureau),
        "url": url,
        "at": stamp(at),
        **({"certificate": certificate} if certificate else {}),
    }
    return decode(card.encode() + signed.sign(said, key).to_text().encode())


def decode(data: bytes) -> Introduction:
    """Return card and endpoint, every signature verified; raises InvalidStatement or ProofFailed.

    As with a card, its root is to be believed only after its words were compared.
    """
    if len(data) > LIMIT:
        raise InvalidStatement(
            "an introduction has at most {limit} bytes", place="introduction", limit=LIMIT
        )
    first, gap, second = data.partition(b"\n")
    if not gap or not second.strip():
        raise InvalidStatement("holds a card alone; ask for the line with the address too")
    card = cards.decode(first)
    return Introduction(card, endpoint(Signed.from_text(second.strip()), card))


def endpoint(said: Signed, card: cards.Card) -> Endpoint:
    """Return the endpoint if a node key of this card signed it in its time; as ``decode``."""
    body = signed.peek(said.statement).body
    if (body.get("type"), body.get("schema")) != ("key-event", "endpoint@1"):
        raise InvalidStatement("is not an endpoint", place="$.schema")
    at = moment(body.get("at", ""))
    statement = card.read(said, at)
    if not statement.known:
        raise InvalidStatement("has other fields than endpoint@1", place="$")
    if body["bureau"] != str(card.bureau):
        raise InvalidStatement("is the address of another bureau", place="$.bureau")
    url, certificate = check_url(body["url"]), _certificate(body.get("certificate", ""))
    return Endpoint(card.bureau, url, at, certificate, said)


def check_url(value: Any) -> str:
    """Return the address; raises InvalidStatement unless it is https, host and perhaps a port."""
    try:
        parts = urlsplit(value) if isinstance(value, str) and len(value) <= _LONGEST_URL else None
        port = parts.port if parts else None
    except ValueError:
        parts, port = None, None
    if parts is None or parts.scheme != "https" or not parts.hostname or not value.isascii():
        raise InvalidStatement("must be an address that begins with https://", place="$.url")
    plain = f"https://{parts.netloc}"
    if value != plain or "@" in parts.netloc or port == 0 or not value.isprintable():
        raise InvalidStatement("names a host and perhaps a port, nothing more", place="$.url")
    return plain


def _certificate(value: Any) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_CERTIFICATE:
        raise InvalidStatement("must be a certificate as PEM text", place="$.certificate")
    if value and not _PEM.fullmatch(value):
        raise InvalidStatement("must be one certificate as PEM text", place="$.certificate")
    return value
