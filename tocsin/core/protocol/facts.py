"""What a statement says, read once and strictly: envelopes, rulings, memberships, receipts, blocks.

Nothing is verified here; ``believing`` does that. What cannot be read raises a Doubt with the
decision that follows from it, and an unknown marking is never read as a known one.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from tocsin.core.errors import InvalidInput, TocsinError
from tocsin.core.labels import Label, Tlp, read_label
from tocsin.core.protocol.decisions import Decision, Doubt
from tocsin.core.protocol.messages import Version
from tocsin.core.protocol.store import Order
from tocsin.core.statements.ids import uuid
from tocsin.core.statements.moments import moment
from tocsin.core.statements.salted import commit_text
from tocsin.core.statements.signed import Signed, Statement, peek

WEIGHT_OF_SIGNATURES = 800  # bytes that a version has beside its statement and body
FINAL = frozenset({"withdrawn", "expired"})
RELEASED = "released"
MOST_FILES = 50  # that one record names
_CACHED = 8_192
_FILE = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Travelling:
    """A label as it travels. ``label`` holds no named bureaus and no exclusions.

    ``named``: the owner names or excludes bureaus, which only it knows; such a record comes from
    the owner alone. ``versions``: the version of each group that the owner released it to.
    """

    label: Label
    named: bool
    versions: dict[UUID, int]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a version says: content by its record statement, label and state by the newest word."""

    id: UUID
    owner: UUID
    kind: str
    realm: str
    state: str
    order: Order
    travelling: Travelling
    digest: str
    valid_until: datetime | None
    reviewers: frozenset[UUID]
    made: tuple[datetime, ...]
    files: tuple[str, ...] = ()


def digest(said: Signed) -> str:
    """Return the digest by which a statement is named: SHA-256 of its exact bytes."""
    return hashlib.sha256(said.statement).hexdigest()


@lru_cache(maxsize=_CACHED)
def heard(data: bytes) -> Statement:
    """Return what the bytes say; Doubt BAD_FORM if they are no statement."""
    try:
        return peek(data)
    except TocsinError:
        raise Doubt(Decision.BAD_FORM) from None


def known(said: Signed, type_: str) -> dict[str, Any]:
    """Return the body of a statement of this type; Doubt if it is another's or a newer shape."""
    statement = heard(said.statement)
    if statement.type != type_:
        raise Doubt(Decision.BAD_FORM)
    if not statement.known:
        raise Doubt(Decision.UNKNOWN_SCHEMA)
    return statement.body


def facts(version: Version) -> Facts:
    """Return what a version says; Doubt if it does not hang together."""
    return _facts(version.record, version.ruling)


@lru_cache(maxsize=_CACHED)
def _facts(record: Signed, ruling: Signed | None) -> Facts:
    said = known(record, "record")
    word = said if ruling is None else known(ruling, "ruling")
    try:
        return _read(said, word, digest(record if ruling is None else ruling))
    except (InvalidInput, TypeError, AttributeError):
        raise Doubt(Decision.BAD_FORM) from None


def _read(said: dict[str, Any], word: dict[str, Any], mark: str) -> Facts:
    if any(said[name] != word[name] for name in ("id", "owner", "revision")):
        raise Doubt(Decision.BAD_FORM)
    owner, made = uuid(said["owner"], place="$.owner"), moment(said["at"])
    spoken = moment(word["at"])
    if spoken < made or said.get("realm", "live") not in {"live", "exercise"}:
        raise Doubt(Decision.BAD_FORM)
    until = said.get("valid_until")
    return Facts(
        id=uuid(said["id"], place="$.id"),
        owner=owner,
        kind=_text(said["kind"]),
        realm=said.get("realm", "live"),
        state=_text(word["state"]),
        order=Order(_count(said["revision"]), spoken, mark),
        travelling=travelling(word["label"]),
        digest=_text(said["digest"]),
        valid_until=None if until is None else moment(until),
        reviewers=frozenset(
            uuid(said[name], place=f"$.{name}") if name in said else owner
            for name in ("reviewer", "oversight")
        ),
        made=(made,) if word is said else (made, spoken),
        files=_files(said.get("files", [])),
    )


def travelling(value: Any) -> Travelling:
    """Return the label in a statement; Doubt UNKNOWN_MARKING if any of it is not known here."""
    if not isinstance(value, dict):
        raise Doubt(Decision.BAD_FORM)
    plain = dict(value)
    named, versions = plain.pop("named", None), plain.pop("versions", {})
    if not isinstance(versions, dict) or plain.get("tlp") not in set(Tlp):
        raise Doubt(Decision.UNKNOWN_MARKING)
    try:
        label = read_label(plain)
        counted = {uuid(group, place="$.versions"): _count(n) for group, n in versions.items()}
    except InvalidInput:
        raise Doubt(Decision.UNKNOWN_MARKING) from None
    if label.bureaus or label.exclude:  # they never travel in the clear
        raise Doubt(Decision.BAD_FORM)
    return Travelling(label, named is not None, counted)


def fits(version: Version) -> bool:
    """Say whether the body is the one that the envelope committed to."""
    if version.body is None or version.salt is None:
        return False
    try:
        return commit_text(version.salt, version.body) == facts(version).digest
    except InvalidInput:
        return False


def about(said: Signed, *names: str) -> tuple[UUID, ...]:
    """Return the UUIDs in these fields; Doubt BAD_FORM."""
    body = heard(said.statement).body
    try:
        return tuple(uuid(body.get(name), place=name) for name in names)
    except InvalidInput:
        raise Doubt(Decision.BAD_FORM) from None


def made_at(said: Signed, name: str = "at") -> datetime:
    """Return the moment a statement says it was made; Doubt BAD_FORM."""
    try:
        return moment(heard(said.statement).body[name])
    except (InvalidInput, KeyError):
        raise Doubt(Decision.BAD_FORM) from None


def is_final(said: Signed) -> bool:
    """Say whether the statement ends the record: a withdrawal, or a ruling with a final state."""
    statement = heard(said.statement)
    return statement.known and (
        statement.type == "withdrawal"
        or (statement.type == "ruling" and statement.body["state"] in FINAL)
    )


def _files(value: Any) -> tuple[str, ...]:
    """Return the salted names of a record's files; Doubt BAD_FORM."""
    if not isinstance(value, list) or len(value) > MOST_FILES:
        raise Doubt(Decision.BAD_FORM)
    if not all(isinstance(one, str) and _FILE.fullmatch(one) for one in value):
        raise Doubt(Decision.BAD_FORM)
    if len(set(value)) < len(value):
        raise Doubt(Decision.BAD_FORM)
    return tuple(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Doubt(Decision.BAD_FORM)
    return value


def _count(value: Any) -> int:
    if type(value) is not int or value < 1:
        raise Doubt(Decision.BAD_FORM)
    return value
