"""The table of a mission's course and the fold over its records say the same."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from tests.core.kinds.examples import BODIES
from tocsin.core.kinds import read
from tocsin.core.kinds.missions import MissionPhase as Phase
from tocsin.core.kinds.missions import Told, folded
from tocsin.rooms.missions.lifecycle import STEPS, Side, fitting

ASKER, OTHER = "POL", "MDA"
CONTACT = {"bureau": OTHER, "desk": "duty_officer", "telephone": "+37322000000"}
WAYS = {
    Phase.ASKED: ("offer", "decline"),
    Phase.OFFERED: ("offer",),
    Phase.ACCEPTED: ("offer", "accept"),
    Phase.DEPLOYED: ("offer", "accept", "deploy"),
    Phase.RETURNED: ("offer", "accept", "deploy", "stand_down"),
    Phase.CLOSED: ("close",),
}
WORDS = {"refuse": "unable", "accept": "accepted", "decline": "declined"}
WORDS |= {"deploy": "deployed", "stand_down": "returned"}
MISSION = read("mission", BODIES["mission"])
FIRST = UUID("7c3f0a52-9f0e-4d7b-8a55-1f2f3c4d5e6f")


def told(verb: str, number: int) -> Told:
    side = next(step.side for step in STEPS if step.verb == verb)
    said: dict[str, object] = {"mission": str(uuid4())}
    kind, key = "mission_step", uuid4()
    if verb == "offer":
        kind, key = "mission_offer", FIRST if number < 10 else uuid4()
        said |= {"gives": ["expert"], "since": "2031-05-01", "until": "2031-05-02"}
        said["contact"] = CONTACT
    elif verb == "close":
        kind, said["outcome"] = "mission_end", "supported"
    else:
        said |= {"step": WORDS[verb]} | ({} if verb == "refuse" else {"offer": str(FIRST)})
    if verb == "deploy":
        said |= {"since": "2031-05-01", "until": "2031-05-02", "contact": CONTACT}
    at = datetime(2031, 5, 1, tzinfo=UTC) + timedelta(minutes=number)
    return Told(key, ASKER if side is Side.ASKER else OTHER, at, read(kind, said))


def phase(*verbs: str, last: str = "") -> Phase:
    entries = [told(verb, number) for number, verb in enumerate(verbs)]
    entries += [told(last, 20)] if last else []
    return folded(ASKER, MISSION, entries).phase


@pytest.mark.parametrize("step", STEPS, ids=lambda one: one.verb)
def test_each_step_leads_where_the_table_says(step) -> None:
    order = list(Phase)
    for before in step.before:
        after = phase(*WAYS[before], last=step.verb)
        if step.verb == "decline":
            assert after in {Phase.ASKED, before}
        elif step.after is None:
            assert after is before
        else:
            assert after is max(before, step.after, key=order.index) or step.verb == "deploy"
    if step.verb == "deploy":
        assert all(phase(*WAYS[one], last="deploy") is Phase.DEPLOYED for one in step.before)


def test_each_phase_is_reached() -> None:
    assert phase() is Phase.ASKED
    assert {one: phase(*verbs) for one, verbs in WAYS.items()} == {one: one for one in Phase}


def test_nothing_has_a_sense_once_it_is_closed() -> None:
    assert not fitting(Phase.CLOSED, mine=True) | fitting(Phase.CLOSED, mine=False)
