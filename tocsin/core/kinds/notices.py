"""Notices and diffusions: what a bureau asks of its colleagues about linked subjects, and why.

Subjects are records of their own, named here by id with the status they have in this matter. The
purple notice is a kind of its own, because it has no field that could hold a sentence.
"""

from typing import Annotated, Self

from pydantic import Field, model_validator

from tocsin.core.kinds.body import Body, Dated, Part, Several, Spot, known, listed, rows
from tocsin.core.kinds.closed import Contact, DeviceCategory, DeviceTag, Region
from tocsin.core.kinds.colours import (
    Assurance,
    Checked,
    Form,
    Hue,
    Mark,
    OffenceCategory,
    Refuge,
    Sought,
    ThreatGrounds,
)
from tocsin.core.kinds.identity import Place, in_order
from tocsin.core.kinds.moments import PartialDate
from tocsin.core.kinds.words import Instruction, PersonStatus
from tocsin.core.kinds.writing import CaseReference, CountryCode, Line, RecordId, Text

Months = Annotated[int, Field(ge=0, le=1_200)]


class Subject(Part):
    """Whom or what the notice is about: a linked record, and what it is in this matter."""

    record: RecordId = Field(title="Record", description="Number of the linked record.")
    status: PersonStatus | None = Field(
        default=None, title="Status", description="Of a person, in this matter; mandatory."
    )


class Offence(Part):
    """The offence, as the charge has it."""

    category: OffenceCategory = Field(title="Category", description="What it is about.")
    charge: Line = Field(title="Charge", description="As the indictment or judgment names it.")
    law: Line | None = Field(default=None, title="Law", description="Provision that covers it.")
    begins: PartialDate | None = Field(
        default=None, title="Committed", description="When, or when it began."
    )
    ends: PartialDate | None = Field(default=None, title="Until", description="When it ended.")
    place: Place | None = Field(default=None, title="Place", description="Where.")
    maximum: Months | None = Field(
        default=None, title="Maximum penalty", description="In months; life is 1200."
    )
    sentence: Months | None = Field(
        default=None, title="Sentence", description="Imposed, or still to be served; in months."
    )

    @model_validator(mode="after")
    def _span(self) -> Self:
        in_order(self.begins, self.ends, of="the offence")
        return self


class Warrant(Part):
    """The arrest warrant or the decision that has its effect."""

    reference: Line = Field(title="Reference", description="Number of the warrant.")
    authority: Line = Field(title="Authority", description="Court or prosecutor.")
    country: CountryCode | None = Field(
        default=None, title="Country", description="Where it was issued."
    )
    issued: PartialDate = Field(title="Issued", description="Date of the warrant.")
    expires: PartialDate | None = Field(
        default=None, title="Expires", description="If it ends by itself."
    )

    @model_validator(mode="after")
    def _span(self) -> Self:
        in_order(self.issued, self.expires, of="the warrant")
        return self


class Threat(Part):
    """An assessment by a law-enforcement authority; never how anything is made or done."""

    assessed_by: Line = Field(title="Assessed by", description="The authority that assessed it.")
    assessed: PartialDate = Field(title="Assessed on", description="Date of the assessment.")
    grounds: ThreatGrounds = Field(title="Grounds", description="What the assessment rests on.")
    imminent_until: PartialDate | None = Field(
        default=None,
        title="Imminent until",
        description="The day by which it is looked at again; after it, it is not imminent.",
    )

    @model_validator(mode="after")
    def _span(self) -> Self:
        in_order(self.assessed, self.imminent_until, of="the threat")
        return self


class PoliceReport(Part):
    """The report of a missing person, or the record of a discovery."""

    reference: Line = Field(title="Reference", description="Number of the report.")
    received: PartialDate = Field(title="Received", description="When police accepted it.")
    seen: PartialDate | None = Field(
        default=None, title="Seen or found", description="When last seen, or found."
    )
    place: Place | None = Field(
        default=None, title="Place", description="Where last seen, or found."
    )

    @model_validator(mode="after")
    def _span(self) -> Self:
        in_order(self.seen, self.received, of="the report")
        return self


class Listing(Part):
    """The sanctions listing that a special notice follows."""

    list_name: Line = Field(title="List", description="Which list.")
    entry: Line = Field(title="Entry", description="Reference of the entry.")
    listed: PartialDate | None = Field(
        default=None, title="Listed on", description="As the list gives it."
    )
    amended: PartialDate | None = Field(
        default=None, title="Amended on", description="The last amendment."
    )


class Addendum(Part):
    """Something added after release, such as an extradition that was refused."""

    day: PartialDate = Field(title="Day", description="When it was added.")
    text: Line = Field(title="Text", description="What colleagues must know in addition.")


