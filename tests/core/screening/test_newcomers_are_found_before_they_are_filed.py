"""Whoever was added is found by the next question, filed or not, and whoever went is not."""

import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.screening.people import (
    DOLINSKI,
    KOVALCHUK,
    REGISTER,
    newcomers_meant,
    persons,
    registers,
    with_changes,
)
from tocsin.core.screening import LEAST, THRESHOLD, Index, Person, index
from tocsin.core.screening.waiting import Waiting

SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
STRANGERS = [
    Person(f"s{at}", ("Brado Trzymasek",), (f"19{at:02d}-06-0{at % 9 + 1}",))
    for at in range(40, 90)
]


@pytest.fixture
def unfiled(monkeypatch) -> list[int]:
    """Nobody is filed for a lone question, however many she may mean; how often it was tried."""
    monkeypatch.setattr(index, "_FEW_HOPEFUL", 1_000)
    filed: list[int] = []
    settle = Index._settle
    monkeypatch.setattr(Index, "_settle", lambda x: filed.append(1) or settle(x))
    return filed


@SHARED
@given(
    registers(), registers(), persons, st.sampled_from([None, 1e-9, LEAST, 0.1, THRESHOLD, 0.95])
)
def test_an_answer_is_the_same_before_and_after_filing(unfiled, register, others, asked, threshold):
    others = [with_changes(x, id=f"o{x.id}") for x in others]
    built = Index.build([*register, *others]).screen(asked, 100, threshold=threshold)
    grown = Index.build(register)
    for person in others:
        grown.add(person)
    assert grown.screen(asked, 100, threshold=threshold) == built
    assert len(grown._waiting) == len(others)
    assert grown.screen_many([asked] * 9, 100, threshold=threshold) == [built] * 9
    assert len(grown._waiting) == 0


@SHARED
@given(registers(), registers(), st.data())
def test_who_came_and_went_is_not_returned(unfiled, register, others, data):
    others = [with_changes(x, id=f"o{x.id}") for x in others]
    grown = Index.build(register)
    for person in others:
        grown.add(person)
    gone = data.draw(st.sampled_from(others))
    grown.remove(gone.id)
    assert gone.id not in [x.id for x in grown.screen(gone, 100, threshold=1e-9)]
    assert gone.id not in grown
    assert gone not in list(grown)
    assert len(grown) == len(register) + len(others) - 1


def test_what_may_be_told_of_newcomers_is_what_may_be_told_of_all():
    grown = Index.build(REGISTER)
    grown.add(with_changes(DOLINSKI, id="mine", classes=frozenset({3})))
    grown.add(with_changes(DOLINSKI, id="theirs", classes=frozenset({4})))
    assert [x.id for x in grown.screen(DOLINSKI, allowed={3})] == ["mine"]
    assert [x.id for x in grown.screen(DOLINSKI, limit=1, allowed={4})] == ["theirs"]
    assert grown.screen(DOLINSKI, allowed={5}) == []


def test_a_document_is_found_however_it_is_typed_and_whosever_it_is():
    grown = Index.build([DOLINSKI])
    grown.add(KOVALCHUK)
    asked = Person("q", ("Somebody Else",), ("1950-01-02",), docs=("fa 123-456",))
    assert [x.id for x in grown.screen(asked)] == ["p1"]


def test_a_question_that_means_nobody_files_nobody(unfiled):
    grown = Index.build(REGISTER)
    for person in STRANGERS:
        grown.add(person)
    assert grown.screen(DOLINSKI)[0].id == "p2"
    assert len(grown._parts) == 1
    assert not unfiled


def test_a_bare_name_that_may_mean_many_files_them():
    grown = Index.build(REGISTER)
    for person in STRANGERS:
        grown.add(person)
    assert len(grown.screen(Person("q", ("Brado Trzymasek",)), limit=100)) == len(STRANGERS)
    assert len(grown._waiting) == 0


def test_only_few_are_weighed():
    waiting = Waiting()
    for person in STRANGERS:
        waiting.add(person)
    asked = with_changes(STRANGERS[7], id="q")
    hopeful = waiting.hopeful(asked, 0.0)
    assert STRANGERS[7] in hopeful
    assert len(hopeful) < len(STRANGERS) / 4
    found = newcomers_meant([asked], hopeful, 0.0)
    assert [found.person(at) for at in found.pairs.right.tolist()] == [STRANGERS[7]]
    assert found.in_doubt == []
    nobody = newcomers_meant([Person("q", ("Anna Wickowska",), ("1947-06-08",))], hopeful, 0.0)
    assert len(nobody.pairs.right) == len(nobody.in_doubt) == 0


