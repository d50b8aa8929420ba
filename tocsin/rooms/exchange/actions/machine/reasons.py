"""Why something lies in quarantine, in the few words of its page, from the machine's decisions."""

from tocsin.core.protocol.decisions import Decision
from tocsin.rooms.exchange.models import Quarantined

Why = Quarantined.Why

REASONS: dict[Decision, Why] = {
    Decision.UNKNOWN_OWNER: Why.KEY,
    Decision.UNKNOWN_KEY: Why.KEY,
    Decision.KEY_REVOKED: Why.KEY,
    Decision.BAD_SIGNATURE: Why.SIGNATURE,
    Decision.EARLY: Why.SIGNATURE,
    Decision.OWN: Why.OWNER,
    Decision.NOT_THE_OWNER: Why.OWNER,
    Decision.NOT_ADDRESSED: Why.OWNER,
    Decision.NOT_TO_BE_PASSED_ON: Why.OWNER,
    Decision.UNKNOWN_GROUP: Why.GROUP,
    Decision.UNKNOWN_MARKING: Why.MARKING,
    Decision.UNKNOWN_SCHEMA: Why.UNKNOWN,
    Decision.UNKNOWN_ANCHOR: Why.WAITS,
    Decision.STANDING_BY: Why.WAITS,
    Decision.NOT_IN_FORCE: Why.STALE,
    Decision.WITHDRAWN: Why.STALE,
    Decision.BARRED: Why.STALE,
    Decision.TOO_FAR: Why.STALE,
}


def why(decision: Decision) -> Why:
    """Return the word for a decision; what has none of its own is a broken form."""
    return REASONS.get(decision, Why.FORM)
