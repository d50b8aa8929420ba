"""The bench asks the same questions for the same seed, and owes nothing to the engine it measures."""

import ast
from collections import Counter
from pathlib import Path
from random import Random

import numpy as np
import pytest

from benchmarks.screening import fitting, persons, run, sets, tables
from benchmarks.screening.persons import latin, native
from benchmarks.screening.questions import DATES, VARIANTS, WEIGHTS, WEIGHTS_FILE, Row, born

FOLDER = Path(sets.__file__).parent
GENERATOR = ["words", "spellings", "persons", "slips", "questions", "sets", "pairs", "fitting"]
SMALL = sets.Sizes(register=300, members=60, foreign=20, hard=0, passengers=20, pairs=20, enough=2)


@pytest.fixture(autouse=True)
def committed_tables_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks.screening import words

    monkeypatch.delenv("TOCSIN_SAMPLES", raising=False)
    for kept in (
        words.published,
        words.respelt,
        words._rare,
        words._others,
        words.common,
        words.rare,
    ):
        kept.cache_clear()


@pytest.mark.parametrize("module", GENERATOR)
def test_the_generator_imports_nothing_of_the_engine(module: str) -> None:
    for node in ast.walk(ast.parse((FOLDER / f"{module}.py").read_text())):
        named = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        named += [x.name for x in node.names] if isinstance(node, ast.Import) else []
        assert not [x for x in named if x.startswith("tocsin")], module


def filled_up(more: int) -> dict[str, list[Row]]:
    return {x: [*sets.register("tune 7", sets.LISTED + more, x)] for x in sets.REST}


def test_whoever_fills_a_register_up_the_listed_are_the_same_and_answers_kept_apart() -> None:
    filled = filled_up(200)
    assert filled["crowd"][: sets.LISTED] == filled["everyday"][: sets.LISTED]
    assert len({run.folder_of("tune 7", sets.Sizes(rest=x)) for x in sets.REST}) == len(sets.REST)


def test_those_of_every_day_have_a_birthday_every_writing_and_few_words_among_them() -> None:
    crowd, everyday = (rows[sets.LISTED :] for rows in filled_up(8_000).values())
    assert all(len(row.dob[0]) == len("1971-03-05") for row in everyday)
    people = list(persons.everyday("tune 7", len(everyday)))
    for one, row in zip(people, everyday, strict=True):
        assert {latin(one), native(one) or latin(one)} <= set(row.names)
    words = [{word for row in rows for word in row.names[0].split()} for rows in (everyday, crowd)]
    assert 2 * len(words[0]) < len(words[1])


def test_those_of_every_day_are_of_any_age_as_those_who_travel_are_not() -> None:
    born = [
        [x.born[0] for x in people("tune 7", 6_000)] for people in (persons.everyday, persons.crowd)
    ]
    middle = [sum(1961 <= year <= 1991 for year in years) / len(years) for years in born]
    assert middle[0] < 0.5
    assert middle[1] > 0.6
    assert {min(born[0]), max(born[0])} == {1935, 2006}


def test_a_seed_gives_the_same_register_and_questions_each_time() -> None:
    first, again = ([*sets.register("tune 7", 40)] for _ in range(2))
    assert first == again
    assert first != [*sets.register("test 7", 40)]
    assert sets.members("tune 7", SMALL) == sets.members("tune 7", SMALL)


def test_a_larger_register_holds_the_same_listed_persons() -> None:
    few = [row.id for row in sets.register("tune 7", 30)]
    many = [*sets.register("tune 7", 60)]
    assert [row.id for row in many][:30] == few
    assert many[:30] == [*sets.register("tune 7", 30)]


def test_every_class_of_error_is_asked_and_has_its_answer_on_the_register() -> None:
    rows = sets.members("tune 7", SMALL)
    ids = {row.id for row in sets.register("tune 7", SMALL.register)}
    assert {row.answer for row in rows} <= ids
    assert set(Counter(row.kind for row in rows)) >= set(WEIGHTS) - {"another script"}
    assert set(WEIGHTS) == set(VARIANTS)


def test_names_of_the_listed_are_rarer_than_those_of_the_crowd() -> None:
    listed, crowd = (
        Counter(latin(one) for one in several("tune 7", 1500))
        for several in (persons.listed, persons.crowd)
    )
    assert len(listed) > len(crowd)


def test_the_weights_of_the_classes_follow_from_what_the_peers_reached() -> None:
    lines = WEIGHTS_FILE.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t")[2:] for line in lines if not line.startswith("#")]
    reached = np.array(rows, dtype=np.float64).T
    again = fitting.fitted(reached, fitting.goals(), fitting.natural())
    assert [round(100 * x, 1) for x in again] == [*WEIGHTS.values(), *DATES.values()]
    assert np.abs(reached @ again - fitting.goals()).max() < tables.ALLOWED


def test_every_kind_of_date_is_told_from_the_true_one() -> None:
    chance = Random(1)
    people = [*persons.listed("tune 7", 40)]
    for kind in DATES:
        only = {**dict.fromkeys(DATES, 0.0), kind: 1.0}
        told = Counter(fitting.date_kind(born(x, chance, only), x.born) for x in people)
        assert told.most_common(1)[0][0] == kind  # a wrong day may be the right one by chance
