"""Conditions of blue, green, yellow, black, purple, orange, silver and special notices."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from tocsin.core.kinds.colours import Checked, Hue, Sought
from tocsin.core.kinds.words import Instruction
from tocsin.rooms.notices.rules.case import Case
from tocsin.rooms.notices.rules.rule import Rule, Severity

Test = Callable[[Case, int], str | None]


def _one_of(*words: Sought) -> Test:
    return lambda case, _figure: None if set(words) & set(case.body.sought) else "sought"


def _says(word: Checked) -> Test:
    return lambda case, _figure: None if word in case.body.checked else "checked"


def _assessed(case: Case, _figure: int) -> str | None:
    threat = case.notice.threat
    return None if threat and threat.assessed.earliest <= case.today else "threat"


def _imminent(case: Case, figure: int) -> str | None:
    threat = case.notice.threat
    if threat is None or threat.imminent_until is None:
        return "threat"
    left = (threat.imminent_until.latest - case.today).days
    return None if 0 <= left <= figure else "threat"


def _reported(case: Case, _figure: int) -> str | None:
    report = case.notice.report
    return None if report and report.received.earliest <= case.today else "report"


def _discovered(case: Case, _figure: int) -> str | None:
    report = case.notice.report
    return None if report and report.seen and report.place else "report"


def _privacy(case: Case, _figure: int) -> str | None:
    adults = any(not case.is_minor(person) for _met, person in case.persons())
    if not adults or Checked.PRIVACY_ALLOWS in case.body.checked:
        return None
    return "checked"


def _protects(case: Case, _figure: int) -> str | None:
    kind = {Instruction.PROTECT, Instruction.CONTACT_OWNER, Instruction.LOCATE_DISCREETLY}
    minors = any(case.is_minor(person) for _met, person in case.persons())
    return "instruction" if minors and case.body.instruction not in kind else None


def _listed(case: Case, _figure: int) -> str | None:
    return None if case.notice.listing else "listing"


_STOP = Severity.STOP

RULES: tuple[Rule, ...] = (
    Rule(
        "blue-purpose",
        "RPD 88",
        _STOP,
        _("A blue notice seeks whereabouts, identity, criminal history or movements."),
        _one_of(Sought.LOCATION, Sought.IDENTITY, Sought.HISTORY, Sought.MOVEMENTS),
        hues=frozenset({Hue.BLUE}),
        configured=True,
    ),
    Rule(
        "green-assessment",
        "RPD 89",
        _STOP,
        _("Name the authority that assessed the threat, when, and on what grounds."),
        _assessed,
        hues=frozenset({Hue.GREEN}),
        configured=True,
    ),
    Rule(
        "yellow-report",
        "RPD 90",
        _STOP,
        _("Give the report that police accepted, with its date."),
        _reported,
        hues=frozenset({Hue.YELLOW}),
        configured=True,
    ),
    Rule(
        "yellow-whereabouts",
        "RPD 90",
        _STOP,
        _("Check, and say so, that your authorities do not know where the person is."),
        _says(Checked.WHEREABOUTS_UNKNOWN),
        hues=frozenset({Hue.YELLOW}),
        configured=True,
    ),
    Rule(
        "yellow-privacy",
        "RPD 90",
        _STOP,
        _("For an adult, check and say that privacy law does not prevent the search."),
        _privacy,
        hues=frozenset({Hue.YELLOW}),
        configured=True,
    ),
    Rule(
        "yellow-protects",
        "RPD 90",
        _STOP,
        _("For a missing minor the instruction protects, or asks to contact you."),
        _protects,
        hues=frozenset({Hue.YELLOW}),
        configured=True,
    ),
    Rule(
        "black-discovery",
        "RPD 91",
        _STOP,
        _("Give the police record of the discovery: when and where."),
        _discovered,
        hues=frozenset({Hue.BLACK}),
        configured=True,
    ),
    Rule(
        "black-unidentified",
        "RPD 91",
        _STOP,
        _("Check, and say so, that the body could not be identified at home."),
        _says(Checked.NOT_IDENTIFIED),
        hues=frozenset({Hue.BLACK}),
        configured=True,
    ),
    Rule(
        "purple-serious",
        "RPD 92",
        _STOP,
        _("Check, and say so, that the case is serious and of use for prevention elsewhere."),
        _says(Checked.SERIOUS_CRIME),
        hues=frozenset({Hue.PURPLE}),
        configured=True,
    ),
    Rule(
        "orange-imminent",
        "RPD 93",
        _STOP,
        _("State until when the threat is imminent: a day within %(figure)s days from now."),
        _imminent,
        hues=frozenset({Hue.ORANGE}),
        configured=True,
        figure=30,
    ),
    Rule(
        "special-listing",
        "RPD 95",
        _STOP,
        _("Name the list and the entry that the special notice follows."),
        _listed,
        hues=frozenset({Hue.SPECIAL}),
        configured=True,
    ),
    Rule(
        "silver-purpose",
        "Silver pilot, 2025",
        _STOP,
        _("A silver notice seeks assets, their whereabouts or their movements."),
        _one_of(Sought.ASSETS, Sought.LOCATION, Sought.MOVEMENTS),
        hues=frozenset({Hue.SILVER}),
        configured=True,
    ),
)
