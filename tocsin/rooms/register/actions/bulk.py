"""Many new records at once: the same rows as one by one, in a few statements.

Every record is signed on its own; what is saved is round trips, not rules. Called inside the
transaction of whoever takes them in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from tocsin.core.errors import InvalidLabel
from tocsin.core.labels import OWN_BUREAU, Label
from tocsin.core.statements.envelope import content
from tocsin.core.statements.moments import moment
from tocsin.core.statements.salted import salt
from tocsin.core.statements.signed import sign
from tocsin.rooms.bureaus import keys
from tocsin.rooms.register import writing
from tocsin.rooms.register.lifecycle import State
from tocsin.rooms.register.models import Anchor, Basis, Link, Record, Revision, Term
from tocsin.rooms.release.models import ReleaseClass, intern


@dataclass(frozen=True, slots=True)
class Fresh:
    """A new record to be: its checked body and what is derived from it already."""

    kind: str
    body: dict[str, Any]
    title: str
    weak: bool
    words: Sequence[str]
    source: str = ""
    external: str = ""
    imported: str = ""
    label: Label = OWN_BUREAU


def create(
    fresh: Sequence[Fresh], *, owner: UUID, realm: str, officer: UUID, at: datetime, note: str
) -> list[Record]:
    """Write them as records in force with revision 1, seen by their owner's bureau alone.

    A label says what was demanded of the bureau; one that reaches others is refused.
    """
    if not fresh:
        return []
    classes = {label: _class(owner, realm, label) for label in {one.label for one in fresh}}
    records = [_record(one, owner, realm, classes[one.label], at) for one in fresh]
    Record.unrestricted.bulk_create(records)
    Revision.unrestricted.bulk_create(
        _revision(record, owner, officer, at, note) for record in records
    )
    Term.unrestricted.bulk_create(
        Term(record_id=record.pk, token=word)
        for record, one in zip(records, fresh, strict=True)
        for word in one.words
    )
    _hang([record for record in records if record.kind in {"link", "basis"}])
    writing.tell_of(records, "created", at)
    return records


def _class(owner: UUID, realm: str, label: Label) -> ReleaseClass:
    if not label.is_own_bureau_only:
        raise InvalidLabel("what is taken in is seen by its bureau alone; release it afterwards")
    return intern(owner, State.RELEASED, realm, label)


def _record(
    one: Fresh, owner: UUID, realm: str, release_class: ReleaseClass, at: datetime
) -> Record:
    return Record(
        id=uuid4(),
        kind=one.kind,
        owner_id=owner,
        realm=realm,
        state=State.RELEASED,
        revision=1,
        release_class=release_class,
        title=one.title[:300],
        body=one.body,
        weak=one.weak,
        source=one.source,
        external=one.external,
        imported=one.imported,
        created=at,
        changed=at,
    )


def _revision(record: Record, owner: UUID, officer: UUID, at: datetime, note: str) -> Revision:
    grain = salt()
    statement = writing.envelope(record, at).statement(
        salt=grain, label_salt=salt(), body=record.body
    )
    signed = sign(statement, keys.signer(owner))
    return Revision(
        record_id=record.pk,
        number=1,
        at=at,
        officer=officer,
        statement=signed.statement,
        key=signed.key,
        signature=signed.signature,
        salt=grain,
        body=record.body,
        content=content(record.kind, record.strands, record.body),
        note=note,
    )


def _hang(records: Sequence[Record]) -> None:
    links = [record for record in records if record.kind == "link"]
    bases = [record for record in records if record.kind == "basis"]
    Link.unrestricted.bulk_create(
        Link(
            record_id=record.pk,
            source_id=UUID(record.body["source"]),
            target_id=UUID(record.body["target"]),
            relation=record.body["relation"],
        )
        for record in links
    )
    Basis.unrestricted.bulk_create(_basis(record) for record in bases)
    ends = [(record.pk, UUID(record.body[end])) for record in links for end in ("source", "target")]
    ends += [(record.pk, UUID(record.body["subject"])) for record in bases]
    Anchor.unrestricted.bulk_create(Anchor(record_id=pk, on_id=on) for pk, on in ends)


def _basis(record: Record) -> Basis:
    body = record.body
    return Basis(
        record_id=record.pk,
        subject_id=UUID(body["subject"]),
        type=body["basis"],
        list_name=body.get("list_name", ""),
        reference=body["reference"],
        instruction=body["instruction"],
        since=moment(body["since"]),
        until=moment(body["until"]) if "until" in body else None,
    )
