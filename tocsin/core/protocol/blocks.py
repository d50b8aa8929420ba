"""Blocks: the signed word of a reviewer or oversight body that a record is not to be used.

``block`` stops screening and serving, until a moment if it names one; ``lift`` by the same body
ends it; ``cancel`` stops it for good. None alters content, and every holder obeys.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from tocsin.core.protocol import facts
from tocsin.core.protocol.believing import believe
from tocsin.core.protocol.decisions import Decision, Doubt
from tocsin.core.protocol.step import Step
from tocsin.core.protocol.store import Entry
from tocsin.core.statements.signed import Signed

EFFECTS = ("lift", "block", "cancel")  # of one moment, the last of these counts


def is_blocked(blocks: Iterable[Signed], at: datetime) -> bool:
    """Say whether any of the bodies that spoke of the record keeps it from being used."""
    newest: dict[UUID, tuple[datetime, int]] = {}
    ends: dict[UUID, datetime | None] = {}
    for said in blocks:
        body = facts.known(said, "block")
        (by,) = facts.about(said, "by")
        place = (facts.made_at(said), EFFECTS.index(body["effect"]))
        if body["effect"] == "cancel":
            return True
        if by not in newest or place > newest[by]:
            newest[by] = place
            ends[by] = facts.made_at(said, "until") if "until" in body else None
    return any(
        EFFECTS[effect] == "block" and (ends[by] is None or ends[by] > at)  # type: ignore[operator]
        for by, (_, effect) in newest.items()
    )


def check_block(step: Step, said: Signed, entry: Entry) -> None:
    """Return if this block is by a body that the record's envelope names; Doubt otherwise."""
    body = facts.known(said, "block")
    record, owner, by = facts.about(said, "id", "owner", "by")
    if body["effect"] not in EFFECTS or (record, owner) != (entry.id, entry.owner):
        raise Doubt(Decision.BAD_FORM)
    facts.made_at(said)
    if "until" in body:
        facts.made_at(said, "until")
    named = facts.facts(entry.version).reviewers if entry.version else frozenset({entry.owner})
    if by not in named:
        raise Doubt(Decision.NOT_THE_OWNER)
    believe(step, said, by)


def merged(step: Step, entry: Entry, given: Iterable[Signed], sender: UUID) -> tuple[Signed, ...]:
    """Return the entry's blocks with those of the given ones that are new and count."""
    found = {facts.digest(said): said for said in entry.blocks}
    for said in given:
        if facts.digest(said) in found:
            continue
        try:
            check_block(step, said, entry)
        except Doubt as doubt:
            step.decide(doubt.decision, sender=sender, subject=entry.id)
            continue
        found[facts.digest(said)] = said
    return tuple(found[mark] for mark in sorted(found))
