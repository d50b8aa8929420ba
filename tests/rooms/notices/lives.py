"""Random officers say random verbs of a real notice on a real database, the clock among them.

A state machine: hypothesis chooses who says what, and shrinks a life that breaks a rule to its
shortest. After each step: the stage and its envelope agree, nothing was published by one person,
nobody is in screening for a notice that is not in force or past its last day.
"""

from datetime import timedelta
from typing import Any, ClassVar

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.database import InMemoryExampleDatabase
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.rooms.notices.alerts import drafted, fresh, red, version, wanted
from tocsin.core.errors import TocsinError
from tocsin.rooms.notices.lifecycle import (
    BY_VERB,
    ENVELOPE,
    IN_FORCE,
    QUARANTINE,
    STEPS,
    Stage,
    possible,
)

OFFICER, COLLEAGUE = ("bureau_officer", 1), ("bureau_officer", 2)
REVIEWER, SECOND, OVERSIGHT = ("reviewer", 1), ("reviewer", 2), ("oversight", 1)
SAYERS = (OFFICER, COLLEAGUE, REVIEWER, SECOND, OVERSIGHT)
VERBS = [one.verb.partition(".")[2] for one in STEPS if one.officers and one.verb != "list.follow"]
ALONE = [verb for verb in VERBS if BY_VERB[f"notice.{verb}"].officers == 1]
TOGETHER = [verb for verb in VERBS if BY_VERB[f"notice.{verb}"].officers == 2]
# A life that only tries everything ends in the first room; these are likelier than the rest.
LIKELY = ("submit", "approve", "release", "edit", "amend") * 3
DAYS = (1, 4, 40, 200, 800)
sayers = st.sampled_from(SAYERS)


class Life(RuleBasedStateMachine):
    """One notice on its way; ``goal`` is the verb that a life is led to before chance takes over."""

    cast: Any
    goal: str = ""
    occurred: ClassVar[set[str]]

    def __init__(self) -> None:
        super().__init__()
        self.keep = transaction.savepoint()
        self.said: list[str] = []
        self.at = timezone.now()
        self.person = wanted(self.cast)
        self.notice = drafted(self.cast, self.person, case="HOM-2026/4711")
        self.before = Stage.DRAFT
        if self.goal:
            for verb in way_to(self.goal):
                self._attempt(verb, *by_right(verb), known=True, later=30)
                self.holds()

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.keep)

    @rule(verb=st.sampled_from((*ALONE, *LIKELY)), sayer=sayers, known=st.booleans())
    def one_says(self, verb: str, sayer: Any, *, known: bool) -> None:
        if not (verb == "discard" and fresh(self.notice).stage == Stage.DRAFT):
            self._attempt(verb, sayer, known=known, later=1)  # else the life would go with it

    @rule(verb=st.sampled_from(TOGETHER), first=sayers, second=sayers, later=st.sampled_from(DAYS))
    def two_say(self, verb: str, first: Any, second: Any, later: int) -> None:
        self._attempt(verb, first, second, known=True, later=later)

    @rule(verb=st.sampled_from(VERBS), known=st.booleans())
    def those_who_may_say(self, verb: str, *, known: bool) -> None:
        """What fits the stage, said by the right officers: so that lives get on."""
        fitting = {one.verb for one in possible(fresh(self.notice).stage)}
        if f"notice.{verb}" in fitting and verb not in {"delete", "discard"}:
            self._attempt(verb, *by_right(verb), known=known, later=30)

    @rule(days=st.sampled_from(DAYS))
    def time_passes(self, days: int) -> None:
        """Let the clock act as of some time ahead; it stays there for what it looks at."""
        from tocsin.rooms.notices.actions import silence

        self.said.append("(time)")
        ahead = self.at + timedelta(days=days)
        silence.act_due(ahead)
        notice = fresh(self.notice)
        if ahead >= notice.until:
            assert Stage(notice.stage) not in IN_FORCE, f"past due and in force: {self.said}"
            self.screened(ahead, expected=False)

    def _attempt(self, verb: str, *by: Any, known: bool, later: int) -> None:
        """Say a verb; what is refused changes nothing."""
        from tocsin.rooms.bureaus.actions import proposals
        from tocsin.rooms.notices.actions import notices

        notice = fresh(self.notice)
        self.said.append(verb)
        readers = [self.cast.home.reader(*sayer) for sayer in by]
        try:
            done = getattr(notices, verb)(
                readers[0], notice, **self._words(verb, known=known, later=later)
            )
            if len(readers) == 2:
                proposals.approve(readers[1], done)
        except TocsinError:
            again = fresh(self.notice)
            assert (again.stage, again.record.state) == (notice.stage, notice.record.state)
        else:
            self.occurred.add(verb)

    def _words(self, verb: str, *, known: bool, later: int) -> dict[str, Any]:
        notice = fresh(self.notice)
        reason = {"reason": "as it came"}
        seen = version(notice) if known and self._has_draft(notice) else "never seen before"
        plain: dict[str, Any] = {} if verb in {"submit", "review", "release", "discard"} else reason
        return {
            "edit": {"body": red(self.person.pk, headline=f"Version {len(self.said)}")},
            "ask": {"question": "which court was it?", "until": self.at + timedelta(days=later)},
            "answer": {"text": "the one named there"},
            "approve": {"grounds": "complete", "version": seen},
            "verify": {"grounds": "complete"},
            "refuse": {"ground": "identity", "explanation": "not enough"},
            "amend": {"version": seen, "note": "as ordered"},
            "add_addendum": {"text": "extradition was refused"},
            "change_status": {"subject": self.person.pk, "status": "suspect", **reason},
            "renew": {"until": (notice.until + timedelta(days=90)).date(), **reason},
            "cancel": {"ground": "article_3", "explanation": "it was political"},
        }.get(verb, plain)

    def _has_draft(self, notice: Any) -> bool:
        from tocsin.rooms.notices.actions.passing import draft_of

        return draft_of(notice) is not None

    @invariant()
    def holds(self) -> None:
        notice = fresh(self.notice)
        stage, state = Stage(notice.stage), notice.record.state
        if stage is not Stage.DELETED:
            assert state == ENVELOPE[stage].value, f"{stage} with {state}: {self.said}"
        if stage in QUARANTINE:
            assert self.before in QUARANTINE, f"a draft again: {self.said}"
            assert notice.record.revision == 0
        if notice.record.revision and stage is not Stage.DELETED:
            self.published_by_two(notice)
        at = timezone.now()
        self.screened(at, expected=stage in IN_FORCE and notice.until > at)
        self.before = stage

    def published_by_two(self, notice: Any) -> None:
        steps = list(notice.passages.all())
        hands = set(notice.hands)
        people = {str(one) for p in steps for one in (p.officer_id, p.proposer_id) if one}
        assert len(people | hands) >= 2, f"published by one: {self.said}"
        assert people - {str(notice.drafter_id)}, f"by its drafter alone: {self.said}"

    def screened(self, at: Any, *, expected: bool) -> None:
        """Say whether the desk is told of the person, as the register's bases have it at ``at``."""
        from tocsin.rooms.hits.subjects import standing

        found = {subject.id for subject in standing("live", at, only=[self.person.pk])}
        assert (self.person.pk in found) == expected, f"{expected} at {at}: {self.said}"


