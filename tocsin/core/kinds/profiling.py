"""What a working group keeps profiles by: its framework, who agreed to it, and a profile.

A framework is closed words, so that two bureaus never read it differently. A profile says which
person, under which version, on what grounds and what its owner keeps; its files are fetched apart.
"""

from typing import Annotated, Self

from pydantic import Field, model_validator

from tocsin.core.kinds.body import Body, Dated, Part, Several, Some, listed, rows
from tocsin.core.kinds.moments import PartialDate
from tocsin.core.kinds.words import Word
from tocsin.core.kinds.writing import BureauCode, CaseReference, Digest, Line, RecordId

# A group's id says whose it is, so it is no random one as a record's.
GroupId = Annotated[
    str, Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
]
Version = Annotated[int, Field(ge=1, le=10_000)]
ReviewMonths = Annotated[int, Field(ge=1, le=60)]
Least = Annotated[int, Field(ge=1, le=50)]


class Criterion(Word):
    """What a framework may ask of a profile."""

    CONVICTED = "convicted", "Convicted of an offence in the group's field"
    CHARGED = "charged", "Charged with such an offence"
    WANTED = "wanted", "Sought on a warrant or a decision of the same effect"
    SUSPECT = "suspect", "Suspect in an open investigation of a competent authority"
    LISTED = "listed", "Named on a United Nations list"
    SECOND_BUREAU = "second_bureau", "Confirmed by a second bureau"
    ALERT = "alert", "Subject of a notice or diffusion in force"
    CASE = "case", "Linked to a device or material reference"
    BIRTH_DATE = "birth_date", "Full date of birth known"
    NATIONALITY = "nationality", "Nationality known"
    DOCUMENT = "document", "Travel or identity document on record"
    DOCUMENT_COPY = "document_copy", "Copy of a document kept with the profile"
    FACE = "face", "Facial photograph kept with the profile"
    FINGERPRINTS = "fingerprints", "Fingerprints kept with the profile"


STATED = frozenset(
    {
        Criterion.CONVICTED,
        Criterion.CHARGED,
        Criterion.WANTED,
        Criterion.SUSPECT,
        Criterion.LISTED,
        Criterion.SECOND_BUREAU,
    }
)  # the owner answers for these under its case; all others are looked up


class Holding(Word):
    """What a file kept with a profile is; none of it is ever compared with anything."""

    FACE = "face", "Facial photograph"
    FINGERPRINTS = "fingerprints", "Fingerprints"
    PALM_PRINTS = "palm_prints", "Palm prints"
    TRAVEL_DOCUMENT = "travel_document", "Copy of a travel document"
    IDENTITY_CARD = "identity_card", "Copy of an identity card"
    OTHER_DOCUMENT = "other_document", "Copy of another document"


class Stance(Word):
    """What a member says to one version of a framework."""

    AGREED = "agreed", "Agreed"
    DECLINED = "declined", "Declined"


class Framework(Body):
    """Which profiles qualify in a working group. A revision is a version; the owner has signed it.

    Every criterion of ``every`` is needed, and at least so many of ``any_of``.
    """

    group: GroupId = Field(title="Working group", description="Id of the group.")
    name: Line = Field(title="Name", description="What the group calls it.")
    members: Some[BureauCode] = Field(
        title="Members asked", description="Codes of those who agree before it is in force."
    )
    every: Several[Criterion] = Field(
        default=(), title="Each of these", description="What every profile must meet."
    )
    any_of: Several[Criterion] = Field(
        default=(), title="Any of these", description="Of these so many as the next field says."
    )
    at_least: Least | None = Field(
        default=None, title="At least", description="How many of them; one if not given."
    )
    review_months: ReviewMonths = Field(
        title="Months until review", description="Then a profile no longer qualifies."
    )

    @model_validator(mode="after")
    def _rules(self) -> Self:
        asked = (*self.every, *self.any_of)
        if not asked:
            raise ValueError("names no criterion: then everybody would qualify")
        if len(set(asked)) < len(asked):
            raise ValueError("names a criterion twice")
        if (self.at_least or 1) > max(len(self.any_of), 1):
            raise ValueError("asks for more of the criteria than it names")
        return self

    def title(self) -> str:
        return self.name

    def summary(self) -> list[tuple[str, str]]:
        return rows(
            ("Each of these", listed(one.wording for one in self.every)),
            ("Any of these", listed(one.wording for one in self.any_of)),
            ("Members asked", listed(self.members)),
        )

    def lacking(self, met: frozenset[Criterion]) -> tuple[Criterion, ...]:
        """Return what ``met`` lacks: each of ``every``, and of ``any_of`` when too few are met."""
        missing = tuple(one for one in self.every if one not in met)
        found = sum(one in met for one in self.any_of)
        wanted = min(self.at_least or 1, len(self.any_of))
        if found < wanted:
            missing += tuple(one for one in self.any_of if one not in met)
        return missing


class Agreement(Body):
    """What one member says to one version of a framework, named by what it holds."""

    framework: RecordId = Field(title="Framework", description="Id of the framework.")
    version: Version = Field(title="Version", description="The version it speaks of.")
    content: Digest = Field(title="Content", description="SHA-256 of what that version holds.")
    stance: Stance = Field(title="Stance", description="Agreed or declined.")

    def title(self) -> str:
        return f"{self.stance.wording}: framework, version {self.version}"

    def summary(self) -> list[tuple[str, str]]:
        return rows(("Version", str(self.version)), ("Stance", self.stance.wording))


class Held(Part):
    """A file that the owner keeps: what it is and the hash of its bytes."""

    what: Holding = Field(title="What", description="What the file is.")
    digest: Digest = Field(title="Digest", description="SHA-256 of the bytes, in hexadecimal.")


class Profile(Body):
    """A person's profile in a working group: no narrative, only grounds and what is kept."""

    framework: RecordId = Field(title="Framework", description="Id of the framework.")
    version: Version = Field(title="Version", description="The version it was assessed under.")
    person: RecordId = Field(title="Person", description="Id of the person's record.")
    case: CaseReference = Field(title="Case", description="The owner's case reference.")
    stated: Several[Criterion] = Field(
        default=(), title="Stated", description="What the owner answers for under its case."
    )
    met: Several[Criterion] = Field(
        default=(), title="Met", description="Every criterion it met when it was last assessed."
    )
    notices: Several[RecordId] = Field(
        default=(), title="Notices", description="Ids of notices about the person."
    )
    held: Several[Held] = Field(
        default=(), title="Kept", description="Documents and biometrics with the owner."
    )
    reviewed: PartialDate = Field(title="Reviewed", description="The day it was last assessed.")

    @model_validator(mode="after")
    def _rules(self) -> Self:
        if not set(self.stated) <= STATED:
            raise ValueError("states what is looked up, not stated")
        for several in (self.stated, self.met, self.notices, [one.digest for one in self.held]):
            if len(set(several)) < len(several):
                raise ValueError("names something twice")
        if not self.reviewed.is_day:
            raise ValueError("give the day of the review")
        return self

    def title(self) -> str:
        return f"Profile {self.case}"

    def search_texts(self) -> list[str]:
        return [self.title(), self.case]

    def dates(self) -> list[Dated]:
        return [Dated("Reviewed", self.reviewed)]

    def summary(self) -> list[tuple[str, str]]:
        return rows(
            ("Case", self.case),
            ("Met", listed(one.wording for one in self.met)),
            ("Kept", listed(one.what.wording for one in self.held)),
            ("Reviewed", str(self.reviewed)),
        )
