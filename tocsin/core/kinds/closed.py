"""Devices and materials: a case reference, a regulator's category, a contact, and nothing else.

No field here can hold a sentence, a quantity or a method. That is the boundary of the whole
system (docs/decisions/0017): technical annexes stay outside, with the owner, and are asked for by
telephone. A house test lists these fields and refuses any other type.
"""

from typing import Self

from pydantic import Field, model_validator

from tocsin.core.identifiers import country_name
from tocsin.core.kinds.body import Body, Dated, Part, Several, Spot, listed, rows
from tocsin.core.kinds.moments import PartialDate
from tocsin.core.kinds.words import Word
from tocsin.core.kinds.writing import BureauCode, CaseReference, CountryCode, Email, Telephone
from tocsin.core.sentences import say


class Region(Word):
    """Regions in which groups compare their cases."""

    NORTHERN_EUROPE = "northern_europe", "Northern Europe"
    EASTERN_EUROPE = "eastern_europe", "Eastern Europe"
    SOUTHERN_EUROPE = "southern_europe", "Southern Europe"
    WESTERN_EUROPE = "western_europe", "Western Europe"
    CENTRAL_ASIA = "central_asia", "Central Asia"
    WESTERN_ASIA = "western_asia", "Western Asia"
    SOUTHERN_ASIA = "southern_asia", "Southern Asia"
    SOUTH_EASTERN_ASIA = "south_eastern_asia", "South-eastern Asia"
    EASTERN_ASIA = "eastern_asia", "Eastern Asia"
    NORTHERN_AFRICA = "northern_africa", "Northern Africa"
    SUB_SAHARAN_AFRICA = "sub_saharan_africa", "Sub-Saharan Africa"
    NORTH_AMERICA = "north_america", "North America"
    LATIN_AMERICA = "latin_america", "Latin America and the Caribbean"
    OCEANIA = "oceania", "Oceania"
    SPECIMEN = "specimen", "Specimen (exercises)"


class DeviceCategory(Word):
    """The strand a case belongs to, as its owner files it."""

    EXPLOSIVE = "explosive", "Explosive"
    PYROTECHNIC = "pyrotechnic", "Pyrotechnic"
    CHEMICAL = "chemical", "Chemical"
    BIOLOGICAL = "biological", "Biological"
    RADIOLOGICAL = "radiological", "Radiological"
    HOAX = "hoax", "Hoax"
    CLEARED = "cleared", "Suspicious item, found harmless"
    UNDETERMINED = "undetermined", "Not yet determined"


class DeviceTag(Word):
    """Administrative facts about the case, never about the device."""

    UAS_INVOLVED = "uas_involved", "Unmanned aircraft involved"
    UAS_NOT_INVOLVED = "uas_not_involved", "No unmanned aircraft involved"
    COURT_EXHIBIT = "court_exhibit", "Held as a court exhibit"
    LABORATORY_REPORT = "laboratory_report", "Laboratory report with the owner"
    BIOMETRICS_HELD = "biometrics_held", "Biometric traces with the owner"
    PERSONS_IDENTIFIED = "persons_identified", "Persons identified"
    PERSONS_UNKNOWN = "persons_unknown", "Persons unknown"
    SERIES_SUSPECTED = "series_suspected", "Belongs to a suspected series"
    CROSS_BORDER = "cross_border", "Cross-border case"
    CASE_OPEN = "case_open", "Case open"
    CASE_CLOSED = "case_closed", "Case closed"


class MaterialCategory(Word):
    """Categories as regulators publish them; the annexes themselves are not held here."""

    IAEA_1 = "iaea_1", "IAEA source category 1"
    IAEA_2 = "iaea_2", "IAEA source category 2"
    IAEA_3 = "iaea_3", "IAEA source category 3"
    IAEA_4 = "iaea_4", "IAEA source category 4"
    IAEA_5 = "iaea_5", "IAEA source category 5"
    NUCLEAR = "nuclear", "Nuclear material under safeguards"
    CONTAMINATED = "contaminated", "Radioactively contaminated item"
    EU_PRECURSOR_I = "eu_precursor_i", "Regulation (EU) 2019/1148, Annex I"
    EU_PRECURSOR_II = "eu_precursor_ii", "Regulation (EU) 2019/1148, Annex II"
    CWC_1 = "cwc_1", "Chemical Weapons Convention, Schedule 1"
    CWC_2 = "cwc_2", "Chemical Weapons Convention, Schedule 2"
    CWC_3 = "cwc_3", "Chemical Weapons Convention, Schedule 3"
    AGENT_LIST = "agent_list", "Biological agent on a national control list"
    EXPLOSIVES_LICENSED = "explosives_licensed", "Explosive under licence"
    OTHER_REGULATED = "other_regulated", "Otherwise regulated"
    UNDETERMINED = "undetermined", "Not yet determined"


class MaterialEvent(Word):
    """What happened to the material, in the words of incident registers."""

    LOSS = "loss", "Loss"
    THEFT = "theft", "Theft"
    DISAPPEARANCE = "disappearance", "Disappearance"
    SEIZURE = "seizure", "Seizure"
    DISCOVERY = "discovery", "Discovery out of control"
    UNAUTHORISED_POSSESSION = "unauthorised_possession", "Unauthorised possession"
    UNAUTHORISED_MOVEMENT = "unauthorised_movement", "Unauthorised movement"
    UNAUTHORISED_DISPOSAL = "unauthorised_disposal", "Unauthorised disposal"
    SUSPICIOUS_TRANSACTION = "suspicious_transaction", "Suspicious transaction"
    SCAM = "scam", "Scam"


