"""A bureau's card: who it is and which keys speak for it, all signed by its offline root key.

The root signs short-lived node keys and the card as a whole, and is kept away from the node. A
card is trusted once its words have been read out over the telephone; afterwards only a card of
the same root with a higher serial replaces it, and such a card forgets no key and no revocation.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tocsin.core.errors import InvalidInput, InvalidStatement, ProofFailed
from tocsin.core.statements import octets, signed
from tocsin.core.statements.ids import uuid
from tocsin.core.statements.keys import LENGTH, SigningKey, VerifyKey, check_sealing_public
from tocsin.core.statements.moments import moment, stamp
from tocsin.core.statements.signed import Signed, Statement
from tocsin.core.statements.words import words

WORD_COUNT = 10  # eighty bits: nobody finds a second root with the same words
FILE_LIMIT = 262_144


@dataclass(frozen=True, slots=True)
class NodeKey:
    """One node's keys and the time in which what they sign counts; ``certificate`` by the root."""

    signing: VerifyKey
    sealing: bytes
    not_before: datetime
    not_after: datetime
    certificate: Signed

    def holds_at(self, at: datetime) -> bool:
        """Return whether the validity covers ``at``; revocation is the card's business."""
        return self.not_before <= at < self.not_after


@dataclass(frozen=True, slots=True)
class LogKey:
    """The key that signs the journal's checkpoints from epoch ``epoch`` on."""

    epoch: int
    key: VerifyKey


@dataclass(frozen=True, slots=True)
class Journal:
    """The name of the bureau's journal (C2SP origin) and its keys by first epoch, rising from 0."""

    origin: str
    keys: tuple[LogKey, ...]

    def key(self, epoch: int) -> VerifyKey:
        """Return the key that signs the checkpoints of this epoch."""
        return [entry.key for entry in self.keys if entry.epoch <= epoch][-1]


@dataclass(frozen=True, slots=True)
class Revocation:
    """From ``at`` on, this key says nothing any more, whatever its validity."""

    key: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Card:
    """Everything a peer must know of a bureau to believe it. Made by ``issue`` or ``decode``."""

    bureau: UUID
    code: str
    name: str
    serial: int
    issued: datetime
    root: VerifyKey
    nodes: tuple[NodeKey, ...]
    revoked: tuple[Revocation, ...]
    journal: Journal
    signed: Signed

    def encode(self) -> bytes:
        """Return the card as its file: one line of canonical JSON."""
        return self.signed.to_text().encode() + b"\n"

    def words(self) -> tuple[str, ...]:
        """Return the ten words to compare over the telephone: bureau id and root key, hashed."""
        digest = hashlib.sha256(b"tocsin/words/v1\0" + self.bureau.bytes + self.root.bytes)
        return words(digest.digest(), WORD_COUNT)

    def keys(self, at: datetime) -> dict[str, VerifyKey]:
        """Return the node keys, by id, whose signatures made at ``at`` count."""
        ended = {entry.key for entry in self.revoked if entry.at <= at}
        return {
            node.signing.id: node.signing
            for node in self.nodes
            if node.holds_at(at) and node.signing.id not in ended
        }

    def read(self, said: Signed, at: datetime) -> Statement:
        """Return a statement of this bureau made at ``at``; raises as ``signed.read`` does."""
        return signed.read(said, self.keys(at))

    def replaces(self, earlier: "Card") -> None:
        """Return if this card may take the place of ``earlier``; raises ProofFailed otherwise."""
        if (self.bureau, self.root) != (earlier.bureau, earlier.root):
            raise ProofFailed("is of another bureau or root; compare the words", place=self.code)
        if self.serial <= earlier.serial:
            raise ProofFailed(
                "is not newer than serial {serial}", serial=earlier.serial, place=self.code
            )
        kept = {node.certificate for node in self.nodes}
        if any(node.certificate not in kept for node in earlier.nodes):
            raise ProofFailed("forgets a node key that signed in the past", place=self.code)
        if any(entry not in self.revoked for entry in earlier.revoked):
            raise ProofFailed("takes a revocation back", place=self.code)
        if self.journal.origin != earlier.journal.origin or any(
            entry not in self.journal.keys for entry in earlier.journal.keys
        ):
            raise ProofFailed("changes the journal's name or past keys", place=self.code)


def certify(
    root: SigningKey,
    *,
    bureau: UUID,
    signing: VerifyKey,
    sealing: bytes,
    not_before: datetime,
    not_after: datetime,
) -> NodeKey:
    """Return a node key certified by the root; raises InvalidInput if it would never be valid."""
    if not not_before < not_after:
        raise InvalidInput("a node key must end after it begins", place=signing.id)
    said = {
        "type": "key-event",
        "schema": "node-key@1",
        "bureau": str(bureau),
        "signing": octets.to_text(signing.bytes),
        "sealing": octets.to_text(check_sealing_public(sealing)),
        "not_before": stamp(not_before),
        "not_after": stamp(not_after),
    }
    return _node(signed.sign(said, root), bureau, root.public, "$")


