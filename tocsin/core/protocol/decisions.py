"""Every decision the machine can take about something it received, as one table.

Each names what is done and why; the manual prints the table from here. There is no decision that
accepts more than was signed and released, and none that ends silently.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Decision(StrEnum):
    """What became of a row, statement or message."""

    ACCEPTED = "accepted"
    KNOWN = "known"
    RETRACTED = "retracted"
    UNCONCERNED = "unconcerned"
    OLDER = "older"
    WITHDRAWN = "withdrawn"
    BARRED = "barred"
    OVER = "over"
    OWN = "own"
    NOT_ADDRESSED = "not-addressed"
    NOT_TO_BE_PASSED_ON = "not-to-be-passed-on"
    NOT_THE_OWNER = "not-the-owner"
    BAD_SIGNATURE = "bad-signature"
    BAD_FORM = "bad-form"
    BAD_PROOF = "bad-proof"
    NOT_IN_FORCE = "not-in-force"
    UNKNOWN_OWNER = "unknown-owner"
    UNKNOWN_GROUP = "unknown-group"
    UNKNOWN_MARKING = "unknown-marking"
    UNKNOWN_SCHEMA = "unknown-schema"
    UNKNOWN_KEY = "unknown-key"
    UNKNOWN_ANCHOR = "unknown-anchor"
    KEY_REVOKED = "key-revoked"
    EARLY = "early"
    STANDING_BY = "standing-by"
    TOO_FAR = "too-far"
    STRANGER = "stranger"
    CATCHING_UP = "catching-up"


class Effect(StrEnum):
    """What happens with it."""

    TAKEN = "taken"
    IGNORED = "ignored"
    REFUSED = "refused"
    SET_ASIDE = "set aside"


@dataclass(frozen=True, slots=True)
class Ruled:
    """One row of the table: what the decision does, why, whether it is shown as a fault."""

    effect: Effect
    sentence: str
    fault: bool = False


_T, _I, _R, _S = Effect.TAKEN, Effect.IGNORED, Effect.REFUSED, Effect.SET_ASIDE

TABLE: dict[Decision, Ruled] = {
    Decision.ACCEPTED: Ruled(_T, "It is newer than what is known, and in order."),
    Decision.KNOWN: Ruled(_I, "It is held already, byte for byte; no new version, no new row."),
    Decision.RETRACTED: Ruled(_T, "It is taken back: out of use at once, purged, receipted."),
    Decision.UNCONCERNED: Ruled(_I, "Nothing here depends on it."),
    Decision.OLDER: Ruled(_I, "A newer statement of the owner is known."),
    Decision.WITHDRAWN: Ruled(_R, "The owner withdrew the record; nothing brings it back."),
    Decision.BARRED: Ruled(_R, "The owner itself took it back from us; others cannot give it."),
    Decision.OVER: Ruled(_I, "Its release or validity has run out."),
    Decision.OWN: Ruled(_I, "It is our own record come round."),
    Decision.NOT_ADDRESSED: Ruled(_R, "Its label does not reach this bureau.", fault=True),
    Decision.NOT_TO_BE_PASSED_ON: Ruled(
        _R, "Its owner did not allow the sender to pass it on.", fault=True
    ),
    Decision.NOT_THE_OWNER: Ruled(
        _R, "Another than the owner, reviewer or oversight body named speaks of it.", fault=True
    ),
    Decision.BAD_SIGNATURE: Ruled(_R, "The signature does not verify.", fault=True),
    Decision.BAD_FORM: Ruled(_R, "Statement, body or digest do not fit each other.", fault=True),
    Decision.BAD_PROOF: Ruled(_R, "A checkpoint or its proof does not verify.", fault=True),
    Decision.NOT_IN_FORCE: Ruled(_R, "Only a released record is offered.", fault=True),
    Decision.UNKNOWN_OWNER: Ruled(_S, "No card of its owner is known; compare words first."),
    Decision.UNKNOWN_GROUP: Ruled(
        _S, "It is released to a group whose membership, in that version, is not known here."
    ),
    Decision.UNKNOWN_MARKING: Ruled(_S, "Its marking is not known here; it is never lowered."),
    Decision.UNKNOWN_SCHEMA: Ruled(_S, "Its kind, major or fields are not known here."),
    Decision.UNKNOWN_ANCHOR: Ruled(_S, "It belongs to a record that is not here."),
    Decision.UNKNOWN_KEY: Ruled(_S, "No card known here vouches for the key; a newer may."),
    Decision.KEY_REVOKED: Ruled(
        _S, "Its key is compromised, and no checkpoint from before shows the statement."
    ),
    Decision.EARLY: Ruled(_S, "It is said to be made later than now, by more than clocks differ."),
    Decision.STANDING_BY: Ruled(_S, "Whom it came from has taken it back; another is asked again."),
    Decision.TOO_FAR: Ruled(_R, "It came through more nodes than there can be."),
    Decision.STRANGER: Ruled(_R, "The sender is no accepted peer; it gets no answer."),
    Decision.CATCHING_UP: Ruled(_I, "This node was restored and serves nothing yet."),
}


def printed() -> tuple[list[str], list[list[str]]]:
    """Return head and rows of the table as the manual prints it."""
    rows = [
        [f"`{one}`", ruled.effect.value, "yes" if ruled.fault else "", ruled.sentence]
        for one, ruled in TABLE.items()
    ]
    return ["decision", "effect", "a fault", "why"], rows


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision, about whom or what."""

    decision: Decision
    sender: UUID | None = None
    subject: UUID | None = None

    @property
    def effect(self) -> Effect:
        """What happens with it."""
        return TABLE[self.decision].effect


class Doubt(Exception):
    """Raised inside the machine where a decision other than acceptance is reached."""

    def __init__(self, decision: Decision, waits_for: UUID | None = None) -> None:
        super().__init__(decision.value)
        self.decision = decision
        self.waits_for = waits_for
