"""What a rule of pre-flight is."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.core.kinds.colours import Hue
from tocsin.rooms.notices.rules.case import Case


class Severity(StrEnum):
    """How grave it is when a condition is not met."""

    STOP = "stop"
    DOUBT = "doubt"
    HINT = "hint"
    OFF = "off"


SEVERITIES: dict[Severity, Promise] = {
    Severity.STOP: _("Must be mended"),
    Severity.DOUBT: _("The reviewer must decide"),
    Severity.HINT: _("Would make it better"),
    Severity.OFF: _("Not asked here"),
}
CONFIGURED = "configured"


@dataclass(frozen=True, slots=True)
class Rule:
    """One condition. ``test`` returns the field to mend, or None when the condition is met.

    ``configured`` rules rest on a text that a bureau must check; it may set severity, citation and
    figure. ``hues`` empty means every colour.
    """

    id: str
    article: str
    severity: Severity
    sentence: str | Promise
    test: Callable[[Case, int], str | None]
    hues: frozenset[Hue] = frozenset()
    configured: bool = False
    figure: int | None = None

    def speaks_of(self, hue: Hue) -> bool:
        """Say whether the rule is for notices of this colour."""
        return not self.hues or hue in self.hues
