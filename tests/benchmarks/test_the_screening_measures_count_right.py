"""Each measure of the screening bench on answers that can be counted by hand."""

import numpy as np
import pytest

from benchmarks.screening import calibration, measures, proving
from benchmarks.screening.questions import Row
from benchmarks.screening.run import merged


def _asked(answer: str) -> Row:
    return Row("q", ["A"], [], [], "", [], answer=answer)


def test_of_equal_scores_the_right_entry_stands_last() -> None:
    found = measures.found([_asked("b")], [[("a", 0.9), ("b", 0.9), ("c", 0.1)]])
    assert (found.rank[0], found.score[0]) == (1, 0.9)


def test_a_right_entry_that_is_missing_is_never_found() -> None:
    found = measures.found([_asked("b")], [[("a", 0.9)]])
    assert not found.at(10)[0]
    assert found.score[0] == 0.0


def test_one_stranger_in_a_hundred_may_stand_above_the_cut() -> None:
    strangers = np.arange(100) / 100
    cut = measures.cut_at(strangers, 0.01)
    assert (strangers > cut).sum() == 1


def test_average_precision_and_f1_are_those_of_a_small_ranking() -> None:
    right = np.array([True, False, True, False])
    score = np.array([0.9, 0.8, 0.7, 0.1])
    assert measures.average_precision(right, score) == pytest.approx((1 + 2 / 3) / 2)
    assert measures.best_f1(right, score) == pytest.approx(0.8)


def test_a_score_that_tells_nothing_has_the_precision_of_chance() -> None:
    right = np.array([True] * 3 + [False] * 7)
    assert measures.average_precision(right, np.ones(10)) == pytest.approx(0.3)


def test_an_interval_holds_its_mean_and_a_sure_thing_has_none() -> None:
    some = measures.interval(np.array([True, False] * 50))
    assert some.low < some.value < some.high
    sure = measures.interval(np.ones(50))
    assert (sure.low, sure.high) == (1.0, 1.0)


def test_an_honest_score_lies_within_its_interval_and_a_boasting_one_outside() -> None:
    base, entries, members, passengers = 1e-4, 1000, 10_000, 2_000_000
    right, wrong = np.full(5_000, 0.5), np.full(400, 0.5)
    truth = base * 0.5 / (base * 0.5 + (1 - base) * 400 / passengers)
    honest = np.log(truth / (1 - truth)) - np.log(base / entries)
    for shift, kept in ((0.0, True), (3.0, False)):
        bands = calibration.bands(
            right, members, wrong, passengers, entries, lambda *_, by=shift: honest + by
        )
        assert [band.kept(1) for band in bands if band.right] == [kept]


def test_ten_bands_part_the_wrong_hits_so_that_each_tells_within_a_factor_of_two() -> None:
    wrong = np.random.default_rng(1).random(5_000)
    bands = calibration.bands(np.full(900, 0.5), 1_000, wrong, 10**6, 1000, lambda x, _: x)
    assert len(bands) == calibration.BANDS
    assert sum(band.wrong for band in bands) == len(wrong)
    assert min(band.wrong for band in bands) >= 16


def test_shared_out_answers_come_back_in_the_order_of_the_questions() -> None:
    parts = [{"sets": {"hard": {"answers": [0, 2, 4], "verdicts": []}}},
             {"sets": {"hard": {"answers": [1, 3], "verdicts": []}}}]  # fmt: skip
    assert merged(parts)["sets"]["hard"] == {"answers": [0, 1, 2, 3, 4], "verdicts": []}


def test_what_evidence_proved_to_be_worth_is_how_much_oftener_it_is_right() -> None:
    chance = np.random.default_rng(1)
    members, passengers, entries = 30_000, 300_000, 40_000
    right, wrong = chance.uniform(8.0, 20.0, 20_000), 8.0 + chance.exponential(1.0, 10_000)
    found = proving.proved(right, wrong, (members, passengers, entries))
    pairs = passengers * entries
    truth = np.log((20_000 / 12.0 / members) / (10_000 * np.exp(8.0 - proving.KNOTS) / pairs))
    assert np.abs(found - truth)[:7] == pytest.approx(np.zeros(7), abs=0.3)


def test_more_evidence_is_never_worth_less() -> None:
    chance = np.random.default_rng(2)
    right = np.concatenate([chance.uniform(8.0, 8.5, 3_000), chance.uniform(9.5, 20.0, 9_000)])
    wrong = 8.0 + chance.exponential(1.0, 10_000)
    found = proving.proved(right, wrong, (30_000, 300_000, 40_000))
    assert np.diff(found).min() > -1e-3
