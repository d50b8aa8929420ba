"""Threads below the verbs: written as records for the two bureaus, read back into rows.

The row of a request is a pure fold over the records that are here, so that both sides show the same
whatever came first, and a record that is taken back takes its part of the state with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tocsin.core.errors import InvalidInput, NotFound
from tocsin.core.kinds import KINDS, Answer, Outcome, Thread, read
from tocsin.core.kinds.folding import Entry as Spoken
from tocsin.core.kinds.folding import fold
from tocsin.core.kinds.moments import instant_text
from tocsin.core.kinds.words import ThreadKind
from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.bureaus.verb import Act
from tocsin.rooms.register.actions.following import Following
from tocsin.rooms.register.lifecycle import State
from tocsin.rooms.register.models import Record
from tocsin.rooms.requests.actions.reached import reached_by
from tocsin.rooms.requests.models import Entry, Request
from tocsin.rooms.requests.rules import CLASSES, FINAL_ANSWERS, Urgency, urgency_of, warned_from

ENTRIES = frozenset({"encounter", "question", "answer", "outcome"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a new request says."""

    to: Bureau
    headline: str
    asks: Sequence[str]
    urgency: Urgency
    text: str = ""
    subject: UUID | None = None
    reference: str = ""
    continues: UUID | None = None


def begin(act: Act, asked: Asked) -> Request:
    """Write the thread and its first question for the two bureaus, and return the request."""
    own = Bureau.unrestricted.get(pk=act.reader.bureau)
    thread = {
        "type": ThreadKind.REQUEST.value,
        "headline": asked.headline,
        "participants": [own.code, asked.to.code],
        **_given(subject=asked.subject, reference=asked.reference, continues=asked.continues),
    }
    record = FOLLOWING.write(act, "thread", thread, [asked.to])
    due = act.at + CLASSES[asked.urgency].within
    question = _question(record.pk, asked.asks, due, asked.text)
    FOLLOWING.write(act, "question", question, [asked.to])
    FOLLOWING.follow({record.pk})
    act.note(to=asked.to.code, urgency=asked.urgency.value)
    return Request.unrestricted.get(pk=record.pk)


def ask_more(act: Act, request: Request, asks: Sequence[str], due: datetime, text: str) -> None:
    """Add a question to a thread; the time of the newest question is the one that runs."""
    add(act, request, "question", _question(request.pk, asks, due, text))


def add(act: Act, request: Request, kind: str, body: dict[str, Any]) -> None:
    """Write an entry of this bureau's into the thread, for the other bureau."""
    FOLLOWING.write(act, kind, body, [request.other(act.reader.bureau)])
    FOLLOWING.follow({request.pk})


def partner(act: Act, pk: UUID) -> Bureau:
    """Return the bureau a request can go to: one of this node, or a peer with an open line."""
    found = reached_by(act.reader).filter(pk=pk).first()
    if found is None:
        raise NotFound("there is no such bureau with an open line", place="to")
    return found


def own_subject(act: Act, pk: UUID | None) -> UUID | None:
    """Return the record a request is about; raises InvalidInput unless the officer sees it."""
    if pk is not None and not Record.visible_to(act.reader).filter(pk=pk).exists():
        raise InvalidInput("is no record that you see", place="subject")
    return pk


def _fold(record: Record) -> None:
    said = read("thread", record.body)
    assert isinstance(said, Thread)
    bureaus = {one.code: one for one in Bureau.unrestricted.filter(code__in=said.participants)}
    other = [bureaus[code] for code in said.participants if code in bureaus]
    asked = next((one for one in other if one.pk != record.owner_id), None)
    is_ours = said.type is ThreadKind.REQUEST and len(said.participants) == 2
    state = None
    if is_ours and asked is not None and record.owner.code in said.participants:
        state = _state(record, said, asked)
    if state is None:  # of another kind or between others, or its questions were taken back
        Request.unrestricted.filter(pk=record.pk).delete()
        return
    before = Request.unrestricted.filter(pk=record.pk).values_list("due", flat=True).first()
    if before != state["due"]:
        state["alarm"] = Request.Alarm.QUIET
    Request.unrestricted.update_or_create(
        record=record, defaults={"asker": record.owner, "asked": asked, **state}
    )


def _state(record: Record, said: Thread, asked: Bureau) -> dict[str, Any] | None:
    """Return the columns that follow from a thread's entries; None before its first question."""
    rows = Entry.unrestricted.filter(
        thread=record.pk,
        record__realm=record.realm,
        record__state=State.RELEASED,
        record__owner_id__in=[record.owner, asked],
    ).select_related("record__owner")
    spoken = [
        Spoken(row.pk, row.record.owner.code, row.at, read(row.record.kind, row.record.body))
        for row in rows
        if row.record.kind in KINDS
    ]
    state = fold(said, spoken)
    times = {one.id: one.at for one in spoken}
    mine = [key for key, one in state.questions.items() if one.author == record.owner.code]
    if not mine:
        return None
    newest = max(mine, key=lambda key: (times[key], key))
    question = state.questions[newest].question
    opened = times[newest]
    due = question.due or opened + CLASSES[Urgency.ORDINARY].within
    status = state.questions[newest].answers.get(asked.code)
    return {
        "urgency": urgency_of(opened, due).value,
        "opened": opened,
        "warn": warned_from(opened, due),
        "due": due,
        "status": status.value if status else "",
        "answered": _answered(spoken, newest, asked.code),
        "closed": _closed(spoken, record.owner.code),
        "outcome": str(state.outcomes.get(record.owner.code, "")),
    }


def _answered(spoken: Sequence[Spoken], question: UUID, asked: str) -> datetime | None:
    times = [
        one.at
        for one in spoken
        if isinstance(one.body, Answer)
        and one.author == asked
        and UUID(str(one.body.question)) == question
        and one.body.status in FINAL_ANSWERS
    ]
    return min(times, default=None)


def _closed(spoken: Sequence[Spoken], asker: str) -> datetime | None:
    times = [one.at for one in spoken if isinstance(one.body, Outcome) and one.author == asker]
    return min(times, default=None)


def _question(thread: UUID, asks: Sequence[str], due: datetime, text: str) -> dict[str, Any]:
    return {
        "thread": str(thread),
        "asks": [str(one) for one in asks],
        "due": instant_text(due),
        **_given(text=text),
    }


def _given(**said: Any) -> dict[str, Any]:
    return {name: str(value) for name, value in said.items() if value not in (None, "")}


FOLLOWING = Following("thread", ENTRIES, Entry, Request, _fold)
