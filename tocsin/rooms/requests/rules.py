"""How soon an answer is owed, as data: the classes, their hours and where these come from."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.core.kinds.words import AnswerStatus


class Urgency(StrEnum):
    """How soon an answer is owed."""

    URGENT = "urgent"
    URGENT_INDIRECT = "urgent_indirect"
    ORDINARY = "ordinary"
    MATCH = "match"

    @property
    def wording(self) -> str:
        """What people read."""
        return str(CLASSES[self].title)


@dataclass(frozen=True, slots=True)
class Class:
    """One class of urgency. ``source`` is the rule the time was taken from; a bureau may differ."""

    within: timedelta
    title: str | Promise
    source: str


CLASSES: dict[Urgency, Class] = {
    Urgency.URGENT: Class(
        timedelta(hours=8),
        _("Urgent, to be had directly: 8 hours"),
        "C7: Directive (EU) 2023/977, Article 5",
    ),
    Urgency.MATCH: Class(
        timedelta(hours=48),
        _("Confirmed blind match: 48 hours"),
        "C10: Regulation (EU) 2024/982, Article 47",
    ),
    Urgency.URGENT_INDIRECT: Class(
        timedelta(days=3),
        _("Urgent, to be had from others: 3 days"),
        "C8: Directive (EU) 2023/977, Article 5",
    ),
    Urgency.ORDINARY: Class(
        timedelta(days=7),
        _("Ordinary: 7 days"),
        "C9: Directive (EU) 2023/977, Article 5",
    ),
}
WARN_AT = 0.75  # of the time given: then it is shown as nearly due
# After these nothing more is owed; the others say that it goes on.
FINAL_ANSWERS = frozenset(
    {
        AnswerStatus.ANSWERED,
        AnswerStatus.NOT_KNOWN,
        AnswerStatus.CANNOT_SAY,
        AnswerStatus.REFERRED,
    }
)


def urgency_of(opened: datetime, due: datetime) -> Urgency:
    """Return the class whose time is nearest to the one given; the time itself travels."""
    return min(CLASSES, key=lambda one: abs(CLASSES[one].within - (due - opened)))


def warned_from(opened: datetime, due: datetime) -> datetime:
    """Return the moment from which a request is shown as nearly due."""
    return opened + (due - opened) * WARN_AT
