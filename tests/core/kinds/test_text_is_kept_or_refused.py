import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.kinds.examples import BODIES
from tocsin.core.errors import InvalidInput
from tocsin.core.kinds import dump, findings, read
from tocsin.core.kinds.writing import flags, script, scripts


def named(text):
    return {"names": [{"text": text}]}


@given(st.text(min_size=1, max_size=600))
def test_a_name_is_kept_exactly_as_given_or_refused(text):
    if findings("person", named(text)):
        return
    assert dump(read("person", named(text)))["names"][0]["text"] == text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Anna\0 Nowa", "U+0000"),
        ("Anna \u202eawoN", "U+202E"),
        ("Anna \u2066Nowa", "U+2066"),
        ("Anna\x1b[2J", "U+001B"),
        ("Anna \U000e0041", "U+E0041"),
        ("Anna\nNowa", "line break"),
        ("Anna\tNowa", "line break"),
        ("   ", "is empty"),
        ("\u200b\u200b", "is empty"),
        ("", "is empty"),
        ("n" * 501, "longer than 500 characters"),
        ("n" * 10_000, "longer than 500 characters"),
    ],
)
def test_signs_that_deceive_are_refused_with_the_field(text, sentence):
    (found,) = findings("person", named(text))
    assert found.place == "names[0].text"
    assert sentence in found.sentence


def test_a_lone_surrogate_is_refused():
    with pytest.raises(InvalidInput):
        read("person", named("\ud800"))


def test_composed_and_decomposed_letters_stay_apart():
    composed, decomposed = "Łódź Nowa", "Łódz\u0301 Nowa"
    assert read("person", named(composed)) != read("person", named(decomposed))


def test_a_text_may_have_lines_but_no_more_than_twenty_thousand_signs():
    report = BODIES["report"]
    assert read("report", {**report, "text": "one\n\ttwo\n"})
    (found,) = findings("report", {**report, "text": "x" * 20_001})
    assert found == ("text", "is longer than 20,000 characters")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Anna Nowak", []),
        ("Аnna Nowak", ["mixed-scripts"]),
        ("Oleksandr Ковальчук", []),
        ("pаypаl", ["mixed-scripts"]),
        ("An\u200bna", ["invisible-signs"]),
        ("می\u200cخواهم", ["invisible-signs"]),
        ("Αnna ο", ["mixed-scripts"]),
        ("東京 タワー", []),
    ],
)
def test_look_alikes_are_flagged_and_kept(text, codes):
    assert [flag.code for flag in flags(text)] == codes
    assert read("person", named(text))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Nowak-Łąka", "Latn"),
        ("Ковальчук", "Cyrl"),
        ("أحمد", "Arab"),
        ("Αθήνα", "Grek"),
        ("ירושלים", "Hebr"),
        ("თბილისი", "Geor"),
        ("Երևան", "Armn"),
        ("서울", "Hang"),
        ("北京", "Hani"),
        ("123", None),
        ("Anna Анна", None),
    ],
)
def test_the_script_of_a_text_is_named(text, code):
    assert script(text) == code


@given(st.text(max_size=50))
def test_scripts_are_iso_codes(text):
    assert all(len(code) == 4 and code.istitle() for code in scripts(text))
