"""How a record is written: signed envelope, derived columns, search terms and the feed, together.

Used by this room's actions, and by those of the room that keeps a kind; whatever writes a record
goes through here, inside a transaction.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from tocsin.core.errors import InvalidInput
from tocsin.core.kinds import KINDS, Body, completeness, dump, read
from tocsin.core.kinds.words import BasisClass
from tocsin.core.labels import Label
from tocsin.core.protocol.facts import digest
from tocsin.core.screening import tokens
from tocsin.core.statements.cards import decode
from tocsin.core.statements.envelope import Envelope, content
from tocsin.core.statements.moments import moment
from tocsin.core.statements.salted import commit, salt
from tocsin.core.statements.signed import Signed, peek, sign
from tocsin.rooms.bureaus import keys
from tocsin.rooms.bureaus.models import group_versions
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.journal.proof import is_bound
from tocsin.rooms.register.lifecycle import FINAL, State
from tocsin.rooms.register.models import (
    Anchor,
    Attachment,
    Basis,
    Change,
    FeedHead,
    Link,
    Record,
    Revision,
    Ruling,
    Term,
)
from tocsin.rooms.register.models.terms import WIDTH
from tocsin.rooms.release.models import intern
from tocsin.web.waking import wake

TICK = timedelta(milliseconds=1)
STRANDS = "CBRNEP"  # chemical, biological, radiological, nuclear, explosive, pyrotechnic


def checked(kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body in its one stored form; raise InvalidInput naming the field."""
    if kind not in KINDS:
        raise InvalidInput("choose one of the kinds this node knows", place="kind")
    return dump(read(kind, data))


def typed(kind: str, body: Mapping[str, Any]) -> Body:
    """Return a stored body as its typed form."""
    return read(kind, body)


def strands_of(given: str) -> str:
    """Return the threat strands in their fixed order; raise InvalidInput for an unknown letter."""
    unknown = set(given) - set(STRANDS)
    if unknown:
        raise InvalidInput("{letter} is not a threat strand", letter=min(unknown), place="strands")
    return "".join(strand for strand in STRANDS if strand in given)


def reaches_others(record: Record) -> bool:
    """Say whether anybody beyond the owner's bureau may hold it: then nobody changes it alone."""
    return record.state != State.DRAFT and not record.release_class.read().is_own_bureau_only


def is_on_a_notice(record: Record, at: datetime) -> bool:
    """Say whether a notice or diffusion in force is about this record: two officers released it."""
    alerts = [BasisClass.NOTICE.value, BasisClass.DIFFUSION.value]
    standing = Basis.unrestricted.in_force(at).filter(subject=record, type__in=alerts)
    return standing.filter(record__owner_id=record.owner_id).exists()


def needs_two(record: Record, at: datetime) -> bool:
    """Say whether one officer alone may no longer change what the record says."""
    return reaches_others(record) or is_on_a_notice(record, at)


def begin(reader: Reader, kind: str, at: datetime, *, state: State = State.DRAFT) -> Record:
    """Return a new unsaved record of the reader's bureau with the own-bureau label."""
    return Record(
        kind=kind,
        owner_id=reader.bureau,
        realm=reader.realm.value,
        state=state,
        release_class=intern(reader.bureau, state, reader.realm.value, Label()),
        created=at,
        changed=at,
    )


