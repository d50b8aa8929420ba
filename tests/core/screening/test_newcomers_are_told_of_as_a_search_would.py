"""Whoever waits to be filed and is told of without a search is whom a search would have found."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.screening.people import (
    DAYS,
    DOLINSKI,
    KOVALCHUK,
    WEI,
    newcomers_meant,
    persons,
    registers,
    wild_names,
    with_changes,
)
from tocsin.core.screening import (
    LEAST,
    THRESHOLD,
    Index,
    Person,
    answering,
    candidates,
    known,
)
from tocsin.core.screening.answering import log_odds
from tocsin.core.screening.asked import questions
from tocsin.core.screening.asking import Asking
from tocsin.core.screening.filing import Part
from tocsin.core.screening.scoring import score
from tocsin.core.screening.segment import segment_of_few

pytestmark = pytest.mark.usefixtures("warm")
SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
thresholds = st.sampled_from([1e-9, 1e-6, LEAST, 0.1, THRESHOLD, 0.95])
wild = st.builds(Person, st.just("q"), st.tuples(wild_names), st.tuples(st.sampled_from(DAYS)))
ANY = -60.0  # log-odds that anybody reaches
margins = st.sampled_from([1e-6, 0.01, 0.1, 0.5, 1.0, 3.0])
LETTERS = "aeikmnorstvy"


@st.composite
def misspelt(draw: st.DrawFn) -> tuple[Person, Person]:
    """A question and a newcomer whose names differ by a few letters."""
    name = draw(st.text(LETTERS, min_size=2, max_size=24).map(list))
    other = [*name]
    for _ in range(draw(st.integers(0, 5))):
        at = draw(st.integers(0, len(other)))
        other[at : at + draw(st.integers(0, 1))] = draw(st.text(" " + LETTERS, max_size=2))
    day = draw(st.sampled_from(DAYS)), draw(st.sampled_from(DAYS))
    one, two = (
        Person(x, ("".join(text) or "a",), (born,), ("UTO",))
        for x, text, born in zip("qn", (name, other), day, strict=True)
    )
    return one, two


def searched(asked: list[Person], newcomers: list[Person], least: float) -> set[tuple[int, str]]:
    """The pairs that a search among newcomers finds and that reach the log-odds."""
    segment = segment_of_few(newcomers)
    laid_out = questions(asked, known.known(), least)
    gate = Asking(None, None).of(Part.whole(segment))
    q, who, most = candidates.candidates(laid_out, segment, gate)
    side = laid_out.side(np.arange(len(asked)))
    able = score(side, q, segment.side, who, most=most, least=least).reaching
    return {(x, newcomers[y].id) for x, y in zip(q[able].tolist(), who[able].tolist(), strict=True)}


def just_below(asked: Person, newcomer: Person, margin: float) -> float:
    """Log-odds that the pair reaches by so little that each word of its names must count."""
    both = questions([asked, newcomer], known.known(), -20.0).side(np.arange(2))
    one, other = np.array([0]), np.array([1])
    return float(score(both, one, both, other, most=np.array([99.0])).logit[0]) - margin


def named_alike(one: str, other: str) -> tuple[Person, Person]:
    """A question and a newcomer born on one day."""
    return Person("q", (one,), ("1971-03-05",)), Person("n", (other,), ("1971-03-05",))


def hold_to_a_search(asked: list[Person], newcomers: list[Person], least: float) -> None:
    """Compare whom questions mean with whom they find: all of the sure, none but the doubtful."""
    found = newcomers_meant(asked, newcomers, least)
    pairs = zip(found.pairs.left.tolist(), found.pairs.right.tolist(), strict=True)
    sure = {(x, found.person(y).id) for x, y in pairs}
    doubtful = {x.id for x in found.in_doubt}
    assert doubtful.isdisjoint(y for _, y in sure)
    assert {x for x in searched(asked, newcomers, least) if x[1] not in doubtful} == sure


@SHARED
@given(st.lists(persons | wild, min_size=1, max_size=3), registers(8), thresholds)
def test_who_is_not_in_doubt_is_found_by_a_search_or_by_neither(asked, newcomers, threshold):
    hold_to_a_search(asked, newcomers, log_odds(threshold))


@SHARED
@given(persons | wild, registers(3), margins)
def test_nor_is_anybody_whose_score_hardly_suffices(asked, newcomers, margin):
    hold_to_a_search([asked], newcomers, just_below(asked, newcomers[0], margin))


@SHARED
@given(misspelt(), margins)
def test_nor_does_a_misspelt_name_make_a_difference(both, margin):
    hold_to_a_search([both[0]], [both[1]], just_below(*both, margin))


def unsearched(monkeypatch: pytest.MonkeyPatch, newcomer: Person, asked: Person) -> bool:
    """Whether a newcomer is returned, and without a search."""
    index, searches = Index.build([WEI]), []
    index.add(newcomer)
    of_few = answering.segment_of_few
    monkeypatch.setattr(answering, "segment_of_few", lambda x: searches.append(x) or of_few(x))
    (match,) = index.screen(asked)
    assert match == Index.build([newcomer]).screen(asked)[0]
    return not searches


def test_whoever_is_told_of_as_a_search_would_is_not_searched(monkeypatch):
    asked = with_changes(DOLINSKI, id="q", names=("DOLINSKY JAN",))
    assert unsearched(monkeypatch, DOLINSKI, asked)


LONG = "Trzymasek Wolodymyrenko Krasnopolska"
CYRILLIC = "Тшимасек Володимиренко Краснопольска"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LONG, LONG),
        (LONG, "Trzymatek Wolodymirenlo Krasnobolska"),  # each less one letter
        (LONG, "Trzymosak Wolodamyrenko Krasnepulska"),  # the same consonants
        (LONG, CYRILLIC),  # what is read of another script
        (CYRILLIC, LONG),
        (CYRILLIC, "Тшимосак Володомиренко Краснепольска"),
        ("Barack Wickora", "贝拉克·维科拉"),
        ("贝拉克·维科拉", "Barack Wickora"),
        ("William", "Bill"),  # equivalent
        ("Wu", "Wu"),
    ],
)
def test_words_that_lie_under_one_key_count_in_full(one, other):
    asked, newcomer = named_alike(one, other)
    found = newcomers_meant([asked], [newcomer], just_below(asked, newcomer, 0.01))
    assert found.in_doubt == []
    assert len(found.pairs.left) == 1


@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        ("Konstantinopolska", "Konsgantinopomska", None),
        ("Wolodymyrenko", "Woludymylenko", None),
        (
            "Konstantinopolska Brado Wolodymyrenko",
            "Konsgantinopomska Brado Woludymylenko",  # one word of three
            None,
        ),
        ("Alexandre", "Alejandra", ANY),  # a third name is equivalent to both
        ("Lin", "Lina", ANY),  # under one key, but worth nothing
        ("Bin Wu", "Jan bin Li", ANY),  # what is a name here is a particle there
        ("Jan bin Li", "Bin Wu", ANY),
    ],
)
def test_no_other_words_count(one, other, least):
    asked, newcomer = named_alike(one, other)
    if least == ANY:
        newcomer = with_changes(newcomer, dob=())
    else:
        least = just_below(asked, newcomer, 0.01)
    assert searched([asked], [newcomer], least) == set()
    assert newcomers_meant([asked], [newcomer], least).in_doubt == [newcomer]


@pytest.mark.parametrize(
    ("newcomer", "changes"),
    [
        (DOLINSKI, {"names": ("Jandolinski",)}),  # found by how the whole begins and ends
        (KOVALCHUK, {"names": ("Brado Trzymasek",)}),  # by a document
        (with_changes(KOVALCHUK, names=("",)), {"names": ("",)}),  # and has no name
    ],
)
def test_whom_other_keys_find_is_searched(monkeypatch, newcomer, changes):
    assert not unsearched(monkeypatch, newcomer, with_changes(newcomer, id="q", **changes))


def test_whoever_is_in_doubt_for_one_question_is_returned_once_to_each():
    asked = [with_changes(DOLINSKI, id="q", names=(x,)) for x in ("Jan Dolinski", "Jandolinski")]
    index = Index.build([WEI])
    index.add(DOLINSKI)
    assert [[x.id for x in found] for found in index.screen_many(asked)] == [["p2"], ["p2"]]
    found = newcomers_meant(asked, [DOLINSKI], log_odds(THRESHOLD))
    assert found.in_doubt == [DOLINSKI]
    assert len(found.pairs.left) == 0
