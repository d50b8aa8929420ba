"""What is told of one record: who owns it, what it says, under which label, in whose signed words.

``Told`` is what a caller hands over to be written, and what it gets back of an object that one of
our nodes wrote. Nothing here asks a clock or a generator of numbers: equal input, equal bytes.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from tocsin.core.labels import Label
from tocsin.core.statements.signed import Signed


@dataclass(frozen=True, slots=True)
class Author:
    """The bureau that a record belongs to; ``since`` is when its node first knew it."""

    id: UUID
    code: str
    name: str
    since: datetime

    @property
    def ref(self) -> str:
        """The identifier of its identity object."""
        return f"identity--{self.id}"


@dataclass(frozen=True, slots=True)
class Told:
    """One record as one reader is told it.

    ``statements`` are the author's signed statements, the revision first; ``salt`` opens the digest
    in it. ``content`` is the body in the JSON form that was signed, None once the record is
    withdrawn: then a stub is written. ``kinds`` says of which kind the records are that the body
    names; references to others are left out of the readable part. ``way`` is what peers say to each
    other of the road a record came on, beside what its author signed.
    """

    id: UUID
    kind: str
    author: Author
    created: datetime
    modified: datetime
    label: Label
    content: Mapping[str, Any] | None
    strands: str = ""
    statements: tuple[Signed, ...] = ()
    salt: bytes | None = None
    kinds: Mapping[str, str] = field(default_factory=dict)
    way: Mapping[str, Any] = field(default_factory=dict)


def derived(*parts: str) -> UUID:
    """Return the same version 4 UUID for the same parts, and another for any others."""
    digest = hashlib.sha256(b"tocsin/derived/v1\0" + "\0".join(parts).encode()).digest()
    return UUID(bytes=digest[:16], version=4)
