"""A lone question meets whomever it would meet among many, however its words are looked up."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.screening.people import DOLINSKI, REGISTER, persons, registers, wild_names
from tocsin.core.screening import (
    LEAST,
    THRESHOLD,
    Index,
    Person,
    candidates,
    fast_asking,
    glance,
    known,
    weights,
)
from tocsin.core.screening.alignment import ceiling
from tocsin.core.screening.answering import log_odds
from tocsin.core.screening.asked import Questions, questions
from tocsin.core.screening.asking import Asking
from tocsin.core.screening.filing import Part
from tocsin.core.screening.likeness import LaidOut
from tocsin.core.screening.scoring import score
from tocsin.core.screening.segment import build_segment, segment_of_few
from tocsin.core.screening.widening import widen

pytestmark = pytest.mark.usefixtures("warm")
SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
BORN = ("1971-03-05",)
thresholds = st.sampled_from([1e-9, LEAST, 0.1, THRESHOLD, 0.95])
wild = st.builds(Person, st.just("q"), st.tuples(wild_names), st.just(BORN))


def laid_out(asked: list[Person], threshold: float) -> Questions:
    return questions(asked, known.known(), log_odds(threshold))


def met_by(part: Part, asked: Questions, way: str) -> list[list[float]]:
    """Whom ``asked`` meet when their words are looked up now, remembered, or known beforehand."""
    segment, gate = part.segment, Asking(None, None).of(part)
    if way == "known":
        wide, (rules, _) = widen(asked.words, asked.numbers, segment), candidates._in_force()
        found = fast_asking.gather(segment, asked, wide, gate=gate, rules=rules)
    else:
        found = candidates.met(asked, segment, gate, remembering=way == "remembered")
    return [x.tolist() for x in found]


@SHARED
@given(registers(12), persons | wild, thresholds, st.sets(st.integers(0, 11)))
def test_whom_a_question_meets_does_not_depend_on_how_its_words_are_looked_up(
    register, asked, threshold, gone
):
    part = Part.whole(build_segment(register)).without([x for x in gone if x < len(register)])
    found = [met_by(part, laid_out([asked], threshold), way) for way in ("now", "remembered")]
    assert found[0] == found[1] == met_by(part, laid_out([asked], threshold), "known")


@SHARED
@given(registers(12), st.lists(persons, min_size=2, max_size=4), thresholds)
def test_nor_does_it_of_a_few_questions(register, asked, threshold):
    part, several = Part.whole(build_segment(register)), laid_out(asked, threshold)
    assert met_by(part, several, "now") == met_by(part, several, "known")


def test_of_a_hundred_namesakes_a_traveller_meets_whom_she_would_meet_among_many():
    """Who agrees in state and sex and in half a name: most are passed over, some are not."""
    first, last = ("Anna", "Hanna", "Jana", "Joanna"), ("Brado", "Bradov", "Wickowska", "Trzymasek")
    people = [
        Person(
            f"p{at}",
            (f"{first[at % 4]} {last[at // 4 % 4]}",),
            (f"19{at % 90 + 10}-0{at % 9 + 1}-{at % 17 + 11}",),
            ("POL",),
            "female",
        )
        for at in range(100)
    ]
    part, met = Part.whole(build_segment(people)), []
    for at in range(100):
        name = (f"{first[at // 4 % 4]} {last[at % 4]}",)
        asked = laid_out([Person("q", name, people[at].dob, ("POL",), "female")], THRESHOLD)
        assert met_by(part, asked, "now") == met_by(part, asked, "known")
        met.append(len(met_by(part, asked, "now")[1]))
    assert min(met) == 0 < max(met)


def met_now(register: list[Person], *asked: Person, least: float | None = None) -> list[list[int]]:
    """The questions and persons that meet, as many questions would meet them."""
    part = Part.whole(build_segment(register))
    several = questions(asked, known.known(), log_odds(0.5) if least is None else least)
    found = met_by(part, several, "now")
    assert found == met_by(part, several, "known")
    return found[:2]


MIDDLE = "Anna Trzymasek Wu"  # begins and ends as no other name here: only its words find anybody


@pytest.mark.parametrize("paper", ["FA123456", "FAI23456"])
def test_whoever_shares_a_document_or_what_a_scanner_makes_of_it_is_met(paper):
    listed = Person("p", ("Wickowska Brado",), ("1950-11-28",), docs=("FA123456",))
    assert met_now([listed], Person("q", ("Jan Kiroglu",), BORN, docs=(paper,))) == [[0], [0]]


@pytest.mark.parametrize(
    "names",
    [
        ("Petro Trzymasek Li",),
        ("Petro Trzymasek",),
        ("Trzymasek Petro",),
        ("Jan Brado", "Hanna Wickowska", "Petro Trzymasek Li", "Ludwik Zamoyta"),
    ],
)
def test_one_rare_word_suffices_wherever_it_stands_and_whatever_names_there_are(names):
    assert met_now([Person("p", names, BORN)], Person("q", (MIDDLE,), BORN)) == [[0], [0]]


@pytest.mark.parametrize("name", ["Petro Trzymasek", "Trzymasek Petro"])
def test_the_word_that_suffices_may_be_the_last_or_the_first(name):
    asked = Person("q", ("Wu Trzymasek Ola",), BORN)
    assert met_now([Person("p", (name,), BORN)], asked) == [[0], [0]]


@pytest.mark.parametrize(
    ("listed", "asked"), [("Zi Eru", "Zieru"), ("Uvo Ua", "Uvoua"), ("Saimooii", "Sai Mo Oii")]
)
def test_short_words_written_together_are_met_by_all_their_letters(listed, asked):
    assert met_now([Person("p", (listed,), BORN)], Person("q", (asked,), BORN)) == [[0], [0]]


def test_whoever_follows_others_born_on_the_same_day_is_met():
    """Of more than a few nobody is told apart by her words: they are looked up."""
    names = (
        "Petro Zamoyta",
        "Viktor Brado",
        "Boris Kiroglu",
        "Ludmila Osowiecka",
        "Petro Trzymasek Li",
    )
    register = [Person(f"p{at}", (name,), BORN) for at, name in enumerate(names)]
    assert met_now(register, Person("q", (MIDDLE,), BORN)) == [[0], [4]]


def test_each_of_a_few_questions_is_held_to_everybody():
    stranger = Person("q", ("Ola Bo",), ("1950-11-28",))
    listed = [Person("p", ("Petro Trzymasek Li",), BORN)]
    assert met_now(listed, stranger, Person("q", (MIDDLE,), BORN)) == [[1], [0]]


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Anna Osowiecky Wu", "Petro Osowiecki Li"),
        ("Anna Wickovska Wu", "Petro Wickowska Li"),
        ("Ola Zamojta Wu", "Petro Zamoyta Li"),
    ],
)
def test_whoever_reaches_by_what_is_rounded_up_is_met(name, listed):
    """A second entry has the very word, so that it is not left aside for what it may weigh."""
    register = [Person("p", (listed,), BORN), Person("x", (name,), ("1933-07-02",))]
    asked, part = Person("q", (name,), BORN), Part.whole(build_segment(register))
    laid = questions([asked], known.known(), -6.0)
    _, who, named = met_by(part, laid, "known")
    names = float(ceiling(np.array(named))[who.index(0)])
    others = float(glance.beside(laid.told.seen, part.segment.glances[:1])[0])
    for below in (1e-9, 1e-4, 1e-3):
        met_now(register, asked, least=weights.PRIOR + others + names - below)


def test_words_forgotten_meanwhile_are_looked_up_for_this_answer(monkeypatch):
    monkeypatch.setattr(candidates, "learn", lambda *_: None)  # another thread is faster each time
    part = Part.whole(build_segment(REGISTER))
    asked = laid_out([DOLINSKI], THRESHOLD)
    assert met_by(part, asked, "remembered") == met_by(part, asked, "known")
    assert met_by(part, asked, "remembered")[1] == [1]


def test_what_another_thread_remembers_meanwhile_misleads_nobody(monkeypatch):
    part, asked = Part.whole(build_segment(REGISTER)), laid_out([DOLINSKI], THRESHOLD)
    likes, now = part.segment.likes, fast_asking._now
    likes.memory(asked.words.numbered_by)
    likes._places(asked.numbers, len(asked.words.stored) + 1)  # which are not laid elsewhere then

    def another_thread_is_faster(*args):
        candidates.learn(asked.words, asked.numbers, part.segment)
        return now(*args)

    monkeypatch.setattr(fast_asking, "_now", another_thread_is_faster)
    assert met_by(part, asked, "remembered") == met_by(part, asked, "known")


@SHARED
@given(registers(), persons | wild)
def test_a_question_weighs_what_it_weighs_laid_out_with_all_that_is_told_of_it(register, asked):
    segment, lone = build_segment(register), laid_out([asked], LEAST)
    side, everybody = lone.side(np.array([0])), np.arange(len(register))
    whole = LaidOut(side.columns, side.words)
    most, nobody_else = np.full(len(register), 1e3), np.zeros(len(register), dtype=np.int64)
    found = [
        score(x, nobody_else, segment.side, everybody, most=most, least=0.0) for x in (side, whole)
    ]
    one, other = ({name: x.tolist() for name, x in vars(each).items()} for each in found)
    assert one == other


@SHARED
@given(st.lists(persons | wild, min_size=1, max_size=3), persons | wild, thresholds)
def test_a_few_whose_names_are_known_are_found_as_those_of_a_register(few, asked, threshold):
    few = [Person(f"n{at}", x.names, x.dob, x.nat, x.gender, x.docs) for at, x in enumerate(few)]
    built, again = (Index([Part.whole(x(few))], 0) for x in (build_segment, segment_of_few))
    found = built.screen(asked, 100, threshold=threshold)
    assert again.screen(asked, 100, threshold=threshold) == found
