"""A request between nodes, signed by the bureau that makes it: no password crosses the line.

The signature covers who asks whom, method, address with its query, and the body's digest; a
moment and a number used once make it worthless to whoever replays it.
"""

import base64
import binascii
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tocsin.core.errors import InvalidStatement, ProofFailed
from tocsin.core.statements import cards, signed
from tocsin.core.statements.ids import uuid
from tocsin.core.statements.keys import SigningKey
from tocsin.core.statements.moments import moment, stamp
from tocsin.core.statements.signed import Signed

SCHEME = "Tocsin"
WINDOW = timedelta(minutes=5)  # clocks may be off by so much; a number is remembered for longer
_LONGEST = 8_192


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks whom, and the number that may be used once."""

    sender: UUID
    receiver: UUID
    at: datetime
    nonce: str
    signed: Signed


def authorize(  # noqa: PLR0913 - a request is all of these
    key: SigningKey,
    *,
    sender: UUID,
    receiver: UUID,
    method: str,
    target: str,
    body: bytes,
    at: datetime,
    random: Callable[[int], bytes] = os.urandom,
) -> str:
    """Return the Authorization header of this request."""
    said = {
        "type": "request",
        "schema": "request@1",
        "from": str(sender),
        "to": str(receiver),
        "method": method,
        "target": target,
        "digest": hashlib.sha256(body).hexdigest(),
        "at": stamp(at),
        "nonce": random(16).hex(),
    }
    text = signed.sign(said, key).to_text().encode()
    return f"{SCHEME} {base64.urlsafe_b64encode(text).decode()}"


def peek(header: str) -> Request:
    """Return what the header says, nothing verified: to find out whose card to ask for."""
    scheme, _, text = header.partition(" ")
    if scheme != SCHEME or len(text) > _LONGEST:
        raise InvalidStatement("is no signed request", place="Authorization")
    try:
        data = base64.b64decode(text, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise InvalidStatement("is not base64", place="Authorization") from None
    said = Signed.from_text(data)
    body = signed.peek(said.statement)
    if not body.known or body.schema != "request@1":
        raise InvalidStatement("is no signed request", place="Authorization")
    nonce = body.body["nonce"]
    if not isinstance(nonce, str) or not 16 <= len(nonce) <= 64 or not nonce.isalnum():
        raise InvalidStatement("must be 16 to 64 letters and digits", place="$.nonce")
    return Request(
        uuid(body.body["from"], place="$.from"),
        uuid(body.body["to"], place="$.to"),
        moment(body.body["at"]),
        nonce,
        said,
    )


def verify(
    request: Request, card: cards.Card, *, method: str, target: str, body: bytes, now: datetime
) -> None:
    """Return if this card's bureau made exactly this request just now; raises ProofFailed.

    The key must count now: a key that was revoked or has run out opens nothing, whatever moment
    the request claims.
    """
    statement = card.read(request.signed, now)
    if request.sender != card.bureau:
        raise ProofFailed("is made in another bureau's name", place="$.from")
    if abs(now - request.at) > WINDOW:
        raise ProofFailed(
            "was made at {moment}; set the clock right", place="$.at", moment=stamp(request.at)
        )
    expected = (method, target, hashlib.sha256(body).hexdigest())
    if tuple(statement.body[name] for name in ("method", "target", "digest")) != expected:
        raise ProofFailed("was signed for another request", place="Authorization")
