"""Why a reader may or may not: the same rows of the rule table, asked about one class."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from tocsin.core.labels import Use
from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.bureaus.powers import Role
from tocsin.rooms.bureaus.reader import Reader, Realm
from tocsin.rooms.release.models import ReleaseClass
from tocsin.rooms.release.rules import RULES, Rule


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
    asked: dict[str, Any] = {
        f"rule_{number}": Exists(
            ReleaseClass.unrestricted.filter(rule.q(reader, use, at), pk=OuterRef("pk"))
        )
        for number, rule in enumerate(RULES)
    }
    answers: Any = ReleaseClass.unrestricted.filter(pk=release_class.pk).values(**asked).get()
    speaking = [rule for number, rule in enumerate(RULES) if answers[f"rule_{number}"]]
    denies = tuple(rule for rule in speaking if rule.effect == "deny")
    allows = tuple(rule for rule in speaking if rule.effect == "allow")
    if denies or not allows:
        return False, denies
    return True, allows


def audience(
    release_class: ReleaseClass, use: Use, at: datetime, *, realm: Realm, purpose: str
) -> list[Verdict]:
    """Return, for every bureau this node knows, whether its officers may use the record so."""
    verdicts = []
    for bureau in Bureau.unrestricted.all():
        reader = as_bureau(bureau, realm=realm, purpose=purpose)
        allowed, because = explain(reader, release_class, use, at)
        verdicts.append(Verdict(bureau=bureau, use=use, allowed=allowed, because=because))
    return verdicts


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
