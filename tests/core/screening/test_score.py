"""A score depends on two persons only, explains itself, and moves the way evidence points."""

from math import exp, fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.screening.people import (
    DAYS,
    KOVALCHUK,
    names,
    persons,
    registers,
    wild_names,
    with_changes,
)
from tocsin.core.screening import PRIOR, STRONG, THRESHOLD, Index, Person, compare, why_not
from tocsin.core.screening.match import verdict_of


def test_a_score_lies_strictly_between_0_and_1_even_when_all_agrees():
    twin = compare(KOVALCHUK, KOVALCHUK)
    assert 0.99 < twin.score < 1.0
    long = with_changes(
        KOVALCHUK, names=("Brado Wickora Trzymasek Dolenor Habergast Morkiel Gorlinsta Zabrowen",)
    )
    assert compare(long, long).score < 1.0


@given(persons, persons)
def test_the_reasons_add_up_to_the_score_exactly(a, b):
    match = compare(a, b)
    assert match.score == 1.0 / (1.0 + exp(-(PRIOR + fsum(r["weight"] for r in match.reasons))))
    assert 0.0 < match.score < 1.0


@given(persons, persons)
def test_the_order_of_names_dates_and_documents_never_changes_a_score(a, b):
    turned = with_changes(
        b, names=b.names[::-1], dob=b.dob[::-1], nat=b.nat[::-1], docs=b.docs[::-1]
    )
    assert compare(a, turned).score == pytest.approx(compare(a, b).score, rel=1e-3)


@given(persons, persons, st.text(max_size=20))
def test_ids_never_influence_a_score(a, b, other):
    here = compare(a, b)
    there = compare(with_changes(a, id=other), with_changes(b, id=other[::-1]))
    assert (here.score, here.reasons) == (there.score, there.reasons)


@given(persons, persons, names)
def test_one_more_name_that_agrees_never_lowers(a, b, name):
    richer = with_changes(b, names=(*b.names, name))
    assert compare(a, richer).score >= compare(a, b).score - 1e-9


@given(persons, persons, st.sampled_from(DAYS))
def test_a_date_that_agrees_never_lowers_and_one_that_contradicts_never_raises(a, b, day):
    asked = with_changes(a, dob=(day,))
    silent = compare(asked, with_changes(b, dob=())).score
    assert compare(asked, with_changes(b, dob=(day,))).score > silent
    assert compare(asked, with_changes(b, dob=("1931-11-27",))).score <= silent + 1e-9


@given(persons, persons)
def test_sex_and_nationality_move_a_score_the_way_they_point(a, b):
    for field, same, other in (
        ("gender", "male", "female"),
        ("nat", ("UTO",), ("POL",)),
    ):
        silence = None if field == "gender" else ()
        asked = with_changes(a, **{field: same})
        silent = compare(asked, with_changes(b, **{field: silence})).score
        assert compare(asked, with_changes(b, **{field: same})).score > silent
        assert compare(asked, with_changes(b, **{field: other})).score <= silent + 1e-9


@given(persons, persons)
def test_a_document_that_agrees_raises_whatever_else_is_known(a, b):
    asked = with_changes(a, docs=("XK777123",))
    none = compare(asked, with_changes(b, docs=())).score
    assert compare(asked, with_changes(b, docs=("xk 777-123",))).score > none


def test_a_listed_document_in_a_strangers_hands_is_shown():
    stranger = Person(id="q", names=("Brado Wickora",), dob=("1990-01-02",), docs=("fa-123456",))
    assert compare(stranger, KOVALCHUK).score >= THRESHOLD


def test_a_document_read_with_a_confusable_letter_is_a_suggestion_without_weight():
    asked = with_changes(KOVALCHUK, docs=("FAI23456",))
    reasons = {r["feature"]: r["weight"] for r in compare(asked, KOVALCHUK).reasons}
    assert reasons["document.scan"] == 0.0
    assert reasons["document.differs"] < 0.0


def test_same_name_without_a_date_ranks_below_same_name_with_the_date():
    rare = with_changes(KOVALCHUK, names=("Brado Wickora",))
    asked = with_changes(rare, docs=(), nat=())
    bare = compare(asked, with_changes(rare, dob=()))
    dated = compare(asked, rare)
    wrong = compare(asked, with_changes(rare, dob=("1949-12-24",)))
    assert wrong.score < bare.score < dated.score
    assert (dated.verdict, bare.verdict) == ("strong", "none")


def test_a_common_name_with_its_date_is_possible_and_a_rare_one_strong():
    verdicts = []
    for name in ("Maria Garcia", "Maria Kowalska", "Brado Trzymasek"):
        person = Person("q", (name,), ("1971-03-05",), ("UTO",), "female")
        verdicts.append(compare(person, person).verdict)
    assert verdicts == ["possible", "possible", "strong"]


def test_evidence_of_dates_comes_in_degrees():
    asked = Person(id="q", names=("Jan Doliński",), dob=("1980-02-11",))
    days = ("1980-02-11", "1980-02", "1980-11-02", "1980", "1980-02-12", "1980-07-23", "1962-07-23")
    scores = [compare(asked, with_changes(asked, dob=(day,))).score for day in days]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


def test_a_rare_surname_is_evidence_and_a_common_one_is_not():
    rare = Person(id="q", names=("Maria Trzymasek",))
    common = Person(id="q", names=("Maria Garcia",))
    assert compare(rare, rare).score > compare(common, common).score


def test_why_not_lists_what_speaks_against_the_weightiest_first():
    other = with_changes(KOVALCHUK, dob=("1949-12-24",), nat=("POL",))
    against = why_not(compare(KOVALCHUK, other).reasons)
    assert [r["feature"] for r in against] == ["dob.differs", "nationality.differs"]


@given(registers(), persons)
def test_an_index_scores_as_a_comparison_does(register, asked):
    index = Index.build(register)
    by_id = {person.id: person for person in register}
    for match in index.screen(asked):
        assert match == compare(asked, by_id[match.id])


@given(registers(), persons, persons)
def test_adding_an_entry_changes_no_other_score(register, asked, another):
    index = Index.build(register)
    before = {match.id: match for match in index.screen(asked, limit=100)}
    index.add(with_changes(another, id="new"))
    after = {match.id: match for match in index.screen(asked, limit=100)}
    after.pop("new", None)
    assert after == before


@given(wild_names, wild_names)
def test_no_text_breaks_a_comparison(one, other):
    assert 0.0 < compare(Person("q", (one,)), Person("m", (other,))).score < 1.0


def test_a_name_and_a_year_are_never_strong_however_rare_the_name():
    asked = Person("q", ("Xibrado Trzymasek Wickora",), ("1971-03-05",), ("UTO",), "male")
    match = compare(asked, with_changes(asked, dob=("1971",)))
    assert match.verdict == "possible"
    assert verdict_of(STRONG, match.reasons) == "possible"
    assert compare(asked, with_changes(asked, dob=("1971-03",))).verdict == "strong"
