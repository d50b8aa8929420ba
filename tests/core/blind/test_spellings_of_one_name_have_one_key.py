"""Canonical keys: alphabets and romanisations agree, persons and papers do not mix."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.house.tree import ROOT
from tocsin.core.blind.keys import MOST, keys_of, name_forms
from tocsin.core.kinds.screened import Screened

VECTORS = json.loads((ROOT / "tests" / "vectors" / "blind_keys.json").read_text())


def facts(
    names: list[str], dob: list[str] | None = None, docs: list[str] | None = None
) -> Screened:
    return Screened(names=names, dob=dob or [], nat=[], gender=None, docs=docs or [])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Олександр Ковальчук", "KOVALCHUK Oleksandr"),
        ("Aleksander Kowalczuk", "Oleksandr Kovalchuk"),
        ("Ковальчук Олександр Петрович", "Oleksandr Kovalchuk"),
        ("Сергей Щербаков", "Serhij Szczerbakow"),
        ("В'ячеслав Їжакевич", "Viacheslav Izhakevych"),
        ("Jürgen Müller", "MUELLER, Juergen"),
        ("Łukasz Żółw", "Lukasz Zolw"),
        ("Muhammad al-Rashid", "Mohammed Rashid"),
    ],
)
def test_spellings_agree(one, other) -> None:
    assert set(keys_of(facts([one], ["1971"]))) & set(keys_of(facts([other], ["1971-03-05"])))


def test_another_year_or_another_name_is_another_key() -> None:
    one = set(keys_of(facts(["Olena Zmyslona"], ["1971"])))
    assert not one & set(keys_of(facts(["Olena Zmyslona"], ["1972"])))
    assert not one & set(keys_of(facts(["Iryna Zmyslona"], ["1971"])))


def test_a_name_without_a_year_or_of_one_word_has_no_key() -> None:
    assert keys_of(facts(["Olena Zmyslona"])) == []
    assert keys_of(facts(["Olena"], ["1971"])) == []


def test_a_number_is_a_key_by_its_signs_and_never_that_of_a_person() -> None:
    assert keys_of(facts([], docs=["fa 123-456"])) == keys_of(facts([], docs=["FA123456"]))
    assert keys_of(facts([], docs=["12345"])) == []
    person = keys_of(facts(["Fa Abcdef"], ["1971"], ["FA1971"]))
    assert len({key.split(b"\0")[1] for key in person}) == 2


@settings(max_examples=200)
@given(st.lists(st.text(max_size=80), max_size=6), st.lists(st.text(max_size=12), max_size=6))
def test_any_text_gives_few_keys_and_the_same_each_time(names, others) -> None:
    found = keys_of(facts(names, others, others))
    assert found == keys_of(facts(names, others, others))
    assert len(found) == len(set(found)) <= MOST


@pytest.mark.parametrize("case", VECTORS["names"], ids=lambda case: case["name"])
def test_the_form_is_the_one_other_nodes_use(case: dict[str, Any]) -> None:
    assert name_forms(case["name"]) == case["forms"], "a change of form needs a new number"