def revise(
    record: Record,
    body: dict[str, Any],
    *,
    officer: UUID,
    at: datetime,
    strands: str = "",
    note: str = "",
) -> bool:
    """Add a revision with this body and bring every derived row in line.

    Returns False, and writes nothing, when the content is that of the newest revision. The record
    is in force afterwards if it was a draft.
    """
    files = kept_with(record)
    mark = content(record.kind, strands, body, files)
    newest = record.revisions.first() if record.revision else None
    if newest is not None and newest.content == mark:
        return False
    at = _later(record, at)
    if record.state == State.DRAFT:
        record.state = State.RELEASED
        record.release_class = intern(
            record.owner_id, record.state, record.realm, record.release_class.read()
        )
    record.revision += 1
    record.strands = strands
    record.changed = at
    grain = salt()
    statement = envelope(record, at).statement(
        salt=grain, label_salt=salt(), body=body, files=files
    )
    signed = sign(statement, keys.signer(record.owner_id))
    derive(record, body)
    record.save()
    Revision.unrestricted.create(
        record=record,
        number=record.revision,
        at=at,
        officer=officer,
        statement=signed.statement,
        key=signed.key,
        signature=signed.signature,
        salt=grain,
        body=body,
        content=mark,
        note=note,
    )
    bind(record, signed, at)
    hang(record)
    tell(record, "created" if record.revision == 1 else "revised", at)
    return True


def refile(record: Record, *, officer: UUID, at: datetime) -> None:
    """Sign what a record in force says once more, now that other files are kept with it.

    A draft names its files when it is submitted; what is over for good is never signed again.
    """
    if record.revision and State(record.state) not in FINAL:
        revise(record, record.body, officer=officer, at=at, strands=record.strands)


def kept_with(record: Record) -> list[str]:
    """Return the SHA-256 of each file kept with a record."""
    return list(Attachment.unrestricted.filter(record=record).values_list("digest", flat=True))


def rule(
    record: Record,
    verb: str,
    *,
    at: datetime,
    reason: str = "",
    state: State | None = None,
    label: Label | None = None,
) -> None:
    """Sign and apply a ruling: a new state, a new label, or both."""
    label = record.release_class.read() if label is None else label
    at = _later(record, at)
    record.state = record.state if state is None else state
    record.release_class = intern(record.owner_id, record.state, record.realm, label)
    record.changed = at
    record.save(update_fields=["state", "release_class", "changed"])
    grain = salt()
    statement = envelope(record, at).ruling(verb, salt=grain, reason=reason)
    signed = sign(statement, keys.signer(record.owner_id))
    Ruling.unrestricted.create(
        record=record,
        verb=verb,
        at=at,
        state=record.state,
        label=label.plain(),
        reason=reason,
        statement=signed.statement,
        key=signed.key,
        signature=signed.signature,
    )
    _bind_the_revision(record, at)
    bind(record, signed, at)
    tell(record, "ruled", at)


def bind(record: Record, signed: Signed, at: datetime) -> None:
    """Let the journal commit to what was signed, so that its age can be proved."""
    journal.bind(
        log=record.owner_id,
        verb="record.sign",
        realm=record.realm,
        statement=digest(signed),
        at=at,
    )


def _bind_the_revision(record: Record, at: datetime) -> None:
    """Bind the revision in force, if it came with thousands and no leaf names it yet."""
    newest = record.revisions.first()
    if newest is not None:
        said = Signed(bytes(newest.statement), newest.key, bytes(newest.signature))
        if not is_bound(record.owner_id, digest(said)):
            bind(record, said, at)


def _later(record: Record, at: datetime) -> datetime:
    """Return a moment after all that was said of the record, whatever the clock says now.

    Whoever holds a copy takes the later of two statements; statements tell milliseconds.
    """
    return max(at, record.changed + TICK) if record.revision else at


def derive(record: Record, body: dict[str, Any]) -> None:
    """Set the columns that follow from the body; the body itself is checked already."""
    said = read(record.kind, body)
    record.body = body
    record.title = said.title()[:300]
    record.weak = bool(completeness(said))


def hang(record: Record) -> None:
    """Write the rows that follow from a saved record's body: terms, anchors, link, basis."""
    Term.unrestricted.filter(record=record).delete()
    Term.unrestricted.bulk_create(
        Term(record=record, token=word) for word in words_of(read(record.kind, record.body))
    )
    if record.kind == "link":
        source, target = UUID(record.body["source"]), UUID(record.body["target"])
        Link.unrestricted.update_or_create(
            record=record,
            defaults={
                "source_id": source,
                "target_id": target,
                "relation": record.body["relation"],
            },
        )
        _anchor(record, source, target)
    elif record.kind == "basis":
        _hang_basis(record)


