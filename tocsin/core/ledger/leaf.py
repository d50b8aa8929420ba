"""The journal's leaf: verb, opaque ids, time and salted commitments; what they hide lies beside it.

``{"type":"journal-leaf","schema":"leaf@1",at,commits,id,log,objects,realm,verb}``. The parts
actor, purpose, query and detail each have a salt of their own and are erased one by one; an
erased part leaves the leaf, and every proof over it, as it was. A manifest's leaf commits under
``rows`` to the root of a tree over its rows, and the first leaf of a later epoch carries the root
of the epoch before it.
"""

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tocsin.core.errors import InvalidInput, InvalidStatement
from tocsin.core.ledger.tree import leaf_hash, root
from tocsin.core.statements.canonical import LIMIT, decode, encode
from tocsin.core.statements.ids import uuid
from tocsin.core.statements.moments import moment, stamp
from tocsin.core.statements.salted import SALT_LENGTH, commit_text

PARTS = ("actor", "detail", "purpose", "query")
ROWS = "rows"
SCHEMA = "leaf@1"
PART_LIMIT = 524_288  # bytes of one part; an entry's line in an export stays far below its limit

_FIELDS = frozenset({"at", "commits", "id", "log", "objects", "realm", "schema", "type", "verb"})
_WORD = re.compile(r"[a-z][a-z0-9_.-]{0,79}", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Part:
    """One value beside the leaf: its salt in hexadecimal and its canonical JSON."""

    salt: str
    text: str

    def commitment(self) -> str:
        """Return what a leaf must hold for this part to be true."""
        return commit_text(bytes.fromhex(self.salt), self.text.encode())


@dataclass(frozen=True, slots=True)
class Carried:
    """The last state of an epoch, stated by the first leaf of the next."""

    epoch: int
    size: int
    root: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf as made: its exact bytes, its hash, and the parts and rows that lie beside it."""

    data: bytes
    hash: bytes
    parts: dict[str, Part]
    rows: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """A leaf as read."""

    id: UUID
    at: datetime
    verb: str
    log: UUID
    realm: str
    objects: tuple[UUID, ...]
    commits: dict[str, str]
    carried: Carried | None


def make(  # noqa: PLR0913 - a leaf says these things
    *,
    id: UUID,  # noqa: A002 - the field's name in the format
    at: datetime,
    verb: str,
    log: UUID,
    realm: str,
    objects: Sequence[UUID] = (),
    parts: Mapping[str, Any] | None = None,
    rows: Iterable[Any] = (),
    carried: Carried | None = None,
    random: Callable[[int], bytes] = os.urandom,
) -> Leaf:
    """Return a new leaf. ``parts`` maps names of PARTS to JSON values, None meaning absent.

    Raises InvalidInput for an unknown part, one past its limit, or a verb or realm that is no
    word, InvalidStatement for a value without a canonical form.
    """
    for word in (verb, realm):
        if not _WORD.fullmatch(word):
            raise InvalidInput("must be a lower-case word such as notice.approve", place=word)
    given = {name: value for name, value in (parts or {}).items() if value is not None}
    if not given.keys() <= set(PARTS):
        raise InvalidInput(
            "parts are {known}", known=", ".join(PARTS), place=", ".join(sorted(given))
        )
    salted = {name: _salted(given[name], random) for name in sorted(given)}
    salted_rows = tuple(_salted(row, random) for row in rows)
    commits = {name: part.commitment() for name, part in salted.items()}
    if salted_rows:
        commits[ROWS] = root([row_hash(row.commitment()) for row in salted_rows]).hex()
    said: dict[str, Any] = {
        "at": stamp(at),
        "commits": commits,
        "id": str(id),
        "log": str(log),
        "objects": [str(item) for item in dict.fromkeys(objects)],
        "realm": realm,
        "schema": SCHEMA,
        "type": "journal-leaf",
        "verb": verb,
    }
    if carried is not None:
        said["carried"] = {
            "epoch": carried.epoch,
            "root": carried.root,
            "size": carried.size,
        }
    data = encode(said)
    if len(data) > LIMIT:
        raise InvalidInput("names more objects than a leaf can hold", place=verb)
    return Leaf(data, leaf_hash(data), salted, salted_rows)


def read(data: bytes) -> Content:
    """Return what a leaf says; raises InvalidStatement unless it is exactly a leaf@1."""
    said = decode(data)
    if not isinstance(said, dict) or said.keys() - {"carried"} != _FIELDS:
        raise InvalidStatement("has other fields than a leaf", place="$")
    if said["type"] != "journal-leaf" or said["schema"] != SCHEMA:
        raise InvalidStatement(
            "is not a journal leaf of schema {schema}", schema=SCHEMA, place="$.schema"
        )
    for name in ("verb", "realm"):
        if not isinstance(said[name], str) or not _WORD.fullmatch(said[name]):
            raise InvalidStatement("must be a lower-case word", place=f"$.{name}")
    if not isinstance(said["objects"], list):
        raise InvalidStatement("must be a list", place="$.objects")
    return Content(
        id=uuid(said["id"], place="$.id"),
        at=moment(said["at"]),
        verb=said["verb"],
        log=uuid(said["log"], place="$.log"),
        realm=said["realm"],
        objects=tuple(uuid(item, place="$.objects") for item in said["objects"]),
        commits=_commits(said["commits"]),
        carried=_carried(said["carried"]) if "carried" in said else None,
    )


def row_hash(commitment: str) -> bytes:
    """Return the leaf hash of one row in a manifest's own tree: over its commitment's digits."""
    return leaf_hash(commitment.encode())


def _salted(value: Any, random: Callable[[int], bytes]) -> Part:
    data = encode(value)
    if len(data) > PART_LIMIT:
        raise InvalidInput(
            "a part holds at most {most} bytes; refer to it by id instead", most=PART_LIMIT
        )
    return Part(random(SALT_LENGTH).hex(), data.decode())


def _commits(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not value.keys() <= {*PARTS, ROWS}:
        raise InvalidStatement("commits to other parts than a leaf", place="$.commits")
    if not all(isinstance(item, str) and _HASH.fullmatch(item) for item in value.values()):
        raise InvalidStatement("a commitment has 64 hexadecimal digits", place="$.commits")
    return value


def _carried(value: Any) -> Carried:
    if not isinstance(value, dict) or value.keys() != {"epoch", "root", "size"}:
        raise InvalidStatement("needs exactly epoch, root and size", place="$.carried")
    found = Carried(value["epoch"], value["size"], value["root"])
    numbers = (found.epoch, found.size)
    if not all(type(number) is int and number >= 0 for number in numbers):
        raise InvalidStatement("epoch and size are integers from 0 on", place="$.carried")
    if not isinstance(found.root, str) or not _HASH.fullmatch(found.root):
        raise InvalidStatement("the root has 64 hexadecimal digits", place="$.carried")
    return found
