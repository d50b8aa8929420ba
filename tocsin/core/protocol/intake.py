"""What a peer's feed tells us of records: taken, set aside or refused, one row at a time.

Nothing is taken but a version that its owner signed, released to us, newer than all we know of
the record and not withdrawn; whoever brings it. One bad row harms no other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from uuid import UUID

from tocsin.core.protocol import facts, feeds
from tocsin.core.protocol.audience import check_addressed, is_over
from tocsin.core.protocol.believing import believe
from tocsin.core.protocol.blocks import is_blocked, merged
from tocsin.core.protocol.decisions import TABLE, Decision, Doubt, Effect
from tocsin.core.protocol.facts import Facts
from tocsin.core.protocol.groups import set_free
from tocsin.core.protocol.messages import Cursor, Evidence, Offer, Retract, Version
from tocsin.core.protocol.recalls import HELD, answer_again, leave, receipt
from tocsin.core.protocol.step import Step
from tocsin.core.protocol.store import Entry, Level, SetAside, Source, Standing
from tocsin.core.statements.signed import Signed


def offered(step: Step, offer: Offer, sender: UUID, generation: int) -> None:
    """Take an offer, or set it aside, or refuse it."""
    subject = None
    try:
        said = facts.facts(offer.version)
        subject = said.id
        entry = step.store.entry(said.id)
        _check(step, offer, said, sender, entry)
        decision = _take(step, offer, said, sender, entry, generation)
    except Doubt as doubt:
        decision = doubt.decision
        if TABLE[decision].effect is Effect.SET_ASIDE:
            _set_aside(step, offer.version.record, sender, doubt)
        elif subject is not None:
            _refused(step, subject, sender, decision)
    else:
        step.store.drop_aside(said.id, sender)
    step.decide(decision, sender=sender, subject=subject)


def _check(step: Step, offer: Offer, said: Facts, sender: UUID, entry: Entry | None) -> None:
    """Doubt whatever is not released to us by its owner, or of an owner who changed."""
    if entry is not None and entry.owner != said.owner:
        raise Doubt(Decision.NOT_THE_OWNER)
    if said.owner == step.me:
        for one in _statements(offer.version):
            believe(step, one, step.me, evidence=offer.evidence)
        raise Doubt(Decision.OWN)
    if entry is not None and entry.final is not None:
        raise Doubt(Decision.WITHDRAWN)
    accepted = entry.accepted if entry is not None and entry.order == said.order else None
    for one in _statements(offer.version):
        believe(step, one, said.owner, accepted=accepted, evidence=offer.evidence)
    if not step.rules.knows(said.kind):
        raise Doubt(Decision.UNKNOWN_SCHEMA)
    if offer.version.body is not None and not facts.fits(offer.version):
        raise Doubt(Decision.BAD_FORM)
    _check_order(step, said, entry)
    _check_released(step, offer, said, sender, entry)
    held = entry is not None and entry.standing is Standing.HELD and entry.order == said.order
    if offer.version.body is not None and not held:
        step.rules.admits(offer.version)


def _check_order(step: Step, said: Facts, entry: Entry | None) -> None:
    """Doubt what is older than what is known; two statements of one moment are shown."""
    if entry is None or entry.order is None or said.order == entry.order:
        return
    if said.order[:2] == entry.order[:2]:
        step.find("two-statements", Level.RED, peer=said.owner, subject=said.id)
    if said.order < entry.order:
        raise Doubt(Decision.OLDER)


def _check_released(
    step: Step, offer: Offer, said: Facts, sender: UUID, entry: Entry | None
) -> None:
    """Doubt what is not in force, not released to us, or not the sender's to give."""
    if said.state != facts.RELEASED:
        raise Doubt(Decision.NOT_IN_FORCE)
    check_addressed(step.store, said, sender)
    if is_over(said, step.now):
        raise Doubt(Decision.OVER)
    if entry is not None and entry.barred and sender != said.owner:
        raise Doubt(Decision.BARRED)
    if not 0 <= offer.hops < step.settings.hops or (offer.hops == 0) != (sender == said.owner):
        raise Doubt(Decision.TOO_FAR)


def _take(
    step: Step, offer: Offer, said: Facts, sender: UUID, entry: Entry | None, generation: int
) -> Decision:
    """Keep the version, or only note that this peer offers what we hold."""
    source = Source(offer.hops, Cursor(generation, offer.position))
    if entry is None:
        entry = Entry(said.id, said.owner, Standing.GONE)
    held = entry.standing is Standing.HELD and entry.order == said.order
    offer = replace(offer, version=_completed(offer.version, entry))
    if not held and offer.version.body is None:
        return _told_of_blocks(step, offer, sender, entry)
    blocks = merged(step, _with_version(entry, offer.version), offer.blocks, sender)
    route, away = _route(step, entry, sender, offer.hops + 1)
    entry = replace(entry, route=route, away=away)
    if held:
        same = blocks == entry.blocks and not entry.barred
        kept = replace(
            _from_further(step, entry, sender, source) or _from_as_near(entry, sender, source),
            blocks=blocks,
            barred=False,
            evidence=offer.evidence or entry.evidence,
        )
        step.store.keep_entry(kept)
        feeds.refresh(step, kept, again=kept.distance > entry.distance)
        return Decision.KNOWN if same else Decision.ACCEPTED
    return _keep_newer(step, replace(offer, blocks=blocks), said, sender, entry, source)


