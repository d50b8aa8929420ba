"""Conditions of red notices and wanted-person diffusions."""

from django.utils.translation import gettext_lazy as _

from tocsin.core.kinds import Name, Person
from tocsin.core.kinds.colours import EXCLUDED, Assurance, Hue, Sought
from tocsin.rooms.notices.rules.case import Case, Met
from tocsin.rooms.notices.rules.rule import Rule, Severity

RED = frozenset({Hue.RED})
FEWEST_SIGNS = 40


def _offence(case: Case, _figure: int) -> str | None:
    offence = case.notice.offence
    return None if offence and offence.law else "offence"


def _facts(case: Case, _figure: int) -> str | None:
    facts, offence = case.notice.facts, case.notice.offence
    if not facts or len(facts.strip()) < FEWEST_SIGNS:
        return "facts"
    return None if offence and offence.begins and offence.place else "offence"


def _prosecution(case: Case, figure: int) -> str | None:
    offence = case.notice.offence
    if offence is None or offence.sentence is not None:
        return None
    return None if (offence.maximum or 0) >= figure else "offence"


def _sentence(case: Case, figure: int) -> str | None:
    offence = case.notice.offence
    if offence is None or offence.sentence is None:
        return None
    return None if offence.sentence >= figure else "offence"


def _not_excluded(case: Case, _figure: int) -> str | None:
    offence = case.notice.offence
    return "offence" if offence and offence.category in EXCLUDED else None


def _warrant(case: Case, _figure: int) -> str | None:
    return None if case.notice.warrant else "warrant"


def _warrant_after_offence(case: Case, _figure: int) -> str | None:
    warrant, offence = case.notice.warrant, case.notice.offence
    if warrant is None or offence is None or offence.begins is None:
        return None
    return "warrant" if warrant.issued.latest < offence.begins.earliest else None


def _warrant_lasts(case: Case, _figure: int) -> str | None:
    warrant = case.notice.warrant
    over = warrant and warrant.expires and warrant.expires.latest < case.today
    return "warrant" if over else None


def _warrant_issued(case: Case, _figure: int) -> str | None:
    warrant = case.notice.warrant
    return "warrant" if warrant and warrant.issued.earliest > case.today else None


def _offence_happened(case: Case, _figure: int) -> str | None:
    offence = case.notice.offence
    later = offence and offence.begins and offence.begins.earliest > case.today
    return "offence" if later else None


def _identity(case: Case, _figure: int) -> str | None:
    poor = [met for met, person in case.persons() if not _is_identified(met, person)]
    return "subjects" if poor else None


def _is_identified(met: Met, person: Person) -> bool:
    """Either full name, sex and birth with a description or document, or a photograph and more."""
    described = bool(person.description or person.documents)
    named = any(_is_whole(name) for name in person.names)
    if named and person.births and person.gender and described:
        return True
    more = described or person.birth_places or len(person.names) > 1
    return bool((met.photographs or person.photographs) and more)


def _is_whole(name: Name) -> bool:
    return bool(name.family and name.given) or len(name.text.split()) > 1


def _assured(case: Case, _figure: int) -> str | None:
    given = set(case.notice.assurances)
    return None if given >= set(Assurance) else "assurances"


def _arrest(case: Case, _figure: int) -> str | None:
    return None if Sought.ARREST in case.body.sought else "sought"


_STOP = Severity.STOP

RULES: tuple[Rule, ...] = (
    Rule("red-purpose", "RPD 82", _STOP, _("A red notice seeks an arrest."), _arrest, hues=RED),
    Rule(
        "red-offence",
        "RPD 83",
        _STOP,
        _("Name the charge and the provision of law that covers it."),
        _offence,
        hues=RED,
        configured=True,
    ),
    Rule(
        "red-facts",
        "RPD 83",
        _STOP,
        _("Summarise the facts, with the time and place of the offence."),
        _facts,
        hues=RED,
        configured=True,
    ),
    Rule(
        "red-maximum",
        "RPD 83",
        _STOP,
        _("For prosecution, the maximum penalty must be %(figure)s months or more."),
        _prosecution,
        hues=RED,
        figure=24,
        configured=True,
    ),
    Rule(
        "red-sentence",
        "RPD 83",
        _STOP,
        _("To serve a sentence, %(figure)s months or more must be imposed or remain."),
        _sentence,
        hues=RED,
        figure=6,
        configured=True,
    ),
    Rule(
        "red-excluded",
        "RPD 83",
        _STOP,
        _("No red notice is issued for an offence of this category."),
        _not_excluded,
        hues=RED,
    ),
    Rule(
        "red-warrant",
        "RPD 83",
        _STOP,
        _("Give the reference of a valid arrest warrant or equivalent decision."),
        _warrant,
        hues=RED,
        configured=True,
    ),
    Rule(
        "red-warrant-order",
        "RPD 83",
        _STOP,
        _("The warrant is older than the offence."),
        _warrant_after_offence,
        hues=RED,
    ),
    Rule(
        "red-warrant-issued",
        "RPD 83",
        _STOP,
        _("The warrant has a date in the future."),
        _warrant_issued,
        hues=RED,
    ),
    Rule(
        "red-warrant-valid",
        "RPD 83",
        _STOP,
        _("The warrant is no longer valid."),
        _warrant_lasts,
        hues=RED,
        configured=True,
    ),
    Rule(
        "red-offence-past",
        "RPD 83",
        _STOP,
        _("The offence has a date in the future."),
        _offence_happened,
        hues=RED,
    ),
    Rule(
        "red-identity",
        "RPD 83",
        _STOP,
        _(
            "Give whole name, sex, date of birth and a description or document; or a photograph"
            " with a further detail."
        ),
        _identity,
        hues=RED,
        configured=True,
    ),
    Rule(
        "red-assurances",
        "RPD 84",
        _STOP,
        _("Assure that extradition will be sought and that the judiciary agrees."),
        _assured,
        hues=RED,
        configured=True,
    ),
)
