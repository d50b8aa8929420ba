"""A message for a bureau that only another one reaches: sealed end to end, in a parcel.

The hub that passes it on learns who writes to whom, when, and which of a few sizes it has; never
what is said, nor whether it is a record, an answer, a receipt or nothing. A parcel that comes
twice, late or not at all harms nobody: messages of the protocol may.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tocsin.core.errors import InvalidInput, InvalidStatement, ProofFailed, UnknownKey
from tocsin.core.protocol import wire
from tocsin.core.protocol.messages import Message
from tocsin.core.protocol.parcels import Parcel, Post
from tocsin.core.statements import octets, sealed
from tocsin.core.statements.cards import Card
from tocsin.core.statements.ids import uuid
from tocsin.core.statements.keys import SealingKey
from tocsin.core.statements.signed import Signed, peek

SIZES = tuple(4**power for power in range(5, 12))  # 1 KiB to 4 MiB
WINDOW = timedelta(days=7)  # as long as a hub keeps one
_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Opened:
    """What came, from whom, and the sender's newer card if it came along."""

    sender: UUID
    message: Message
    newer: Card | None


def close(
    message: Message,
    *,
    to: Card,
    by: Card,
    sign: Callable[[Mapping[str, Any]], Signed],
    nonce: str,
    at: datetime,
) -> Parcel:
    """Return the message sealed to a bureau; UnknownKey if its card has no key that holds now."""
    content = sealed.seal(_sealing(to, at), _padded(wire.to_bytes(message)), _context(by, to))
    post = Post(by.bureau, WINDOW)
    return post.seal(content, to=to.bureau, card=by, knows=to.serial, sign=sign, nonce=nonce, at=at)


def open_(
    parcel: Parcel, *, me: Card, key: SealingKey, find: Callable[[UUID], Card | None], at: datetime
) -> Opened:
    """Return what a parcel holds for us.

    Raises ProofFailed, UnknownKey or InvalidStatement for what is not from whom it says, not for
    us, or not of the protocol.
    """
    sender, newer = Post(me.bureau, WINDOW).open(parcel, find, at)
    by = newer or find(sender)
    if by is None:
        raise UnknownKey("no card of the sender is known here", place=str(sender))
    data = sealed.unseal(key, parcel.content, _context(by, me))
    length = int.from_bytes(data[:_LENGTH], "big")
    if len(data) not in SIZES or length > len(data) - _LENGTH or any(data[_LENGTH + length :]):
        raise ProofFailed("is not padded as it should be", place="content")
    return Opened(sender, wire.from_bytes(data[_LENGTH : _LENGTH + length]), newer)


def plain(parcel: Parcel) -> dict[str, Any]:
    """Return the parcel as JSON."""
    said = {"head": parcel.head.to_json(), "content": octets.to_text(parcel.content)}
    return said if parcel.card is None else said | {"card": parcel.card.decode()}


def read(value: Any) -> Parcel:
    """Return the parcel in JSON; raises InvalidStatement naming what is wrong."""
    if not isinstance(value, dict) or not {"head", "content"} <= value.keys() <= _FIELDS:
        raise InvalidStatement("needs head and content, and at most a card", place="parcel")
    card = value.get("card")
    if card is not None and not isinstance(card, str):
        raise InvalidStatement("must be text", place="parcel.card")
    content = octets.from_text(value["content"], place="parcel.content")
    if len(content) - sealed.OVERHEAD not in SIZES:
        raise InvalidStatement("has none of the sizes that parcels have", place="parcel.content")
    head = Signed.from_json(value["head"], place="parcel.head")
    return Parcel(head, content, None if card is None else card.encode())


def address(parcel: Parcel) -> tuple[UUID, UUID]:
    """Return who writes to whom: all that a hub reads."""
    body = peek(parcel.head.statement).body
    return uuid(body.get("from"), place="parcel.from"), uuid(body.get("to"), place="parcel.to")


_FIELDS = {"head", "content", "card"}


def _padded(data: bytes) -> bytes:
    size = next((size for size in SIZES if size >= len(data) + _LENGTH), None)
    if size is None:
        raise InvalidInput("is too large to be passed on", place="message")
    return len(data).to_bytes(_LENGTH, "big") + data + bytes(size - _LENGTH - len(data))


def _sealing(card: Card, at: datetime) -> bytes:
    valid = card.keys(at)
    for node in reversed(card.nodes):
        if node.signing.id in valid:
            return node.sealing
    raise UnknownKey("none of its keys is valid now", place=card.code)


def _context(by: Card, to: Card) -> bytes:
    return f"parcel@1 {by.bureau} {to.bureau}".encode()
