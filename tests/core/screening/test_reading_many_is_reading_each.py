"""What is read in bulk, or by a short way, is what is read one by one and at length."""

from hypothesis import given
from hypothesis import strategies as st

from tests.core.screening.people import names
from tocsin.core.screening.hashing import text_hash, text_hashes
from tocsin.core.screening.names import _rows, rows
from tocsin.core.screening.sounds import skeleton, skeletons, sound, sounds

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
    assert rows(name) == _rows(name)
