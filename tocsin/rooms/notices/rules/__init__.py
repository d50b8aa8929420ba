"""Pre-flight: the conditions of a notice as one table, evaluated while one types and at submit.

A rule is an id, the article it rests on, how grave a failure is, a sentence for the officer and one
test. Rules whose source says "check the official text" are configurable by a bureau: severity,
citation and figure, never the test. Every rule has a passing and a failing example in the tests.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from tocsin.core.kinds.colours import Hue
from tocsin.rooms.notices.rules.case import Case, Met
from tocsin.rooms.notices.rules.rule import CONFIGURED, Rule, Severity
from tocsin.rooms.notices.rules.rule import SEVERITIES as SEVERITIES
from tocsin.rooms.notices.rules.tables import colours, everybody, red

RULES: tuple[Rule, ...] = (*everybody.RULES, *red.RULES, *colours.RULES)
BY_ID: Mapping[str, Rule] = {rule.id: rule for rule in RULES}


@dataclass(frozen=True, slots=True)
class Setting:
    """How one bureau has set a configurable rule."""

    severity: Severity
    article: str
    figure: int | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One condition that is not met: which, by what article, how grave, and where to mend it."""

    rule: str
    article: str
    severity: Severity
    text: str | Promise
    figure: int | None
    place: str

    @property
    def sentence(self) -> str:
        """The sentence for the officer, with the figure in force."""
        return str(self.text) % {"figure": self.figure}


def preflight(case: Case, settings: Mapping[str, Setting] | None = None) -> list[Finding]:
    """Return what is not met, the gravest first; an empty list is a clear flight."""
    found = [one for rule in RULES for one in _tested(rule, case, settings or {})]
    order = list(Severity)
    return sorted(found, key=lambda one: order.index(one.severity))


def _tested(rule: Rule, case: Case, settings: Mapping[str, Setting]) -> Iterable[Finding]:
    if not rule.speaks_of(case.body.hue):
        return
    set_here = settings.get(rule.id)
    severity = set_here.severity if set_here else rule.severity
    if severity is Severity.OFF:
        return
    figure = set_here.figure if set_here else rule.figure
    place = rule.test(case, figure if figure is not None else 0)
    if place is not None:
        article = set_here.article if set_here else rule.article
        yield Finding(rule.id, article, severity, rule.sentence, figure, place)


def stops(found: Iterable[Finding]) -> list[Finding]:
    """Return those findings that must be mended before anything else happens."""
    return [one for one in found if one.severity is Severity.STOP]


__all__ = [
    "BY_ID",
    "CONFIGURED",
    "RULES",
    "Case",
    "Finding",
    "Hue",
    "Met",
    "Rule",
    "Setting",
    "Severity",
    "preflight",
    "stops",
]
