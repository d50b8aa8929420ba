"""Names that are broken, hostile or empty are read as far as they go, and never stall a check."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.screening.people import REGISTER, WORDS
from tocsin.core.screening import Index, Person, compare, fold, script_of, strength, tokens
from tocsin.core.screening.sounds import skeleton, sound
from tocsin.core.screening.writing import mend

MARKS = ("\u0000", "\u200e", "\u200f", "\u202e", "\u200d", "\u200c", "\ufeff", "\u2066")


@pytest.mark.parametrize("mark", MARKS)
def test_invisible_marks_change_nothing(mark):
    plain = compare(Person("q", ("Jan Doliński",)), Person("m", ("Jan Doliński",)))
    marked = compare(
        Person("q", (f"{mark}Ja{mark}n Doli{mark}ński{mark}",)), Person("m", ("Jan Doliński",))
    )
    assert marked.score == plain.score


def test_a_letter_borrowed_from_another_script_is_put_back_and_said():
    match = compare(Person("q", ("Brаdo Wickоra",)), Person("m", ("Brado Wickora",)))
    assert "name.lookalike" in [reason["feature"] for reason in match.reasons]
    assert (
        match.score
        == compare(Person("q", ("Brado Wickora",)), Person("m", ("Brado Wickora",))).score
    )


def test_a_word_in_one_script_is_never_mended():
    for word in ("Осака", "Brado", "ΜΑΡΙΑ", "محمد"):
        assert mend(word) == word


@pytest.mark.parametrize("name", ["", " ", "-", "!!!", "\u0000", "\u202e\u202c", "..", "٣"])
def test_an_empty_name_matches_nobody_by_name(name):
    index = Index.build([*REGISTER, Person("empty", (name,))])
    assert [m.id for m in index.screen(Person("q", (name,)))] in ([], ["empty"])


def test_a_name_of_ten_thousand_letters_is_answered_at_once():
    index = Index.build(
        [*REGISTER, Person("long", ("Brado " * 2000,)), Person("run", ("x" * 10_000,))]
    )
    began = time.perf_counter()
    for name in ("Brado " * 2000, "x" * 10_000, "ა" * 10_000, "李" * 10_000, "a-" * 5_000):
        index.screen(Person("q", (name,)))
    assert time.perf_counter() - began < 5.0


@given(st.text(max_size=200))
def test_folding_is_plain_stable_and_agrees_with_tokens(text):
    folded = fold(text)
    assert folded.isascii()
    assert folded == folded.lower()
    assert set(folded.split()) <= set(tokens(text))
    assert isinstance(script_of(text), str)


@given(st.from_regex("[a-z]{1,20}", fullmatch=True))
def test_sounds_and_skeletons_are_plain_and_no_longer_than_twice_the_word(word):
    assert sound(word)
    assert sound(word).isascii()
    assert len(sound(word)) <= 2 * len(word)
    assert not set(skeleton(word)) & set("aeiou")


def test_what_makes_a_person_weak_to_screen_is_named():
    assert strength(Person("q")) == [
        "no-name", "no-date-of-birth", "no-nationality", "no-sex", "no-document",
    ]  # fmt: skip
    assert "single-name" in strength(Person("q", ("Suharto",)))
    assert "partial-date-of-birth" in strength(Person("q", ("Jan Doliński",), ("1971-03",)))
    assert strength(REGISTER[0]) == []


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5))
def test_a_name_is_at_least_as_like_itself_as_like_any_shuffle(words):
    name, shuffled = " ".join(words), " ".join(reversed(words))
    itself = compare(Person("q", (name,)), Person("m", (name,))).score
    assert itself >= compare(Person("q", (name,)), Person("m", (shuffled,))).score - 1e-9
