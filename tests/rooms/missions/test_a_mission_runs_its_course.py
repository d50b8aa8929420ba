"""Support is asked for, offered, accepted, deployed and closed, each by whose word it is."""

from datetime import date, timedelta
from itertools import permutations

import pytest
from django.utils import timezone

from tocsin.core.errors import InvalidInput, NotAllowed, NotFound, PowerMissing, WrongState
from tocsin.core.kinds import KINDS, read
from tocsin.core.kinds.closed import Desk
from tocsin.core.kinds.missions import MissionOutcome, Need, Told, folded
from tocsin.rooms.missions import desk
from tocsin.rooms.missions.actions import missions, silence
from tocsin.rooms.missions.models import Entry, Mission, said_in
from tocsin.rooms.missions.rules import CLASSES, Pace

DAYS = {"since": date(2031, 5, 1), "until": date(2031, 5, 9)}
RING = {"desk": Desk.DUTY_OFFICER, "telephone": "+48220000000"}


def asked(cast, **more):
    said = {
        "to": [cast.ally.bureau.pk, cast.stranger.bureau.pk],
        "needs": [Need.CBRN_TEAM, Need.EXPERT],
        "case": "HOM-2031/7",
        "country": "POL",
        "pace": Pace.IMMEDIATE,
        **DAYS,
        **RING,
    } | more
    return missions.open(cast.home.bureau_officer, **said)


def offered(cast, made, by=None):
    officer = (by or cast.ally).bureau_officer
    return missions.offer(officer, made, gives=[Need.EXPERT], **DAYS, **RING)


def offer_of(made, by):
    return Entry.unrestricted.get(mission=made.pk, record__owner=by.bureau).record_id


def page(officer, made):
    return desk.one(officer, desk.fetch(officer, made.pk), timezone.now())


def phases(cast, made):
    sides = (cast.home, cast.ally, cast.stranger)
    return [page(one.bureau_officer, made)["seen"].phase for one in sides]


def test_a_mission_runs_from_asking_to_its_end(cast) -> None:
    made = asked(cast)
    assert phases(cast, made) == ["asked", "asked", "asked"]
    assert abs(made.due - made.opened - CLASSES[Pace.IMMEDIATE].within) < timedelta(seconds=1)
    offered(cast, made)
    assert phases(cast, made) == ["offered", "offered", "asked"], "the third sees no offer"
    one = offer_of(made, cast.ally)
    missions.accept(cast.home.bureau_officer, made, offer=one)
    assert phases(cast, made) == ["accepted", "accepted", "asked"]
    missions.deploy(cast.ally.bureau_officer, made, **DAYS, **RING)
    assert phases(cast, made) == ["deployed", "deployed", "asked"]
    missions.stand_down(cast.ally.bureau_officer, made)
    assert phases(cast, made) == ["returned", "returned", "asked"]
    missions.close(cast.home.bureau_officer, made, outcome=MissionOutcome.SUPPORTED)
    assert phases(cast, made) == ["closed", "closed", "closed"]
    for side in (cast.home, cast.ally, cast.stranger):
        assert Mission.visible_to(side.bureau_officer).settled().count() == 1


def test_nobody_who_was_asked_learns_what_another_offered(cast) -> None:
    made = asked(cast)
    before = page(cast.stranger.bureau_officer, made)
    listed = desk.listing(cast.stranger.bureau_officer, timezone.now(), None)["incoming"]
    offered(cast, made)
    after = page(cast.stranger.bureau_officer, made)
    again = desk.listing(cast.stranger.bureau_officer, timezone.now(), None)["incoming"]
    for name in ("offers", "entries", "state", "can"):
        assert before[name] == after[name]
    assert [one.summary() for one in listed] == [one.summary() for one in again]
    assert [one.waiting for one in again] == [True]


def test_who_was_not_asked_sees_nothing(cast) -> None:
    made = asked(cast, to=[cast.ally.bureau.pk])
    with pytest.raises(NotFound):
        desk.fetch(cast.stranger.bureau_officer, made.pk)
    assert not Mission.visible_to(cast.ally.border_officer).exists()


def test_each_says_only_its_own(cast) -> None:
    made = asked(cast)
    offered(cast, made)
    one = offer_of(made, cast.ally)
    ally, home = cast.ally.bureau_officer, cast.home.bureau_officer
    for verb, officer, more in (
        (missions.accept, ally, {"offer": one}),
        (missions.decline, ally, {"offer": one}),
        (missions.close, ally, {"outcome": MissionOutcome.NOT_NEEDED}),
        (missions.offer, home, {"gives": [Need.EXPERT], **DAYS, **RING}),
        (missions.refuse, home, {}),
        (missions.deploy, home, {**DAYS, **RING}),
        (missions.stand_down, home, {}),
    ):
        with pytest.raises(NotAllowed):
            verb(officer, made, **more)
    with pytest.raises(PowerMissing):
        missions.refuse(cast.ally.border_officer, made)


