"""What a score is worth rises with it and lies where it was measured, above what its evidence says."""

from math import exp, log

from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.screening import PRIOR, worth

evidence = st.floats(min_value=-10.0, max_value=35.0)
sizes = st.integers(min_value=0, max_value=10**9)


def of(weight: float, entries: int) -> float:
    return worth(1.0 / (1.0 + exp(-(PRIOR + weight))), entries)


@given(evidence, evidence, sizes)
def test_a_higher_score_is_worth_more(one, other, entries):
    low, high = sorted((one, other))
    assert of(low, entries) <= of(high, entries) + 1e-9


@given(evidence)
def test_a_score_is_worth_twelve_to_forty_eight_times_what_its_evidence_says(weight):
    assert log(12.0) < of(weight, 37_581) - weight < log(48.0)  # as measured, 0076


@given(evidence)
def test_beside_a_million_it_is_worth_six_to_seventy_times_that(weight):
    assert log(6.0) < of(weight, 1_000_000) - weight < log(70.0)  # as measured, 0088


@given(evidence, sizes)
def test_between_the_sizes_that_were_measured_it_lies_between_them(weight, entries):
    ends = sorted(of(weight, x) for x in (37_581, 1_000_000))
    assert ends[0] - 1e-9 <= of(weight, entries) <= ends[1] + 1e-9


@given(st.floats(min_value=9.5, max_value=19.0), sizes, sizes)
def test_among_more_entries_a_score_is_worth_less(weight, one, other):
    few, many = sorted((one, other))
    assert of(weight, many) <= of(weight, few)


@given(evidence)
def test_beyond_the_sizes_that_were_measured_it_stays(weight):
    assert of(weight, 0) == of(weight, 37_581)
    assert of(weight, 10**9) == of(weight, 1_000_000)
