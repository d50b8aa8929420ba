"""What a score is worth rises with it and lies where it was measured, above what its evidence says."""

from math import exp, log

from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.screening import PRIOR, worth

evidence = st.floats(min_value=-10.0, max_value=35.0)


def of(weight: float) -> float:
    return worth(1.0 / (1.0 + exp(-(PRIOR + weight))))


@given(evidence, evidence)
def test_a_higher_score_is_worth_more(one, other):
    low, high = sorted((one, other))
    assert of(low) <= of(high) + 1e-9


@given(evidence)
def test_a_score_is_worth_twelve_to_forty_eight_times_what_its_evidence_says(weight):
    assert log(12.0) < of(weight) - weight < log(48.0)  # as measured, 0076
