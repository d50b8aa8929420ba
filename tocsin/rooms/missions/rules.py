"""How soon an offer is needed, as data: the classes, their time and where it comes from."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Pace(StrEnum):
    """How soon a bureau that asks for support needs to hear of an offer."""

    IMMEDIATE = "immediate"
    SOON = "soon"
    PLANNED = "planned"

    @property
    def wording(self) -> str:
        """What people read."""
        return str(CLASSES[self].title)


@dataclass(frozen=True, slots=True)
class Class:
    """One class. ``source`` is the rule the time was taken from; what travels is the moment."""

    within: timedelta
    title: str | Promise
    source: str


CLASSES: dict[Pace, Class] = {
    Pace.IMMEDIATE: Class(
        timedelta(hours=12),
        _("Immediate: an offer within 12 hours"),
        "SIRENE Manual: an answer in any event within 12 hours",
    ),
    Pace.SOON: Class(
        timedelta(days=3),
        _("Soon: an offer within 3 days"),
        "C8: Directive (EU) 2023/977, Article 5",
    ),
    Pace.PLANNED: Class(
        timedelta(days=14),
        _("Planned: an offer within 14 days"),
        "the house's own",
    ),
}
