"""What is read in bulk, or by a short way, is what is read one by one and at length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.screening.people import names
from tocsin.core.screening import fast, fast_words, warming
from tocsin.core.screening.echoes import all_echoes, hissed
from tocsin.core.screening.hashing import text_hash, text_hashes
from tocsin.core.screening.lexicon import _facts_by_rules, facts_of
from tocsin.core.screening.names import _ordinary, _rows, _with_care, cut, rows, simple
from tocsin.core.screening.numbering import Numbers, laid_out
from tocsin.core.screening.rewriting import LONGEST, NotUnderstood, Rules
from tocsin.core.screening.sounds import (
    _PATRONYMIC,
    is_patronymic,
    skeleton,
    skeletons,
    sound,
    sounds,
)
from tocsin.core.screening.strings import Strings
from tocsin.core.screening.writing import read
from tocsin.core.screening.writing.letters import all_numbered, numbered
from tocsin.core.screening.writing.scripts import PLAIN

WORDS = ("abdul", "wojtowicz", "petrovna", "shvili", "hsi", "mc", "", "7", "kh", "schtsch", "of")


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    if fast.installed():
        assert warming.warm()


compiled = pytest.mark.skipif(not fast.installed(), reason="the extra fast is missing")
words = st.from_regex("[a-z]{1,12}", fullmatch=True) | st.sampled_from(WORDS)


@given(st.lists(words, max_size=8))
def test_sounds_and_skeletons_of_many_words_are_those_of_each(several):
    assert sounds(several) == [sound(word) for word in several]
    assert skeletons(several) == [skeleton(word) for word in several]


@given(st.lists(st.text("abcXYZ019", max_size=40), max_size=8))
def test_hashes_of_many_texts_are_those_of_each(texts):
    assert text_hashes(texts).tolist() == [text_hash(text) for text in texts]


# Words that are left out or marked in a name, and some that are neither.
MARKED = (
    "dr", "al", "as", "abd", "ibn", "van", "jr", "oglu", "le", "J", "Petrovych", "Петровна", "Іванович",
    "الرحمن", "عبد", "بن", "ברד", "Brado", "Wickora", "정", "王", "Anna",
)  # fmt: skip


@given(st.lists(st.sampled_from(MARKED) | words, max_size=10).map(" ".join) | names)
def test_a_name_read_by_the_short_way_is_what_it_is_read_with_care(name):
    for written in read(name):
        assert _ordinary(written) in (None, _with_care(written))


def test_a_name_of_another_script_goes_the_short_way():
    assert all(_ordinary(x) for name in ("Олена Ковальчук", "פלוני ברד") for x in read(name))


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


FRAGMENTS = (
    "abd", "ul", "ch", "sch", "vili", "ovich", "evna", "sky", "skaya", "poulos", "ullah", "of", "ff",
    "ou", "ie", "ii", "hs", "tsch", "x", "qu", "ck", "zh", "rz", "e", "a", "u", "dj", "h", "yy", "7",
)  # fmt: skip
spelled = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=7).map(
    lambda x: "".join(x)[:LONGEST]
)


@pytest.mark.parametrize("pattern", ["a(?<=b)c", "a(?=b)c", "a)", "(a", "a{2", "(?!ab)c"])
def test_a_pattern_that_tables_cannot_hold_is_refused(pattern):
    with pytest.raises((NotUnderstood, ValueError, IndexError)):
        _ = Rules(((pattern, "x"),)).tables


@compiled
@given(st.lists(st.tuples(spelled | words.filter(bool), st.integers(0, 6)), max_size=8))
def test_compiled_facts_of_words_are_those_of_the_rules(several):
    told, scripts = laid_out(several)
    quick, slow = facts_of(told, scripts), _facts_by_rules(told, scripts)
    assert [x.texts() for x in quick.spelled] == [x.texts() for x in slow.spelled]
    for name, values in vars(slow.table).items():
        assert getattr(quick.table, name).tobytes() == values.tobytes(), name
    latin = [text for text, script in several if script == PLAIN]
    assert [x for x in quick.hissed.texts() if x] == [x for x in hissed(latin) if x]


@compiled
@given(st.lists(names | st.lists(words, max_size=10).map(" ".join) | st.sampled_from(SIMPLE)))
def test_names_are_cut_compiled_as_one_by_one(several):
    count, cut_words = cut(several)
    wanted = [simple(name) or [] for name in several]
    assert count.tolist() == list(map(len, wanted))
    assert cut_words.texts() == [word for row in wanted for word in row]


@compiled
@given(st.lists(st.lists(st.tuples(words.filter(bool), st.integers(0, 1)), max_size=9), max_size=6))
def test_words_are_numbered_compiled_as_by_name(parts):
    numbers, known = Numbers(), {}
    for part in parts:
        told = laid_out(part)
        found, fresh = numbers.find(*told)
        wanted = [known.setdefault(token, len(known)) for token in part]
        assert found.tolist() == wanted
        numbers.hold(told[0].at(fresh), told[1][fresh])
        numbers.file()
        assert numbers.find(*told)[0].tolist() == wanted
    assert numbers.texts.texts() == [text for text, _ in known]


@compiled
@given(st.lists(st.text("abcdeghjkrstwxyz0", max_size=12) | words, max_size=8))
def test_compiled_keys_of_words_are_those_of_their_letters(several):
    keys, owner = fast_words.echo_keys(Strings.of(hissed(several)))
    found = [
        (at, text_hash(key))
        for at, word in enumerate(several)
        for key in all_echoes([word], [PLAIN])[0]
    ]
    assert list(zip(owner.tolist(), keys.tolist(), strict=True)) == found
    keys, owner = fast_words.spelling_keys(Strings.of(several), 4)
    spelled = [
        (at, text_hash(word[:cut] + word[cut + 1 :]))
        for at, word in enumerate(several)
        for cut in (len(word), *(range(len(word)) if len(word) >= 4 else ()))
        if word
    ]
    assert sorted(zip(owner.tolist(), keys.tolist(), strict=True)) == sorted(spelled)
