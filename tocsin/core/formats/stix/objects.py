"""STIX objects as they come: one by one out of a bundle, a TAXII envelope or a list, each checked.

What is checked is what every object must have, known or not: type, id, version and moments. A bad
object is an error of its own; the others are read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from tocsin.core.errors import InvalidInput, MalformedFile, TooLarge
from tocsin.core.formats.limits import Limits
from tocsin.core.formats.rows import RowError
from tocsin.core.formats.scanning import Piece, document, listed
from tocsin.core.kinds.foreign import RAW_LENGTH
from tocsin.core.kinds.moments import FIRST_YEAR, LAST_YEAR

_TYPE = re.compile(r"[a-z0-9][a-z0-9-]{1,248}[a-z0-9]")
_ID = re.compile(r"([a-z0-9-]+)--([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
# RFC 3339 in UTC with any fraction of a second (STIX 2.1, clause 2.16).
_STAMP = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,18}))?Z", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Object:
    """One object: where it stood, its exact text, its value, its id taken apart, its moments."""

    place: str
    raw: str
    value: dict[str, Any]
    type: str
    id: str
    created: datetime | None
    modified: datetime | None

    @property
    def uuid(self) -> str:
        """The UUID in its id."""
        return self.id.rpartition("--")[2]

    @property
    def revoked(self) -> bool:
        """True when its author takes it back."""
        return self.value.get("revoked") is True


def stamp_from(text: Any, place: str) -> datetime:
    """Read a STIX time stamp, cut to milliseconds. Raises ``InvalidInput`` naming ``place``."""
    parts = _STAMP.fullmatch(text) if isinstance(text, str) else None
    if parts is None:
        raise InvalidInput("is not a moment in UTC, such as 2031-05-04T10:00:00.000Z", place=place)
    try:
        moment = datetime.fromisoformat(f"{parts[1]}.{parts[2] or '':0<3.3}+00:00")
    except ValueError as problem:
        raise InvalidInput("is not a real moment: {reason}", reason=problem, place=place) from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise InvalidInput(
            "has a year outside {first} to {last}",
            first=FIRST_YEAR,
            last=LAST_YEAR,
            place=place,
        )
    return moment


def check(place: str, piece: Piece) -> Object:
    """Return a piece of JSON as an object; ``InvalidInput`` naming the property that is wrong."""
    value = piece.value
    if piece.fault is not None:
        raise InvalidInput(piece.fault)
    if not isinstance(value, dict):
        raise InvalidInput("is not an object")
    if len(piece.raw) > RAW_LENGTH:
        raise TooLarge("is longer than {most:,} characters", most=RAW_LENGTH)
    kind, name = value.get("type"), value.get("id")
    if not isinstance(kind, str) or not _TYPE.fullmatch(kind):
        raise InvalidInput("must name the type, in small letters and hyphens", place="type")
    parts = _ID.fullmatch(name) if isinstance(name, str) else None
    if parts is None:
        raise InvalidInput("must be the type, '--' and a UUID in lower case", place="id")
    if parts[1] != kind:
        raise InvalidInput("is of another type than '{kind}'", kind=kind[:40], place="id")
    version = value.get("spec_version", "2.1")
    if version != "2.1":
        raise InvalidInput("must be 2.1: other versions of STIX are not read", place="spec_version")
    if not isinstance(value.get("revoked", False), bool):
        raise InvalidInput("must be true or false", place="revoked")
    created, modified = _versioned(value)
    if created and modified and modified < created:
        raise InvalidInput("is before it was created", place="modified")
    return Object(place, piece.raw, value, kind, parts[0], created, modified)


def _versioned(value: dict[str, Any]) -> tuple[datetime | None, datetime | None]:
    """Return both moments of a version; most are written once and never changed: read once."""
    created = stamp_from(value["created"], "created") if "created" in value else None
    if "modified" not in value:
        return created, None
    if created is not None and value["modified"] == value["created"]:
        return created, created
    return created, stamp_from(value["modified"], "modified")


def objects(source: bytes | IO[bytes], limits: Limits | None = None) -> Iterator[Object | RowError]:
    """Yield every object of a bundle, a TAXII envelope or a list, or what is wrong with it.

    Raises ``MalformedFile`` where the JSON breaks and ``TooLarge`` past a limit; no object is
    believed to be the last before the end is reached.
    """
    limits = limits or Limits()
    text = document(source, limits)
    number = 0
    for name, piece in listed(text, "objects"):
        if name != "objects":
            _check_outer(name, piece)
            continue
        number += 1
        if number > limits.rows:
            raise TooLarge(
                "more than {most:,} objects", most=limits.rows, place=f"objects[{number}]"
            )
        yield _one(number, piece)


def _check_outer(name: str, piece: Piece) -> None:
    if piece.fault is not None:
        raise MalformedFile(piece.fault, place=name[:40])
    if name == "type" and piece.value != "bundle":
        raise MalformedFile("is not 'bundle': a file of STIX is one bundle", place="type")
    if name == "spec_version" and piece.value != "2.1":
        raise MalformedFile("must be 2.1: other versions of STIX are not read", place=name)


def _one(number: int, piece: Piece) -> Object | RowError:
    place = f"objects[{number}]"
    try:
        return check(place, piece)
    except InvalidInput as problem:
        name = piece.value.get("id") if isinstance(piece.value, dict) else None
        if isinstance(name, str) and name.isprintable():
            place = f"{place} {name[:80]}"
        return RowError(place, problem.place, problem.sentence)