def issue(  # noqa: PLR0913 - a card says these things
    root: SigningKey,
    *,
    bureau: UUID,
    code: str,
    name: str,
    at: datetime,
    journal: Journal,
    nodes: Iterable[NodeKey],
    revoked: Iterable[Revocation] = (),
    serial: int = 1,
) -> Card:
    """Return a card signed by the root. Raises InvalidStatement if a peer would refuse it."""
    said = {
        "type": "key-event",
        "schema": "card@1",
        "bureau": str(bureau),
        "code": code,
        "name": name,
        "serial": serial,
        "at": stamp(at),
        "root": octets.to_text(root.public.bytes),
        "nodes": [node.certificate.to_json() for node in nodes],
        "revoked": [
            {"key": entry.key, "at": stamp(entry.at), "reason": entry.reason} for entry in revoked
        ],
        "journal": {
            "origin": journal.origin,
            "keys": [
                {"epoch": entry.epoch, "key": octets.to_text(entry.key.bytes)}
                for entry in journal.keys
            ],
        },
    }
    return decode(signed.sign(said, root).to_text().encode())


def decode(data: bytes) -> Card:
    """Return the card in these bytes, all its signatures verified against the root it names.

    That root is to be believed only after its words were compared, or because an earlier card
    named it. Raises InvalidStatement for a broken card, ProofFailed for a signature that is wrong.
    """
    if len(data) > FILE_LIMIT:
        raise InvalidStatement("a card has at most {most} bytes", most=FILE_LIMIT, place="card")
    said = Signed.from_text(data.removesuffix(b"\n"))
    body = signed.peek(said.statement).body
    if body.get("schema") != "card@1" or body.get("type") != "key-event":
        raise InvalidStatement("is not a bureau's card", place="$.schema")
    root = _verify_key(body.get("root"), "$.root")
    statement = signed.read(said, {root.id: root})
    if not statement.known:
        raise InvalidStatement("has other fields than card@1", place="$")
    return _card(said, body, root)


def _card(said: Signed, body: Mapping[str, Any], root: VerifyKey) -> Card:
    bureau = uuid(body["bureau"], place="$.bureau")
    serial = body["serial"]
    if not isinstance(serial, int) or serial < 1:
        raise InvalidStatement("must be an integer from 1 on", place="$.serial")
    return Card(
        bureau=bureau,
        code=_text(body["code"], "$.code", 12),
        name=_text(body["name"], "$.name", 200),
        serial=serial,
        issued=moment(body["at"]),
        root=root,
        nodes=tuple(
            _node(Signed.from_json(value, place=place), bureau, root, place)
            for value, place in _listed(body["nodes"], "$.nodes")
        ),
        revoked=tuple(_revocation(*found) for found in _listed(body["revoked"], "$.revoked")),
        journal=_journal(body["journal"]),
        signed=said,
    )


def _node(certificate: Signed, bureau: UUID, root: VerifyKey, place: str) -> NodeKey:
    statement = signed.read(certificate, {root.id: root})
    body = statement.body
    if not statement.known or statement.schema != "node-key@1":
        raise InvalidStatement("is not a node key", place=place)
    if body["bureau"] != str(bureau):
        raise InvalidStatement("is certified for another bureau", place=place)
    sealing = octets.from_text(body["sealing"], place=f"{place}.sealing", length=LENGTH)
    try:
        check_sealing_public(sealing)
    except InvalidInput as error:
        raise InvalidStatement(error.sentence, place=f"{place}.sealing") from None
    return NodeKey(
        signing=_verify_key(body["signing"], f"{place}.signing"),
        sealing=sealing,
        not_before=moment(body["not_before"]),
        not_after=moment(body["not_after"]),
        certificate=certificate,
    )


def _revocation(value: Any, place: str) -> Revocation:
    found = _fields(value, {"key", "at", "reason"}, place)
    reason = _text(found["reason"], f"{place}.reason", 300)
    return Revocation(_text(found["key"], f"{place}.key", 80), moment(found["at"]), reason)


def _journal(value: Any) -> Journal:
    found = _fields(value, {"origin", "keys"}, "$.journal")
    origin = _text(found["origin"], "$.journal.origin", 200)
    if origin.split() != [origin] or "+" in origin:
        raise InvalidStatement("holds no space and no plus (C2SP signed-note)", place="$.journal")
    keys = []
    for entry, place in _listed(found["keys"], "$.journal.keys"):
        item = _fields(entry, {"epoch", "key"}, place)
        keys.append(LogKey(item["epoch"], _verify_key(item["key"], f"{place}.key")))
    epochs = [entry.epoch for entry in keys]
    if not all(type(epoch) is int for epoch in epochs) or epochs[:1] != [0]:
        raise InvalidStatement("must begin with epoch 0", place="$.journal.keys")
    if epochs != sorted(set(epochs)):
        raise InvalidStatement("must rise by epoch", place="$.journal.keys")
    return Journal(origin, tuple(keys))


def _fields(value: Any, names: set[str], place: str) -> dict[str, Any]:
    if not isinstance(value, dict) or set(value) != names:
        raise InvalidStatement("needs exactly {known}", known=", ".join(sorted(names)), place=place)
    return value


def _listed(value: Any, place: str) -> list[tuple[Any, str]]:
    if not isinstance(value, list):
        raise InvalidStatement("must be a list", place=place)
    return [(item, f"{place}[{i}]") for i, item in enumerate(value)]


def _text(value: Any, place: str, longest: int) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= longest or not value.isprintable():
        raise InvalidStatement(
            "must be printable text of 1 to {most} letters", most=longest, place=place
        )
    return value


def _verify_key(value: Any, place: str) -> VerifyKey:
    try:
        return VerifyKey(octets.from_text(value, place=place, length=LENGTH))
    except InvalidStatement:
        raise
    except InvalidInput as error:
        raise InvalidStatement(error.sentence, place=place) from None
