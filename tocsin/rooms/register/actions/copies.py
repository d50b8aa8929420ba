"""Records of other bureaus, as they arrive from their nodes and leave again.

No officer says these: ``exchange`` does, after it has verified every signature. A copy's signed
bytes are kept as they came, so that what its owner said can be proved and passed on; only the
owner's own statements ever change one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tocsin.core.errors import InvalidInput, NotFound
from tocsin.core.kinds import KINDS
from tocsin.core.labels import Label, read_label
from tocsin.core.statements.envelope import content
from tocsin.core.statements.moments import moment
from tocsin.core.statements.signed import Signed, peek
from tocsin.rooms.journal.actions import erasure
from tocsin.rooms.register import writing
from tocsin.rooms.register.actions import arrivals
from tocsin.rooms.register.lifecycle import State
from tocsin.rooms.register.models import FeedHead, Record, Revision, Ruling
from tocsin.rooms.release.models import intern


@dataclass(frozen=True, slots=True)
class Given:
    """One revision of another bureau's record, verified: what is signed, and what it binds."""

    statement: Signed
    body: Mapping[str, Any]
    salt: bytes
    ruling: Signed | None
    named: frozenset[UUID]  # the bureaus here that the owner gives it to, where its label names any
    realm: str = "live"


def check(given: Given) -> None:
    """Return if the register can hold this; nothing is written.

    Raises NotFound, naming it, while a record it hangs on is not here, InvalidInput naming what
    this node does not know.
    """
    said = peek(given.statement.statement).body
    kind = kind_of(said["kind"])
    body = writing.checked(kind, given.body)
    if body != given.body:
        raise InvalidInput("says more than this node knows of its kind", place="body")
    _ends_are_here(kind, body)
    in_force(given)


def take(given: Given, at: datetime) -> Record:
    """Write what was given, over whatever was here of the record; the caller has decided it."""
    said = peek(given.statement.statement).body
    kind = kind_of(said["kind"])
    body = writing.checked(kind, given.body)
    record = Record.unrestricted.select_for_update().filter(pk=UUID(said["id"])).first()
    if record is None:
        record = Record(id=UUID(said["id"]), kind=kind, owner_id=UUID(said["owner"]), created=at)
        record.realm = given.realm
    _write(record, given, said, body, at)
    writing.tell(record, "received", at)
    return record


def bring_back(given: Given, at: datetime) -> Record:
    """Write a later version of an own record that a peer kept while a backup had lost it.

    Who was named in its label is lost with the node: such a record is its bureau's alone.
    """
    said = peek(given.statement.statement).body
    ruled = peek(given.ruling.statement).body if given.ruling is not None else said
    named = "named" in ruled["label"]
    record = take(given, at)
    if named:
        record.release_class = intern(record.owner_id, record.state, record.realm, Label())
        record.save(update_fields=["release_class"])
    return record


def _write(
    record: Record, given: Given, said: Mapping[str, Any], body: dict[str, Any], at: datetime
) -> None:
    label, state, spoken = in_force(given)
    held = record.revision
    record.state, record.revision = state, said["revision"]
    record.changed = max(at, spoken)
    record.strands = "".join(said["strands"])
    record.expires = moment(said["valid_until"]) if "valid_until" in said else None
    record.extract_of = UUID(said["extract_of"]) if "extract_of" in said else None
    record.release_class = intern(record.owner_id, state, record.realm, label)
    writing.derive(record, body)
    record.save()
    _keep(record, given, said, body)
    if held or "files" in said:
        arrivals.expect(record, at, own=record.owner.hosted)
    writing.hang(record)


def in_force(given: Given) -> tuple[Label, State, datetime]:
    """Return label, state and moment that the newest of statement and ruling says."""
    said = peek(given.statement.statement).body
    if given.ruling is not None:
        ruled = peek(given.ruling.statement).body
        if moment(ruled["at"]) >= moment(said["at"]):
            said = ruled
    return travelled(said["label"], given.named), State(said["state"]), moment(said["at"])


def travelled(plain: Mapping[str, Any], named: frozenset[UUID]) -> Label:
    """Return a label as it arrived; who is named in it stayed at home but for the receivers.

    The versions of its groups are the protocol's to judge: they say nothing of who may see it.
    """
    said = {name: value for name, value in plain.items() if name not in {"named", "versions"}}
    if "named" in plain:
        said["bureaus"] = sorted(str(one) for one in named)
    return read_label(said)


def kind_of(text: Any) -> str:
    """Return the kind of ``person@1``; raise InvalidInput for one this node does not know."""
    name, _, major = str(text).partition("@")
    if name not in KINDS or major != "1":
        raise InvalidInput("is of a kind or version this node does not know", place="kind")
    return name


def put_away(record: Record, at: datetime, *, erase: bool) -> int:
    """Take a copy out of everything; ``erase`` removes what it says, else it is only sealed.

    Returns the number of the change that every consumer must have passed before it is gone.
    """
    record.state, record.changed = State.WITHDRAWN, at
    record.release_class = intern(record.owner_id, State.WITHDRAWN, record.realm, Label())
    record.save(update_fields=["state", "changed", "release_class"])
    writing.forget_words(record)
    arrivals.forget(record, erase=erase)
    if erase:
        writing.erase(record)
        transaction.on_commit(erasure.leave_nothing_behind, robust=True)
    writing.tell(record, "purged", at)
    return FeedHead.unrestricted.get(pk=1).last


def leave(record: Record, bureau: UUID, at: datetime) -> int:
    """Take a copy from one bureau of this node while another goes on to hold it."""
    label = record.release_class.read()
    fewer = label.model_copy(update={"bureaus": label.bureaus - {bureau}})
    record.release_class = intern(record.owner_id, record.state, record.realm, fewer)
    record.save(update_fields=["release_class"])
    writing.tell(record, "ruled", at)
    return FeedHead.unrestricted.get(pk=1).last


def _ends_are_here(kind: str, body: Mapping[str, Any]) -> None:
    names = {"link": ("source", "target"), "basis": ("subject",)}.get(kind, ())
    wanted = {UUID(body[name]) for name in names}
    here = Record.unrestricted.filter(pk__in=wanted, state=State.RELEASED)
    if missing := wanted - set(here.values_list("pk", flat=True)):
        raise NotFound("belongs to a record that is not here", place=str(min(missing)))


def _keep(record: Record, given: Given, said: Mapping[str, Any], body: Mapping[str, Any]) -> None:
    statement = given.statement
    Revision.unrestricted.update_or_create(
        record=record,
        number=record.revision,
        defaults={
            "at": moment(said["at"]),
            "officer": record.owner_id,
            "statement": statement.statement,
            "key": statement.key,
            "signature": statement.signature,
            "salt": given.salt,
            "body": body,
            "content": content(record.kind, record.strands, body),
        },
    )
    if given.ruling is None:
        return
    ruled = peek(given.ruling.statement).body
    if Ruling.unrestricted.filter(record=record, signature=given.ruling.signature).exists():
        return
    Ruling.unrestricted.create(
        record=record,
        verb=ruled["verb"],
        at=moment(ruled["at"]),
        state=ruled["state"],
        label=travelled(ruled["label"], given.named).plain(),
        reason=ruled.get("reason", ""),
        statement=given.ruling.statement,
        key=given.ruling.key,
        signature=given.ruling.signature,
    )
