"""Shared work between bureaus: a thread, and the entries that single authors add to it.

Nobody edits another's entry; the state of a thread is a fold over its entries, whatever their
order of arrival.
"""

from collections.abc import Mapping
from typing import Self

from pydantic import Field, model_validator

from tocsin.core.kinds.body import Body, Several, Some, Spot, known, listed, rows
from tocsin.core.kinds.identity import Document, Place
from tocsin.core.kinds.moments import Instant, PartialDate, instant_text
from tocsin.core.kinds.words import (
    AnswerStatus,
    Asks,
    OutcomeKind,
    SaidForce,
    SaidHelp,
    SaidIdentity,
    SaidPaper,
    ThreadKind,
    Word,
)
from tocsin.core.kinds.writing import BureauCode, Line, RecordId, Text
from tocsin.core.sentences import say


class Confidence(Word):
    """How sure the officer is that the one before her is the one in the record."""

    POSSIBLE = "possible", "Possible"
    PROBABLE = "probable", "Probable"
    CONFIRMED = "confirmed", "Confirmed"


class Thread(Body):
    """A piece of work that several bureaus share."""

    type: ThreadKind = Field(title="Type", description="What the work is.")
    headline: Line = Field(title="Headline", description="The work in one line.")
    subject: RecordId | None = Field(
        default=None, title="Subject", description="Id of the record it is about."
    )
    participants: Some[BureauCode] = Field(
        title="Participants", description="Codes of the bureaus that take part, the opener first."
    )
    reference: Line | None = Field(
        default=None, title="Reference", description="The opener's own number."
    )
    continues: RecordId | None = Field(
        default=None, title="Continues", description="Id of the thread handed over to this one."
    )

    def title(self) -> str:
        return self.headline

    def search_texts(self) -> list[str]:
        return known(self.headline, self.reference)

    def summary(self) -> list[tuple[str, str]]:
        return rows(("Type", self.type.wording), ("Participants", listed(self.participants)))


class Encounter(Body):
    """That somebody or something in a record was met: the first entry of a hit."""

    thread: RecordId = Field(title="Thread", description="Id of the thread it belongs to.")
    subject: RecordId = Field(title="Subject", description="Id of the record that was hit.")
    met: Instant = Field(title="Met", description="Instant in UTC.")
    at: Place | None = Field(default=None, title="Place", description="Where it was.")
    confidence: Confidence = Field(title="Confidence", description="How sure the officer is.")
    documents: Several[Document] = Field(
        default=(), title="Documents", description="Papers that were shown."
    )
    note: Text | None = Field(default=None, title="Note", description="What the officer saw.")

    def title(self) -> str:
        where = f" at {self.at.line()}" if self.at else ""
        return f"{self.confidence.wording} encounter{where}"

    def search_texts(self) -> list[str]:
        return known(self.title(), *(paper.number for paper in self.documents), self.note)

    def places(self) -> list[Spot]:
        return [self.at.spot("Encounter")] if self.at else []

    def summary(self) -> list[tuple[str, str]]:
        return rows(("Met", instant_text(self.met)), ("Confidence", self.confidence.wording))


class Question(Body):
    """What one participant wants to know from the others, and by when."""

    thread: RecordId = Field(title="Thread", description="Id of the thread it belongs to.")
    asks: Some[Asks] = Field(title="Asks", description="What is asked for.")
    of: Several[BureauCode] = Field(
        default=(),
        title="Of",
        description="Who should answer; all participants if nobody is named.",
    )
    due: Instant | None = Field(
        default=None, title="Due", description="Instant in UTC by which an answer is needed."
    )
    text: Text | None = Field(default=None, title="Text", description="The question in words.")

    def title(self) -> str:
        return listed(asks.wording for asks in self.asks)

    def search_texts(self) -> list[str]:
        return known(self.title(), self.text)

    def summary(self) -> list[tuple[str, str]]:
        return rows(("Of", listed(self.of)), ("Due", instant_text(self.due) if self.due else None))


class Answer(Body):
    """One participant's answer to one question."""

    thread: RecordId = Field(title="Thread", description="Id of the thread it belongs to.")
    question: RecordId = Field(title="Question", description="Id of the question it answers.")
    status: AnswerStatus = Field(title="Status", description="How far the question is answered.")
    text: Text | None = Field(default=None, title="Text", description="The answer in words.")
    records: Several[RecordId] = Field(
        default=(), title="Records", description="Ids of the records sent along."
    )
    identity: SaidIdentity | None = Field(
        default=None, title="Identity", description="Whether it is the one asked about."
    )
    force: SaidForce | None = Field(
        default=None, title="In force", description="Whether the record still holds."
    )
    paper: SaidPaper | None = Field(
        default=None, title="Document", description="How the document stands with its issuer."
    )
    seen: Place | None = Field(
        default=None, title="Seen", description="Where the one asked about was last known to be."
    )
    seen_on: PartialDate | None = Field(
        default=None, title="Seen on", description="When that was, as far as it is known."
    )
    help: SaidHelp | None = Field(
        default=None, title="Assistance", description="Whether the bureau assists."
    )
    refers_to: BureauCode | None = Field(
        default=None, title="Refers to", description="Code of the bureau that can answer instead."
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.refers_to is not None) != (self.status is AnswerStatus.REFERRED):
            raise ValueError(say("say which bureau exactly when another one can answer"))
        if self.seen_on is not None and self.seen is None:
            raise ValueError(say("a day needs the place as well"))
        return self

    def title(self) -> str:
        return self.status.wording

    def said(self) -> dict[Asks, str]:
        """Return what is answered in closed words to each thing asked for."""
        found = {
            Asks.CONFIRM_IDENTITY: self.identity and self.identity.wording,
            Asks.STILL_IN_FORCE: self.force and self.force.wording,
            Asks.DOCUMENT_STATUS: self.paper and self.paper.wording,
            Asks.WHEREABOUTS: self.seen and listed(known(self.seen.line(), self._day())),
            Asks.ASSISTANCE: self.help and self.help.wording,
        }
        return {asks: text for asks, text in found.items() if text}

    def _day(self) -> str | None:
        return str(self.seen_on) if self.seen_on else None

    def search_texts(self) -> list[str]:
        return known(self.text, *self.said().values())

    def places(self) -> list[Spot]:
        return [self.seen.spot("Seen")] if self.seen else []

    def summary(self) -> list[tuple[str, str]]:
        said = [(asks.wording, text) for asks, text in self.said().items()]
        return rows(*said, ("Refers to", self.refers_to))


# In which fields an answer to each thing asked for is given, besides words and records.
ANSWERED_IN: Mapping[Asks, tuple[str, ...]] = {
    Asks.CONFIRM_IDENTITY: ("identity",),
    Asks.STILL_IN_FORCE: ("force",),
    Asks.DOCUMENT_STATUS: ("paper",),
    Asks.WHEREABOUTS: ("seen", "seen_on"),
    Asks.ASSISTANCE: ("help",),
}


class Outcome(Body):
    """How the work ended for the participant who writes it."""

    thread: RecordId = Field(title="Thread", description="Id of the thread it belongs to.")
    outcome: OutcomeKind = Field(title="Outcome", description="What came of it.")
    decided: Instant = Field(title="Decided", description="Instant in UTC.")
    note: Text | None = Field(
        default=None, title="Note", description="Why, and what was done under national law."
    )

    def title(self) -> str:
        return self.outcome.wording

    def search_texts(self) -> list[str]:
        return known(self.title(), self.note)

    def summary(self) -> list[tuple[str, str]]:
        return rows(("Decided", instant_text(self.decided)))
