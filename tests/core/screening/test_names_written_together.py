"""Words joined, split or misspelt where they meet are still the words they were."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.core.screening.people import WORDS
from tocsin.core.screening import Index, Person, candidates, compare
from tocsin.core.screening.known import Known
from tocsin.core.screening.segment import build_segment

RARE = ("Brado", "Trzymasek", "Wickora", "Dolenor", "Habergast", "Gorlinsta", "Zabrowen")


def weight(one: str, other: str, feature: str = "name.joined") -> float:
    reasons = compare(Person("a", (one,)), Person("b", (other,))).reasons
    return sum(x["weight"] for x in reasons if x["feature"] == feature)


@pytest.mark.parametrize(
    "asked",
    ["Bradotrzymasek", "Bradotrzymasec", "Bradtrzymasek", "Wickora Bradotrzymasek"],
)
def test_words_written_together_weigh_as_both_do_and_a_slip_takes_some_off(asked):
    assert weight(asked, "Brado Trzymasek") > weight("Brado", "Brado", "name.same")


def test_whoever_is_written_together_is_found_among_others_of_either_word():
    register = [Person(f"p{at}", (f"Brado {x}",)) for at, x in enumerate(RARE)]
    index = Index.build([*register, Person("right", ("Brado Kirminosk",))])
    for asked in ("Bradokirminosk", "Bradokirmimosk", "Bradkirminosk"):
        assert index.screen(Person("q", (asked,)), threshold=1e-4)[0].id == "right"


@pytest.mark.parametrize("asked", ["Hufeijian", "Hufeijiam", "Hu Feijian"])
def test_a_name_of_few_consonants_is_found_by_its_sound(asked):
    register = [Person(f"p{at}", (f"{x} Feijian",)) for at, x in enumerate(RARE)]
    index = Index.build([*register, Person("right", ("Hu Feijian",))])
    assert index.screen(Person("q", (asked,)), threshold=1e-6)[0].id == "right"


def test_a_particle_adds_nothing_to_the_word_it_is_joined_to():
    alone = weight("Trzymasek", "Trzymasek", "name.same")
    assert weight("Brado Altrzymasek", "Brado al Trzymasek") < alone


def test_two_words_that_are_a_name_of_their_own_weigh_as_the_name():
    assert weight("Abdul Rahman", "Abdulrahman") < weight("Brado Rahman", "Bradorahman")


@given(st.sampled_from(RARE), st.sampled_from(RARE), st.sampled_from(WORDS))
def test_a_word_that_stands_for_itself_is_never_taken_for_half_of_another(one, two, more):
    here, there = f"{one} {two}", f"{one} {two} {more}"
    assert weight(here, there) == weight(there, here) == 0.0


WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=9)
LONGER_BEGINNING, LONGER_ENDING = 4, 5  # of what is known of a name


@given(st.lists(WORD, min_size=2, max_size=3, unique=True), st.data())
def test_by_all_its_letters_a_name_is_found_wherever_it_is_cut(words, data):
    directory = build_segment([Person("p", (" ".join(words),))]).directory
    whole = "".join(words)
    assume(len(set(whole) - set("hwyjqcz")) >= 5)  # of fewer letters no name is filed
    cut = data.draw(st.integers(2, len(whole) - 2))
    assume(whole[:cut] != whole[cut:])  # a word said twice is said once
    for asked in (whole, f"{whole[:cut]} {whole[cut:]}"):
        _, keys = Known().read([asked])[1].told.run(LONGER_BEGINNING)
        assert len(directory.by_longer_beginning.find(keys)[0])


def test_one_word_is_looked_up_by_seven_letters_of_several_and_several_words_are_not(monkeypatch):
    directory = build_segment([Person("p", ("Weems Jolien",))]).directory
    for asked, found in (("Wremsjolien", [0]), ("Wrems Jolien", []), ("Jolien", [])):
        _, keys = Known().read([asked])[1].told.run(LONGER_ENDING)
        assert directory.by_longer_ending.find(keys)[0].tolist() == found
    # Not found otherwise: too many begin and end so, and no word of theirs is like this one.
    monkeypatch.setattr(candidates, "MOST_OF_ONE_BEGINNING", 1)
    index = Index.build(
        [Person("right", ("Weems Jolien",)), *(Person(x, (f"{x} Bolien",)) for x in RARE)]
    )
    assert index.screen(Person("q", ("Wremsjolien",)), threshold=1e-7)[0].id == "right"
