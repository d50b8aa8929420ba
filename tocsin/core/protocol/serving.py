"""Serving a pull: the rows after the cursor, each checked again, with what was asked for again."""

from dataclasses import replace
from uuid import UUID

from tocsin.core.protocol import facts
from tocsin.core.protocol.feeds import (
    Wanted,
    evidence_of,
    fresh_groups,
    refresh_for,
    token,
    wanted,
)
from tocsin.core.protocol.messages import (
    Cursor,
    Fresh,
    Members,
    NewCard,
    Offer,
    Page,
    Pull,
    Retract,
    Row,
)
from tocsin.core.protocol.recalls import PASSED_ON, receipt
from tocsin.core.protocol.step import Step
from tocsin.core.protocol.store import Entry, FeedRow, Holding, PeerState, Standing, Subject


def serve(step: Step, pull: Pull, peer: PeerState) -> Page:
    """Return the page; what it offers stands in the ledger before the page leaves."""
    generation, shown = step.store.generation(), peer.shown
    after = pull.cursor if pull.cursor.generation == generation else Cursor(generation, 0)
    most = max(1, min(pull.limit, step.settings.page_rows))
    rows: list[Row] = []
    position, weight = after.position, 0
    for row in step.store.rows_after(peer.bureau, after.position, most):
        served = serve_row(step, row, peer)
        position = row.position
        if served is not None:
            rows.append(served)
            weight += _weight(served)
        if weight >= step.settings.page_bytes:
            break
    cursor = Cursor(generation, position)
    step.store.keep_peer(replace(peer, shown=max(shown, cursor)))
    return Page(
        after=pull.cursor,
        cursor=cursor,
        rows=tuple(rows),
        more=bool(step.store.rows_after(peer.bureau, position, 1)),
        asked=pull.again[:most],
        again=tuple(_again(step, pull.again[:most], peer)),
        fresh=fresh(step, peer.bureau),
    )


def fresh(step: Step, reader: UUID) -> tuple[Fresh, ...]:
    """Return until when we know the versions of the groups we share with this reader as newest."""
    return tuple(
        Fresh(group.id, group.version, step.now if group.owner == step.me else group.as_of)
        for group in fresh_groups(step, reader)
    )


def serve_row(step: Step, row: FeedRow, peer: PeerState) -> Row | None:
    """Return what a row says now, None for nothing; what it offers stands in the ledger."""
    if row.subject is Subject.RECORD:
        return _record(step, row, peer)
    if row.subject is Subject.CARD:
        card = step.store.card(row.id)
        return None if card is None else NewCard(row.position, card.signed)
    group = step.store.group(row.id)
    if group is None or peer.bureau not in group.members:
        return None
    return Members(row.position, group.signed)


def _record(step: Step, row: FeedRow, peer: PeerState) -> Row | None:
    entry = step.store.entry(row.id)
    if entry is None:
        return None
    want = wanted(step, entry, peer)
    if row.offered and want in {Wanted.OFFER, Wanted.STOP}:
        return _offer(step, entry, peer, row.position, whole=want is Wanted.OFFER)
    if want is Wanted.RETRACT:
        if row.offered:  # it was true when it was written; the end follows as a row of its own
            refresh_for(step, entry, peer)
            return None
        return _retract(step, entry, peer, row.position)
    return None


def _offer(step: Step, entry: Entry, peer: PeerState, position: int, *, whole: bool) -> Offer:
    holding = step.store.holding(entry.id, peer.bureau) or Holding(entry.id, peer.bureau)
    mark = token(step, entry)
    if entry.standing is Standing.HELD and not holding.served:
        receipt(step, entry, PASSED_ON, str(peer.bureau))
    if holding.served != mark:
        step.store.keep_holding(replace(holding, served=mark))
    version = entry.version
    assert version is not None
    return Offer(
        position=position,
        version=version if whole else replace(version, body=None, salt=None),
        blocks=entry.blocks,
        hops=entry.distance,
        evidence=evidence_of(step, entry),
    )


def _retract(step: Step, entry: Entry, peer: PeerState, position: int) -> Retract | None:
    if step.store.holding(entry.id, peer.bureau) is None:
        return None  # it never had it, and is not told that it exists
    return Retract(position, entry.id, entry.owner, entry.final, evidence_of(step, entry))


def files(step: Step, entry: Entry, peer: PeerState) -> tuple[str, ...]:
    """Return the files of an own record that this peer holds and would be offered now."""
    holding = step.store.holding(entry.id, peer.bureau)
    if entry.standing is not Standing.OWN or entry.version is None:
        return ()
    if holding is None or not holding.served or holding.recalled is not None:
        return ()
    if wanted(step, entry, peer) is not Wanted.OFFER:
        return ()
    return facts.facts(entry.version).files


def _again(step: Step, asked: tuple[UUID, ...], peer: PeerState) -> list[Offer | Retract]:
    """Return what the feed says now of the records asked for again, as far as the rules let."""
    found: list[Offer | Retract] = []
    for record in asked:
        row = step.store.newest_row(peer.bureau, Subject.RECORD, record)
        entry = step.store.entry(record)
        if row is None or entry is None:
            continue
        want = wanted(step, entry, peer)
        if want is Wanted.OFFER and row.offered:
            found.append(_offer(step, entry, peer, row.position, whole=True))
        elif want is Wanted.RETRACT and (end := _retract(step, entry, peer, row.position)):
            found.append(end)
    return found


def _weight(row: Row) -> int:
    if not isinstance(row, Offer):
        return 1_000
    version = row.version
    return len(version.record.statement) + len(version.body or b"") + facts.WEIGHT_OF_SIGNATURES
