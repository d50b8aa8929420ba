"""Random officers say random verbs of the table: no forbidden stage, nothing published alone."""

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

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
LONGEST = 12
A_LIFE = 3 * LONGEST
VERBS = list(BY_VERB)
officers = st.sampled_from(OFFICERS)


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


def lived(choices: bytes) -> Life:
    """Live one life: three bytes a step choose the verb and who says it."""
    life = Life()
    for at in range(0, len(choices) - 2, 3):
        verb = VERBS[choices[at] % len(VERBS)]
        who = [OFFICERS[one % len(OFFICERS)] for one in choices[at + 1 : at + 3]]
        before = life.stage
        try:
            life.say(verb, tuple(who[: BY_VERB[verb].officers]))
        except WrongState:
            assert life.stage is before, "a refused verb changes nothing"
            continue
        holds(life, before)
    return life


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


class Lives(RuleBasedStateMachine):
    """The table alone as a state machine: a life that breaks a rule is shrunk to its shortest."""

    def __init__(self) -> None:
        super().__init__()
        self.life = Life()

    @rule(verb=st.sampled_from(VERBS), by=st.tuples(officers, officers))
    def somebody_says(self, verb: str, by: tuple[str, str]) -> None:
        before = self.life.stage
        try:
            self.life.say(verb, by[: BY_VERB[verb].officers])
        except WrongState:
            assert self.life.stage is before
        else:
            holds(self.life, before)


Lives.TestCase.settings = settings(max_examples=40, stateful_step_count=LONGEST, deadline=None)
TestLives = Lives.TestCase


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=A_LIFE * 40, max_size=A_LIFE * 40))
def test_random_lives_keep_to_the_table(choices) -> None:
    for start in range(0, len(choices), A_LIFE):
        lived(choices[start : start + A_LIFE])


@pytest.mark.long
@settings(max_examples=500, deadline=None)
@given(st.binary(min_size=A_LIFE * 100, max_size=A_LIFE * 100))
def test_fifty_thousand_random_lives_keep_to_the_table(choices) -> None:
    for start in range(0, len(choices), A_LIFE):
        lived(choices[start : start + A_LIFE])


def test_a_life_that_published_alone_would_be_caught(monkeypatch) -> None:
    """The watch itself is watched: with independence taken out of the table, it must cry out."""
    loose = {verb: replace(one, independent=False) for verb, one in BY_VERB.items()}
    monkeypatch.setitem(globals(), "BY_VERB", loose)
    says = [("notice.submit", 1), ("notice.approve", 1), ("notice.release", 1)]
    alone = bytes(one for verb, _n in says for one in (VERBS.index(verb), 0, 0))
    with pytest.raises(AssertionError, match="published by"):
        lived(alone)
