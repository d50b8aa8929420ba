"""Why a reader may or may not: the same rows of the rule table, asked about one class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from tocsin.core.labels import Use
from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.bureaus.powers import Role
from tocsin.rooms.bureaus.reader import Reader, Realm
from tocsin.rooms.release.models import ReleaseClass
from tocsin.rooms.release.rules import NOBODY, RULES, Rule


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one bureau and use, with the rules that speak."""

    bureau: Bureau
    use: Use
    allowed: bool
    because: tuple[Rule, ...]


def explain(
    reader: Reader, release_class: ReleaseClass, use: Use, at: datetime
) -> tuple[bool, tuple[Rule, ...]]:
    """Return whether the rules allow this, and the rules that decided it.

    For an allowance those are the allowing rows, for a refusal the denying ones (none: no row
    allows it, the audience does not include the reader).
    """
    return explained(reader, release_class, [use], at)[use]


def explained(
    reader: Reader, release_class: ReleaseClass, uses: Sequence[Use], at: datetime
) -> dict[Use, tuple[bool, tuple[Rule, ...]]]:
    """Return the same for several uses, asked in one query."""
    speaking = _speaking(reader, release_class, uses, at)
    return {use: _decided(rules) for use, rules in speaking.items()}


def audience(
    release_class: ReleaseClass, uses: Sequence[Use], at: datetime, *, realm: Realm, purpose: str
) -> list[list[Verdict]]:
    """Return, for every bureau this node knows, what its officers may do with the record.

    One row a bureau, one verdict a use, in the order given. The rules are asked about a reader
    whose bureau is the row at hand, so that two hundred bureaus are one query.
    """
    row: Any = OuterRef("pk")
    anyone = replace(as_bureau(Bureau(), realm=realm, purpose=purpose), bureau=row)
    names, asked = _conditions(anyone, uses, at)
    told = ReleaseClass.unrestricted.filter(pk=release_class.pk)
    exist = {name: Exists(told.filter(condition)) for condition, name in names.items()}
    rows = []
    for bureau in Bureau.unrestricted.annotate(**exist):
        said = {use: _decided(_heard(pairs, vars(bureau))) for use, pairs in asked.items()}
        rows.append([Verdict(bureau, use, *said[use]) for use in uses])
    return rows


def _decided(speaking: Sequence[Rule]) -> tuple[bool, tuple[Rule, ...]]:
    denies = tuple(rule for rule in speaking if rule.effect == "deny")
    allows = tuple(rule for rule in speaking if rule.effect == "allow")
    if denies or not allows:
        return False, denies
    return True, allows


Asked = dict[Use, list[tuple[Rule, str]]]


def _speaking(
    reader: Reader, release_class: ReleaseClass, uses: Sequence[Use], at: datetime
) -> dict[Use, list[Rule]]:
    """Return the rules that speak about this class, for each use, asking in one query."""
    names, asked = _conditions(reader, uses, at)
    exist: dict[str, Any] = {
        name: Exists(ReleaseClass.unrestricted.filter(condition, pk=OuterRef("pk")))
        for condition, name in names.items()
    }
    answers: Any = ReleaseClass.unrestricted.filter(pk=release_class.pk).values(**exist).get()
    return {use: _heard(pairs, answers) for use, pairs in asked.items()}


def _conditions(reader: Reader, uses: Sequence[Use], at: datetime) -> tuple[dict[Q, str], Asked]:
    """Return each distinct condition with a name, and for each use its rules with their names.

    Most rules say the same whatever the use: each distinct condition is asked once.
    """
    names: dict[Q, str] = {}
    asked: Asked = {use: [] for use in uses}
    for use in uses:
        for rule in RULES:
            condition = rule.q(reader, use, at)
            if condition != NOBODY:
                name = names.setdefault(condition, f"rule_{len(names)}")
                asked[use].append((rule, name))
    return names, asked


def _heard(pairs: Sequence[tuple[Rule, str]], answers: Mapping[str, bool]) -> list[Rule]:
    return [rule for rule, name in pairs if answers[name]]


def as_bureau(bureau: Bureau, *, realm: Realm, purpose: str) -> Reader:
    """Return a reader who stands for any officer of a bureau: for previews, with no powers."""
    return Reader(
        officer=bureau.id,
        name=bureau.name,
        bureau=bureau.id,
        bureau_code=bureau.code,
        powers=frozenset(),
        roles=frozenset({Role.BUREAU_OFFICER}),
        realm=realm,
        purpose=purpose,
        door="preview",
    )
