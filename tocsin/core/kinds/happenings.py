"""Where and what happened, and what is reported about it: locations, events, reports."""

from typing import Self

from pydantic import Field, model_validator

from tocsin.core.kinds.body import Body, Dated, Several, Spot, known, listed, rows
from tocsin.core.kinds.identity import Place, Source, in_order
from tocsin.core.kinds.moments import PartialDate
from tocsin.core.kinds.words import (
    EventKind,
    InformationEvaluation,
    LocationKind,
    SourceEvaluation,
)
from tocsin.core.kinds.writing import Line, RecordId, Text
from tocsin.core.sentences import say


class Location(Body):
    """A place worth a record of its own."""

    name: Line = Field(title="Name", description="What the place is called.")
    type: LocationKind | None = Field(
        default=None, title="Type", description="What kind of place it is."
    )
    place: Place = Field(title="Place", description="Address, country and coordinates.")
    sources: Several[Source] = Field(
        default=(), title="Sources", description="Where this is known from."
    )
    note: Text | None = Field(
        default=None, title="Note", description="What else a colleague must know."
    )

    def title(self) -> str:
        return self.name

    def all_names(self) -> list[str]:
        return [self.name]

    def search_texts(self) -> list[str]:
        return known(self.name, self.place.line(), self.note)

    def places(self) -> list[Spot]:
        return [self.place.spot(self.name)]

    def summary(self) -> list[tuple[str, str]]:
        return rows(("Type", self.type and self.type.wording), ("Place", self.place.line()))


class Event(Body):
    """Something that happened or is feared, told without a word on how it is done."""

    headline: Line = Field(title="Headline", description="What happened, in one line.")
    type: EventKind = Field(title="Type", description="What kind of event it is.")
    begins: PartialDate | None = Field(
        default=None, title="Begins", description="When it happened or begins."
    )
    ends: PartialDate | None = Field(default=None, title="Ends", description="When it ended.")
    at: Several[Place] = Field(default=(), title="Places", description="Where it happened.")
    text: Text | None = Field(
        default=None,
        title="Text",
        description="What a colleague must know. Nothing about how anything is made or done.",
    )
    sources: Several[Source] = Field(
        default=(), title="Sources", description="Where this is known from."
    )

    @model_validator(mode="after")
    def _span(self) -> Self:
        in_order(self.begins, self.ends, of=say("the dates"))
        return self

    def title(self) -> str:
        return self.headline

    def search_texts(self) -> list[str]:
        return known(self.headline, *(place.line() for place in self.at), self.text)

    def places(self) -> list[Spot]:
        return [place.spot(self.type.wording) for place in self.at]

    def dates(self) -> list[Dated]:
        return [Dated(self.type.wording, self.begins, self.ends)] if self.begins else []

    def summary(self) -> list[tuple[str, str]]:
        return rows(
            ("Type", self.type.wording),
            ("When", str(self.begins or "")),
            ("Where", listed(place.line() for place in self.at)),
        )


class Report(Body):
    """An intelligence report: what was said, and how far it and its source are to be believed."""

    headline: Line = Field(title="Headline", description="The report in one line.")
    text: Text = Field(
        title="Text",
        description="The report itself. Nothing about how anything is made or done.",
    )
    source_evaluation: SourceEvaluation = Field(
        title="Source", description="How reliable the source is, A to X."
    )
    information_evaluation: InformationEvaluation = Field(
        title="Information", description="How sure the information is, 1 to 4."
    )
    happened: PartialDate | None = Field(
        default=None, title="Date of the event", description="When what is reported happened."
    )
    at: Several[Place] = Field(default=(), title="Places", description="Where it happened.")
    about: Several[RecordId] = Field(
        default=(), title="About", description="Ids of the records this report is about."
    )
    references: Several[Line] = Field(
        default=(), title="References", description="Numbers of other papers in this matter."
    )
    sources: Several[Source] = Field(
        default=(), title="Sources", description="Where this is known from."
    )

    def title(self) -> str:
        return self.headline

    def search_texts(self) -> list[str]:
        places = (place.line() for place in self.at)
        return known(self.headline, self.text, *self.references, *places)

    def places(self) -> list[Spot]:
        return [place.spot("Reported place") for place in self.at]

    def dates(self) -> list[Dated]:
        return [Dated("Reported event", self.happened)] if self.happened else []

    def summary(self) -> list[tuple[str, str]]:
        return rows(
            ("Source", self.source_evaluation.wording),
            ("Information", self.information_evaluation.wording),
            ("When", str(self.happened or "")),
        )
