"""An index finds, forgets at once, keeps to what a reader may see, and survives being saved."""

from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.screening.people import (
    DOLINSKI,
    KOVALCHUK,
    REGISTER,
    persons,
    registers,
    with_changes,
)
from tocsin.core.errors import InvalidInput, MalformedFile, NotFound
from tocsin.core.screening import LEAST, Index, Person, arrays, snapshot
from tocsin.core.screening.postings import Keyed

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_everybody_of_a_register_is_found_by_herself_first():
    index = Index.build(REGISTER)
    answers = index.screen_many(REGISTER)
    assert [found[0].id for found in answers] == [person.id for person in REGISTER]
    assert all(match.score >= LEAST for found in answers for match in found)


def test_a_person_is_found_by_document_alone_and_by_date_and_a_slip():
    index = Index.build(REGISTER)
    assert index.screen(Person("q", ("Somebody Else",), docs=("FA 123456",)))[0].id == "p1"
    assert index.screen(Person("q", docs=("fa123456",)))[0].id == "p1"
    slips = Person("q", ("Jna Dolinsky",), ("1980-02-11",))
    assert index.screen(slips, threshold=LEAST)[0].id == "p2"


@given(registers(), st.data())
def test_what_is_removed_is_never_returned_again(register, data):
    index = Index.build(register)
    gone = data.draw(st.sampled_from(register))
    index.remove(gone.id)
    assert gone.id not in index
    assert gone.id not in [match.id for match in index.screen(gone, limit=100)]
    assert len(index) == len(register) - 1


def test_persons_are_saved_word_for_word_whatever_their_texts_hold(tmp_path):
    odd = ("a\nb", '"],[', "]\\", "\u2028]", '{"1"\n[', "\x00,", "\U0001f600]")
    people = [Person(f"p{at}]", (f"Jan {text}", text), ("1971",)) for at, text in enumerate(odd)]
    many = [*people, *(with_changes(DOLINSKI, id=f"q{at}") for at in range(2500))]
    Index.build(many).save(tmp_path / "register.index")
    assert sorted(Index.open(tmp_path / "register.index"), key=lambda x: x.id) == sorted(
        many, key=lambda x: x.id
    )


@given(
    st.lists(
        st.tuples(st.integers(0, 2**64 - 1) | st.integers(0, 3), st.integers(0, 4)), max_size=40
    )
)
def test_values_are_filed_under_their_keys_in_order_each_once(pairs):
    keys = np.array([key for key, _ in pairs], dtype=np.uint64)
    filed = Keyed.of(keys, np.array([value for _, value in pairs], dtype=np.int64))
    assert list(zip(filed.keys.tolist(), filed.values.tolist(), strict=True)) == sorted(set(pairs))


@given(registers(), registers(), persons)
def test_order_and_manner_of_adding_never_change_an_answer(register, others, asked):
    others = [with_changes(x, id=f"o{x.id}") for x in others]
    whole = Index.build([*register, *others]).screen(asked, limit=100)
    assert Index.build([*others, *register][::-1]).screen(asked, limit=100) == whole
    grown = Index.build(register)
    for person in others:
        grown.add(person)
        grown.screen(person)
    assert grown.screen(asked, limit=100) == whole


@given(registers(), persons)
def test_asking_many_at_once_is_asking_each(register, asked):
    index = Index.build(register)
    together = index.screen_many([asked, *register, asked])
    assert together == [index.screen(person) for person in (asked, *register, asked)]


def test_adding_an_id_again_replaces_the_entry():
    index = Index.build(REGISTER)
    index.add(with_changes(DOLINSKI, names=("Brado Wickora",)))
    assert len(index) == len(REGISTER)
    assert index.screen(DOLINSKI) == [] or index.screen(DOLINSKI)[0].id != "p2"
    assert index.screen(Person("q", ("Brado Wickora",), ("1980-02-11",)))[0].id == "p2"


def test_removing_an_unknown_id_is_an_error():
    with pytest.raises(NotFound):
        Index.build(REGISTER).remove("nobody")


@given(registers(), persons)
def test_a_saved_index_answers_the_same(tmp_path_factory, register, asked):
    path = tmp_path_factory.mktemp("index") / "register.index"
    index = Index.build(register, version=7)
    index.save(path)
    opened = Index.open(path)
    assert opened.version == 7
    assert opened.screen(asked, limit=100) == index.screen(asked, limit=100)
    assert sorted(opened, key=lambda x: x.id) == sorted(register, key=lambda x: x.id)
    opened.remove(register[0].id)
    opened.add(asked)
    opened.save(path)
    assert {person.id for person in Index.open(path)} == {asked.id} | {x.id for x in register[1:]}


