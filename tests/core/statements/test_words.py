"""The words read out over the telephone cannot be mistaken for one another."""

from itertools import combinations

from rapidfuzz.distance import Levenshtein

from tocsin.core.statements.words import WORDS, words


def test_there_is_a_word_for_every_byte() -> None:
    assert len(WORDS) == len(set(WORDS)) == 256
    assert all(4 <= len(word) <= 9 and word.isascii() and word.islower() for word in WORDS)


def test_any_two_words_differ_in_three_letters_and_in_their_first_four() -> None:
    assert len({word[:4] for word in WORDS}) == 256
    assert all(Levenshtein.distance(*pair) >= 3 for pair in combinations(WORDS, 2))


def test_each_byte_is_its_word() -> None:
    assert words(bytes([0, 255, 1]), 2) == (WORDS[0], WORDS[255])