def by_right(verb: str) -> tuple[Any, ...]:
    """Return officers who may say the verb: the drafter's side first, then whoever reviews."""
    step = BY_VERB[f"notice.{verb}"]
    if step.officers == 2:
        compliance = {"cancel", "unblock", "delete"}
        return (REVIEWER, OVERSIGHT) if verb in compliance else (OFFICER, REVIEWER)
    if verb == "block":
        return (OVERSIGHT,)
    return (REVIEWER,) if step.independent else (OFFICER,)


def way_to(goal: str) -> list[str]:
    """Return the verbs that lead from a draft to where the goal may be said, and the goal."""
    # A draft is not discarded here: the life would end. What is in force may have a draft to lose.
    wanted_from = BY_VERB[f"notice.{goal}"].before - ({Stage.DRAFT} if goal == "discard" else set())
    if goal == "delete":
        wanted_from = frozenset({Stage.REFUSED})
    # What was never verified is not let act again: those two go by way of the release.
    detour = {"send_unverified"} if goal in {"resume", "unblock"} else set()
    ways: dict[Stage, list[str]] = {Stage.DRAFT: []}
    for stage in (reached := [Stage.DRAFT]):
        for step in possible(stage):
            verb = step.verb.partition(".")[2]
            if verb not in VERBS or verb in detour:
                continue
            if step.after is not None and step.after not in ways:
                ways[step.after] = [*ways[stage], verb]
                reached.append(step.after)
    start = next(stage for stage in reached if stage in wanted_from)
    return [*ways[start], *(["edit"] if goal in {"amend", "discard"} else []), goal]


def live(cast: Any, *, lives: int, steps: int, goal: str = "", number: int = 0) -> set[str]:
    """Live so many lives and return the verbs that were not refused in any of them."""
    kind = type("OneLife", (Life,), {"cast": cast, "goal": goal, "occurred": set()})
    run_state_machine_as_test(
        seed(number)(kind),
        settings=settings(
            max_examples=lives,
            stateful_step_count=steps,
            deadline=None,
            database=InMemoryExampleDatabase(),
            suppress_health_check=list(HealthCheck),
        ),
    )
    return kind.occurred
