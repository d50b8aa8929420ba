"""A basis: why somebody or something is screened for, by whose word, and until when.

A subject is in the index exactly while at least one basis that is in force points at it.
"""

from datetime import datetime
from typing import Self

from pydantic import Field, model_validator

from tocsin.core.kinds.body import Body, known, rows
from tocsin.core.kinds.moments import Instant, PartialDate, instant_text
from tocsin.core.kinds.words import BasisClass, Instruction
from tocsin.core.kinds.writing import Line, RecordId, Text


class Basis(Body):
    """One reason to screen for one subject."""

    subject: RecordId = Field(title="Subject", description="Id of the person or document.")
    basis: BasisClass = Field(title="Class", description="What kind of reason it is.")
    reference: Line = Field(
        title="Reference", description="Number of the notice, diffusion or list entry."
    )
    list_name: Line | None = Field(
        default=None, title="List", description="Which list, where it is a list entry."
    )
    notice: RecordId | None = Field(
        default=None, title="Notice", description="Id of the notice or diffusion, if it is one."
    )
    instruction: Instruction = Field(
        default=Instruction.CONTACT_OWNER, title="Instruction", description="What to do on a hit."
    )
    since: Instant = Field(title="In force from", description="Instant in UTC.")
    until: Instant | None = Field(
        default=None, title="In force until", description="Instant in UTC; open if absent."
    )
    listed: PartialDate | None = Field(
        default=None, title="Listed on", description="The day the list gives for the entry."
    )
    amended: PartialDate | None = Field(
        default=None, title="Amended on", description="The last amendment that the list names."
    )
    note: Text | None = Field(
        default=None, title="Note", description="The list's own comment on the entry."
    )

    @model_validator(mode="after")
    def _rules(self) -> Self:
        if self.until is not None and self.until <= self.since:
            raise ValueError("the basis would end before it begins")
        if (self.basis is BasisClass.LIST) != (self.list_name is not None):
            raise ValueError("a list entry names its list, and nothing else does")
        return self

    def is_in_force(self, now: datetime) -> bool:
        """Tell whether it counts at ``now``, an aware instant; the end is excluded."""
        return self.since <= now and (self.until is None or now < self.until)

    def title(self) -> str:
        return " ".join(known(self.list_name or self.basis.wording, self.reference))

    def search_texts(self) -> list[str]:
        return known(self.reference, self.list_name, self.note)

    def summary(self) -> list[tuple[str, str]]:
        return rows(
            ("Class", self.basis.wording),
            ("Instruction", self.instruction.wording),
            ("From", instant_text(self.since)),
            ("Until", instant_text(self.until) if self.until else None),
        )
