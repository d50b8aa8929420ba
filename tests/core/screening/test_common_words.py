"""What a long segment says of its commonest words is what looking them up would tell."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.screening.people import DOLINSKI, REGISTER, persons, registers
from tocsin.core.screening import (
    Index,
    Person,
    common_words,
    fast,
    known,
    remembered,
    segment,
    widening,
)
from tocsin.core.screening.rewriting import LONGEST

pytestmark = pytest.mark.usefixtures("warm")
SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture(autouse=True)
def every_segment_is_long(monkeypatch):
    """Every segment keeps each of its words, and begins to ask anew."""
    monkeypatch.setattr(segment, "LONG", 0)
    monkeypatch.setattr(common_words, "FEWEST_BEARERS", 1)
    monkeypatch.setattr(widening, "REMEMBERED_FROM", 0)
    monkeypatch.setattr(known, "_KNOWN", [])


@pytest.fixture
def looked_up(monkeypatch) -> list[str]:
    """The words that were looked up in a segment from now on."""
    found, likely = [], widening.likely

    def noting(words, numbers, there):
        found.extend(words.stored.texts_of(numbers))
        return likely(words, numbers, there)

    monkeypatch.setattr(widening, "likely", noting)
    return found


def kept(index: Index) -> remembered.Common:
    (part,) = (x.segment for x in index._parts)
    arrays = {x.partition(".")[2]: y for x, y in part.arrays.items() if x.startswith("common.")}
    return remembered.Common(**arrays)


@SHARED
@given(registers(), st.integers(0, 3))
def test_it_keeps_what_looking_up_tells(register, workers):
    index = Index.build(register)
    there = index._parts[0].segment
    said = common_words.commonest(there, workers)
    at = np.flatnonzero(np.diff(there.directory.by_token.start))  # all but particles
    assert said.number.tolist() == at.tolist()
    words = known.Known()
    own = words.numbered(there.words.texts.at(at), there.words.table.script[at])
    alike = widening.likely(words.words, own, there)
    for one, other in ((said.start, alike.start), (said.word, alike.word)):
        assert one.tolist() == other.tolist()
    assert said.weight.tobytes() == alike.weight.tobytes()


@SHARED
@given(registers(), st.lists(persons, min_size=1, max_size=4))
def test_no_answer_is_another_for_it(register, asked):
    answers = [Index.build(register).screen_many(asked, limit=100, threshold=1e-9)]
    with pytest.MonkeyPatch.context() as plain:
        plain.setattr(segment, "LONG", 10**9)
        plain.setattr(known, "_KNOWN", [])
        answers.append(Index.build(register).screen_many(asked, limit=100, threshold=1e-9))
    assert answers[0] == answers[1]


def test_the_commonest_are_kept_and_no_more_than_are_wanted(monkeypatch):
    monkeypatch.setattr(common_words, "FEWEST_BEARERS", 2)
    monkeypatch.setattr(common_words, "MOST_COMMON", 2)
    names = (
        "Jan Brado",
        "Jan Wickowska",
        "Anna Kiroglu",
        "Jan Trzymasek",
        "Anna Brado",
        "Jan Brado",
    )
    index = Index.build([Person(f"p{at}", (name,)) for at, name in enumerate(names)])
    (there,) = (x.segment for x in index._parts)
    assert set(there.words.texts_of(kept(index).number.astype(np.int64))) == {"jan", "brado"}


def test_a_saved_index_has_them_for_every_process(tmp_path, looked_up):
    Index.build(REGISTER).save(tmp_path / "index")
    looked_up.clear()
    index = Index.open(tmp_path / "index")
    assert [x.id for x in index.screen(Person("q", ("Jan Doliński",), DOLINSKI.dob))] == ["p2"]
    assert not looked_up
    index.screen(Person("q", ("Jan Brado",)))
    assert looked_up == ["brado"]


def test_they_are_not_forgotten_with_the_rest(monkeypatch, looked_up):
    monkeypatch.setattr(remembered, "MOST_REMEMBERED", 0)
    index = Index.build(REGISTER)
    looked_up.clear()
    for name in ("Jan Brado", "Jan Doliński", "Jan Brado"):
        index.screen(Person("q", (name,)))
    assert set(looked_up) == {"brado"}


def test_as_many_others_are_remembered_beside_them(monkeypatch, looked_up):
    monkeypatch.setattr(remembered, "MOST_REMEMBERED", 2)
    index = Index.build(REGISTER)
    looked_up.clear()
    for _ in range(3):
        index.screen(Person("q", ("Brado Trzymasek",)))
    assert sorted(looked_up) == ["brado", "trzymasek"]


def test_they_do_not_count_as_too_many(monkeypatch):
    monkeypatch.setattr(known, "MOST_WORDS", 3)
    index = Index.build(REGISTER)
    index.screen(Person("q", ("Jan Brado",)))
    words = known.known()
    assert len(words) > known.MOST_WORDS
    index.screen(Person("q", ("Jan Doliński",)))
    assert known.known() is words
    index.screen(Person("q", ("Trzymasek Anna Wickowska Kiroglu",)))
    assert known.known() is not words


@pytest.mark.parametrize("missing", ["the words", "the maker"])
def test_an_index_without_them_answers_as_well(tmp_path, looked_up, monkeypatch, missing):
    """An older one has none, and one saved by another Tocsin may have weighed them differently."""
    index = Index.build(REGISTER)
    if missing == "the words":
        (part,) = (x.segment for x in index._parts)
        part.keep(None)
    index.save(tmp_path / "index")
    if missing == "the maker":
        other = np.array([1], dtype=np.uint64)
        monkeypatch.setattr(segment, "made_by", lambda: other)
    looked_up.clear()
    found = Index.open(tmp_path / "index").screen(Person("q", ("Jan Doliński",), DOLINSKI.dob))
    assert [x.id for x in found] == ["p2"]
    assert set(looked_up) == {"jan", "dolinski"}


def test_a_first_question_without_a_name_does_not_lose_them(looked_up):
    index = Index.build(REGISTER)
    looked_up.clear()
    index.screen(Person("q", (), docs=("FA123456",)))
    index.screen(Person("q", ("Jan Doliński",)))
    assert not looked_up


def test_a_word_that_is_too_long_in_latin_letters_is_cut_for_the_loops(looked_up):
    index = Index.build([Person("p", ("Jan " + "Щуща" * 5,))])
    (there,) = (x.segment for x in index._parts)
    texts = there.words.texts_of(kept(index).number.astype(np.int64))
    assert texts == ["jan", ("shchushcha" * 5)[:LONGEST]]


@SHARED
@given(registers(), st.lists(persons, min_size=2, max_size=6))
def test_threads_that_ask_first_get_the_answers_of_one(register, asked):
    alone = [Index.build(register).screen(person, limit=100, threshold=1e-9) for person in asked]
    with pytest.MonkeyPatch.context() as hurried:
        hurried.setattr(remembered, "MOST_REMEMBERED", 2)
        hurried.setattr(known, "MOST_WORDS", 3)
        hurried.setattr(known, "MOST_COMMON", 3)
        index = Index.build(register)
        hurried.setattr(known, "_KNOWN", [])
        with ThreadPoolExecutor(4) as pool:
            answers = pool.map(lambda x: index.screen(x, limit=100, threshold=1e-9), asked)
            assert list(answers) == alone


def test_without_the_loops_a_saved_index_answers_alike(tmp_path, monkeypatch, looked_up):
    asked = Person("q", ("Jan Doliński",), DOLINSKI.dob)
    Index.build(REGISTER).save(tmp_path / "index")
    quick = Index.open(tmp_path / "index").screen(asked)
    monkeypatch.setenv(fast.SWITCH, "numpy")
    fast.loops.cache_clear()
    try:
        looked_up.clear()
        assert Index.open(tmp_path / "index").screen(asked) == quick
        assert set(looked_up) == {"jan", "dolinski"}
    finally:
        monkeypatch.delenv(fast.SWITCH)
        fast.loops.cache_clear()


def test_whoever_weighs_by_other_rules_or_tables_is_another_maker(tmp_path):
    here = Path(common_words.__file__).parent
    shutil.copytree(here, tmp_path / "same", ignore=shutil.ignore_patterns("__pycache__"))
    made_by = common_words.made_by.__wrapped__
    assert made_by(tmp_path / "same").tolist() == made_by().tolist()
    for name in ("weights.py", "loops/tokens.py", next(here.rglob("*.tsv")).relative_to(here)):
        before = made_by(tmp_path / "same").tolist()
        with (tmp_path / "same" / name).open("a") as changed:
            changed.write("#")
        assert made_by(tmp_path / "same").tolist() != before
