"""Catch-up: a node restored from a backup serves and screens nothing until its peers were heard.

It asks every peer for what is its own, and reads their feeds to the end, where recalls since the
backup stand. Then it opens a declared new epoch of its journal, carrying the newest of its own
checkpoints that any peer kept, and new feeds. Two officers may end it without a peer that is
away; should that one keep more than the restored journal carries, it will show in red.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from uuid import UUID

from tocsin.core.errors import TocsinError
from tocsin.core.ledger import checkpoint
from tocsin.core.protocol import facts, feeds, groups
from tocsin.core.protocol.believing import believe
from tocsin.core.protocol.blocks import merged
from tocsin.core.protocol.decisions import Decision, Doubt
from tocsin.core.protocol.intake import check_final
from tocsin.core.protocol.messages import Ask, Returned, Version
from tocsin.core.protocol.recalls import report, take_receipt
from tocsin.core.protocol.step import Step
from tocsin.core.protocol.store import Entry, PeerState, Standing
from tocsin.core.protocol.witness import state
from tocsin.core.statements.signed import Signed


def begin(step: Step) -> None:
    """Ask everything of everybody: nothing this store says of its peers is believed to be new."""
    for peer in step.store.peers():
        step.store.keep_peer(
            replace(peer, returned=False, returning=None, behind=True, synced=None, pulled=None)
        )


def returns(step: Step, ask: Ask, peer: PeerState) -> Returned:
    """Return to a restored peer what is its own, a page of records at a time."""
    mine = step.store.entries_of(peer.bureau)
    after = ask.after
    rest = [entry for entry in mine if after is None or entry.id > after]
    page = rest[: step.settings.page_rows]
    versions, statements = [], []
    for entry in page:
        if entry.version is not None and entry.standing in {Standing.HELD, Standing.KEPT}:
            versions.append(entry.version)
        report(step, entry)
        statements += [*entry.blocks, *([entry.final] if entry.final is not None else [])]
        statements += [one.receipt for one in step.store.holdings(entry.id) if one.receipt]
    if after is None:
        owned = (group for group in step.store.groups() if group.owner == peer.bureau)
        statements += [group.signed for group in owned]
    then = page[-1].id if len(rest) > len(page) else None
    return Returned(after, then, tuple(versions), tuple(statements), (peer.head,))


def take_returned(step: Step, message: Returned, peer: PeerState) -> None:
    """Take back what is ours, believing only our own signatures and the holders'."""
    if not step.store.catching_up() or message.after != peer.returning:
        step.decide(Decision.UNCONCERNED, sender=peer.bureau)
        return
    for version in message.versions:
        _guarded(step, peer.bureau, partial(_own_version, step, version))
    for said in message.statements:
        _guarded(step, peer.bureau, partial(_own_statement, step, said, peer.bureau))
    if newest(step, (peer.cosigned, *message.heads)) != peer.cosigned:
        peer = replace(peer, cosigned=newest(step, (peer.cosigned, *message.heads)))
    step.store.keep_peer(replace(peer, returning=message.then, returned=message.then is None))


def newest(step: Step, heads: tuple[str, ...]) -> str:
    """Return the furthest of these checkpoints that our own log key signed."""
    mine = step.store.card(step.me)
    found = []
    for text in heads:
        if text and mine is not None:
            try:
                found.append((state(checkpoint.verify(text, mine.journal)), text))
            except TocsinError:
                continue
    return max(found)[1] if found else ""


def is_complete(step: Step) -> bool:
    """Say whether every peer has returned everything and its feed was read to the end."""
    return all(peer.returned and peer.synced is not None for peer in step.store.peers())


def finish(step: Step) -> None:
    """Open the new epoch, begin new feeds, and serve again."""
    heads = (step.log.head(), *(peer.cosigned for peer in step.store.peers()))
    epoch = step.log.declare_restored(newest(step, heads), step.now)
    step.store.end_catch_up()
    step.store.begin_feeds(epoch)
    for peer in step.store.peers():
        feeds.begin(step, peer)
        step.news.add(peer.bureau)
    for entry in step.store.entries_of(step.me):
        feeds.refresh_afar(step, entry)


def _guarded(step: Step, sender: UUID, take: Callable[[], Decision]) -> None:
    try:
        decision = take()
    except Doubt as doubt:
        decision = doubt.decision
    step.decide(decision, sender=sender)


def _own_version(step: Step, version: Version) -> Decision:
    said = facts.facts(version)
    if said.owner != step.me:
        return Decision.NOT_THE_OWNER
    for one in filter(None, (version.record, version.ruling)):
        believe(step, one, step.me)
    if not facts.fits(version):
        raise Doubt(Decision.BAD_FORM)
    entry = step.store.entry(said.id) or Entry(said.id, step.me, Standing.OWN)
    if entry.final is not None or (entry.order is not None and entry.order >= said.order):
        return Decision.KNOWN
    step.store.keep_entry(replace(entry, order=said.order, version=version))
    return Decision.ACCEPTED


def _own_statement(step: Step, said: Signed, sender: UUID) -> Decision:
    kind = facts.heard(said.statement).type
    if kind == "receipt":
        take_receipt(step, said, sender)
        return Decision.ACCEPTED
    if kind == "membership":
        return _own_membership(step, said)
    (record,) = facts.about(said, "id")
    entry = step.store.entry(record) or Entry(record, step.me, Standing.OWN)
    if kind == "block" and entry.version is not None:
        step.store.keep_entry(replace(entry, blocks=merged(step, entry, [said], sender)))
        return Decision.ACCEPTED
    check_final(step, said, record, step.me, ())
    if entry.final is None:
        step.store.keep_entry(replace(entry, final=said))
    return Decision.ACCEPTED


def _own_membership(step: Step, said: Signed) -> Decision:
    group = groups.read_membership(said, step.now)
    if group.owner != step.me:
        return Decision.NOT_THE_OWNER
    believe(step, said, step.me)
    known = step.store.group(group.id)
    if known is not None and known.version >= group.version:
        return Decision.KNOWN
    step.store.keep_group(group)
    return Decision.ACCEPTED
