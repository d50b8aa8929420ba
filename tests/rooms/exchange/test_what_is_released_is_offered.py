"""A peer is offered what is released to it, at once, and nothing else; leaving reach is a recall."""

import pytest

from tests.rooms.exchange.abroad import Abroad, settle
from tocsin.core.labels import Label, Tlp

NAME = "Zuzanna Niewidzialna"


@pytest.fixture
def ally(cast) -> Abroad:
    return Abroad().meet(cast.home.administrator)


def label(*bureaus, **more) -> Label:
    return Label(bureaus=frozenset(bureaus), tlp=Tlp.AMBER, **more)


def shown(peer: Abroad) -> dict[str, dict]:
    settle()
    return {one["id"].partition("--")[2]: one for one in peer.pull()}


def test_a_record_of_one_s_own_is_offered_to_nobody(cast, ally) -> None:
    cast.person(cast.home.bureau_officer, NAME)
    assert shown(ally) == {}


def test_a_released_record_is_offered_with_what_its_owner_signed(cast, ally) -> None:
    from tocsin.core.formats.stix import extension
    from tocsin.core.statements.cards import decode

    person = cast.person(cast.home.bureau_officer, NAME)
    cast.release(person, label(ally.id))
    found = shown(ally)[str(person.pk)]
    carried = extension.carried(found)
    assert (found["type"], found["name"]) == ("identity", NAME)
    card = decode(cast.home.bureau.card.encode())
    for said in carried.statements:
        card.read(said, person.changed)
    assert carried.body().title() == NAME


def test_another_bureau_is_offered_nothing_of_it(cast, ally) -> None:
    other = Abroad(code="ELS").meet(cast.home.administrator)
    person = cast.person(cast.home.bureau_officer, NAME)
    cast.release(person, label(ally.id))
    assert str(person.pk) in shown(ally)
    assert shown(other) == {}


def test_a_withdrawal_reaches_who_was_given_it_and_says_nothing_to_who_was_not(cast, ally) -> None:
    from tocsin.rooms.bureaus.actions import proposals
    from tocsin.rooms.register.actions import records

    idle = Abroad(code="IDL").meet(cast.home.administrator)
    person = cast.person(cast.home.bureau_officer, NAME)
    cast.release(person, label(ally.id, idle.id))
    assert str(person.pk) in shown(ally)  # and the other one never called
    proposal = records.withdraw(cast.home.bureau_officer, person, reason="no longer needed")
    proposals.approve(cast.home.reviewer, proposal)
    stub = shown(ally)[str(person.pk)]
    assert stub["revoked"] is True
    assert NAME not in str(stub)
    assert shown(idle) == {}


def test_narrowing_recalls_the_lost_reader_s_copy_alone(cast, ally) -> None:
    from tocsin.rooms.register.actions import records

    stays = Abroad(code="STY").meet(cast.home.administrator)
    person = cast.person(cast.home.bureau_officer, NAME)
    cast.release(person, label(ally.id, stays.id))
    assert str(person.pk) in shown(ally)
    assert str(person.pk) in shown(stays)
    records.narrow(cast.home.bureau_officer, person, label=label(stays.id), reason="agreed")
    assert shown(ally)[str(person.pk)]["revoked"] is True
    assert "revoked" not in shown(stays)[str(person.pk)]


def test_what_was_recalled_is_offered_again_when_it_is_released_again(cast, ally) -> None:
    from tocsin.rooms.register.actions import records

    person = cast.person(cast.home.bureau_officer, NAME)
    cast.release(person, label(ally.id))
    shown(ally)
    records.suspend(cast.home.bureau_officer, person, reason="to be looked at")
    assert shown(ally)[str(person.pk)]["revoked"] is True
    records.resume(cast.home.bureau_officer, person, reason="looked at")
    assert "revoked" not in shown(ally)[str(person.pk)]


def test_a_member_taken_out_of_a_group_is_served_nothing_more_of_it(cast, ally) -> None:
    from tocsin.rooms.bureaus.actions import groups

    admin = cast.home.administrator
    group = groups.create(admin, name="Watchers of the east")
    groups.add_member(admin, group, bureau=ally.id)
    person = cast.person(cast.home.bureau_officer, NAME)
    cast.release(person, Label(groups=frozenset({group.pk}), tlp=Tlp.AMBER))
    found = shown(ally)
    assert str(person.pk) in found
    assert found[str(group.pk)]["type"] == "x-tocsin-statement"
    later = cast.person(cast.home.bureau_officer, "Later One")
    groups.remove_member(admin, group, bureau=ally.id)
    cast.release(later, Label(groups=frozenset({group.pk}), tlp=Tlp.AMBER))
    found = shown(ally)
    assert found[str(person.pk)]["revoked"] is True
    assert str(later.pk) not in found
    assert str(group.pk) not in found, "who is in now is none of its business"


def test_a_row_is_asked_again_when_it_is_served(cast, ally) -> None:
    """The feed has not followed yet, and still nothing is given that was taken back."""
    from tocsin.rooms.register.actions import records

    person = cast.person(cast.home.bureau_officer, NAME)
    cast.release(person, label(ally.id))
    settle()
    records.suspend(cast.home.bureau_officer, person, reason="stop")
    assert ally.pull() == []


def test_a_cursor_that_only_moves_forward_meets_everything_once(cast, ally) -> None:
    people = [cast.person(cast.home.bureau_officer, f"Person {i}") for i in range(7)]
    for person in people:
        cast.release(person, label(ally.id))
    settle()
    feed = next(one for one in ally.collections() if one["can_read"])
    seen, following, places = [], "", []
    while True:
        query = f"?limit=3&next={following}" if following else "?limit=3"
        answer = ally.call("GET", f"/collections/{feed['id']}/objects/{query}")
        seen += [one["id"] for one in answer.json()["objects"]]
        places.append(answer["X-TAXII-Date-Added-First"])
        places.append(answer["X-TAXII-Date-Added-Last"])
        following = answer.json().get("next")
        if not answer.json().get("more"):
            break
    assert sorted(seen) == sorted(f"identity--{person.pk}" for person in people)
    assert places == sorted(places)
