"""The envelope's states and every step between them, as data; drawn into the manual from here.

A room with a richer lifecycle (notices, requests) maps each of its states onto one of these;
holders of a copy need to understand only these six.
"""

from dataclasses import dataclass
from enum import StrEnum

from tocsin.core.errors import WrongState
from tocsin.core.sentences import say


class State(StrEnum):
    """The only states an envelope can say."""

    DRAFT = "draft"
    RELEASED = "released"
    SUSPENDED = "suspended"
    BLOCKED = "blocked"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Step:
    """One permitted step: the verb that takes it, from which states, into which."""

    verb: str
    before: frozenset[State]
    after: State
    officers: int
    sentence: str


STEPS: tuple[Step, ...] = (
    Step("record.submit", frozenset({State.DRAFT}), State.RELEASED, 1, "becomes revision 1"),
    Step("record.suspend", frozenset({State.RELEASED}), State.SUSPENDED, 1, "stops acting at once"),
    Step("record.resume", frozenset({State.SUSPENDED}), State.RELEASED, 1, "acts again"),
    Step(
        "record.block",
        frozenset({State.RELEASED, State.SUSPENDED}),
        State.BLOCKED,
        1,
        "is stopped by oversight; its owner cannot make it act again",
    ),
    Step("record.unblock", frozenset({State.BLOCKED}), State.RELEASED, 2, "acts again"),
    Step(
        "record.withdraw",
        frozenset({State.RELEASED, State.SUSPENDED, State.BLOCKED}),
        State.WITHDRAWN,
        2,
        "is taken back for good",
    ),
    Step(
        "record.expire",
        frozenset({State.RELEASED, State.SUSPENDED, State.BLOCKED}),
        State.EXPIRED,
        0,
        "has passed its time; the clock alone does this",
    ),
)

IN_FORCE = frozenset({State.RELEASED})
FINAL = frozenset({State.WITHDRAWN, State.EXPIRED})


def step(verb: str, state: str) -> State:
    """Return the state after this verb; raise WrongState when there is no such step from here."""
    for one in STEPS:
        if one.verb == verb and State(state) in one.before:
            return one.after
    raise WrongState("a {state} record cannot do {verb}", state=say(state), verb=verb)
