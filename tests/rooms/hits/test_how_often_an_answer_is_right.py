"""The honest figure beside a score: at the base rate of a border, most answers are somebody else."""

from math import exp, log

from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.screening import PRIOR, THRESHOLD
from tocsin.rooms.hits.precision import BASE, LISTED, precision

scores = st.floats(min_value=1e-6, max_value=1 - 1e-9)


@given(scores, scores)
def test_a_higher_score_is_never_less_often_right(one, other) -> None:
    low, high = sorted((one, other))
    assert precision(low).share <= precision(high).share


@given(scores)
def test_no_answer_is_certain_and_none_is_worthless(score) -> None:
    found = precision(score)
    assert 0 < found.share < 1
    assert 1 <= found.right < found.of


@given(scores)
def test_the_words_say_what_the_figure_says(score) -> None:
    found = precision(score)
    if found.share > 1e-6:
        said = found.right / found.of
        assert found.share / 2 <= said <= found.share * 2 or abs(said - found.share) < 0.05


def test_an_answer_at_the_threshold_is_almost_always_somebody_else() -> None:
    assert 0.04 < precision(THRESHOLD).share < 0.045  # as measured; its evidence says 0.0015


def test_evidence_of_one_in_ten_thousand_million_is_a_coin_to_toss() -> None:
    evidence = -log(BASE / LISTED)
    score = 1 / (1 + exp(-(PRIOR + evidence - 2.63)))  # evidence of 19.3 proved to be worth 21.9
    assert abs(precision(score).share - 0.5) < 0.01