def _keep_newer(
    step: Step, offer: Offer, said: Facts, sender: UUID, entry: Entry, source: Source
) -> Decision:
    """Keep a version newer than any before, and sign for it if its content is new here."""
    kept = replace(
        entry,
        standing=Standing.HELD,
        order=said.order,
        version=offer.version,
        sources={sender: source},
        distance=offer.hops + 1,
        blocks=offer.blocks,
        barred=False,
        accepted=step.now,
        answer="",
        evidence=offer.evidence,
    )
    anew = entry.standing is not Standing.HELD or entry.order is None
    if anew or entry.order.revision != said.order.revision:  # type: ignore[union-attr]
        kept = receipt(step, kept, HELD)
    else:
        step.store.keep_entry(kept)
    feeds.refresh(step, kept)
    set_free(step, kept.id)
    return Decision.ACCEPTED


def _from_as_near(entry: Entry, sender: UUID, source: Source) -> Entry:
    """Return the entry with a source that changes nothing, or brings it nearer to the owner."""
    sources = {**entry.sources, sender: source}
    return replace(entry, sources=sources, distance=min(entry.distance, source.hops + 1))


def _from_further(step: Step, entry: Entry, sender: UUID, source: Source) -> Entry | None:
    """Return the entry as it is further away, if its last nearer source went further; else None.

    Peers are told the new distance, so that holders in a circle count up to the most there can be
    and let go, instead of keeping the record alive for each other.
    """
    others = {one: other for one, other in entry.sources.items() if one != sender}
    near = any(one.hops < entry.distance for one in (source, *others.values()))
    if near or sender not in entry.sources:
        return None
    _ask_again(step, entry, others)
    return replace(entry, sources={sender: source}, distance=source.hops + 1)


def _route(step: Step, entry: Entry, sender: UUID, away: int) -> tuple[UUID, int]:
    """Return the way of receipts to the owner: the shortest on which the record ever came."""
    known = entry.route is not None and step.store.peer(entry.route) is not None
    if known and 0 < entry.away <= away:
        return entry.route, entry.away  # type: ignore[return-value]
    return sender, away


def _completed(version: Version, entry: Entry) -> Version:
    """Return the version with the body we hold of this very revision, where it came without."""
    held = entry.version if entry.standing is Standing.HELD else None
    if version.body is not None or held is None or held.record != version.record:
        return version
    return replace(version, body=held.body, salt=held.salt)


def _told_of_blocks(step: Step, offer: Offer, sender: UUID, entry: Entry) -> Decision:
    """Obey the blocks of a record offered without its body; take nothing else from it."""
    if entry.standing is not Standing.HELD or not is_blocked(offer.blocks, step.now):
        return Decision.UNCONCERNED
    blocks = merged(step, entry, offer.blocks, sender)
    if blocks == entry.blocks:
        return Decision.KNOWN
    kept = replace(entry, blocks=blocks)
    step.store.keep_entry(kept)
    feeds.refresh(step, kept)
    return Decision.ACCEPTED


def retracted(step: Step, row: Retract, sender: UUID, generation: int) -> None:
    """Obey a retract: the owner's word ends the record, a peer's own word ends its own offer."""
    entry = step.store.entry(row.id)
    try:
        if row.owner == step.me or (entry is not None and entry.standing is Standing.OWN):
            decision = Decision.OWN
        elif entry is not None and entry.owner != row.owner:
            decision = Decision.NOT_THE_OWNER
        elif row.statement is not None:
            decision = withdrawn(
                step, row.id, row.owner, row.statement, evidence=row.evidence, sender=sender
            )
        else:
            decision = _taken_back(step, row, entry, sender, generation)
    except Doubt as doubt:
        decision = doubt.decision
        if TABLE[decision].effect is Effect.SET_ASIDE and row.statement is not None:
            if sender == row.owner:  # out of use at once; the proof may come later
                _taken_back(step, row, entry, sender, generation)
            _set_aside(step, row.statement, sender, doubt)
    else:
        step.store.drop_aside(row.id, sender)
    step.decide(decision, sender=sender, subject=row.id)


