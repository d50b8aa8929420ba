"""Conditions: how this bureau sets a pre-flight rule whose source says, check the official text."""

from typing import Annotated

from pydantic import Field, StringConstraints

from tocsin.core.errors import InvalidInput, NotAllowed
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, verb_of_two
from tocsin.rooms.notices.models import Condition
from tocsin.rooms.notices.rules import BY_ID, Severity

Article = Annotated[str, StringConstraints(min_length=3, max_length=120, strip_whitespace=True)]
Reason = Annotated[str, StringConstraints(min_length=3, max_length=300, strip_whitespace=True)]
Figure = Annotated[int, Field(ge=0, le=1_200)]


@verb_of_two(Power.CONDITION_CHANGE)
def change(
    act: Act,
    *,
    rule: str,
    severity: Severity,
    article: Article,
    reason: Reason,
    figure: Figure | None = None,
) -> Condition:
    """Set a rule's severity, citation and figure for this bureau, as the official text has them.

    Two officers of compliance. Raises InvalidInput for an unknown rule and NotAllowed for one whose
    condition is not a bureau's to change.
    """
    known = BY_ID.get(rule)
    if known is None:
        raise InvalidInput("is no rule of pre-flight", place="rule")
    if not known.configured:
        raise NotAllowed("this condition is not a bureau's to change", place="rule")
    if (figure is None) != (known.figure is None):
        raise InvalidInput("give a figure exactly where the rule has one", place="figure")
    condition, _made = Condition.unrestricted.update_or_create(
        bureau_id=act.reader.bureau,
        rule=rule,
        defaults={
            "severity": severity.value,
            "article": article,
            "figure": figure,
            "reason": reason,
            "changed": act.at,
        },
    )
    act.on(condition.id)
    act.note(rule=rule, severity=severity.value, article=article, figure=figure, reason=reason)
    return condition
