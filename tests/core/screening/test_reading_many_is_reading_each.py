"""What is read in bulk, or by a short way, is what is read one by one and at length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.screening.people import names
from tocsin.core.screening import fast, warming
from tocsin.core.screening.echoes import echoes, hissed
from tocsin.core.screening.hashing import text_hash, text_hashes
from tocsin.core.screening.names import _rows, rows
from tocsin.core.screening.sounds import (
    _PATRONYMIC,
    is_patronymic,
    skeleton,
    skeletons,
    sound,
    sounds,
)
from tocsin.core.screening.writing import read
from tocsin.core.screening.writing.letters import all_numbered, numbered

WORDS = ("abdul", "wojtowicz", "petrovna", "shvili", "hsi", "mc", "", "7", "kh", "schtsch", "of")
words = st.from_regex("[a-z]{1,12}", fullmatch=True) | st.sampled_from(WORDS)


@given(st.lists(words, max_size=8))
def test_sounds_and_skeletons_of_many_words_are_those_of_each(several):
    assert sounds(several) == [sound(word) for word in several]
    assert skeletons(several) == [skeleton(word) for word in several]


@given(st.lists(st.text("abcXYZ019", max_size=40), max_size=8))
def test_hashes_of_many_texts_are_those_of_each(texts):
    assert text_hashes(texts).tolist() == [text_hash(text) for text in texts]


SIMPLE = (
    "Anna Maria",
    "ANNA-MARIA Nowak",
    "Jan Jan",
    "Dr Jan Nowak",
    "Ivan Petrovich Nowak",
    "J K",
)


@given(names | st.lists(words, max_size=10).map(" ".join) | st.sampled_from(SIMPLE))
def test_a_simple_name_is_read_as_any_other_is(name):
    assert rows(name) == _rows(read(name))


@given(st.from_regex(_PATRONYMIC, fullmatch=True) | words)
def test_a_word_after_the_father_is_known_by_its_pattern(word):
    assert is_patronymic(word) == bool(_PATRONYMIC.fullmatch(word))


@given(st.lists(words, max_size=8))
def test_signs_and_hisses_of_many_words_are_those_of_each(several):
    assert all_numbered(several).tobytes() == b"".join(map(numbered, several))
    assert hissed(several) == [x for word in several for x in hissed([word])]


@pytest.mark.skipif(not fast.installed(), reason="the extra fast is missing")
@given(st.lists(st.text("abcdeghjkrstwxyz0", max_size=12) | words, max_size=8))
def test_compiled_keys_of_words_are_those_of_their_letters(several):
    assert warming.warm()
    keys, owner = fast.echo_keys(hissed(several))
    found = [(at, text_hash(key)) for at, word in enumerate(several) for key in echoes(word)]
    assert list(zip(owner.tolist(), keys.tolist(), strict=True)) == found
    keys, owner = fast.spelling_keys(several, 4)
    spelled = [
        (at, text_hash(word[:cut] + word[cut + 1 :]))
        for at, word in enumerate(several)
        for cut in (len(word), *(range(len(word)) if len(word) >= 4 else ()))
        if word
    ]
    assert sorted(zip(owner.tolist(), keys.tolist(), strict=True)) == sorted(spelled)