def withdrawn(
    step: Step,
    record: UUID,
    owner: UUID,
    said: Signed,
    *,
    evidence: tuple[Evidence, ...],
    sender: UUID,
) -> Decision:
    """End a record for good, by its owner's word."""
    check_final(step, said, record, owner, evidence)
    entry = step.store.entry(record) or Entry(record, owner, Standing.GONE, route=sender)
    if entry.final is not None:
        if sender == owner:
            answer_again(step, entry, f"withdrawal {facts.digest(entry.final)}")
        return Decision.KNOWN
    for row in step.store.aside(record=record):
        step.store.drop_aside(record, row.peer)
    ended = replace(entry, final=said, evidence=evidence, accepted=step.now)
    kept = leave(step, ended, f"withdrawal {facts.digest(said)}")
    feeds.refresh(step, kept)
    return Decision.RETRACTED


def check_final(
    step: Step, said: Signed, record: UUID, owner: UUID, evidence: tuple[Evidence, ...]
) -> None:
    """Return if the statement is the owner's and ends this record; Doubt otherwise."""
    if not facts.is_final(said):
        raise Doubt(Decision.BAD_FORM)
    if facts.about(said, "id", "owner") != (record, owner):
        raise Doubt(Decision.BAD_FORM)
    believe(step, said, owner, evidence=evidence)


def _taken_back(
    step: Step, row: Retract, entry: Entry | None, sender: UUID, generation: int
) -> Decision:
    """Drop a peer's offer; without any other, or by the owner's own feed, purge."""
    if entry is None:
        if sender != row.owner:
            return Decision.UNCONCERNED
        entry = Entry(row.id, row.owner, Standing.GONE, route=sender)
    if sender != row.owner:
        return drop_source(step, entry, sender)
    answer = f"retract {generation}.{row.position}"
    kept = leave(step, replace(entry, barred=True), answer)
    feeds.refresh(step, kept)
    return Decision.RETRACTED


def expire(step: Step) -> None:
    """Do what time does: purge copies whose release is over, and bring the feeds in line."""
    for entry in step.store.entries_due(step.now):
        step.store.looked_at(entry.id, step.now)
        kept = entry
        held = entry.version if entry.standing is Standing.HELD else None
        if held is not None and is_over(facts.facts(held), step.now):
            kept = leave(step, entry)
        feeds.refresh(step, kept)


def drop_source(step: Step, entry: Entry, peer: UUID) -> Decision:
    """Forget that a peer offers this record; purge what nobody nearer to the owner offers.

    Peers that stood by are asked again: they answer if they still may.
    """
    if peer not in entry.sources:
        return Decision.UNCONCERNED
    sources = {one: source for one, source in entry.sources.items() if one != peer}
    nearer = any(source.hops < entry.distance for source in sources.values())
    kept = replace(entry, sources=sources)
    if nearer or entry.standing is not Standing.HELD or entry.version is None:
        step.store.keep_entry(kept)
        feeds.refresh(step, kept)
        return Decision.UNCONCERNED
    _ask_again(step, entry, sources)
    kept = leave(step, kept)
    feeds.refresh(step, kept)
    return Decision.RETRACTED


def _ask_again(step: Step, entry: Entry, standing_by: Iterable[UUID]) -> None:
    """Ask those again who offered a record while another was nearer."""
    assert entry.version is not None
    for one in standing_by:
        why = Decision.STANDING_BY.value
        step.store.set_aside(
            SetAside(entry.id, one, why, entry.version.record, step.now, ready=True)
        )
        step.pull_from(one)


def named(rows: Iterable[Offer | Retract]) -> Iterator[UUID]:
    """Return which records the rows are about, as far as they say."""
    for row in rows:
        try:
            about = facts.about(row.version.record, "id") if isinstance(row, Offer) else (row.id,)
        except Doubt:
            continue
        yield from about


def _statements(version: Version) -> list[Signed]:
    return [version.record, *([version.ruling] if version.ruling is not None else [])]


def _with_version(entry: Entry, version: Version) -> Entry:
    return replace(entry, version=version)


def _set_aside(step: Step, envelope: Signed, sender: UUID, doubt: Doubt) -> None:
    """Keep the envelope and the reason; the body is asked for again when it can be accepted."""
    try:
        (record,) = facts.about(envelope, "id")
    except Doubt:
        return
    until = None
    if doubt.decision is Decision.EARLY:
        until = facts.made_at(envelope)
    step.store.set_aside(
        SetAside(
            record, sender, doubt.decision.value, envelope, step.now, doubt.waits_for, until=until
        )
    )


def _refused(step: Step, record: UUID, sender: UUID, decision: Decision) -> None:
    """Tell who offers a withdrawn record that it is withdrawn; forget what waits of the others."""
    step.store.drop_aside(record, sender)
    entry, peer = step.store.entry(record), step.store.peer(sender)
    if decision is Decision.TOO_FAR and entry is not None:
        drop_source(step, entry, sender)
    if decision is Decision.WITHDRAWN and entry is not None and peer is not None:
        feeds.tell_withdrawn(step, entry, peer)
