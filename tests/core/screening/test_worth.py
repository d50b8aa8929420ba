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


@given(evidence, sizes)
def test_a_score_is_worth_six_to_seventy_times_what_its_evidence_says(weight, entries):
    assert log(6.0) < of(weight, entries) - weight < log(70.0)  # as measured, 0076 and 0088


@given(st.floats(min_value=9.5, max_value=19.0), sizes, sizes)
def test_among_more_entries_a_score_is_worth_less(weight, one, other):
    few, many = sorted((one, other))
    assert of(weight, many) <= of(weight, few)


@given(evidence)
def test_beyond_the_sizes_that_were_measured_it_stays(weight):
    assert of(weight, 0) == of(weight, 37_581)
    assert of(weight, 10**9) == of(weight, 1_000_000)