def test_what_does_not_follow_is_refused(cast) -> None:
    made = asked(cast)
    ally, home = cast.ally.bureau_officer, cast.home.bureau_officer
    for verb, officer, more, error in (
        (missions.deploy, ally, {**DAYS, **RING}, WrongState),
        (missions.stand_down, ally, {}, WrongState),
        (missions.accept, home, {"offer": made.pk}, InvalidInput),
        (missions.offer, ally, {"gives": [Need.TRAINING], **DAYS, **RING}, InvalidInput),
        (missions.offer, ally, {"gives": [Need.EXPERT], "since": date(2031, 5, 9),
                                "until": date(2031, 5, 1), **RING}, InvalidInput),
    ):  # fmt: skip
        with pytest.raises(error):
            verb(officer, made, **more)
    assert not Entry.unrestricted.exists()
    with pytest.raises(InvalidInput, match="to"):
        asked(cast, to=[])
    offered(cast, made)
    one = offer_of(made, cast.ally)
    missions.decline(home, made, offer=one)
    with pytest.raises(WrongState):
        missions.deploy(ally, made, **DAYS, **RING)
    missions.accept(home, made, offer=one)
    with pytest.raises(WrongState):
        missions.accept(home, made, offer=one)
    missions.deploy(ally, made, **DAYS, **RING)
    with pytest.raises(WrongState):
        missions.decline(home, made, offer=one)
    missions.close(home, made, outcome=MissionOutcome.SUPPORTED)
    with pytest.raises(WrongState):
        missions.stand_down(ally, made)


def test_who_cannot_help_says_so_and_may_still_offer_later(cast) -> None:
    made = asked(cast)
    missions.refuse(cast.ally.bureau_officer, made)
    assert page(cast.home.bureau_officer, made)["state"].unable == {cast.ally.bureau.code}
    offered(cast, made)
    assert not page(cast.home.bureau_officer, made)["state"].unable


def test_an_offer_that_is_taken_back_is_gone_from_the_state(cast) -> None:
    from tocsin.rooms.bureaus.actions import proposals
    from tocsin.rooms.register.actions import records
    from tocsin.rooms.register.models import Record

    made = asked(cast)
    offered(cast, made)
    record = Record.unrestricted.get(pk=offer_of(made, cast.ally))
    proposal = records.withdraw(cast.ally.bureau_officer, record, reason="the team is elsewhere")
    proposals.approve(cast.ally.reviewer, proposal)
    assert page(cast.home.bureau_officer, made)["seen"].phase == "asked"
    missions.FOLLOWING.rebuild()
    assert Mission.unrestricted.get().offered is None


def test_an_offer_of_an_exercise_is_none_in_earnest(cast) -> None:
    made = asked(cast)
    offered(cast, made)
    record = Entry.unrestricted.get(mission=made.pk).record
    record.realm = "exercise"
    record.save(update_fields=["realm"])
    missions.FOLLOWING.follow({made.pk})
    assert Mission.unrestricted.get().offered is None


def test_silence_is_marked_once_and_journalled_at_the_asker(cast) -> None:
    from tocsin.rooms.journal.models import Entry as Leaf

    made = asked(cast)
    assert silence.escalate(made.warn) == 1
    assert silence.escalate(made.due) == 1
    assert silence.escalate(made.due) == 0
    assert Leaf.unrestricted.filter(verb="mission.escalate").count() == 2
    other = asked(cast)
    offered(cast, other)
    assert silence.escalate(other.due) == 0


def test_the_state_is_the_same_in_any_order_and_after_a_rebuild(cast) -> None:
    made = asked(cast)
    offered(cast, made)
    one = offer_of(made, cast.ally)
    missions.accept(cast.home.bureau_officer, made, offer=one)
    missions.deploy(cast.ally.bureau_officer, made, **DAYS, **RING)
    missions.stand_down(cast.ally.bureau_officer, made)
    rows = list(Entry.unrestricted.select_related("record__owner"))
    told = [
        Told(row.pk, row.record.owner.code, row.at, read(row.record.kind, row.record.body))
        for row in rows
    ]
    said = said_in(made.record)
    states = [folded(cast.home.bureau.code, said, order) for order in permutations(told)]
    assert all(state == states[0] for state in states)
    assert states[0] == folded(cast.home.bureau.code, said, [*told, *told])
    kept = list(Mission.unrestricted.values())
    Mission.unrestricted.all().delete()
    assert missions.FOLLOWING.rebuild() == 1
    assert list(Mission.unrestricted.values()) == kept


@pytest.mark.parametrize("kind", ["mission", "mission_offer", "mission_step", "mission_end"])
def test_no_field_of_a_mission_holds_a_sentence(kind) -> None:
    def texts(part):
        if isinstance(part, dict):
            if part.get("type") == "string" and not part.keys() & {
                "enum",
                "const",
                "pattern",
                "format",
            }:
                yield part.get("maxLength", 10_000)
            for one in part.values():
                yield from texts(one)
        elif isinstance(part, list):
            for one in part:
                yield from texts(one)

    found = list(texts(KINDS[kind].body.model_json_schema()))
    assert max(found) <= 40, "a case reference is the longest thing one can write"
