"""What petitions do to records: block, free, see whether a decision is carried out; and forget.

Shared by the verbs and the clock of petitions. A record that another room keeps is blocked through
that room's own table of steps.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tocsin.rooms.bureaus.verb import Act
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.notices.actions import passing
from tocsin.rooms.notices.models import Notice
from tocsin.rooms.notices.timers import later
from tocsin.rooms.oversight.lifecycle import KEPT_MONTHS, Outcome, Wish
from tocsin.rooms.oversight.models import Named, Passage, Petition, due_before
from tocsin.rooms.register import writing
from tocsin.rooms.register.lifecycle import State, step
from tocsin.rooms.register.models import Record

WHY = "provisional block by oversight"  # the file's own reasons never enter a police file
AT_ONCE = 100


def block(act: Act | None, petition: Petition, at: datetime) -> list[UUID]:
    """Block what the petition names and can be blocked; return which. Without an act: the clock."""
    blocked = []
    for named in Named.of(petition):
        record, before = named.record, _before(named)
        if named.before or before is None:
            continue
        notice = Notice.unrestricted.filter(pk=record.pk).first()
        if record.state == State.BLOCKED:
            pass  # for another petition; each of them must end before the record acts again
        elif notice is None:
            after = step("record.block", record.state)
            writing.rule(record, "record.block", at=at, state=after, reason=WHY)
        elif act is not None:
            passing.take(act, notice, "notice.block", text=WHY)
        else:
            passing.by_clock(notice, "notice.block", at, text=WHY)
        named.before = before
        named.save(update_fields=["before"])
        blocked.append(record.pk)
    return blocked


def _before(named: Named) -> str | None:
    """Return the state the record goes back to after a block; None if it cannot be blocked."""
    if named.record.state in {State.RELEASED, State.SUSPENDED}:
        return str(named.record.state)
    if named.record.state != State.BLOCKED:
        return None
    others = Named.unrestricted.filter(record_id=named.record_id).exclude(before="")
    return others.values_list("before", flat=True).first()


def unblock(act: Act, petition: Petition, at: datetime) -> list[UUID]:
    """Let what was blocked for the petition act as before; return which.

    What another open petition blocked as well stays blocked.
    """
    freed = []
    for named in Named.of(petition):
        if not named.before:
            continue
        record, before = named.record, State(named.before)
        named.before = ""
        named.save(update_fields=["before"])
        if Named.unrestricted.filter(record=record).exclude(before="").exists():
            freed.append(record.pk)
            continue
        if record.state != State.BLOCKED:
            continue
        notice = Notice.unrestricted.filter(pk=record.pk).first()
        if notice is None:
            _free(record, before, at)
        else:
            passing.take(act, notice, "notice.unblock", text=WHY)
        freed.append(record.pk)
    return freed


def _free(record: Record, before: State, at: datetime) -> None:
    """Lift the block of a record; one that was suspended before is suspended again at once."""
    free = step("record.unblock", record.state)
    writing.rule(record, "record.unblock", at=at, state=free, reason=WHY)
    if before == State.SUSPENDED:
        writing.rule(
            record, "record.suspend", at=at, state=step("record.suspend", free), reason=WHY
        )


def outstanding(petition: Petition) -> list[str]:
    """Return the records for which a decision is not carried out yet, by id."""
    named = Named.of(petition)
    if petition.wish == Wish.ACCESS or petition.decided is None:
        return []
    done = {
        one.record_id
        for one in named
        if one.is_erased
        or (petition.wish == Wish.CORRECTION and _revised_since(one, petition.decided))
    }
    if petition.outcome == Outcome.PARTLY and done:
        return []
    return [str(one.record_id) for one in named if one.record_id not in done]


def _revised_since(named: Named, decided: datetime) -> bool:
    newest = named.record.revisions.first()
    return newest is not None and newest.at > decided


def enforce(at: datetime) -> int:
    """Block what a granted petition wanted corrected or erased and nobody did in time."""
    done = 0
    for petition in due_before(at)[:AT_ONCE]:
        with transaction.atomic():
            blocked = block(None, petition, at) if outstanding(petition) else []
            if blocked:
                _tell(petition, "petition.enforce", blocked, at)
                done += 1
    return done


def forget(at: datetime) -> int:
    """Erase who asked and what was said in files closed long ago; the numbers stay."""
    done = 0
    old = Petition.unrestricted.closed().filter(
        forgotten__isnull=True, changed__lt=later(at, -KEPT_MONTHS)
    )
    for petition in old[:AT_ONCE]:
        with transaction.atomic():
            petition.applicant = petition.contact = petition.text = ""
            petition.forgotten = at
            petition.save()
            Passage.unrestricted.filter(petition=petition).update(text="")
            _tell(petition, "petition.forget", [], at)
        done += 1
    return done


def _tell(petition: Petition, verb: str, records: list[UUID], at: datetime) -> None:
    Passage.unrestricted.create(petition=petition, verb=verb, at=at)
    journal.append(
        log=petition.bureau_id,
        verb=verb,
        realm=petition.realm,
        objects=[petition.pk, *records],
        actor=None,
        purpose="clock",
        at=at,
    )
