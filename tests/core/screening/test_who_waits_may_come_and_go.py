"""Whoever waits to be filed may come and go in any order: a glance tells of whoever is left."""

from hypothesis import given
from hypothesis import strategies as st

from tests.core.screening.people import DOLINSKI, persons, with_changes
from tocsin.core.screening.waiting import Waiting

moves = st.lists(st.tuples(st.booleans(), st.integers(0, 9), persons), max_size=200)


@given(moves, persons, st.floats(-30.0, 30.0))
def test_whoever_is_left_is_told_of_as_if_nobody_had_gone(moves, asked, least):
    waiting, left = Waiting(), {}
    for comes, number, person in moves:
        name = f"n{number}"
        assert waiting.drop(name) == (left.pop(name, None) is not None)
        if comes:
            left[name] = with_changes(person, id=name)
            waiting.add(left[name])
        assert waiting.get(name) == left.get(name)
    fresh = Waiting()
    for person in left.values():
        fresh.add(person)
    assert len(waiting) == len(left)
    assert {x.id: x for x in waiting} == left
    ids = [{x.id for x in several.hopeful(asked, least)} for several in (waiting, fresh)]
    assert ids[0] == ids[1]
    assert waiting._by_paper == fresh._by_paper


def test_there_is_room_for_any_number():
    waiting, one = Waiting(), with_changes(DOLINSKI, docs=("A1",))
    for at in range(300):
        waiting.add(with_changes(one, id=f"n{at}"))
    assert len(waiting.hopeful(one, 0.0)) == 300
    for at in range(299):
        waiting.drop(f"n{at}")
    assert [x.id for x in waiting.hopeful(one, 0.0)] == ["n299"]
    waiting.clear()
    assert waiting.hopeful(one, -60.0) == []
