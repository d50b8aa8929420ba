"""What arrives from peers: verified, then taken, or kept in quarantine with the reason.

One object never harms the next: each is taken in a transaction of its own. Only the owner's key
supersedes, widens, narrows or withdraws; what is older than what the owner said last changes
nothing, whoever brings it; and nothing is ever taken under a weaker label than it came with.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from tocsin.core.errors import (
    Conflict,
    InvalidLabel,
    NotFound,
    ProofFailed,
    TocsinError,
    UnknownKey,
)
from tocsin.core.statements.groups import is_group_of
from tocsin.core.statements.moments import moment
from tocsin.core.statements.salted import commit
from tocsin.core.statements.signed import Signed, Statement, peek
from tocsin.rooms.bureaus.models import Bureau, Group, GroupVersion
from tocsin.rooms.exchange import envelopes
from tocsin.rooms.exchange.actions import copies, recalls
from tocsin.rooms.exchange.models import Copy, Peer, Quarantined, card_of
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.register.actions import copies as register
from tocsin.rooms.register.models import Record, Revision

Why = Quarantined.Why
LONGEST = 300
FUTURE = timedelta(minutes=10)


REASONS: tuple[tuple[type[TocsinError], Why], ...] = (
    (InvalidLabel, Why.MARKING),
    (UnknownKey, Why.KEY),
    (ProofFailed, Why.SIGNATURE),
    (NotFound, Why.WAITS),
    (Conflict, Why.OWNER),
    (TocsinError, Why.FORM),
)


class Refused(Exception):
    """What cannot be taken, and why; caught here."""

    def __init__(self, why: Why, sentence: str) -> None:
        super().__init__(sentence)
        self.why, self.sentence = why, sentence


def take(peer: Peer, value: Mapping[str, Any], raw: str, at: datetime) -> Quarantined | None:
    """Take one object from a peer; return its row in quarantine if it could not be accepted."""
    try:
        with transaction.atomic():
            found = envelopes.read(value)
            if found is not None:
                _take(peer, found, at)
            forget(peer, raw)
    except Refused as refused:
        return quarantine(peer, value, raw=raw, refused=refused, at=at)
    except TocsinError as error:
        why = next(why for kind, why in REASONS if isinstance(error, kind))
        return quarantine(peer, value, raw=raw, refused=Refused(why, str(error)), at=at)
    return None


def receipt(peer: Peer, value: Mapping[str, Any], at: datetime) -> str:
    """Take a statement that a peer left; return what is wrong with it, "" for nothing.

    The peer is told at once, so nothing of it is kept in quarantine.
    """
    try:
        with transaction.atomic():
            found = envelopes.read(value)
            if not isinstance(found, envelopes.Stated):
                return "records are pulled from their owner's feed; only receipts are left here"
            if peek(found.statement.statement).schema != "receipt@1":
                return "only receipts are left here"
            _stated(peer, found.statement, at)
    except (Refused, TocsinError) as error:
        return str(error)
    return ""


def _take(peer: Peer, found: envelopes.Found, at: datetime) -> None:
    match found:
        case envelopes.Offered():
            _offered(peer, found, at)
        case envelopes.Retracted():
            _retracted(peer, found, at)
        case envelopes.Stated():
            _stated(peer, found.statement, at)


def _offered(peer: Peer, found: envelopes.Offered, at: datetime) -> None:
    said = peek(found.statement.statement)
    if not said.known or said.schema != "record@1":
        raise Refused(Why.UNKNOWN, "is of a version this node does not know")
    owner = _owner(peer, said)
    _verified(owner, found.statement, at)
    if found.ruling is not None:
        ruled = _verified(owner, found.ruling, at)
        if not ruled.known or ruled.schema != "ruling@1":
            raise Refused(Why.UNKNOWN, "comes with a ruling of a version not known here")
        if (ruled.body["id"], ruled.body["owner"]) != (said.body["id"], said.body["owner"]):
            raise Refused(Why.OWNER, "comes with a ruling on another record")
    if commit(found.salt, found.body) != said.body["digest"]:
        raise ProofFailed("the body is not the one its owner signed", place=said.body["id"])
    named = copies.holders_here(UUID(said.body["id"])) | {peer.bureau_id}
    given = register.Given(found.statement, found.body, found.salt, found.ruling, named)
    _may_be_taken(peer, given, said, at)
    record, new = register.take(given, at)
    copies.hold(peer, record, at, new=new)


def _may_be_taken(peer: Peer, given: register.Given, said: Statement, at: datetime) -> None:
    """Refuse what its label, its age or an earlier word of its owner speaks against."""
    label, state, _spoken = register.in_force(given)
    if state != "released" or (label.until is not None and label.until <= at):
        raise Refused(Why.STALE, "its owner does not release it any more")
    unknown = label.groups - set(
        Group.unrestricted.filter(pk__in=label.groups).values_list("pk", flat=True)
    )
    if unknown:
        raise Refused(Why.GROUP, f"is released to a group not known here: {min(unknown)}")
    mine = Copy.unrestricted.filter(bureau_id=peer.bureau_id, record_id=UUID(said.body["id"]))
    copy = mine.first()
    if copy is None or copy.recalled is None:
        return
    from_owner = str(peer.partner_id) == said.body["owner"]
    if copy.withdrawal or not from_owner:
        raise Refused(Why.STALE, "its owner took it back; only its owner offers it again")


def _retracted(peer: Peer, found: envelopes.Retracted, at: datetime) -> None:
    record = Record.unrestricted.filter(pk=found.id).first()
    if found.withdrawal is not None:
        said = peek(found.withdrawal.statement)
        if not said.known or said.schema != "withdrawal@1" or said.body["id"] != str(found.id):
            raise Refused(Why.FORM, "is no withdrawal of this record")
        owner = _owner(peer, said)
        _verified(owner, found.withdrawal, at)
        if record is not None and str(record.owner_id) != said.body["owner"]:
            raise Refused(Why.OWNER, "only its owner withdraws a record")
    elif record is not None and record.owner_id != peer.partner_id:
        # Somebody who passed it on offers it no longer: whoever else gave it to us may still.
        copies.lost(peer, record, at)
        return
    if record is not None:
        copies.recalled(peer, record, found.withdrawal, at)
    else:
        copies.never_held(peer, found.id, at)


def _stated(peer: Peer, said: Signed, at: datetime) -> None:
    statement = peek(said.statement)
    if not statement.known:
        raise Refused(Why.UNKNOWN, f"{statement.schema} is not known here")
    if statement.schema == "membership@1":
        _membership(peer, said, statement, at)
    elif statement.schema == "receipt@1":
        _receipt(peer, said, statement, at)
    else:
        raise Refused(Why.UNKNOWN, f"a {statement.type} is not taken from a peer")


def _membership(peer: Peer, said: Signed, statement: Statement, at: datetime) -> None:
    body = statement.body
    owner = _owner(peer, statement)
    _verified(owner, said, at)
    if str(peer.bureau_id) not in body["members"]:
        raise Refused(Why.OWNER, "this bureau is no member of that group")
    pk, version = UUID(body["group"]), int(body["version"])
    if not is_group_of(pk, owner.pk):
        raise Refused(Why.OWNER, "that group's id is not one of its owner's")
    group = Group.unrestricted.select_for_update().filter(pk=pk).first()
    if group is not None and group.owner_id != owner.pk:
        raise Refused(Why.OWNER, "that group belongs to another bureau")
    if group is not None and group.version >= version:
        return
    if group is None:
        group = Group.unrestricted.create(pk=pk, owner=owner, name=str(body["name"])[:120])
    group.name, group.version = str(body["name"])[:120], version
    group.save()
    group.members.set(Bureau.unrestricted.filter(pk__in=[UUID(one) for one in body["members"]]))
    GroupVersion.unrestricted.create(
        group=group,
        number=version,
        at=moment(body["at"]),
        statement=said.statement,
        key=said.key,
        signature=said.signature,
    )
    _journalled(peer, "group.receive", [pk, owner.pk], at, version=version)


def _receipt(peer: Peer, said: Signed, statement: Statement, at: datetime) -> None:
    body = statement.body
    if body["holder"] != str(peer.partner_id):
        raise Refused(Why.OWNER, "a holder signs its own receipts")
    _verified(peer.partner, said, at)
    recalls.confirm(peer, said, at)


def _owner(peer: Peer, said: Statement) -> Bureau:
    """Return the bureau in whose name a statement is made; only its own key speaks for it."""
    owner = Bureau.unrestricted.filter(pk=UUID(str(said.body.get("owner")))).first()
    if owner is None or not owner.card:
        raise Refused(Why.KEY, "its owner is a bureau this node knows no card of")
    if owner.pk == peer.bureau_id or owner.hosted:
        raise Refused(Why.OWNER, "a bureau of this node is told nothing in its own name")
    return owner


def _verified(owner: Bureau, said: Signed, at: datetime) -> Statement:
    """Return the statement if its owner's key signed it while that key counted.

    A key that was revoked counts for what is already held here and for nothing that arrives
    later: whoever has it can write any moment.
    """
    card = card_of(owner.card)
    spoken = moment(peek(said.statement).body["at"])
    statement = card.read(said, spoken)
    if any(entry.key == said.key for entry in card.revoked) and not _is_known(said):
        raise UnknownKey("its key was revoked; the owner signs again with its new one")
    if spoken > at + FUTURE:
        raise ProofFailed("is dated in the future; one of the clocks is wrong")
    return statement


def _is_known(said: Signed) -> bool:
    return Revision.unrestricted.filter(key=said.key, signature=said.signature).exists()


def quarantine(
    peer: Peer, value: Mapping[str, Any], *, raw: str, refused: Refused, at: datetime
) -> Quarantined:
    """Keep what cannot be accepted, once, with the reason; nothing acts on it."""
    said = {
        "identifier": str(value.get("id", ""))[:LONGEST],
        "why": refused.why,
        "sentence": refused.sentence[:LONGEST],
        "raw": raw,
    }
    row, _new = Quarantined.unrestricted.update_or_create(
        peer=peer,
        key=digest(raw),
        defaults={**said, "tried": at},
        create_defaults={**said, "at": at},
    )
    return row


def forget(peer: Peer, raw: str) -> None:
    """Take out of quarantine what could be accepted in the end."""
    Quarantined.unrestricted.filter(peer=peer, key=digest(raw)).delete()


def digest(raw: str) -> str:
    """Return the name of what was sent: the hash of its exact text."""
    return hashlib.sha256(raw.encode()).hexdigest()


def _journalled(peer: Peer, verb: str, objects: list[UUID], at: datetime, **detail: object) -> None:
    journal.append(
        log=peer.bureau_id,
        verb=verb,
        realm="live",
        objects=objects,
        actor=None,
        purpose="exchange",
        detail={"from": peer.partner.code, **detail},
        at=at,
    )
