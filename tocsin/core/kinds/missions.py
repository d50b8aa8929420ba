"""Operational support between bureaus: a mission asked for, offers of it, and what became of each.

Closed words, dates, a state and a desk to ring; no sentence at all. What a team does, and how, is
never written here. The state of a mission is a fold over these records, whatever their order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import Field, model_validator

from tocsin.core.kinds.body import Body, Dated, Some, Spot, listed, rows
from tocsin.core.kinds.closed import Contact
from tocsin.core.kinds.identity import Place
from tocsin.core.kinds.moments import Instant, PartialDate, instant_text
from tocsin.core.kinds.words import Word
from tocsin.core.kinds.writing import BureauCode, CaseReference, CountryCode, RecordId
from tocsin.core.sentences import say


class Need(Word):
    """What a bureau may ask others for."""

    CBRN_TEAM = "cbrn_team", "CBRN mobile team"
    DETECTION = "detection_equipment", "Detection equipment"
    EXPERT = "expert", "Expert"
    LABORATORY = "laboratory", "Laboratory analysis"
    FORENSIC_TEAM = "forensic_team", "Forensic team"
    LIAISON = "liaison_officer", "Liaison officer"
    DATABASES = "databases", "Access to databases on the spot"
    EVENT = "event_support", "Support at a major event"
    TRAINING = "training", "Training"


class Step(Word):
    """What the asker or one who was asked did next."""

    UNABLE = "unable", "Cannot help"
    ACCEPTED = "accepted", "Offer accepted"
    DECLINED = "declined", "Offer declined"
    DEPLOYED = "deployed", "Deployed"
    RETURNED = "returned", "Returned"


class MissionOutcome(Word):
    """How a mission ended for the bureau that asked for it."""

    SUPPORTED = "supported", "Supported as asked"
    PARTLY = "partly_supported", "Supported in part"
    NO_OFFER = "no_offer", "No offer came"
    NOT_NEEDED = "not_needed", "No longer needed"
    OTHERWISE = "otherwise", "Met by other means"


class Days(Body):
    """From which day to which: on the body of everything that is planned."""

    since: PartialDate = Field(title="From", description="The first day.")
    until: PartialDate = Field(title="Until", description="The last day.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not (self.since.is_day and self.until.is_day):
            raise ValueError("give whole days")
        if self.until.latest < self.since.earliest:
            raise ValueError("ends before it begins")
        return self

    def dates(self) -> list[Dated]:
        return [Dated("First day", self.since), Dated("Last day", self.until)]

    def days(self) -> str:
        """Return both days as one text."""
        return f"{self.since}/{self.until}"


class Mission(Days):
    """What a bureau asks others, or a hub, to support it with; where, when, and who to ring."""

    of: Some[BureauCode] = Field(title="Of", description="Codes of those who are asked.")
    needs: Some[Need] = Field(title="Needs", description="What is asked for.")
    case: CaseReference = Field(title="Case", description="The asker's case reference.")
    country: CountryCode = Field(title="State", description="The state it is wanted in.")
    due: Instant = Field(title="Due", description="Instant in UTC by which an offer is needed.")
    contact: Contact = Field(title="Contact", description="Whom to ask.")

    @model_validator(mode="after")
    def _once(self) -> Self:
        if len(set(self.of)) < len(self.of) or len(set(self.needs)) < len(self.needs):
            raise ValueError("names something twice")
        return self

    def title(self) -> str:
        return f"{listed(one.wording for one in self.needs)} · {self.case}"

    def search_texts(self) -> list[str]:
        return [self.title()]

    def places(self) -> list[Spot]:
        return [Place(country=self.country).spot("Wanted")]

    def summary(self) -> list[tuple[str, str]]:
        return rows(
            ("Needs", listed(one.wording for one in self.needs)),
            ("Days", self.days()),
            ("Of", listed(self.of)),
            ("Due", instant_text(self.due)),
        )


class MissionOffer(Days):
    """What one of those asked would send, and when."""

    mission: RecordId = Field(title="Mission", description="Id of the mission.")
    gives: Some[Need] = Field(title="Gives", description="What is offered.")
    contact: Contact = Field(title="Contact", description="Whom to ask.")

    def title(self) -> str:
        return listed(one.wording for one in self.gives)

    def summary(self) -> list[tuple[str, str]]:
        return rows(("Gives", self.title()), ("Days", self.days()))


class MissionStep(Body):
    """One bureau's next word in a mission."""

    mission: RecordId = Field(title="Mission", description="Id of the mission.")
    step: Step = Field(title="Step", description="What was done.")
    offer: RecordId | None = Field(default=None, title="Offer", description="Id of the offer.")
    since: PartialDate | None = Field(
        default=None, title="From", description="The first day of a deployment."
    )
    until: PartialDate | None = Field(
        default=None, title="Until", description="The last day of a deployment."
    )
    contact: Contact | None = Field(
        default=None, title="Contact", description="Who leads a deployment."
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        wanted, step = _WANTED[self.step], say(self.step.wording)
        for name in ("offer", "since", "until", "contact"):
            given = getattr(self, name) is not None
            if given and name not in wanted:
                raise ValueError(say("'{step}' has no {name}", step=step, name=name))
            if not given and name in wanted:
                raise ValueError(say("'{step}' needs {name}", step=step, name=name))
        if self.since and self.until and self.until.latest < self.since.earliest:
            raise ValueError("ends before it begins")
        return self

    def title(self) -> str:
        return self.step.wording

    def summary(self) -> list[tuple[str, str]]:
        days = f"{self.since}/{self.until}" if self.since else None
        return rows(("Step", self.step.wording), ("Days", days))


class MissionEnd(Body):
    """How a mission ended, as the bureau that asked for it says."""

    mission: RecordId = Field(title="Mission", description="Id of the mission.")
    outcome: MissionOutcome = Field(title="Outcome", description="How it ended.")

    def title(self) -> str:
        return self.outcome.wording

    def summary(self) -> list[tuple[str, str]]:
        return rows(("Outcome", self.outcome.wording))


_WANTED: Mapping[Step, frozenset[str]] = {
    Step.UNABLE: frozenset(),
    Step.ACCEPTED: frozenset({"offer"}),
    Step.DECLINED: frozenset({"offer"}),
    Step.DEPLOYED: frozenset({"offer", "since", "until", "contact"}),
    Step.RETURNED: frozenset({"offer"}),
}

_DECISIONS = frozenset({Step.ACCEPTED, Step.DECLINED})


class MissionPhase(StrEnum):
    """How far a mission is."""

    ASKED = "asked"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DEPLOYED = "deployed"
    RETURNED = "returned"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Told:
    """One record of a mission: who wrote it, when by the author's clock, and what it says."""

    id: UUID
    author: str
    at: datetime
    body: Body


@dataclass(slots=True)
class Offered:
    """An offer and what became of it: the newest word of the asker, then its author's own."""

    id: UUID
    author: str
    at: datetime
    body: MissionOffer
    decided: Step | None = None
    deployed: MissionStep | None = None
    returned: bool = False


@dataclass(frozen=True, slots=True)
class MissionState:
    """What the records amount to."""

    phase: MissionPhase
    offers: Mapping[UUID, Offered] = field(default_factory=dict)
    unable: frozenset[str] = frozenset()
    closed: datetime | None = None
    outcome: MissionOutcome | None = None


def folded(asker: str, mission: Mission, told: Iterable[Told]) -> MissionState:
    """Return the state; any order and any repetition of the same records gives the same one.

    Only who was asked offers, only the asker decides and closes, only who offered deploys, and
    only what was accepted.
    """
    ordered = sorted({one.id: one for one in told}.values(), key=lambda one: (one.at, one.id))
    offers = {
        one.id: Offered(one.id, one.author, one.at, one.body)
        for one in ordered
        if isinstance(one.body, MissionOffer) and one.author in mission.of
    }
    steps = [(one, one.body) for one in ordered if isinstance(one.body, MissionStep)]
    for one, step in steps:
        found = offers.get(UUID(str(step.offer))) if step.offer else None
        if found is not None and one.author == asker and step.step in _DECISIONS:
            found.decided = step.step
        if found is not None and found.author == one.author:
            _went(found, step)
    ends = [one for one in ordered if isinstance(one.body, MissionEnd) and one.author == asker]
    unable = {one.author for one, step in steps if step.step is Step.UNABLE} & set(mission.of)
    return MissionState(
        phase=MissionPhase.CLOSED if ends else _phase(offers.values()),
        offers=offers,
        unable=frozenset(unable - {one.author for one in offers.values()}),
        closed=ends[0].at if ends else None,
        outcome=_outcome(ends),
    )


def _outcome(ends: Sequence[Told]) -> MissionOutcome | None:
    said = ends[0].body if ends else None
    return said.outcome if isinstance(said, MissionEnd) else None


def _went(offer: Offered, step: MissionStep) -> None:
    if step.step is Step.DEPLOYED:
        offer.deployed, offer.returned = step, False
    elif step.step is Step.RETURNED and offer.deployed is not None:
        offer.returned = True


def _phase(offers: Iterable[Offered]) -> MissionPhase:
    alive = [one for one in offers if one.decided is not Step.DECLINED]
    accepted = [one for one in alive if one.decided is Step.ACCEPTED]
    gone = [one for one in accepted if one.deployed is not None]
    if gone:
        over = all(one.returned for one in gone)
        return MissionPhase.RETURNED if over else MissionPhase.DEPLOYED
    if accepted:
        return MissionPhase.ACCEPTED
    return MissionPhase.OFFERED if alive else MissionPhase.ASKED
