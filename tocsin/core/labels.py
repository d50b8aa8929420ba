"""The label: who may see a record, for what purpose, until when, and what may be done with it.

An empty audience is nobody, an unknown marking is the own bureau only, and nothing here ever
guesses in the open direction. TLP is FIRST's 2.0; handling codes H0-H3 and the 4x4 evaluation
follow Europol's practice.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from tocsin.core.errors import InvalidLabel
from tocsin.core.refusals import findings_of
from tocsin.core.sentences import say


class Use(StrEnum):
    """What a reader wants to do with a record; each use is allowed or denied on its own."""

    SEE = "see"
    SCREEN = "screen"
    MATCH = "match"
    EXPORT = "export"
    FORWARD = "forward"
    JUDICIAL = "judicial"
    PUBLISH = "publish"


class Tlp(StrEnum):
    """Traffic Light Protocol 2.0, from open to closed."""

    CLEAR = "TLP:CLEAR"
    GREEN = "TLP:GREEN"
    AMBER = "TLP:AMBER"
    AMBER_STRICT = "TLP:AMBER+STRICT"
    RED = "TLP:RED"

    @property
    def rank(self) -> int:
        """How closed it is; a higher rank is seen by fewer."""
        return list(Tlp).index(self)


class Handling(StrEnum):
    """Handling codes: what a receiver may do with the information."""

    H0 = "H0"
    H1 = "H1"
    H2 = "H2"
    H3 = "H3"


class Purpose(StrEnum):
    """Why somebody looks or why a record was released; stated with each look, checked by rule."""

    ANALYSIS = "analysis"
    BORDER_CONTROL = "border_control"
    INVESTIGATION = "investigation"
    OVERSIGHT = "oversight"
    PROSECUTION = "prosecution"
    PUBLIC_SAFETY = "public_safety"


class SourceEvaluation(StrEnum):
    """Reliability of the source (4x4)."""

    A = "A"
    B = "B"
    C = "C"
    X = "X"


class InformationEvaluation(StrEnum):
    """Accuracy of the information (4x4)."""

    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"


class Label(BaseModel):
    """One label. The default is the own bureau only; releasing is a separate act."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    everyone: bool = Field(default=False, title="All members")
    bureaus: frozenset[UUID] = Field(default=frozenset(), title="Named bureaus")
    groups: frozenset[UUID] = Field(default=frozenset(), title="Working groups")
    exclude: frozenset[UUID] = Field(default=frozenset(), title="Excluded bureaus")
    purposes: frozenset[Purpose] = Field(default=frozenset(), title="Only for")
    tlp: Tlp = Field(default=Tlp.AMBER_STRICT, title="Marking")
    handling: frozenset[Handling] = Field(default=frozenset({Handling.H0}), title="Handling codes")
    handling_note: str = Field(default="", max_length=300, title="Handling note")
    source: SourceEvaluation | None = Field(default=None, title="Source evaluation")
    information: InformationEvaluation | None = Field(default=None, title="Information evaluation")
    forward: bool = Field(default=False, title="May be passed on")
    until: datetime | None = Field(default=None, title="Released until")

    @field_validator("until")
    @classmethod
    def _has_a_zone(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("give the time with its zone")
        return value

    @model_validator(mode="after")
    def _can_be_honoured(self) -> "Label":
        if Handling.H3 in self.handling and not self.handling_note:
            raise ValueError("H3 needs a note that says what the restriction is")
        if self.everyone and self.tlp in {Tlp.RED, Tlp.AMBER_STRICT}:
            raise ValueError(
                say("{tlp} cannot go to all members; name the bureaus", tlp=self.tlp.value)
            )
        if self.tlp is Tlp.RED and self.groups:
            raise ValueError("TLP:RED goes to named bureaus only, not to a group")
        if self.bureaus & self.exclude:
            raise ValueError("a bureau is both named and excluded")
        return self

    @property
    def is_own_bureau_only(self) -> bool:
        """True when nobody beyond the owner is in the audience."""
        return not (self.everyone or self.bureaus or self.groups)

    def plain(self) -> dict[str, Any]:
        """Return the label as JSON data in one fixed form: sorted lists, defaults left out."""
        data = self.model_dump(mode="json", exclude_defaults=True)
        for name in ("bureaus", "groups", "exclude", "purposes", "handling"):
            if name in data:
                data[name] = sorted(data[name])
        return data

    def under(self, demand: "Label") -> "Label":
        """Return this label with everything that ``demand`` restricts on top of it.

        The audience stays as far as the colour allows it; a restriction is never taken away.
        """
        tlp = max(self.tlp, demand.tlp, key=lambda one: one.rank)
        codes = (self.handling | demand.handling) - {Handling.H0}
        known = demand.handling_note in self.handling_note
        notes = [self.handling_note, "" if known else demand.handling_note]
        ends = [end for end in (self.until, demand.until) if end is not None]
        both = self.purposes & demand.purposes if self.purposes else demand.purposes
        return self.model_copy(
            update={
                "everyone": self.everyone and tlp not in {Tlp.RED, Tlp.AMBER_STRICT},
                "groups": frozenset() if tlp is Tlp.RED else self.groups,
                "tlp": tlp,
                "handling": codes or self.handling,
                "handling_note": "; ".join(filter(None, notes))[:300],
                "purposes": both or self.purposes,
                "until": min(ends, default=None),
            }
        )

    def widens(self, before: "Label") -> bool:
        """Say whether somebody might see or do more under this label than under ``before``.

        Conservative: what cannot be shown to be narrower counts as wider.
        """
        return not all(
            (
                before.everyone or not self.everyone,
                before.everyone or self.bureaus <= before.bureaus,
                before.everyone or self.groups <= before.groups,
                self.exclude >= before.exclude,
                not before.purposes or (bool(self.purposes) and self.purposes <= before.purposes),
                self.tlp.rank >= before.tlp.rank,
                self.handling - {Handling.H0} >= before.handling - {Handling.H0},
                Handling.H3 not in before.handling or self.handling_note == before.handling_note,
                before.forward or not self.forward,
                before.until is None or (self.until is not None and self.until <= before.until),
            )
        )


OWN_BUREAU = Label()


def read_label(data: Any) -> Label:
    """Return the label in ``data``; raise InvalidLabel naming the field that cannot be honoured."""
    try:
        return Label.model_validate(data)
    except ValidationError as error:
        first = findings_of(error)[0]
        raise InvalidLabel(first.sentence, place=first.place or "label") from error
