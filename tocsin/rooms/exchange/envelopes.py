"""What crosses the line: STIX 2.1 objects that carry signed statements, written and read.

A record is an object any client understands, with what its owner signed in the extension; a recall
is the same object, revoked and empty. What is no record (a membership, a receipt) travels as an
object of our own type. Reading believes nothing: it only says what was found.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tocsin.core.errors import InvalidInput
from tocsin.core.formats.stix import extension
from tocsin.core.formats.stix.told import Author, Told
from tocsin.core.formats.stix.writing import render
from tocsin.core.statements.canonical import decode
from tocsin.core.statements.ids import uuid
from tocsin.core.statements.signed import Signed, peek
from tocsin.rooms.exchange.models import Holding
from tocsin.rooms.register.models import Record, Revision, Ruling

STATEMENT = "x-tocsin-statement"


@dataclass(frozen=True, slots=True)
class Offered:
    """A record as it was given: what is signed, its body and the salt of its digest."""

    statement: Signed
    ruling: Signed | None
    kind: str
    body: dict[str, Any]
    salt: bytes


@dataclass(frozen=True, slots=True)
class Retracted:
    """A record that is offered no longer; with its owner's withdrawal when it is at its end."""

    id: UUID
    withdrawal: Signed | None


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement that is no record's."""

    statement: Signed


Found = Offered | Retracted | Stated


def offer(record: Record) -> dict[str, Any]:
    """Return the object of a record as its owner last spoke of it."""
    revision = Revision.unrestricted.get(record=record, number=record.revision)
    ruling = Ruling.unrestricted.filter(record=record, at__gte=revision.at).first()
    said = [_signed(revision)] + ([_signed(ruling)] if ruling is not None else [])
    return render(_told(record, tuple(said), revision.body, bytes(revision.salt or b"")))


def retract(record: Record, holding: Holding) -> dict[str, Any]:
    """Return the stub by which a holder learns that a record is to be given up."""
    said = (Signed.from_text(holding.withdrawal),) if holding.withdrawal else ()
    return render(_told(record, said, None, None))


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


def read(value: Mapping[str, Any]) -> Found | None:
    """Return what an object of one of our nodes says; None for an object of anybody else.

    Raises InvalidInput naming the part that is broken. No signature is verified here.
    """
    if value.get("type") == STATEMENT:
        return Stated(Signed.from_json(value.get("signed"), place="signed"))
    found = extension.carried(value)
    if found is None:
        return None
    if found.content is None:
        _type, _gap, text = str(value.get("id")).partition("--")
        said = found.statements[0] if found.statements else None
        return Retracted(uuid(text, place="id"), said)
    if not found.statements or found.salt is None:
        raise InvalidInput("a record comes with its signed statement and salt", place="statements")
    ruling = found.statements[1] if len(found.statements) > 1 else None
    body = decode(found.content)
    if not isinstance(body, dict):
        raise InvalidInput("must be an object", place="content")
    return Offered(found.statements[0], ruling, found.kind, body, found.salt)


def _signed(row: Revision | Ruling) -> Signed:
    return Signed(bytes(row.statement), row.key, bytes(row.signature))


def _told(
    record: Record, said: tuple[Signed, ...], body: dict[str, Any] | None, salt: bytes | None
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
    )
