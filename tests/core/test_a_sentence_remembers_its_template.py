"""A sentence is its English text, carries its template anywhere, and is filled without fail."""

import copy
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.errors import InvalidInput, TocsinError
from tocsin.core.sentences import (
    Sentence,
    blanks,
    filled,
    say,
    sentence_of,
    shortened,
    translated,
)

NAMES = st.sampled_from(["n", "word", "most", "place"])
PIECES = st.one_of(
    st.text(max_size=8), st.sampled_from(["{n}", "{n:,}", "{word}", "{", "}", "{{n}}", "{}", "{0}"])
)
TEMPLATES = st.lists(PIECES, max_size=6).map("".join)
PLAIN = st.one_of(st.text(max_size=20), st.integers())
FACTS = st.dictionaries(
    NAMES,
    st.recursive(
        PLAIN, lambda inner: st.builds(Sentence, TEMPLATES, st.dictionaries(NAMES, inner))
    ),
)
SENTENCES = st.builds(Sentence, TEMPLATES, FACTS)


def test_a_sentence_is_its_english_text() -> None:
    told = say("'{word}' is no strand; {n:,} are known", word="X", n=1234)
    assert told == "'X' is no strand; 1,234 are known"
    assert (told.template, told.facts["word"]) == ("'{word}' is no strand; {n:,} are known", "X")
    assert blanks(told.template) == ["word", "n"]


def test_an_error_and_its_text_carry_the_template() -> None:
    error = InvalidInput("{word} is no strand", word="X", place="strands")
    assert (str(error), error.sentence) == ("strands: X is no strand", "X is no strand")
    again = TocsinError(str(error))
    assert translated(again.sentence, swapped) == "strands: kein Zweig: X"
    assert f"{ValueError(error.sentence)}" == "X is no strand"
    assert translated(str(ValueError(error.sentence)), swapped) == "kein Zweig: X"


def swapped(text: str) -> str:
    return {"{word} is no strand": "kein Zweig: {word}", "kind": "Art"}.get(text, text)


def test_a_fact_that_is_a_word_is_translated_and_data_is_not() -> None:
    told = say("{a} and {b}", a=say("kind"), b="kind")
    assert translated(told, swapped) == "Art and kind"


def test_numbers_are_grouped_as_the_language_does() -> None:
    assert translated(say("{n:,} rows", n=1234567), str, "\u00a0") == "1\u00a0234\u00a0567 rows"


@given(TEMPLATES, FACTS, TEMPLATES)
def test_filling_never_raises(template: str, facts: dict[str, str | int], other: str) -> None:
    assert isinstance(filled(template, facts), str)
    assert isinstance(translated(Sentence(template, facts), lambda _text: other), str)


@given(SENTENCES)
def test_a_sentence_survives_copies_pickles_and_json(told: Sentence) -> None:
    back = sentence_of(json.loads(json.dumps(told.plain())))
    for again in (copy.deepcopy(told), pickle.loads(pickle.dumps(told)), back):
        assert isinstance(again, Sentence)
        assert (again, again.template) == (told, told.template)
        assert translated(again, str.upper) == translated(told, str.upper)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.sampled_from(["say", "facts", "n"]), x),
    )
)
def test_reading_a_kept_sentence_takes_anything(plain: object) -> None:
    assert isinstance(sentence_of(plain), str)


def test_only_what_is_not_cut_keeps_its_template() -> None:
    told = say("{word}!", word="x" * 20)
    assert shortened(told, 21) is told
    assert shortened(told, 5) == "xxxxx"


@pytest.mark.parametrize("text", ["a {word} alone", "{}", "100 % of {it"])
def test_text_without_facts_stays_as_it_is(text: str) -> None:
    assert say(text) == InvalidInput(text).sentence == text
