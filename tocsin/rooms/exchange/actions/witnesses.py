"""Witnessing: peers see each other's journals grow, cosign what they saw, and keep it.

A peer's log may only continue the state that was kept of it. One that says two things under one
size, is shorter than it was, or does not contain what it was, is shown in red on both sides, with
both signed states as evidence; exchange goes on, for recalls must still arrive.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tocsin.core.errors import NotFound, ProofFailed
from tocsin.core.ledger import checkpoint as checkpoints
from tocsin.core.ledger import note
from tocsin.core.ledger.checkpoint import Checkpoint
from tocsin.core.ledger.proofs import check_consistency
from tocsin.core.statements.cards import decode
from tocsin.rooms.bureaus import keys
from tocsin.rooms.exchange.models import Peer, Witnessed
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.journal.proof import continues

SEPARATOR = "\n\n----\n\n"  # no note holds one
KEEP = 64  # states of one log kept beside the newest of each epoch


@dataclass(frozen=True, slots=True)
class Shown:
    """What a peer shows of its journal: the newest checkpoint, and that it continues a state."""

    text: str
    proof: Sequence[bytes]


def show(log: UUID, epoch: int, size: int) -> Shown:
    """Return our newest checkpoint, with the proof that it continues this state of it.

    Without a proof where the epoch is another one by now, or no such state was ever ours.
    """
    newest = journal.show(log)
    if newest is None:
        raise NotFound("the journal has no checkpoint yet")
    proof: list[bytes] = []
    if size and epoch == newest.epoch.number and size <= newest.size:
        proof = continues(log, epoch, size, newest.size)
    return Shown(newest.text, proof)


def last_seen(peer: Peer) -> Witnessed | None:
    """Return the newest state of the peer's log that is kept here."""
    return Witnessed.unrestricted.filter(peer=peer).first()


def evidence(peer: Peer) -> list[str]:
    """Return the two states by which a peer's log contradicts itself."""
    return [f"{part}\n" for part in peer.evidence.split(SEPARATOR) if part]


def witness(peer: Peer, shown: Shown, at: datetime) -> str | None:
    """Check what a peer shows against what was kept; return it cosigned, None for a fault.

    Raises ProofFailed or InvalidStatement when it is no checkpoint of that bureau at all.
    """
    card = peer.read_card()
    found = checkpoints.verify(shown.text, card.journal)
    kept = last_seen(peer)
    fault = _fault(found, kept, shown.proof)
    if fault:
        assert kept is not None
        accuse(peer, fault, [kept.text, shown.text], at)
        return None
    name, key = checkpoints.witness_name(peer.bureau_id), keys.signer(peer.bureau_id)
    _text, signed = checkpoints.parse(shown.text)
    cosigned = signed.cosigned_by(name, key, at)
    if kept is None or (kept.epoch, kept.size) != (found.epoch, found.size):
        with transaction.atomic():
            Witnessed.unrestricted.create(
                peer=peer,
                epoch=found.epoch,
                size=found.size,
                root=found.root,
                text=cosigned.render(),
                at=at,
            )
            _thin(peer)
    return cosigned.render()


def _fault(found: Checkpoint, kept: Witnessed | None, proof: Sequence[bytes]) -> str:
    if kept is None or found.epoch > kept.epoch or kept.size == 0:
        return ""
    if found.epoch < kept.epoch or found.size < kept.size:
        return Peer.Fault.TRUNCATED
    if found.size == kept.size:
        return "" if found.root == bytes(kept.root) else Peer.Fault.FORK
    try:
        check_consistency(kept.size, bytes(kept.root), found.size, found.root, proof)
    except ProofFailed:
        return Peer.Fault.REWRITTEN
    return ""


def accuse(peer: Peer, fault: str, evidence: Sequence[str], at: datetime) -> None:
    """Keep the evidence of a fault and show it in red; said once for each fault."""
    if peer.fault == fault:
        return
    with transaction.atomic():
        peer.fault, peer.evidence = (
            fault,
            SEPARATOR.join(one.removesuffix("\n") for one in evidence),
        )
        peer.save(update_fields=["fault", "evidence"])
        journal.append(
            log=peer.bureau_id,
            verb="peer.accuse",
            realm="live",
            objects=[peer.pk, peer.partner_id],
            actor=None,
            purpose="exchange",
            detail={"fault": fault, "with": peer.partner.code},
            at=at,
        )


def accused(peer: Peer, evidence: Sequence[str], at: datetime) -> None:
    """Take a peer's word that our log contradicts itself, if both states bear our signature."""
    log = decode(peer.bureau.card.encode()).journal
    for text in evidence[:2]:
        checkpoints.verify(text, log)
    accuse(peer, Peer.Fault.ACCUSED, evidence[:2], at)


def cosigned(peer: Peer, text: str) -> None:
    """Put a peer's cosignature under the checkpoint of ours that it saw.

    Raises ProofFailed unless a valid key of its card made it over a checkpoint of our log.
    """
    found, signed = checkpoints.parse(text)
    if found.origin != checkpoints.origin(peer.bureau_id):
        raise ProofFailed("is of another log than ours", place=found.origin)
    card, name = peer.read_card(), checkpoints.witness_name(peer.partner_id)
    for key in (node.signing for node in card.nodes):
        marked = note.key_hash(name, key, note.COSIGNATURE)
        for line in signed.lines:
            if (line.name, line.key_hash) == (name, marked):
                signed.cosigned_at(name, key)
                journal.cosign(peer.bureau_id, found.epoch, found.size, line.render())
                return
    raise ProofFailed("holds no cosignature of this peer", place=name)


def _thin(peer: Peer) -> None:
    """Keep the newest states, and the last one of each epoch for good."""
    rows = list(Witnessed.unrestricted.filter(peer=peer).values_list("pk", "epoch"))
    last = {epoch: pk for pk, epoch in reversed(rows)}
    old = [pk for pk, _epoch in rows[KEEP:] if pk not in last.values()]
    Witnessed.unrestricted.filter(pk__in=old).delete()
