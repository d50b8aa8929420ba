"""Witnessing: at every sync peers prove that their journals continue, and cosign each other's.

A checkpoint we keep, or that a third party tells us of, must be continued by whatever the peer
shows later. A state it was asked about and cannot prove is a fork, a truncation or a rewriting: it
is shown in red here, and there with the two checkpoints that it signed itself. A journal that
declares a restore, carrying the newest state that peers kept, is shown in amber; so is one that
goes on proving nothing, for whoever has two journals need only not answer.
"""

from dataclasses import replace
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

from tocsin.core.errors import InvalidInput, TocsinError
from tocsin.core.ledger import checkpoint, leaf, note, proofs
from tocsin.core.ledger.checkpoint import Checkpoint
from tocsin.core.ledger.note import Note
from tocsin.core.ledger.tree import leaf_hash
from tocsin.core.protocol.believing import cosignature, witness_name
from tocsin.core.protocol.decisions import Decision
from tocsin.core.protocol.messages import Alarm, Continuation, Look, Seen, State, Witness
from tocsin.core.protocol.step import Step
from tocsin.core.protocol.store import Level, PeerState
from tocsin.core.statements.cards import Journal

RESTORE = "journal.restore"
MOST_CLAIMS = 8
_CACHED = 512


class Verdict(StrEnum):
    """What a journal's head is to a state known of it."""

    CONTINUES = "continues"
    RESTORED = "restored"  # declared, and with everything that we keep
    FORKED = "forked"  # two roots for one size
    SHORTENED = "shortened"  # less than we keep
    REWRITTEN = "rewritten"  # as much or more, and not a continuation
    OPEN = "open"  # it was not asked yet


RED = frozenset({Verdict.FORKED, Verdict.SHORTENED, Verdict.REWRITTEN})


def state(of: Checkpoint) -> State:
    """Return how far a checkpoint goes."""
    return State(of.epoch, of.size)


def told(step: Step, peer: PeerState, claims: tuple[str, ...] = ()) -> Witness:
    """Return what this peer is told of journals now."""
    if step.store.catching_up():
        return Witness(asks=_asks(peer))
    proofs_ = (step.log.continues(since) for since in peer.asks)
    return Witness(
        head=step.log.head(),
        answers=peer.asks,
        proofs=tuple(proof for proof in proofs_ if proof is not None),
        asks=_asks(peer),
        cosigned=peer.head,
        claims=claims,
        alarm=peer.alarm,
    )


def gossip(step: Step, peer: PeerState) -> tuple[PeerState, tuple[str, ...]]:
    """Return heads of other peers that this one was not told of yet, a few at a time.

    They count as told once the pull that tells them is answered.
    """
    claims: list[str] = []
    telling = {}
    for other in step.store.peers():
        known = _parsed(other.head)
        if known is None or other.bureau == peer.bureau:
            continue
        if peer.told.get(other.bureau) != state(known) and len(claims) < step.settings.claims:
            telling[other.bureau] = state(known)
            claims.append(other.head)
    return replace(peer, telling=telling), tuple(claims)


def look(step: Step, bureau: UUID) -> None:
    """Send a look at journals: what a pull says of them, where rows are read another way."""
    peer = step.store.peer(bureau)
    if peer is not None:
        peer, claims = gossip(step, peer)
        step.store.keep_peer(peer)
        step.send(bureau, Look(told(step, peer, claims)))


def take(step: Step, said: Look | Seen, peer: PeerState) -> None:
    """Hear a look, and answer it with what a page says of journals; or hear the answer."""
    if isinstance(said, Seen):
        hear_back(step, said.witness, peer)
        return
    step.store.keep_peer(hear(step, said.witness, peer))
    step.send(peer.bureau, Seen(told(step, step.store.peer(peer.bureau) or peer)))


def hear_back(step: Step, witness: Witness, peer: PeerState) -> None:
    """Hear the answer to what was told: the heads that it told of count as told now."""
    peer = hear(step, witness, peer)
    step.store.keep_peer(replace(peer, told={**peer.told, **peer.telling}, telling={}))


