"""Who is passed over early could not have reached the threshold; whoever can is looked at."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.screening.people import DAYS, persons, registers
from tocsin.core.screening import Index, Person, glance
from tocsin.core.screening.alignment import ceiling
from tocsin.core.screening.columns import lay_out
from tocsin.core.screening.evidence import weigh
from tocsin.core.screening.lexicon import Vocabulary
from tocsin.core.screening.needed import sum_for
from tocsin.core.screening.segment import build_segment
from tocsin.core.screening.weights import DOB

AT = (1e-4, 0.05, 0.5, 0.9, 0.95, 0.97, 0.99, 0.999)


@given(registers(8), persons, st.sampled_from(AT))
def test_a_higher_threshold_leaves_out_the_lower_scores_and_nobody_else(register, asked, least):
    index = Index.build(register)
    everybody = index.screen(asked, limit=100, threshold=1e-9)
    above = [match for match in everybody if match.score >= least]
    assert index.screen(asked, limit=100, threshold=least) == above


@pytest.mark.parametrize(("names", "asked"), [
    (("Brado Abdul Rahman",), "Brado Abdulrahman"), (("Bradotrzymasek Wickora",), "Brado Trzymasek Wickora"),
])  # fmt: skip
def test_two_words_that_are_one_are_weighed_beside_the_others_from_the_start(names, asked):
    index = Index.build([Person("p", names)])
    score = index.screen(Person("q", (asked,)), threshold=1e-9)[0].score
    assert index.screen(Person("q", (asked,)), threshold=score - 1e-6) != []


@given(persons, persons)
def test_a_glance_never_tells_too_little(a, b):
    side = build_segment([a, b]).side
    one, other = np.array([0]), np.array([1])
    exact = weigh(side, one, side, other)
    seen = glance.rows(side.columns)
    assert glance.beside(seen[:1], seen[1:]) >= exact.dob + exact.sex + exact.nat - 1e-9


@given(st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_dates_that_no_list_holds_weigh_no_more_than_is_allowed_for(asked, listed):
    side = build_segment([Person("q", dob=(asked,)), Person("p", dob=(listed,))]).side
    born = glance.born((asked,))
    weight = weigh(side, np.array([0]), side, np.array([1])).dob
    assert side.columns.dobs[1] in born.keys or weight <= born.far
    assert born.far < DOB["same"]


@given(persons)
def test_a_question_is_seen_at_a_glance_as_an_entry_is(person):
    (row,) = glance.rows(lay_out([person], Vocabulary())).tolist()
    assert row[:2] == [glance.born(person.dob).seen, glance.state(person.nat)]


@given(st.floats(-5.0, 13.0))
def test_the_least_sum_of_words_is_the_least(weight):
    least = sum_for(weight)
    assert ceiling(np.array(least + 1e-6)) >= weight
    assert weight <= 0.0 or ceiling(np.array(least - 1e-6)) < weight