def many(count: int) -> list[Person]:
    return [
        Person(
            f"n{at}",
            (f"Anna Wickowska{at}",),
            (f"{1900 + at % 99}-{at % 12 + 1:02}-{at % 28 + 2:02}",),
        )
        for at in range(count)
    ]


def test_many_newcomers_are_filed_while_questions_go_on():
    grown = Index.build(REGISTER)
    for person in many(65):
        grown.add(person)
    assert grown.screen(DOLINSKI)[0].id == "p2"
    grown._filing.join()
    assert len(grown._waiting) == 0
    assert [len(x.segment) for x in grown._parts] == [len(REGISTER), 65]
    assert [grown.screen(x)[0].id for x in many(65)] == [x.id for x in many(65)]


def test_too_many_are_filed_before_an_answer():
    grown = Index.build(REGISTER)
    for person in many(257):
        grown.add(person)
    assert grown.screen(DOLINSKI)[0].id == "p2"
    assert len(grown._waiting) == 0


def while_it_is_filed(monkeypatch, grown: Index, change) -> None:
    """File what waits in the way a thread does, and make a change in the middle of it."""
    whole = index.filed

    def filed(persons, older):
        monkeypatch.undo()
        change()
        return whole(persons, older)

    monkeypatch.setattr(index, "filed", filed)
    grown._file_meanwhile()


def test_whoever_goes_while_others_are_filed_is_gone_afterwards(monkeypatch):
    grown = Index.build(REGISTER)
    monkeypatch.setattr(index, "_FEW", 0)
    grown.add(Person("old", ("Anna Wickowska",)))
    grown.add(Person("older", ("Anna Wickowska",)))
    grown.screen(DOLINSKI)  # files them
    waiting = [Person(f"w{at}", ("Brado Trzymasek",), ("1971-03-05",)) for at in range(3)]
    for person in waiting:
        grown.add(person)

    def change() -> None:
        grown.remove("w0")
        grown.add(with_changes(waiting[1], names=("Jan Wickowska",)))
        grown.remove("old")
        grown.add(Person("older", ("Mohamed Doliński",)))
        grown.add(Person("new", ("Brado Trzymasek",)))
        grown.remove("p2")

    while_it_is_filed(monkeypatch, grown, change)
    left = {x.id: x.names for x in grown}
    assert left == {
        **{x.id: x.names for x in REGISTER if x.id != "p2"},
        "w1": ("Jan Wickowska",), "w2": ("Brado Trzymasek",),
        "older": ("Mohamed Doliński",), "new": ("Brado Trzymasek",),
    }  # fmt: skip
    assert len(grown) == len(left)
    assert len(grown._parts) == 2
    assert {x.id for x in grown._waiting} == {"w1", "older", "new"}
    found = grown.screen(Person("q", ("Brado Trzymasek",)), 100)
    assert {x.id for x in found} == {"w2", "new"}


@pytest.mark.parametrize("other", ["many questions", "saving"])
def test_what_others_have_filed_meanwhile_is_left_as_they_filed_it(monkeypatch, tmp_path, other):
    grown = Index.build(REGISTER)
    for person in many(3):
        grown.add(person)

    def change() -> None:
        if other == "saving":
            grown.save(tmp_path / "index")
        else:
            grown.screen_many([DOLINSKI] * 9)
        grown.add(Person("new", ("Brado Trzymasek",)))

    while_it_is_filed(monkeypatch, grown, change)
    assert {x.id for x in grown} == {x.id for x in (*REGISTER, *many(3))} | {"new"}
    assert len(grown) == len(REGISTER) + 4
    assert [x.id for x in grown._waiting] == ["new"]


def test_whom_filing_fails_for_is_found_and_filed_later(monkeypatch):
    grown, told = Index.build(REGISTER), []
    monkeypatch.setattr(threading, "excepthook", told.append)
    for person in many(65):
        grown.add(person)
    monkeypatch.setattr(index, "filed", None)
    assert grown.screen(many(65)[64])[0].id == "n64"
    grown._filing.join()
    assert [x.exc_type for x in told] == [TypeError]
    assert len(grown._waiting) == 65
    monkeypatch.undo()
    assert grown.screen(many(65)[64])[0].id == "n64"
    grown._filing.join()
    assert len(grown._waiting) == 0


def test_where_no_thread_can_be_begun_they_are_filed_when_they_are_too_many(monkeypatch):
    def refuse(thread) -> None:
        raise RuntimeError("can't start new thread")

    grown = Index.build(REGISTER)
    monkeypatch.setattr(threading.Thread, "start", refuse)
    for at, person in enumerate(many(300)):
        grown.add(person)
        assert len(grown._waiting) == at % 257 + 1
        assert grown.screen(DOLINSKI)[0].id == "p2"
    assert len(grown) == len(REGISTER) + 300
    assert [len(x.segment) for x in grown._parts] == [len(REGISTER), 257]
