"""The state of a thread as a pure fold over its entries: equal for all who hold the same ones.

Order of arrival never matters and an entry that arrives twice counts once. Ties in the author's
time are broken by the entry's id. Entries of bureaus that take no part are ignored.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from tocsin.core.kinds.body import Body
from tocsin.core.kinds.threads import Answer, Encounter, Outcome, Question, Thread
from tocsin.core.kinds.words import AnswerStatus, OutcomeKind


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a thread: who wrote it, when by the author's clock, and what it says."""

    id: UUID
    author: str
    at: datetime
    body: Body


class Phase(StrEnum):
    """How far the work is."""

    OPEN = "open"
    ASKED = "asked"
    ANSWERED = "answered"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what each bureau answered last."""

    question: Question
    author: str
    answers: Mapping[str, AnswerStatus]

    @property
    def is_answered(self) -> bool:
        """True when everybody who was asked by name, or else anybody, answered in full."""
        full = {who for who, status in self.answers.items() if status is AnswerStatus.ANSWERED}
        return set(self.question.of) <= full if self.question.of else bool(full - {self.author})


@dataclass(frozen=True, slots=True)
class ThreadState:
    """What the entries amount to."""

    phase: Phase
    encounters: tuple[Encounter, ...] = ()
    questions: Mapping[UUID, Asked] = field(default_factory=dict)
    outcomes: Mapping[str, OutcomeKind] = field(default_factory=dict)

    def overdue(self, now: datetime) -> list[UUID]:
        """Return the questions past their time that are not answered."""
        return [
            key
            for key, asked in self.questions.items()
            if asked.question.due is not None and asked.question.due < now and not asked.is_answered
        ]


def fold(thread: Thread, entries: Iterable[Entry]) -> ThreadState:
    """Return the state; any order and any repetition of the same entries gives the same one."""
    once = {entry.id: entry for entry in entries if entry.author in thread.participants}
    ordered = sorted(once.values(), key=lambda entry: (entry.at, entry.id))
    questions = _questions(ordered)
    outcomes = {
        entry.author: entry.body.outcome for entry in ordered if isinstance(entry.body, Outcome)
    }
    return ThreadState(
        phase=_phase(thread, questions, outcomes),
        encounters=tuple(e.body for e in ordered if isinstance(e.body, Encounter)),
        questions=questions,
        outcomes=outcomes,
    )


def _questions(ordered: list[Entry]) -> dict[UUID, Asked]:
    answers: dict[str, dict[str, AnswerStatus]] = {}
    for entry in ordered:
        if isinstance(entry.body, Answer):
            answers.setdefault(str(entry.body.question), {})[entry.author] = entry.body.status
    return {
        entry.id: Asked(entry.body, entry.author, answers.get(str(entry.id), {}))
        for entry in ordered
        if isinstance(entry.body, Question)
    }


def _phase(
    thread: Thread, questions: Mapping[UUID, Asked], outcomes: Mapping[str, OutcomeKind]
) -> Phase:
    if set(thread.participants) <= set(outcomes):
        return Phase.DECIDED
    if any(not asked.is_answered for asked in questions.values()):
        return Phase.ASKED
    return Phase.ANSWERED if questions else Phase.OPEN
