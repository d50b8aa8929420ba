"""A pull and its page: what is asked of a peer's feed, answered, and read in order.

Each side says in passing what it shows of its journal and what it wants proved of the other's.
"""

from dataclasses import replace
from uuid import UUID

from tocsin.core.protocol import groups, intake, restoring, serving, witness
from tocsin.core.protocol.decisions import Decision
from tocsin.core.protocol.messages import (
    Ask,
    Members,
    NewCard,
    Offer,
    Page,
    Pull,
    Retract,
    Row,
)
from tocsin.core.protocol.step import Step
from tocsin.core.protocol.store import PeerState


def serve(step: Step, asked: Pull, peer: PeerState) -> None:
    """Answer a pull with a page; in catch-up with one that says nothing."""
    peer = witness.hear(step, asked.witness, peer)
    step.store.keep_peer(peer)
    if step.store.catching_up():
        step.decide(Decision.CATCHING_UP, sender=peer.bureau)
        page = Page(asked.cursor, asked.cursor, (), more=False, serving=False)
    else:
        page = serving.serve(step, asked, peer)
    told = witness.told(step, step.store.peer(peer.bureau) or peer)
    step.send(peer.bureau, replace(page, witness=told))


def pull(step: Step, bureau: UUID) -> None:
    """Pull if there may be news, or long ago, unless a pull was just sent."""
    peer = step.store.peer(bureau)
    if peer is None:
        return
    if peer.pulled is not None:
        if step.now - peer.pulled < step.settings.retry:
            return  # the answer to a pull is on its way
    elif not peer.behind and _recently(step, peer):
        return
    asides = step.store.aside(peer=bureau)
    again = tuple(row.record for row in asides if row.ready)[: step.settings.page_rows]
    peer, claims = witness.gossip(step, replace(peer, pulled=step.now, behind=False))
    step.store.keep_peer(peer)
    told = witness.told(step, peer, claims)
    step.send(bureau, Pull(peer.reading, step.settings.page_rows, again, told))


def _recently(step: Step, peer: PeerState) -> bool:
    return peer.synced is not None and step.now - peer.synced < step.settings.pull_every


def read(step: Step, page: Page, peer: PeerState) -> None:
    """Read a page: in order from where we are, or not at all; rows one by one."""
    witness.hear_back(step, page.witness, peer)
    if not page.serving:
        step.decide(Decision.CATCHING_UP, sender=peer.bureau)
        return
    if page.after != peer.reading or page.cursor < peer.reading:
        step.decide(Decision.KNOWN, sender=peer.bureau)
        return
    generation = page.cursor.generation
    for row in (*page.again, *page.rows):
        read_row(step, row, peer.bureau, generation)
    for fresh in page.fresh:
        groups.take_fresh(step, fresh, peer.bureau)
    for record in set(page.asked) - set(intake.named(page.again)):
        step.store.drop_aside(record, peer.bureau)
    _turn_the_page(step, page, step.store.peer(peer.bureau) or peer)


def _turn_the_page(step: Step, page: Page, peer: PeerState) -> None:
    sweeping = peer.sweeping or page.cursor.generation > peer.reading.generation
    ready = any(row.ready for row in step.store.aside(peer=peer.bureau))
    kept = replace(
        peer,
        reading=page.cursor,
        behind=peer.behind or page.more or ready,
        sweeping=sweeping and page.more,
        synced=peer.synced if page.more else step.now,
        pulled=None,
    )
    step.store.keep_peer(kept)
    if sweeping and not page.more:
        sweep(step, peer.bureau, page.cursor.generation)
    if kept.behind:
        pull(step, peer.bureau)
    open_if_complete(step)


def sweep(step: Step, sender: UUID, generation: int) -> None:
    """Drop what a peer offered in earlier feeds and did not offer again in these."""
    for entry in step.store.entries_from(sender):
        if entry.sources[sender].cursor.generation < generation:
            intake.drop_source(step, entry, sender)


def read_row(step: Step, row: Row, sender: UUID, generation: int) -> None:
    """Take one row of a peer's feed for what it is."""
    match row:
        case Offer():
            intake.offered(step, row, sender, generation)
        case Retract():
            intake.retracted(step, row, sender, generation)
        case Members():
            groups.take_membership(step, row.membership, sender)
        case NewCard():
            groups.take_card(step, row, sender)


def ask(step: Step, bureau: UUID) -> None:
    """Ask a peer for what is ours, in catch-up and while it has not returned everything."""
    peer = step.store.peer(bureau)
    if step.store.catching_up() and peer is not None and not peer.returned:
        step.send(bureau, Ask(peer.returning))


def open_if_complete(step: Step) -> None:
    """End catch-up once every peer was heard."""
    if step.store.catching_up() and restoring.is_complete(step):
        restoring.finish(step)
