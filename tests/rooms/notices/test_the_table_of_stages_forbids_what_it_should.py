"""Random officers say random verbs of the table: no forbidden stage, nothing published alone."""

import random
from dataclasses import dataclass, field

import pytest

from tocsin.core.errors import WrongState
from tocsin.rooms.notices.lifecycle import (
    ALIVE,
    BY_VERB,
    ENVELOPE,
    IN_FORCE,
    OVER,
    QUARANTINE,
    STEPS,
    TITLES,
    Stage,
    possible,
    step,
)
from tocsin.rooms.register.lifecycle import State

OFFICERS = ("drafter", "colleague", "reviewer", "second reviewer", "oversight")
LONGEST = 24


def test_every_stage_means_one_state_and_has_a_title() -> None:
    assert set(ENVELOPE) == set(Stage) == set(TITLES)
    assert set(ENVELOPE.values()) == set(State)


def test_every_step_stands_once_and_every_stage_but_the_last_leads_on() -> None:
    assert len(BY_VERB) == len(STEPS)
    assert [stage for stage in Stage if not list(possible(stage))] == [Stage.DELETED]
    reached = {one.after for one in STEPS} - {None}
    assert reached | {Stage.DRAFT} == set(Stage)


def test_every_verb_of_the_table_is_a_verb_of_so_many_officers_or_the_clock_s() -> None:
    from tocsin.rooms.bureaus.verb import VERBS

    for one in STEPS:
        if one.officers:
            assert VERBS[one.verb].officers == one.officers, one.verb
        else:
            assert one.verb not in VERBS, f"{one.verb} is the clock's alone"
    mine = {name for name in VERBS if name.startswith("notice.")} - {"notice.draft"}
    assert mine == {one.verb for one in STEPS if one.officers} - {"list.follow"}


def test_the_clock_only_ever_tightens() -> None:
    for one in STEPS:
        if one.officers == 0:
            assert one.after is not None
            loosened = {
                before for before in one.before if one.after in IN_FORCE and before not in IN_FORCE
            }
            assert not loosened, one.verb


def test_what_ends_or_alters_an_alert_needs_two_but_for_oversight_s_block() -> None:
    for one in STEPS:
        touches = one.before & ALIVE and one.officers
        local = {"notice.edit", "notice.discard", "notice.verify"}
        if touches and one.verb not in local | {"notice.block"}:
            assert one.officers == 2, one.verb


@dataclass
class Life:
    """One notice as the table sees it, with whose hands it went through."""

    stage: Stage = Stage.DRAFT
    hands: set[str] = field(default_factory=lambda: {"drafter"})
    approved_by: str = ""
    people: set[str] = field(default_factory=set)
    path: list[tuple[str, tuple[str, ...], Stage]] = field(default_factory=list)

    def say(self, verb: str, by: tuple[str, ...]) -> None:
        """Say a verb as the room does: table first, then independence, then two pairs of eyes."""
        one = BY_VERB[verb]
        before = self.stage
        after = step(verb, before)
        if one.officers != len(by) or len(set(by)) != len(by):
            return
        if one.independent and by[0] in self.hands:
            return
        if verb in {"notice.send_unverified", "list.follow"} and by[-1] in self.hands:
            return
        if verb == "notice.edit":
            self.hands.add(by[0])
        if verb in {"notice.approve", "notice.verify"}:
            self.approved_by = by[0]
        if verb == "notice.rework":
            self.approved_by = ""
        self.stage = after
        self.path.append((verb, by, after))
        if before in QUARANTINE and after in IN_FORCE:
            self.people = {"drafter", *self.hands, *by, self.approved_by} - {""}


def lives(count: int, seed: int) -> None:
    draw = random.Random(seed)
    verbs = list(BY_VERB)
    for _number in range(count):
        life = Life()
        for _step in range(draw.randrange(1, LONGEST)):
            verb = draw.choice(verbs)
            by = tuple(draw.choice(OFFICERS) for _ in range(BY_VERB[verb].officers))
            before = life.stage
            try:
                life.say(verb, by)
            except WrongState:
                assert life.stage is before, "a refused verb changes nothing"
                continue
            holds(life, before)


def holds(life: Life, before: Stage) -> None:
    if before in OVER | {Stage.DELETED}:
        assert life.stage in OVER | {Stage.DELETED}, f"what is over came back: {life.path}"
    if before is Stage.DELETED:
        assert life.stage is Stage.DELETED
    if life.stage in QUARANTINE:
        assert before in QUARANTINE, f"what was released is no draft again: {life.path}"
    if life.stage in IN_FORCE and before in QUARANTINE:
        assert len(life.people) >= 2, f"published by one person: {life.path}"
        assert life.people - life.hands, f"published by its own hands alone: {life.path}"


def test_random_lives_keep_to_the_table() -> None:
    lives(2_000, seed=1)


@pytest.mark.long
def test_fifty_thousand_random_lives_keep_to_the_table() -> None:
    lives(50_000, seed=2)
