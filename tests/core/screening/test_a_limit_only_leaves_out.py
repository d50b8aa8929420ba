"""A limit leaves out the last of all matches, whoever ties and however they are filed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.screening.people import DOLINSKI, WEI, persons, registers, with_changes
from tocsin.core.screening import Index, Person, fast

SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
IDS = ("b", "a", "d", "c", "e")


@pytest.fixture(params=["compiled", "plain"])
def way(request, monkeypatch) -> str:
    """Answers by the loops, where they are installed, and without them."""
    if request.param == "compiled":
        request.getfixturevalue("warm")
    else:
        monkeypatch.setattr(fast, "loops", lambda: None)
    return request.param


def namesakes(register: list[Person], ids: list[str]) -> list[Person]:
    """Everybody of the register several times, so that many tie."""
    return [with_changes(x, id=f"{prefix}{x.id}") for prefix in ids for x in register]


@SHARED
@given(
    register=registers(3),
    ids=st.permutations(IDS),
    asked=st.lists(persons, min_size=1, max_size=3),
    limit=st.integers(1, 6),
    filed=st.sampled_from(["all", "some", "none", "after"]),
)
def test_a_limit_leaves_out_the_last_of_all(way, register, ids, asked, limit, filed):
    people = namesakes(register, ids)
    first = {"all": len(people), "some": len(people) // 2}.get(filed, 0)
    index = Index.build(people[:first])
    for person in people[first:]:
        index.add(person)
    if filed == "after":
        index.screen_many([WEI] * 9)
    everybody = Index.build(people).screen_many(asked, 100, threshold=1e-9)
    assert [[(-m.score, m.id) for m in x] for x in everybody] == [
        sorted((-m.score, m.id) for m in x) for x in everybody
    ]
    assert index.screen_many(asked, limit, threshold=1e-9) == [x[:limit] for x in everybody]


@pytest.mark.parametrize("others", [0, 1, 9], ids=["alone", "beside another", "beside many"])
def test_of_equal_matches_the_same_are_returned_before_and_after_filing(way, others):
    index = Index.build([WEI])
    for identifier in ("0", *IDS):
        index.add(with_changes(DOLINSKI, id=identifier))
    index.remove("0")  # whoever came last takes the place
    joined = with_changes(DOLINSKI, id="q", names=("Jandolinski",))  # leaves all in doubt
    asked = [with_changes(DOLINSKI, id="q"), *[joined] * others]
    before = [m.id for m in index.screen_many(asked, 2)[0]]
    index.screen_many([WEI] * 9)
    assert before == [m.id for m in index.screen_many(asked, 2)[0]] == ["a", "b"]