class AnyNotice(Body):
    """What every notice has: a form, a case, subjects, what is sought, whom to ask, until when."""

    form: Form = Field(title="Form", description="To all members, or to bureaus you choose.")
    case: CaseReference = Field(title="Case", description="Your case reference.")
    subjects: Several[Subject] = Field(
        default=(), title="Subjects", description="Linked records this is about."
    )
    sought: Several[Sought] = Field(
        default=(), title="Sought", description="What is asked of a colleague; mandatory."
    )
    checked: Several[Checked] = Field(
        default=(), title="Checked", description="What you have checked and answer for."
    )
    instruction: Instruction = Field(
        default=Instruction.CONTACT_OWNER, title="Instruction", description="What to do on a hit."
    )
    contact: Contact = Field(title="Contact", description="Whom to ask, day and night.")
    until: PartialDate = Field(
        title="In force until", description="The last day; five years at most."
    )
    mark: Mark | None = Field(
        default=None, title="Mark", description="Set by the node on what is not verified yet."
    )

    @property
    def hue(self) -> Hue:
        """The colour of the notice."""
        raise NotImplementedError

    def title(self) -> str:
        return f"{self.hue.wording.partition(':')[0]} {self.form.value} {self.case}"

    def search_texts(self) -> list[str]:
        return [self.title(), self.case]

    def dates(self) -> list[Dated]:
        return [Dated("In force until", self.until)]

    def summary(self) -> list[tuple[str, str]]:
        return rows(
            ("Colour", self.hue.wording),
            ("Form", self.form.wording),
            ("Sought", listed(one.wording for one in self.sought)),
            ("Instruction", self.instruction.wording),
            ("Until", str(self.until)),
        )


class Notice(AnyNotice):
    """A notice or diffusion about persons, documents, vehicles, assets, organisations or events."""

    colour: Hue = Field(title="Colour", description="What it is for.")
    headline: Line = Field(title="Headline", description="The matter in one line.")
    facts: Text | None = Field(
        default=None,
        title="Facts",
        description="What happened, when and where. Nothing about how anything is made or done.",
    )
    offence: Offence | None = Field(default=None, title="Offence", description="As charged.")
    warrant: Warrant | None = Field(
        default=None, title="Warrant", description="Or a decision of the same effect."
    )
    assurances: Several[Assurance] = Field(
        default=(), title="Assurances", description="What your bureau assures."
    )
    threat: Threat | None = Field(default=None, title="Threat", description="As assessed.")
    report: PoliceReport | None = Field(
        default=None, title="Police report", description="Of a missing person or a discovery."
    )
    listing: Listing | None = Field(
        default=None, title="Listing", description="Of a special notice."
    )
    refuge: Refuge | None = Field(
        default=None, title="Refuge", description="Refugee status or asylum: ask, then answer."
    )
    care_grounds: Line | None = Field(
        default=None,
        title="Grounds for care",
        description="Why data on a minor, victim, witness or refugee are needed here.",
    )
    addenda: Several[Addendum] = Field(
        default=(), title="Addenda", description="Added after release."
    )

    @model_validator(mode="after")
    def _rules(self) -> Self:
        if self.colour is Hue.PURPLE:
            raise ValueError("a purple notice is a kind of its own, without free text")
        records = [subject.record for subject in self.subjects]
        if len(set(records)) < len(records):
            raise ValueError("names a subject twice")
        return self

    @property
    def hue(self) -> Hue:
        """The colour of the notice."""
        return self.colour

    def title(self) -> str:
        return f"{super().title()}: {self.headline}"

    def search_texts(self) -> list[str]:
        """Return case, facts, warrant, charge and addenda."""
        texts = (addendum.text for addendum in self.addenda)
        warrant = self.warrant.reference if self.warrant else None
        charge = self.offence.charge if self.offence else None
        return known(*super().search_texts(), self.facts, warrant, charge, *texts)

    def places(self) -> list[Spot]:
        """Return where the offence was, and where somebody was last seen or found."""
        found = []
        if self.offence and self.offence.place:
            found.append(self.offence.place.spot("Place of the offence"))
        if self.report and self.report.place:
            found.append(self.report.place.spot("Last seen or found"))
        return found

    def dates(self) -> list[Dated]:
        """Return the offence, the warrant, the report and the end, as far as given."""
        found = super().dates()
        if self.offence and self.offence.begins:
            found.append(Dated("Offence", self.offence.begins, self.offence.ends))
        if self.warrant:
            found.append(Dated("Warrant issued", self.warrant.issued))
        if self.report:
            found.append(Dated("Report received", self.report.received))
        return found


class PurpleNotice(AnyNotice):
    """Objects, devices and concealment: a case, categories and a contact; not a word on methods."""

    category: DeviceCategory = Field(title="Category", description="The strand of the case.")
    region: Region = Field(title="Region", description="The region it is compared in.")
    tags: Several[DeviceTag] = Field(
        default=(), title="Tags", description="Administrative facts about the case."
    )

    @property
    def hue(self) -> Hue:
        """Always purple."""
        return Hue.PURPLE

    def search_texts(self) -> list[str]:
        return [*super().search_texts(), self.category.wording]
