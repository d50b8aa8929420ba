"""How each criterion of a framework is found to be met, and what bars a profile in any case.

A criterion is stated by the owner under its case, or looked up by the node; never both. Drawn into
the manual from here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from tocsin.core.kinds.profiling import STATED, Criterion, Holding

COPIES = frozenset({Holding.TRAVEL_DOCUMENT, Holding.IDENTITY_CARD, Holding.OTHER_DOCUMENT})


@dataclass(frozen=True, slots=True)
class Facts:
    """What the node knows of a profile's person, and what the owner keeps and answers for."""

    stated: frozenset[Criterion] = frozenset()
    alert: bool = False
    case: bool = False
    birth_date: bool = False
    nationality: bool = False
    document: bool = False
    kept: frozenset[Holding] = frozenset()
    person_in_force: bool = True
    minor: bool = False
    cared_for: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One criterion and how it is found to be met."""

    criterion: Criterion
    how: str
    test: Callable[[Facts], bool]


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing that no framework can waive: ``test`` says that it stands in the way."""

    name: str
    sentence: str
    test: Callable[[Facts], bool]


def _stated(criterion: Criterion) -> Check:
    how = _("stated by the owner under its case")
    return Check(criterion, how, lambda facts: criterion in facts.stated)


CHECKS: tuple[Check, ...] = (
    *(_stated(one) for one in Criterion if one in STATED),
    Check(
        Criterion.ALERT,
        _("a notice or diffusion in force that the owner sees names the person"),
        lambda facts: facts.alert,
    ),
    Check(
        Criterion.CASE,
        _("a link in force joins the person and a device or material reference"),
        lambda facts: facts.case,
    ),
    Check(
        Criterion.BIRTH_DATE,
        _("the person's record has a birth date with its day"),
        lambda facts: facts.birth_date,
    ),
    Check(
        Criterion.NATIONALITY,
        _("the person's record has a nationality"),
        lambda facts: facts.nationality,
    ),
    Check(
        Criterion.DOCUMENT,
        _("the person's record has a document, or a travel document is linked as held"),
        lambda facts: facts.document,
    ),
    Check(
        Criterion.DOCUMENT_COPY,
        _("a file kept with the profile is a copy of a document"),
        lambda facts: bool(facts.kept & COPIES),
    ),
    Check(
        Criterion.FACE,
        _("a file kept with the profile is a facial photograph"),
        lambda facts: Holding.FACE in facts.kept,
    ),
    Check(
        Criterion.FINGERPRINTS,
        _("a file kept with the profile holds fingerprints"),
        lambda facts: Holding.FINGERPRINTS in facts.kept,
    ),
)
BARS: tuple[Bar, ...] = (
    Bar(
        "person-gone",
        _("the person's record is not in force"),
        lambda facts: not facts.person_in_force,
    ),
    Bar(
        "minor",
        _("the person may be a minor: a group keeps no profiles of minors"),
        lambda facts: facts.minor,
    ),
    Bar(
        "cared-for",
        _("the person is on record as a victim, a witness, missing, or acquitted"),
        lambda facts: facts.cared_for,
    ),
)


def met(facts: Facts) -> tuple[Criterion, ...]:
    """Return the criteria that are met, in their order."""
    return tuple(check.criterion for check in CHECKS if check.test(facts))


def barred(facts: Facts) -> tuple[str, ...]:
    """Return why no group may have it, whatever its framework asks."""
    return tuple(bar.sentence for bar in BARS if bar.test(facts))


def printed() -> tuple[list[str], list[tuple[str, str, str]]]:
    """Return the head and the rows by which the manual lists both tables."""
    rows = [(one.criterion.wording, f"`{one.criterion}`", one.how) for one in CHECKS]
    rows += [("no group can waive", f"`{bar.name}`", bar.sentence) for bar in BARS]
    return ["criterion", "word", "met when; or what bars it"], rows
