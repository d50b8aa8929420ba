"""What crosses the line: rows of the protocol as STIX 2.1 objects, written and read.

A record is an object any client understands, with what its owner signed in the extension; a recall
is the same object, revoked and empty. What is no record (a membership, a card, a receipt) travels
as an object of our own type. Reading believes nothing: it only says what was found.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from tocsin.core.errors import InvalidInput
from tocsin.core.formats.stix import extension
from tocsin.core.formats.stix.told import Author, Told
from tocsin.core.formats.stix.writing import render
from tocsin.core.protocol import facts, wire
from tocsin.core.protocol.decisions import Doubt
from tocsin.core.protocol.messages import (
    Evidence,
    Members,
    NewCard,
    Offer,
    Retract,
    Row,
    Version,
)
from tocsin.core.statements.canonical import decode
from tocsin.core.statements.ids import uuid
from tocsin.core.statements.signed import Signed, peek
from tocsin.rooms.register.models import Record

STATEMENT = "x-tocsin-statement"
FARTHEST = 2**53 - 1  # the largest number that every reader of JSON keeps exactly
Found = tuple[int, Row]


def write(row: Row, generation: int, record: Record | None) -> dict[str, Any] | None:
    """Return the object in which a row travels; ``record`` is the register's, where there is one.

    None for a record that the register does not hold any more: nothing can be said of it.
    """
    if isinstance(row, Members):
        (group,) = facts.about(row.membership, "group")
        return state(row.membership, group)
    if isinstance(row, NewCard):
        (bureau,) = facts.about(row.card, "bureau")
        return state(row.card, bureau)
    if record is None:
        return None
    place = f"{generation}.{row.position}"
    if isinstance(row, Retract):
        said = (row.statement,) if row.statement is not None else ()
        return render(_told(record, said, None, None, _way(place, row.evidence)))
    version = row.version
    statements = (version.record, *filter(None, [version.ruling]))
    way = _way(place, row.evidence) | ({"hops": row.hops} if row.hops else {})
    if row.blocks:
        way["blocks"] = [one.to_json() for one in row.blocks]
    body = None if version.body is None else decode(version.body)
    return render(_told(record, statements, body, version.salt, way))


def state(said: Signed, identifier: UUID) -> dict[str, Any]:
    """Return the object in which a statement travels that is no record's."""
    at = peek(said.statement).body["at"]
    return {
        "type": STATEMENT,
        "spec_version": "2.1",
        "id": f"{STATEMENT}--{identifier}",
        "created": at,
        "modified": at,
        "signed": said.to_json(),
    }


def stated(value: Mapping[str, Any]) -> Signed | None:
    """Return the receipt or block that an object carries; None if it carries something else."""
    if value.get("type") != STATEMENT:
        return None
    said = Signed.from_json(value.get("signed"), place="signed")
    return said if peek(said.statement).type in {"receipt", "block"} else None


def read(value: Mapping[str, Any], *, sender: UUID) -> Found | None:
    """Return generation and row that an object of one of our nodes says; None for anybody else's.

    Raises InvalidInput naming the part that is broken. No signature is verified here.
    """
    if value.get("type") == STATEMENT:
        return 0, _statement(Signed.from_json(value.get("signed"), place="signed"))
    found = extension.carried(value)
    if found is None:
        return None
    generation, position = _place(found.way.get("place", "0.0"))
    evidence = _evidence(found.way.get("evidence", []))
    blocks = _blocks(found.way.get("blocks", []))
    if found.content is None and not blocks:
        return generation, _retract(value, found.statements, position, evidence)
    if not found.statements or (found.content is not None and found.salt is None):
        raise InvalidInput("a record comes with its signed statement and salt", place="statements")
    if found.content is not None and not isinstance(decode(found.content), dict):
        raise InvalidInput("must be an object", place="content")
    version = Version(
        found.statements[0],
        found.statements[1] if len(found.statements) > 1 else None,
        found.content,
        found.salt,
    )
    hops = _hops(found.way.get("hops"), version, sender)
    return generation, Offer(position, version, blocks, hops, evidence)


def _statement(said: Signed) -> Row:
    kind = peek(said.statement).type
    if kind == "membership":
        return Members(0, said)
    if kind == "key-event":
        return NewCard(0, said)
    raise InvalidInput("a {kind} is not taken from a peer", kind=kind[:40], place="signed")


def _retract(
    value: Mapping[str, Any],
    statements: tuple[Signed, ...],
    position: int,
    evidence: tuple[Evidence, ...],
) -> Retract:
    record = uuid(str(value.get("id")).rpartition("--")[2], place="id")
    owner = uuid(str(value.get("created_by_ref")).rpartition("--")[2], place="created_by_ref")
    said = statements[0] if statements else None
    return Retract(position, record, owner, said, evidence)


def _hops(said: Any, version: Version, sender: UUID) -> int:
    """Return how far it came; unsaid, it is the owner's own word or came through one node."""
    if said is None:
        try:
            return 0 if facts.about(version.record, "owner") == (sender,) else 1
        except Doubt:
            return 1
    return _number(said, "hops")


def _place(text: Any) -> tuple[int, int]:
    parts = text.split(".") if isinstance(text, str) and len(text) <= 40 else []
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() for part in parts):
        raise InvalidInput("is a generation and a place in it", place="way.place")
    return _number(int(parts[0]), "way.place"), _number(int(parts[1]), "way.place")


def _number(value: Any, place: str) -> int:
    if type(value) is not int or not 0 <= value <= FARTHEST:
        raise InvalidInput("must be a whole number", place=place)
    return value


def _evidence(said: Any) -> tuple[Evidence, ...]:
    if not isinstance(said, list) or len(said) > extension.MOST:
        raise InvalidInput("must be a short list", place="way.evidence")
    return tuple(wire.typed_value(Evidence, one, "way.evidence") for one in said)


def _blocks(said: Any) -> tuple[Signed, ...]:
    if not isinstance(said, list) or len(said) > extension.MOST:
        raise InvalidInput("must be a short list", place="way.blocks")
    return tuple(Signed.from_json(one, place="way.blocks") for one in said)


def _way(place: str, evidence: tuple[Evidence, ...]) -> dict[str, Any]:
    way: dict[str, Any] = {"place": place}
    if evidence:
        way["evidence"] = [wire.plain_value(one) for one in evidence]
    return way


def _told(
    record: Record,
    said: tuple[Signed, ...],
    body: dict[str, Any] | None,
    salt: bytes | None,
    way: dict[str, Any],
) -> Told:
    owner = record.owner
    return Told(
        id=record.pk,
        kind=record.kind,
        author=Author(owner.pk, owner.code, owner.name, owner.created),
        created=record.created,
        modified=record.changed,
        label=record.release_class.read(),
        content=body,
        strands=record.strands,
        statements=said,
        salt=salt,
        way=way,
    )
