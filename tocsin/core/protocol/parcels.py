"""A message under way: bound to sender, receiver, time and content by the sender's node key.

For transports that do not authenticate a bureau by themselves. The head is a signed statement,
``message`` ``parcel@1``; a forged, misdirected, altered, old or repeated parcel is refused before
its content is looked at. A card travels along until the other side is known to have it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from tocsin.core.errors import InvalidStatement, ProofFailed, UnknownKey
from tocsin.core.statements import cards, signed
from tocsin.core.statements.cards import Card
from tocsin.core.statements.ids import uuid
from tocsin.core.statements.moments import moment, stamp
from tocsin.core.statements.shapes import Shape
from tocsin.core.statements.signed import Signed

_FIELDS = frozenset({"from", "to", "at", "nonce", "digest", "serial", "knows"})
_SHAPES = {("message", "parcel@1"): Shape(_FIELDS)}


@dataclass(frozen=True, slots=True)
class Parcel:
    """Head, content, and the sender's card while the receiver may not have it."""

    head: Signed
    content: bytes
    card: bytes | None = None


@dataclass(slots=True)
class Post:
    """One bureau's post.

    What it remembers is volatile: losing it costs a card sent once more, or lets a message in
    twice, which changes nothing.
    """

    me: UUID
    window: timedelta
    seen: dict[str, datetime] = field(default_factory=dict)
    known: dict[UUID, int] = field(default_factory=dict)

    def seal(
        self,
        content: bytes,
        *,
        to: UUID,
        card: Card,
        knows: int,
        sign: Callable[[Mapping[str, Any]], Signed],
        nonce: str,
        at: datetime,
    ) -> Parcel:
        """Return the parcel. ``card`` is our own, ``knows`` the serial of theirs known here."""
        head = sign(
            {
                "type": "message",
                "schema": "parcel@1",
                "from": str(self.me),
                "to": str(to),
                "at": stamp(at),
                "nonce": nonce,
                "digest": sha256(content).hexdigest(),
                "serial": card.serial,
                "knows": knows,
            }
        )
        along = card.encode() if self.known.get(to, 1) < card.serial else None
        return Parcel(head, content, along)

    def open(
        self, parcel: Parcel, find: Callable[[UUID], Card | None], now: datetime
    ) -> tuple[UUID, Card | None]:
        """Return the sender, and its newer card if one came along that replaces the known one.

        Raises ProofFailed for a parcel that is not what it says, InvalidStatement for its form.
        """
        body = signed.peek(parcel.head.statement, _SHAPES).body
        if body.keys() - {"type", "schema"} != _FIELDS:
            raise InvalidStatement("is no parcel", place="$")
        sender, at = uuid(body["from"], place="$.from"), moment(body["at"])
        known = find(sender)
        if known is None:
            raise UnknownKey("no card of the sender is known here", place=str(sender))
        newer = self._newer(parcel, known)
        self._check(parcel, body, newer or known, at)
        if abs(now - at) > self.window or parcel_name(body) in self.seen:
            raise ProofFailed("is old, early, or came before", place=str(sender))
        self._forget(now)
        self.seen[parcel_name(body)] = now
        if type(body["knows"]) is int:
            self.known[sender] = body["knows"]
        return sender, newer

    def _forget(self, now: datetime) -> None:
        """Forget what is out of the window; names stand in the order in which they were seen."""
        while self.seen and now - self.seen[oldest := next(iter(self.seen))] >= 2 * self.window:
            del self.seen[oldest]

    def _newer(self, parcel: Parcel, known: Card) -> Card | None:
        if parcel.card is None:
            return None
        card = cards.decode(parcel.card)
        if card.serial <= known.serial:
            return None
        card.replaces(known)
        return card

    def _check(self, parcel: Parcel, body: dict[str, Any], card: Card, at: datetime) -> None:
        keys = card.keys(at) | card.keys(at + self.window) | card.keys(at - self.window)
        ended = {entry.key for entry in card.revoked}
        signed.read(
            parcel.head, {name: key for name, key in keys.items() if name not in ended}, _SHAPES
        )
        if body["to"] != str(self.me) or body["digest"] != sha256(parcel.content).hexdigest():
            raise ProofFailed("is for another, or its content was changed", place="$.digest")


def parcel_name(body: Mapping[str, Any]) -> str:
    """Return what a parcel is remembered by."""
    return f"{body['from']} {body['nonce']}"
