"""The stages of a notice and every step between them, as one table; drawn into the manual.

Each stage means one envelope state, which is all that a holder of a copy needs to know. Pre-flight
is no stage: it is the gate of ``notice.submit``, and of every verb that changes what is in force.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.core.errors import WrongState
from tocsin.rooms.register.lifecycle import State


class Stage(StrEnum):
    """Where a notice stands in its life."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    INFORMATION_REQUESTED = "information_requested"
    APPROVED = "approved"
    UNVERIFIED = "unverified"
    RELEASED = "released"
    SUSPENDED = "suspended"
    BLOCKED = "blocked"
    RETENTION_REVIEW = "retention_review"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    DELETED = "deleted"


TITLES: dict[Stage, Promise] = {
    Stage.DRAFT: _("Draft"),
    Stage.SUBMITTED: _("Submitted"),
    Stage.IN_REVIEW: _("In review"),
    Stage.INFORMATION_REQUESTED: _("Information requested"),
    Stage.APPROVED: _("Approved"),
    Stage.UNVERIFIED: _("Sent unverified"),
    Stage.RELEASED: _("Released"),
    Stage.SUSPENDED: _("Suspended"),
    Stage.BLOCKED: _("Blocked"),
    Stage.RETENTION_REVIEW: _("Retention review"),
    Stage.REFUSED: _("Refused"),
    Stage.WITHDRAWN: _("Withdrawn"),
    Stage.CANCELLED: _("Cancelled"),
    Stage.EXPIRED: _("Expired"),
    Stage.DELETED: _("Deleted"),
}

ENVELOPE: dict[Stage, State] = {
    Stage.DRAFT: State.DRAFT,
    Stage.SUBMITTED: State.DRAFT,
    Stage.IN_REVIEW: State.DRAFT,
    Stage.INFORMATION_REQUESTED: State.DRAFT,
    Stage.APPROVED: State.DRAFT,
    Stage.REFUSED: State.DRAFT,
    Stage.UNVERIFIED: State.RELEASED,
    Stage.RELEASED: State.RELEASED,
    Stage.RETENTION_REVIEW: State.RELEASED,
    Stage.SUSPENDED: State.SUSPENDED,
    Stage.BLOCKED: State.BLOCKED,
    Stage.WITHDRAWN: State.WITHDRAWN,
    Stage.CANCELLED: State.WITHDRAWN,
    Stage.EXPIRED: State.EXPIRED,
    # What is deleted keeps the envelope it had; ``envelope_after`` says so.
    Stage.DELETED: State.WITHDRAWN,
}

QUARANTINE = frozenset(stage for stage, state in ENVELOPE.items() if state is State.DRAFT)
IN_FORCE = frozenset(stage for stage, state in ENVELOPE.items() if state is State.RELEASED)
ALIVE = IN_FORCE | {Stage.SUSPENDED, Stage.BLOCKED}
OVER = frozenset({Stage.WITHDRAWN, Stage.CANCELLED, Stage.EXPIRED})
WAITING = frozenset({Stage.SUBMITTED, Stage.IN_REVIEW, Stage.INFORMATION_REQUESTED})
WITH_REVIEWER = frozenset({Stage.SUBMITTED, Stage.IN_REVIEW})


@dataclass(frozen=True, slots=True)
class Step:
    """One permitted step. ``after`` is None where the stage stays; ``officers`` 0 is the clock.

    ``publishes`` marks the steps after which others may act on a notice for which, before, nobody
    could: each needs two people, of whom one never wrote it.
    """

    verb: str
    before: frozenset[Stage]
    after: Stage | None
    officers: int
    sentence: str | Promise
    independent: bool = False
    publishes: bool = False


def _from(*stages: Stage) -> frozenset[Stage]:
    return frozenset(stages)


_S = Stage

