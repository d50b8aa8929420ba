"""The course of a mission, as data: what each word needs and what it makes of the mission.

The state itself is a fold over the records (``core/kinds/missions``); a test walks the fold through
every step of this table. It says which doors a page opens, and is drawn into the manual from here.
"""

from dataclasses import dataclass
from enum import StrEnum

from tocsin.core.kinds.missions import MissionPhase as Phase

OPEN = frozenset(set(Phase) - {Phase.CLOSED})


class Side(StrEnum):
    """Whose word it is."""

    ASKER = "the bureau that asked"
    ASKED = "a bureau that was asked"
    ACCEPTED = "a bureau whose offer was accepted"


@dataclass(frozen=True, slots=True)
class Step:
    """One verb: whose it is, in which phases it has a sense, and the phase it leads to at least."""

    verb: str
    side: Side
    before: frozenset[Phase]
    after: Phase | None
    sentence: str


STEPS = (
    Step("offer", Side.ASKED, OPEN, Phase.OFFERED, "says what it gives, when, and whom to ring"),
    Step("refuse", Side.ASKED, OPEN, None, "says that it cannot help; a later offer takes it back"),
    Step(
        "accept",
        Side.ASKER,
        OPEN,
        Phase.ACCEPTED,
        "accepts an offer, one it had declined as well; several may be accepted",
    ),
    Step(
        "decline",
        Side.ASKER,
        OPEN - {Phase.ASKED},
        None,
        "declines an offer, or takes its acceptance back before anybody is deployed; without"
        " another offer the mission is where it began",
    ),
    Step(
        "deploy",
        Side.ACCEPTED,
        frozenset({Phase.ACCEPTED, Phase.DEPLOYED, Phase.RETURNED}),
        Phase.DEPLOYED,
        "says what is on its way, for which days, and who leads it",
    ),
    Step(
        "stand_down",
        Side.ACCEPTED,
        frozenset({Phase.DEPLOYED}),
        Phase.RETURNED,
        "says that what was deployed is back; the mission is, when all are",
    ),
    Step("close", Side.ASKER, OPEN, Phase.CLOSED, "says what came of it, to all who were asked"),
)


def fitting(phase: Phase, *, mine: bool) -> frozenset[str]:
    """Return the verbs that have a sense in a phase for the asker, or for the others."""
    return frozenset(
        step.verb for step in STEPS if phase in step.before and (step.side is Side.ASKER) == mine
    )


def printed() -> tuple[list[str], list[list[str]]]:
    """Return the table as the manual shows it."""
    rows = [
        [
            f"`mission.{step.verb}`",
            "any that is open"
            if step.before == OPEN
            else ", ".join(one for one in Phase if one in step.before),
            step.after.value if step.after else "as it was",
            step.side.value,
            f"The bureau {step.sentence}.",
        ]
        for step in STEPS
    ]
    return ["verb", "from", "to", "who", "what happens"], rows