class IncidentGroup(Word):
    """The three groups into which trafficking incidents are sorted."""

    GROUP_I = "group_i", "Group I: trafficking or malicious use likely"
    GROUP_II = "group_ii", "Group II: not determined"
    GROUP_III = "group_iii", "Group III: not connected with trafficking or malicious use"


class Custody(Word):
    """Who has it now."""

    RECOVERED = "recovered", "Recovered, under control"
    PARTLY_RECOVERED = "partly_recovered", "Recovered in part"
    NOT_RECOVERED = "not_recovered", "Not recovered"
    NOT_APPLICABLE = "not_applicable", "Not applicable"


class Desk(Word):
    """The desk to ask for."""

    DUTY_OFFICER = "duty_officer", "Duty officer, day and night"
    CASE_OFFICER = "case_officer", "Case officer"
    LABORATORY = "laboratory", "Laboratory liaison"
    REGULATOR = "regulator", "Regulator's liaison"
    CONTACT_POINT = "contact_point", "National contact point"


class Contact(Part):
    """Whom to ask; the answer is given there, not here."""

    bureau: BureauCode = Field(title="Bureau", description="Code of the owner's bureau.")
    desk: Desk = Field(title="Desk", description="The desk to ask for.")
    telephone: Telephone | None = Field(
        default=None, title="Telephone", description="International form, such as +48220000000."
    )
    email: Email | None = Field(default=None, title="E-mail", description="Address of the desk.")


class DeviceReference(Body):
    """That a case about a device exists, filed where it can be compared between regions."""

    case: CaseReference = Field(title="Case", description="The owner's case reference.")
    category: DeviceCategory = Field(title="Category", description="The strand of the case.")
    region: Region = Field(title="Region", description="The region it is compared in.")
    country: CountryCode | None = Field(
        default=None, title="Country", description="State in which the case was opened."
    )
    tags: Several[DeviceTag] = Field(
        default=(), title="Tags", description="Administrative facts about the case."
    )
    recorded: PartialDate | None = Field(
        default=None, title="Date of the event", description="As the case file gives it."
    )
    contact: Contact = Field(title="Contact", description="Whom to ask.")

    @model_validator(mode="after")
    def _one_answer(self) -> Self:
        pairs = (
            (DeviceTag.UAS_INVOLVED, DeviceTag.UAS_NOT_INVOLVED),
            (DeviceTag.CASE_OPEN, DeviceTag.CASE_CLOSED),
            (DeviceTag.PERSONS_IDENTIFIED, DeviceTag.PERSONS_UNKNOWN),
        )
        for one, other in pairs:
            if one in self.tags and other in self.tags:
                raise ValueError(
                    say(
                        "cannot be both '{one}' and '{other}'",
                        one=say(one.wording),
                        other=say(other.wording),
                    )
                )
        return self

    def title(self) -> str:
        return f"{self.category.wording}, case {self.case}"

    def search_texts(self) -> list[str]:
        return [self.case, self.title()]

    def places(self) -> list[Spot]:
        if self.country is None:
            return []
        return [Spot("Case opened in", country_name(self.country), self.country)]

    def dates(self) -> list[Dated]:
        return [Dated("Event of the case", self.recorded)] if self.recorded else []

    def summary(self) -> list[tuple[str, str]]:
        return rows(
            ("Region", self.region.wording),
            ("Tags", listed(tag.wording for tag in self.tags)),
            ("Contact", f"{self.contact.bureau}, {self.contact.desk.wording}"),
        )


class MaterialReference(Body):
    """That a case about a regulated material exists, by its regulator's category alone."""

    case: CaseReference = Field(title="Case", description="The owner's case reference.")
    category: MaterialCategory = Field(
        title="Category", description="The regulator's category, never a substance or an amount."
    )
    event: MaterialEvent = Field(title="What happened", description="In a register's words.")
    group: IncidentGroup | None = Field(
        default=None, title="Group", description="As the owner sorts the incident."
    )
    custody: Custody | None = Field(
        default=None, title="Custody", description="Whether it is under control now."
    )
    country: CountryCode | None = Field(
        default=None, title="Country", description="State in which the case was opened."
    )
    recorded: PartialDate | None = Field(
        default=None, title="Date of the event", description="As the case file gives it."
    )
    contact: Contact = Field(title="Contact", description="Whom to ask.")

    def title(self) -> str:
        return f"{self.event.wording}, case {self.case}"

    def search_texts(self) -> list[str]:
        return [self.case, self.title(), self.category.wording]

    def places(self) -> list[Spot]:
        if self.country is None:
            return []
        return [Spot("Case opened in", country_name(self.country), self.country)]

    def dates(self) -> list[Dated]:
        return [Dated(self.event.wording, self.recorded)] if self.recorded else []

    def summary(self) -> list[tuple[str, str]]:
        return rows(
            ("Category", self.category.wording),
            ("Group", self.group and self.group.wording),
            ("Custody", self.custody and self.custody.wording),
            ("Contact", f"{self.contact.bureau}, {self.contact.desk.wording}"),
        )