STEPS: tuple[Step, ...] = (
    Step(
        "notice.edit",
        _from(_S.DRAFT) | IN_FORCE | {_S.SUSPENDED},
        None,
        1,
        _("is written on; one in force stays as it is until it is amended"),
    ),
    Step(
        "notice.discard",
        _from(_S.DRAFT) | IN_FORCE | {_S.SUSPENDED},
        None,
        1,
        _("loses its draft; one that was never submitted goes with it"),
    ),
    Step("notice.submit", _from(_S.DRAFT), _S.SUBMITTED, 1, _("has passed pre-flight and waits")),
    Step(
        "notice.rework",
        WAITING | {_S.APPROVED, _S.REFUSED},
        _S.DRAFT,
        1,
        _("goes back to its drafter's desk"),
    ),
    Step(
        "notice.review", _from(_S.SUBMITTED), _S.IN_REVIEW, 1, _("has a reviewer"), independent=True
    ),
    Step(
        "notice.ask",
        WITH_REVIEWER,
        _S.INFORMATION_REQUESTED,
        1,
        _("waits for an answer, until a deadline"),
        independent=True,
    ),
    Step(
        "notice.answer",
        _from(_S.INFORMATION_REQUESTED),
        _S.IN_REVIEW,
        1,
        _("has its answer and is reviewed again"),
    ),
    Step(
        "notice.approve",
        WITH_REVIEWER,
        _S.APPROVED,
        1,
        _("may be released as it stands"),
        independent=True,
    ),
    Step("notice.refuse", WAITING, _S.REFUSED, 1, _("is refused, with grounds"), independent=True),
    Step(
        "notice.lapse",
        _from(_S.INFORMATION_REQUESTED),
        _S.REFUSED,
        0,
        _("got no answer in time"),
    ),
    Step(
        "notice.release",
        _from(_S.APPROVED),
        _S.RELEASED,
        1,
        _("is signed, leaves quarantine and is screened for at once"),
        publishes=True,
    ),
    Step(
        "notice.send_unverified",
        WITH_REVIEWER,
        _S.UNVERIFIED,
        2,
        _("leaves before review, marked 'unverified, do not act', where the policy allows it"),
        publishes=True,
    ),
    Step(
        "list.follow",
        _from(_S.DRAFT),
        _S.RELEASED,
        2,
        _("is made from an entry of an imported list, in a batch"),
        publishes=True,
    ),
    Step(
        "notice.delist",
        IN_FORCE,
        _S.SUSPENDED,
        0,
        _("follows an entry that its list has ended"),
    ),
    Step(
        "notice.verify",
        _from(_S.UNVERIFIED),
        _S.RELEASED,
        1,
        _("is reviewed after the fact and loses its mark"),
        independent=True,
        publishes=True,
    ),
    Step(
        "notice.amend",
        IN_FORCE | {_S.SUSPENDED},
        None,
        2,
        _("gets a new version"),
    ),
    Step("notice.add_addendum", IN_FORCE, None, 2, _("gets an addendum")),
    Step(
        "notice.change_status",
        IN_FORCE | {_S.SUSPENDED},
        None,
        2,
        _("says another status of a person"),
    ),
    Step("notice.suspend", IN_FORCE, _S.SUSPENDED, 2, _("stops acting, six months at most")),
    Step("notice.lapse_unverified", _from(_S.UNVERIFIED), _S.SUSPENDED, 0, _("was never verified")),
    Step(
        "notice.resume",
        _from(_S.SUSPENDED),
        _S.RELEASED,
        2,
        _("acts again"),
        publishes=True,
    ),
    Step(
        "notice.block",
        IN_FORCE | {_S.SUSPENDED},
        _S.BLOCKED,
        1,
        _("is blocked by oversight, provisionally and at once"),
    ),
    Step("notice.unblock", _from(_S.BLOCKED), _S.RELEASED, 2, _("acts again"), publishes=True),
    Step(
        "notice.open_retention_review",
        _from(_S.RELEASED),
        _S.RETENTION_REVIEW,
        0,
        _("ends in six months unless it is renewed"),
    ),
    Step(
        "notice.renew",
        _from(_S.RELEASED, _S.RETENTION_REVIEW),
        _S.RELEASED,
        2,
        _("is kept longer, for a reason"),
    ),
    Step("notice.expire", ALIVE, _S.EXPIRED, 0, _("has passed its time; silence is an answer")),
    Step("notice.withdraw", ALIVE, _S.WITHDRAWN, 2, _("is taken back by its source for good")),
    Step("notice.cancel", ALIVE, _S.CANCELLED, 2, _("is ended by compliance, with grounds")),
    Step(
        "notice.delete",
        OVER | {_S.REFUSED, _S.DRAFT},
        _S.DELETED,
        2,
        _("is erased; the proof stays"),
    ),
    Step("notice.purge", OVER, _S.DELETED, 0, _("is erased a month after its end")),
)
BY_VERB: dict[str, Step] = {one.verb: one for one in STEPS}


def step(verb: str, stage: str) -> Stage:
    """Return the stage after this verb; raise WrongState when there is no such step from here."""
    one = BY_VERB[verb]
    if Stage(stage) not in one.before:
        words = str(stage).replace("_", " ")
        raise WrongState("a notice that is {stage} cannot do {verb}", stage=words, verb=verb)
    return Stage(stage) if one.after is None else one.after


def possible(stage: str) -> Iterable[Step]:
    """Return the steps that lead on from a stage, in the order of the table."""
    return [one for one in STEPS if Stage(stage) in one.before]


def envelope_after(stage: Stage, before: State) -> State:
    """Return the envelope state of a stage; what is deleted keeps the one in which it ended."""
    return before if stage is Stage.DELETED else ENVELOPE[stage]
