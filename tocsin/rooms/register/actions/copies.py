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

from tocsin.core.errors import Conflict, InvalidInput, NotFound
from tocsin.core.kinds import KINDS
from tocsin.core.labels import Label, read_label
from tocsin.core.statements.envelope import content
from tocsin.core.statements.moments import moment
from tocsin.core.statements.signed import Signed, peek
from tocsin.rooms.journal.actions import erasure
from tocsin.rooms.register import vault, writing
from tocsin.rooms.register.lifecycle import State
from tocsin.rooms.register.models import Attachment, FeedHead, Record, Revision, Ruling
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


def take(given: Given, at: datetime) -> tuple[Record, bool]:
    """Write what was given and return the record, and whether anything is new.

    Raises NotFound while a record it hangs on is not here, Conflict when the owner signed another
    text under the same revision, InvalidInput naming what this node does not know.
    """
    said = peek(given.statement.statement).body
    kind, body = kind_of(said["kind"]), writing.checked(kind_of(said["kind"]), given.body)
    if body != given.body:
        raise InvalidInput("says more than this node knows of its kind", place="body")
    _ends_are_here(kind, body)
    label, state, _ = in_force(given)
    record = Record.unrestricted.select_for_update().filter(pk=UUID(said["id"])).first()
    if record is not None and not _is_newer(record, given, label, state):
        return record, False
    if record is None:
        record = Record(id=UUID(said["id"]), kind=kind, owner_id=UUID(said["owner"]), created=at)
        record.realm = given.realm
    record.state, record.changed, record.revision = state, at, said["revision"]
    record.strands = "".join(said["strands"])
    record.expires = moment(said["valid_until"]) if "valid_until" in said else None
    record.extract_of = UUID(said["extract_of"]) if "extract_of" in said else None
    record.release_class = intern(record.owner_id, state, record.realm, label)
    writing.derive(record, body)
    record.save()
    _keep(record, given, said, body)
    writing.hang(record)
    writing.tell(record, "received", at)
    return record, True


def in_force(given: Given) -> tuple[Label, State, datetime]:
    """Return label, state and moment that the newest of statement and ruling says."""
    said = peek(given.statement.statement).body
    if given.ruling is not None:
        ruled = peek(given.ruling.statement).body
        if moment(ruled["at"]) >= moment(said["at"]):
            said = ruled
    return travelled(said["label"], given.named), State(said["state"]), moment(said["at"])


def travelled(plain: Mapping[str, Any], named: frozenset[UUID]) -> Label:
    """Return a label as it arrived; who is named in it stayed at home but for the receivers."""
    said = {name: value for name, value in plain.items() if name != "named"}
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
    if erase:
        for attachment in Attachment.unrestricted.filter(record=record):
            vault.drop(attachment)
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


def _is_newer(record: Record, given: Given, label: Label, state: State) -> bool:
    """Say whether this is a later word of the owner than any that was ever taken of the record."""
    said = peek(given.statement.statement).body
    if str(record.owner_id) != said["owner"]:
        raise Conflict("belongs to another bureau here", place=str(record.pk))
    same = Revision.unrestricted.filter(record=record, number=said["revision"]).first()
    if same is not None and bytes(same.statement) != given.statement.statement:
        raise Conflict("its owner signed two texts under one revision", place=str(record.pk))
    spoken, before = (said["revision"], in_force(given)[2]), _spoken(record)
    if same is None or spoken != before:
        return spoken > before
    # The very same word: news only where its content was purged, or another bureau is named.
    return same.body is None or (record.state, record.release_class.read()) != (state, label)


def _spoken(record: Record) -> tuple[int, datetime]:
    revision = Revision.unrestricted.get(record=record, number=record.revision)
    ruling = Ruling.unrestricted.filter(record=record).first()
    return record.revision, max(revision.at, ruling.at if ruling else revision.at)


def _ends_are_here(kind: str, body: Mapping[str, Any]) -> None:
    names = {"link": ("source", "target"), "basis": ("subject",)}.get(kind, ())
    wanted = {UUID(body[name]) for name in names}
    found = Record.unrestricted.filter(pk__in=wanted, state=State.RELEASED).count()
    if found != len(wanted):
        raise NotFound("belongs to a record that is not here")


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