@pytest.mark.parametrize("damage", ["empty", "magic", "short", "header"])
def test_a_damaged_index_is_refused(tmp_path, damage):
    path = tmp_path / "register.index"
    Index.build(REGISTER).save(path)
    content = path.read_bytes()
    path.write_bytes(
        {
            "empty": b"",
            "magic": b"X" + content[1:],
            "short": content[:-64],
            "header": content[:40] + b"\xff" * 40 + content[80:],
        }[damage],
    )
    with pytest.raises(MalformedFile):
        Index.open(path)


def test_what_an_older_tocsin_saved_is_opened_as_the_persons_it_holds(tmp_path):
    path = tmp_path / "register.index"
    asked = with_changes(DOLINSKI, id="of class", classes=frozenset({1, "2"}))
    index = Index.build([*REGISTER, asked], version=7)
    records = {x: y for x, y in index._parts[0].segment.arrays.items() if x.startswith("records.")}
    arrays.write(path, b"TOCSIN-INDEX-1\n\n", records, {"version": 7, "class_sets": []})
    opened = Index.open(path)
    assert opened.version == 7
    assert set(opened) == set(index)
    assert opened.screen(asked, allowed={"2"}) == index.screen(asked, allowed={"2"}) != []


def test_a_form_of_one_digit_is_read_by_a_tocsin_whose_form_has_two(tmp_path, monkeypatch):
    path = tmp_path / "register.index"
    Index.build(REGISTER, version=7).save(path)
    monkeypatch.setattr(snapshot, "_FORM", 10)
    assert set(Index.open(path)) == set(REGISTER)


@pytest.mark.parametrize("form", [b"9", b"10", b"0x"])
def test_what_a_newer_tocsin_saved_is_refused(tmp_path, form):
    path = tmp_path / "register.index"
    Index.build(REGISTER).save(path)
    content = path.read_bytes()
    path.write_bytes(content.replace(b"INDEX-8", b"INDEX-" + form, 1))
    with pytest.raises(MalformedFile):
        Index.open(path)


def test_classes_are_applied_before_the_limit():
    crowd = [with_changes(DOLINSKI, id=f"c{at}", classes=frozenset({1})) for at in range(50)]
    index = Index.build([*crowd, with_changes(DOLINSKI, id="mine", classes=frozenset({2, 3}))])
    assert [m.id for m in index.screen(DOLINSKI, limit=1, allowed={3})] == ["mine"]
    assert index.screen(DOLINSKI, allowed={4}) == []
    assert index.screen(DOLINSKI, allowed=set()) == []
    assert len(index.screen(DOLINSKI, limit=100)) == 51


def test_an_entry_without_a_class_is_for_nobody_once_classes_are_asked_for():
    assert Index.build([DOLINSKI]).screen(DOLINSKI, allowed={1}) == []


def test_validity_ends_at_its_moment_in_any_zone():
    until = NOON.astimezone(timezone(timedelta(hours=5)))
    index = Index.build([with_changes(DOLINSKI, valid_until=until)])
    assert index.screen(DOLINSKI, at=NOON - timedelta(seconds=1)) != []
    assert index.screen(DOLINSKI, at=NOON) == []
    assert index.screen(DOLINSKI) != []


def test_the_version_counts_changes_or_follows_the_feed():
    index = Index.build(REGISTER, version=40)
    index.remove("p1")
    assert index.version == 41
    index.add(KOVALCHUK, version=99)
    assert index.version == 99


@pytest.mark.parametrize(
    "change",
    [{"limit": 0}, {"threshold": 0.0}, {"threshold": 1.5}, {"at": datetime(2026, 1, 1)}],  # noqa: DTZ001 - that is the mistake
)
def test_impossible_questions_are_refused(change):
    with pytest.raises(InvalidInput):
        Index.build(REGISTER).screen_many([KOVALCHUK], **change)


def test_an_empty_index_answers_nothing(tmp_path):
    index = Index.build([])
    assert index.screen(KOVALCHUK) == []
    index.save(tmp_path / "empty.index")
    assert Index.open(tmp_path / "empty.index").screen_many([KOVALCHUK, DOLINSKI]) == [[], []]