def words_of(said: Body) -> list[str]:
    """Return the search terms of a body: its folded tokens, and a mark for each country."""
    words = {word[:WIDTH] for text in said.search_texts() for word in tokens(text)}
    countries = {spot.country for spot in said.places() if spot.country}
    for field in ("nationalities", "countries", "issuer", "registered_in", "country"):
        codes = getattr(said, field, None) or ()
        countries |= {codes} if isinstance(codes, str) else set(codes)
    return sorted(words | {f"country:{code}" for code in countries})


def _hang_basis(record: Record) -> None:
    body = record.body
    subject = UUID(body["subject"])
    Basis.unrestricted.update_or_create(
        record=record,
        defaults={
            "subject_id": subject,
            "type": body["basis"],
            "list_name": body.get("list_name", ""),
            "reference": body["reference"],
            "instruction": body["instruction"],
            "since": moment(body["since"]),
            "until": moment(body["until"]) if "until" in body else None,
        },
    )
    _anchor(record, subject)


def _anchor(record: Record, *on: UUID) -> None:
    Anchor.unrestricted.filter(record=record).delete()
    Anchor.unrestricted.bulk_create(Anchor(record=record, on_id=one) for one in sorted(set(on)))


def tell(record: Record, change: str, at: datetime) -> None:
    """Append to the feed. The head row is locked, so numbers are in the order of commits."""
    tell_of([record], change, at)


def tell_of(records: Sequence[Record], change: str, at: datetime) -> None:
    """Append the same change of many records, in their order, taking their numbers in one step."""
    if not records:
        return
    transaction.on_commit(wake)
    FeedHead.unrestricted.get_or_create(pk=1)
    FeedHead.unrestricted.filter(pk=1).update(last=F("last") + len(records))
    first = FeedHead.unrestricted.get(pk=1).last - len(records) + 1
    Change.unrestricted.bulk_create(
        Change(
            number=number,
            record=record.id,
            kind=record.kind,
            realm=record.realm,
            change=change,
            at=at,
        )
        for number, record in enumerate(records, first)
    )


def erase(record: Record) -> None:
    """Remove what the record says everywhere, and keep the proof that it was said.

    Revisions keep their signed envelopes; body and salt go, so the digest tells nothing any more.
    """
    record.revisions.update(body=None, salt=None, note="")
    forget_words(record)
    record.body = {}
    record.title = ""
    record.save(update_fields=["body", "title"])


def forget_words(record: Record) -> None:
    """Take the record out of the search; what it says stays."""
    Term.unrestricted.filter(record=record).delete()


def verify_body(revision: Revision) -> bool:
    """Say whether the stored body is the one the signed envelope committed to."""
    if revision.body is None or revision.salt is None:
        return False
    said = peek(bytes(revision.statement))
    return bool(said.body["digest"] == commit(bytes(revision.salt), revision.body))


def verify_signature(revision: Revision) -> None:
    """Verify the revision's envelope with the owner's card; raises ProofFailed or UnknownKey."""
    card = decode(revision.record.owner.card.encode())
    signed = Signed(bytes(revision.statement), revision.key, bytes(revision.signature))
    card.read(signed, revision.at)


def envelope(record: Record, at: datetime) -> Envelope:
    """Return what the record's envelope says now."""
    label = record.release_class.read()
    return Envelope(
        id=record.id,
        kind=f"{record.kind}@1",
        owner=record.owner_id,
        revision=record.revision,
        state=record.state,
        strands=record.strands,
        label=label,
        at=at,
        valid_until=record.expires,
        extract_of=record.extract_of,
        realm=record.realm,
        group_versions=group_versions(label.groups),
    )
