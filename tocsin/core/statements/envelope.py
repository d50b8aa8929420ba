"""The envelope of a record and the ruling about one, as the statements their owner signs.

What travels of a label holds marking, handling, expiry, groups and the onward rule; named bureaus
and exclusions stay at home as one salted commitment.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from tocsin.core.labels import Label
from tocsin.core.statements.canonical import encode
from tocsin.core.statements.moments import stamp
from tocsin.core.statements.salted import commit

LIVE = "live"  # said by its absence: only an exercise names its realm


@dataclass(frozen=True, slots=True)
class Envelope:
    """What every record says about itself, whatever its kind."""

    id: UUID
    kind: str
    owner: UUID
    revision: int
    state: str
    strands: str
    label: Label
    at: datetime
    valid_until: datetime | None = None
    extract_of: UUID | None = None
    realm: str = LIVE
    group_versions: Mapping[UUID, int] = field(default_factory=dict)

    def statement(
        self,
        *,
        salt: bytes,
        label_salt: bytes,
        body: Mapping[str, Any],
        files: Iterable[str] = (),
    ) -> dict[str, Any]:
        """Return the record statement to sign; ``body`` is bound by its salted digest.

        ``files`` are the SHA-256 of the files kept with it. Each is named by a salted digest too,
        so that nothing of a file can be recognised once the salt is erased.

        Whoever may read the body is given ``salt``; with ``label_salt`` the few bureaus a node
        knows could be tried until the named ones are found, so it is another and is not given.
        """
        said: dict[str, Any] = {
            "type": "record",
            "schema": "record@1",
            "id": str(self.id),
            "kind": self.kind,
            "owner": str(self.owner),
            "revision": self.revision,
            "state": self.state,
            "strands": list(self.strands),
            "label": travelling(self.label, label_salt, self.group_versions),
            "at": stamp(self.at),
            "digest": commit(salt, dict(body)),
        }
        if named := sorted(file_name(salt, one) for one in files):
            said |= {"schema": "record@2", "files": named}
        if self.realm != LIVE:
            said["realm"] = self.realm
        if self.valid_until is not None:
            said["valid_until"] = stamp(self.valid_until)
        if self.extract_of is not None:
            said["extract_of"] = str(self.extract_of)
        return said

    def ruling(self, verb: str, *, salt: bytes, reason: str) -> dict[str, Any]:
        """Return the statement that this record's label or state is now as the envelope says."""
        said: dict[str, Any] = {
            "type": "ruling",
            "schema": "ruling@1",
            "id": str(self.id),
            "owner": str(self.owner),
            "revision": self.revision,
            "at": stamp(self.at),
            "verb": verb,
            "state": self.state,
            "label": travelling(self.label, salt, self.group_versions),
        }
        if reason:
            said["reason"] = reason
        return said


def travelling(
    label: Label, salt: bytes, versions: Mapping[UUID, int] | None = None
) -> dict[str, Any]:
    """Return the part of a label that leaves the node, with a commitment to the part that stays.

    ``versions`` are the memberships the owner knew: holders of an older one pass nothing on.
    """
    plain = label.plain()
    if "until" in plain and label.until is not None:
        plain["until"] = stamp(label.until)
    private = {name: plain.pop(name) for name in ("bureaus", "exclude") if name in plain}
    plain["tlp"] = label.tlp.value
    counted = {str(group): n for group, n in (versions or {}).items() if group in label.groups}
    if counted:
        plain["versions"] = counted
    if private:
        plain["named"] = commit(salt, private)
    return plain


def file_name(salt: bytes, sha256: str) -> str:
    """Return the name under which a record's envelope commits to a file kept with it."""
    return commit(salt, {"sha256": sha256})


def content(kind: str, strands: str, body: Mapping[str, Any], files: Iterable[str] = ()) -> str:
    """Return the digest by which equal content is known; unsalted, so it never leaves the node."""
    said: dict[str, Any] = {"kind": kind, "strands": strands, "body": body}
    if kept := sorted(files):
        said["files"] = kept
    return hashlib.sha256(encode(said)).hexdigest()
