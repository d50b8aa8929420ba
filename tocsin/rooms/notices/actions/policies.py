"""The bureau's policy: whether a notice may leave unverified, marked so that nobody acts on it."""

from typing import Annotated

from pydantic import StringConstraints

from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, verb, verb_of_two
from tocsin.rooms.notices.models import Policy

Reason = Annotated[str, StringConstraints(min_length=3, max_length=300, strip_whitespace=True)]


@verb_of_two(Power.POLICY_ALLOW_UNVERIFIED)
def allow_unverified(act: Act, *, reason: Reason) -> Policy:
    """Allow notices to leave before review, marked 'unverified, do not act'. Two officers."""
    return _set(act, unverified=True, reason=reason)


@verb(Power.POLICY_FORBID_UNVERIFIED)
def forbid_unverified(act: Act, *, reason: Reason) -> Policy:
    """End that permission at once; what has left stays marked until it is verified."""
    return _set(act, unverified=False, reason=reason)


def _set(act: Act, *, unverified: bool, reason: str) -> Policy:
    policy, _made = Policy.unrestricted.update_or_create(
        bureau_id=act.reader.bureau,
        defaults={"unverified": unverified, "reason": reason, "changed": act.at},
    )
    act.on(act.reader.bureau)
    act.note(unverified=unverified, reason=reason)
    return policy