def hear(step: Step, witness: Witness, peer: PeerState) -> PeerState:
    """Check what a peer tells of its journal and ours; return its state with what is kept."""
    peer = replace(peer, asks=witness.asks[:MOST_CLAIMS])
    if witness.cosigned:
        peer = _keep_cosigned(step, witness.cosigned, peer)
    if witness.alarm is not None:
        _accused(step, witness.alarm, peer.bureau)
    peer = _check_head(step, witness, peer)
    for claim in witness.claims[:MOST_CLAIMS]:
        _hear_claim(step, claim, peer.bureau)
    return peer


def follow(base: Checkpoint, head: Checkpoint, proof: Continuation) -> Verdict:
    """Return whether the head continues the base by this proof."""
    epoch, size, root, verdict = base.epoch, base.size, base.root, Verdict.CONTINUES
    try:
        for turn in proof.turns:
            found = leaf.read(turn.leaf)
            carried = found.carried
            if carried is None or carried.epoch != epoch:
                return Verdict.REWRITTEN
            end = bytes.fromhex(carried.root)
            if found.verb == RESTORE:
                if carried.size < size:
                    return Verdict.SHORTENED
                if carried.size == size and end != root:
                    return Verdict.FORKED
                verdict = Verdict.RESTORED
            else:
                proofs.check_consistency(size, root, carried.size, end, turn.consistency)
            epoch, size, root = epoch + 1, 1, leaf_hash(turn.leaf)
        if epoch != head.epoch:
            return Verdict.REWRITTEN
        proofs.check_consistency(size, root, head.size, head.root, proof.consistency)
    except TocsinError:
        return Verdict.REWRITTEN
    return verdict


def compare(base: Checkpoint, head: Checkpoint, witness: Witness) -> Verdict:
    """Return what the head is to a state known, by the proofs that came with it."""
    if state(base) == state(head):
        return Verdict.CONTINUES if base.root == head.root else Verdict.FORKED
    if state(base) not in witness.answers:
        return Verdict.OPEN
    proof = next((one for one in witness.proofs if one.since == state(base)), None)
    if proof is not None:
        return follow(base, head, proof)
    return Verdict.SHORTENED if state(head) < state(base) else Verdict.REWRITTEN


def _check_head(step: Step, witness: Witness, peer: PeerState) -> PeerState:
    card = step.store.card(peer.bureau)
    if card is None:
        return peer
    head = _shown(step, witness, peer, card.journal)
    if head is None:
        return _unproved(step, peer) if peer.head or peer.claims else peer
    open_claims = []
    verdicts = set()
    for text in filter(None, (peer.head, *peer.claims)):
        base = _parsed(text)
        if base is None:
            continue
        verdict = compare(base, head, witness)
        verdicts.add(verdict)
        if verdict in RED and peer.alarm is None:
            peer = replace(peer, alarm=Alarm(verdict.value, (text, witness.head)))
            step.find(verdict.value, Level.RED, peer=peer.bureau, evidence=(text, witness.head))
        if verdict is Verdict.OPEN and text != peer.head:
            open_claims.append(text)
    peer = replace(peer, claims=tuple(open_claims))
    peer = _unproved(step, peer) if Verdict.OPEN in verdicts else replace(peer, unproved=0)
    kept = _parsed(peer.head)
    if verdicts & RED or (kept is not None and state(head) <= state(kept)):
        return peer
    if kept is not None and compare(kept, head, witness) is Verdict.OPEN:
        return peer
    if Verdict.RESTORED in verdicts:
        step.find("restored", Level.AMBER, peer=peer.bureau, evidence=(peer.head, witness.head))
    bare = _signed_alone(witness.head, card.journal)
    return replace(peer, head=step.cosigner(bare, witness_name(step.me), step.now).render())


def _shown(step: Step, witness: Witness, peer: PeerState, journal: Journal) -> Checkpoint | None:
    """Return the head that a peer shows, if its log signed it."""
    if not witness.head:
        return None
    try:
        return checkpoint.verify(witness.head, journal)
    except TocsinError:
        step.decide(Decision.BAD_PROOF, sender=peer.bureau)
        return None


