"""A petition's stages and every step between them, as data; drawn into the manual from here.

The periods are those of the Statute of the Commission for the Control of INTERPOL's Files: one
month to say whether it is admissible, four months for access and nine for correction or deletion
from then on, one month to carry a decision out (Article 41).
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.core.errors import WrongState
from tocsin.core.sentences import say


class Wish(StrEnum):
    """What somebody may ask about what is kept of her."""

    ACCESS = "access"
    CORRECTION = "correction"
    DELETION = "deletion"


class Outcome(StrEnum):
    """What was decided on a petition."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


class Stage(StrEnum):
    """Where a petition stands."""

    RECEIVED = "received"
    ADMITTED = "admitted"
    DECIDED = "decided"
    DISMISSED = "dismissed"
    REFUSED = "refused"
    IMPLEMENTED = "implemented"
    WITHDRAWN = "withdrawn"


WISHES: dict[Wish, Promise | str] = {
    Wish.ACCESS: _("Access"),
    Wish.CORRECTION: _("Correction"),
    Wish.DELETION: _("Deletion"),
}
OUTCOMES: dict[Outcome, Promise | str] = {
    Outcome.GRANTED: _("Granted"),
    Outcome.PARTLY: _("Granted in part"),
    Outcome.REFUSED: _("Refused"),
}
TITLES: dict[Stage, Promise | str] = {
    Stage.RECEIVED: _("Received"),
    Stage.ADMITTED: _("Admissible"),
    Stage.DECIDED: _("Decided, to be carried out"),
    Stage.DISMISSED: _("Not admissible"),
    Stage.REFUSED: _("Refused"),
    Stage.IMPLEMENTED: _("Carried out"),
    Stage.WITHDRAWN: _("Withdrawn by the applicant"),
}

ADMISSIBILITY_MONTHS = 1
DECISION_MONTHS = {Wish.ACCESS: 4, Wish.CORRECTION: 9, Wish.DELETION: 9}
IMPLEMENTATION_MONTHS = 1
KEPT_MONTHS = 36  # the file of a closed petition; then who asked is erased


@dataclass(frozen=True, slots=True)
class Step:
    """One permitted step: the verb, from which stages, into which, by how many officers."""

    verb: str
    before: frozenset[Stage]
    after: Stage
    officers: int
    sentence: str


STEPS: tuple[Step, ...] = (
    Step(
        "petition.admit",
        frozenset({Stage.RECEIVED}),
        Stage.ADMITTED,
        1,
        "is admissible; the time for a decision begins",
    ),
    Step(
        "petition.dismiss",
        frozenset({Stage.RECEIVED}),
        Stage.DISMISSED,
        1,
        "is not admissible, for stated reasons",
    ),
    Step(
        "petition.grant",
        frozenset({Stage.ADMITTED}),
        Stage.DECIDED,
        2,
        "is granted, whole or in part; the time to carry it out begins",
    ),
    Step(
        "petition.refuse",
        frozenset({Stage.ADMITTED}),
        Stage.REFUSED,
        2,
        "is refused, for stated reasons",
    ),
    Step(
        "petition.implement",
        frozenset({Stage.DECIDED}),
        Stage.IMPLEMENTED,
        1,
        "has been carried out, which the register bears out",
    ),
    Step(
        "petition.withdraw",
        frozenset({Stage.RECEIVED, Stage.ADMITTED}),
        Stage.WITHDRAWN,
        1,
        "is taken back by the applicant",
    ),
)

OPEN = frozenset({Stage.RECEIVED, Stage.ADMITTED, Stage.DECIDED})


def step(verb: str, stage: str) -> Stage:
    """Return the stage after this verb; raise WrongState when there is no such step from here."""
    for one in STEPS:
        if one.verb == verb and Stage(stage) in one.before:
            return one.after
    raise WrongState("a petition that is {stage} cannot do {verb}", stage=say(stage), verb=verb)
