"""Whose word a statement is, and whether it counts: keys, their time, and their compromise.

A key's word counts if the author's card names the key, its time covers the statement's (clocks
may differ by minutes) and it was not revoked by then. Of what is said to be made before a
revocation, only that counts which was here before it, or stood in the author's journal under a
checkpoint that another bureau cosigned before it.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

from tocsin.core.errors import TocsinError
from tocsin.core.ledger import checkpoint, leaf, proofs
from tocsin.core.ledger.note import Line
from tocsin.core.ledger.tree import leaf_hash
from tocsin.core.protocol.decisions import Decision, Doubt
from tocsin.core.protocol.facts import digest, heard, made_at
from tocsin.core.protocol.messages import Evidence
from tocsin.core.protocol.step import Step
from tocsin.core.protocol.store import Store
from tocsin.core.statements.cards import Card, NodeKey
from tocsin.core.statements.signed import Signed, domain

WHOLE = timedelta(milliseconds=999)  # a cosignature says the second, a key begins within one


def believe(
    step: Step,
    said: Signed,
    by: UUID,
    *,
    accepted: datetime | None = None,
    evidence: Iterable[Evidence] = (),
) -> None:
    """Return if this is the word of ``by`` and counts; Doubt otherwise.

    ``accepted`` is when we first took it, if we have it already.
    """
    card = step.store.card(by)
    if card is None:
        raise Doubt(Decision.UNKNOWN_OWNER, by)
    node = _node(card, said.key)
    if node is None:
        raise Doubt(Decision.UNKNOWN_KEY, by)
    made, skew = made_at(said), step.settings.skew
    if not node.not_before - skew <= made < node.not_after + skew:
        raise Doubt(Decision.BAD_SIGNATURE)
    _verify(said, node)
    ended = revoked_at(card, said.key)
    if ended is not None:
        early = accepted is not None and accepted < ended - skew
        if made >= ended or not (early or _proved(step.store, said, card, evidence, ended - skew)):
            raise Doubt(Decision.KEY_REVOKED, by)
    if made > step.now + skew:
        raise Doubt(Decision.EARLY)


def revoked_at(card: Card, key: str) -> datetime | None:
    """Return from when on the card says that this key says nothing, None if it still speaks."""
    return min((entry.at for entry in card.revoked if entry.key == key), default=None)


def witness_name(bureau: UUID) -> str:
    """Return the name under which a bureau cosigns the checkpoints of others."""
    return f"tocsin/witness/{bureau}"


def cosigned_at(checkpoint_text: str, witness: Card) -> datetime | None:
    """Return when this bureau cosigned the checkpoint, with a key that spoke then; else None."""
    found = _cosignature(checkpoint_text, witness)
    return found[1] if found is not None else None


def cosignature(checkpoint_text: str, witness: Card) -> Line | None:
    """Return the line by which this bureau cosigned it, with a key that spoke then; else None."""
    found = _cosignature(checkpoint_text, witness)
    return found[0] if found is not None else None


def _cosignature(checkpoint_text: str, witness: Card) -> tuple[Line, datetime] | None:
    try:
        _, found = checkpoint.parse(checkpoint_text)
    except TocsinError:
        return None
    name = witness_name(witness.bureau)
    own = [line for line in found.lines if line.name == name]
    for line, node in product(own, witness.nodes):
        try:
            alone = replace(found, lines=(line,))
            at = datetime.fromtimestamp(alone.cosigned_at(name, node.signing), UTC)
        except (TocsinError, ValueError, OverflowError):
            continue
        ended = revoked_at(witness, node.signing.id)
        if node.holds_at(at + WHOLE) and (ended is None or at < ended):
            return line, at
    return None


def _node(card: Card, key: str) -> NodeKey | None:
    return next((node for node in card.nodes if node.signing.id == key), None)


def _verify(said: Signed, node: NodeKey) -> None:
    statement = heard(said.statement)
    framed = domain(statement.type, statement.schema)
    try:
        node.signing.verify(framed, said.statement, said.signature)
    except TocsinError:
        raise Doubt(Decision.BAD_SIGNATURE) from None


def _proved(
    store: Store, said: Signed, card: Card, evidence: Iterable[Evidence], before: datetime
) -> bool:
    return any(_proves(store, one, digest(said), card, before) for one in evidence)


def _proves(store: Store, one: Evidence, mark: str, card: Card, before: datetime) -> bool:
    """Say whether this shows the digest in the author's journal, cosigned before that moment."""
    try:
        state = checkpoint.verify(one.checkpoint, card.journal)
        found = leaf.read(one.leaf)
        proofs.check_inclusion(leaf_hash(one.leaf), one.index, state.size, one.path, state.root)
        named = json.loads(one.detail.text)
        bound = found.commits.get("detail") == one.detail.commitment()
    except (TocsinError, ValueError):
        return False
    if not bound or not isinstance(named, dict) or named.get("statement") != mark:
        return False
    others = (other for other in store.cards() if other.bureau != card.bureau)
    seen = (cosigned_at(one.checkpoint, other) for other in others)
    return any(at is not None and at <= before for at in seen)