def _unproved(step: Step, peer: PeerState) -> PeerState:
    """Count a look at a journal that was not proved to go on; show it when they are too many.

    Lost and crossing messages leave one or two unproved; a line that is down leaves none.
    """
    count = min(peer.unproved + 1, step.settings.patience)
    if count == step.settings.patience:
        step.find("unproved", Level.AMBER, peer=peer.bureau, evidence=(peer.head, *peer.claims))
    return replace(peer, unproved=count)


def _signed_alone(text: str, journal: Journal) -> Note:
    """Return a verified checkpoint without lines that its log did not sign: they prove nothing."""
    found, signed = checkpoint.parse(text)
    marked = note.key_hash(found.name, journal.key(found.epoch), note.ED25519)
    own = (line for line in signed.lines if (line.name, line.key_hash) == (found.name, marked))
    return replace(signed, lines=tuple(own)[:1])


def _keep_cosigned(step: Step, text: str, peer: PeerState) -> PeerState:
    """Keep our own checkpoint with the peer's cosignature, if it is ours and newer than kept."""
    mine, theirs = step.store.card(step.me), step.store.card(peer.bureau)
    if mine is None or theirs is None or text == peer.cosigned:
        return peer
    try:
        found = checkpoint.verify(text, mine.journal)
    except TocsinError:
        return peer
    line = cosignature(text, theirs)
    if line is None:
        return peer
    kept = _parsed(peer.cosigned)
    if kept is not None and state(found) <= state(kept):
        return peer
    bare = _signed_alone(text, mine.journal)
    text = replace(bare, lines=(*bare.lines, line)).render()
    step.log.keep_cosigned(text)
    return replace(peer, cosigned=text)


def _accused(step: Step, alarm: Alarm, by: UUID) -> None:
    """Show on our side that our journal contradicts itself, if what is shown is signed by us."""
    mine = step.store.card(step.me)
    if mine is None or alarm.kind not in {one.value for one in RED} or len(alarm.evidence) != 2:
        return
    try:
        signed = [checkpoint.verify(text, mine.journal) for text in alarm.evidence]
    except TocsinError:
        step.decide(Decision.BAD_PROOF, sender=by)
        return
    if signed[0] != signed[1]:
        step.find(f"own-journal-{alarm.kind}", Level.RED, peer=by, evidence=alarm.evidence)


def _hear_claim(step: Step, text: str, by: UUID) -> None:
    """Note a head that another tells of a peer of ours; a plain contradiction shows at once."""
    claimed = _parsed(text)
    bureau = bureau_of(claimed) if claimed is not None else None
    if claimed is None or bureau is None or bureau in {step.me, by}:
        return
    card, peer = step.store.card(bureau), step.store.peer(bureau)
    if card is None or peer is None:
        return
    try:
        checkpoint.verify(text, card.journal)
    except TocsinError:
        step.decide(Decision.BAD_PROOF, sender=by)
        return
    kept = _parsed(peer.head)
    if kept is not None and state(kept) == state(claimed):
        if kept.root != claimed.root and peer.alarm is None:
            alarm = Alarm(Verdict.FORKED.value, (peer.head, text))
            step.find(alarm.kind, Level.RED, peer=bureau, evidence=alarm.evidence)
            step.store.keep_peer(replace(peer, alarm=alarm))
        return
    # A claim is what the log signed: lines added to it would make one state fill all the places.
    bare = _signed_alone(text, card.journal).render()
    if claimed not in map(_parsed, peer.claims) and len(peer.claims) < MOST_CLAIMS:
        step.store.keep_peer(replace(peer, claims=(*peer.claims, bare)))


def bureau_of(found: Checkpoint) -> UUID | None:
    """Return whose journal this is, by the name all journals of bureaus bear."""
    try:
        bureau = UUID(found.origin.rpartition("/")[2])
    except ValueError:
        return None
    return bureau if checkpoint.origin(bureau) == found.origin else None


def _asks(peer: PeerState) -> tuple[State, ...]:
    known = (_parsed(text) for text in (peer.head, *peer.claims) if text)
    return tuple(dict.fromkeys(state(one) for one in known if one is not None))


@lru_cache(maxsize=_CACHED)
def _parsed(text: str) -> Checkpoint | None:
    if not text:
        return None
    try:
        return checkpoint.parse(text)[0]
    except InvalidInput:
        return None
