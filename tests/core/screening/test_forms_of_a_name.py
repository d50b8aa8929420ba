"""Endings, patronymics and small words are taken for what they are in a person's name."""

import pytest

from tocsin.core.screening import Person, compare
from tocsin.core.screening.names import PARTICLE, rows
from tocsin.core.screening.sounds import MANS, WOMANS, sounds, told_by_ending

NOBODYS = 0


def reasons(one: str, other: str) -> dict[str, float]:
    found = compare(Person("a", (one,)), Person("b", (other,))).reasons
    return {f"{x['query']}~{x['match']}": x["weight"] for x in found}


@pytest.mark.parametrize(
    ("word", "whose"),
    [
        ("bradov", MANS), ("bradev", MANS), ("bradoff", MANS), ("bradovski", MANS),
        ("wickorskyi", MANS), ("mykhailovych", MANS), ("sergeevich", MANS),
        ("bradova", WOMANS), ("bradeva", WOMANS), ("bradovska", WOMANS), ("wickorskaia", WOMANS),
        ("mykhailivna", WOMANS), ("sergeevna", WOMANS),
        ("brado", NOBODYS), ("marina", NOBODYS), ("ova", NOBODYS), ("gawronowicz", NOBODYS), ("", NOBODYS),
    ],
)  # fmt: skip
def test_some_endings_tell_a_man_from_a_woman(word, whose):
    assert told_by_ending(word) == whose


@pytest.mark.parametrize(
    ("man", "woman"),
    [("Bradov", "Bradova"), ("Wickorski", "Wickorska"), ("Olehovych", "Olehivna")],
)
def test_a_form_of_the_other_sex_speaks_for_somebody_less_than_another_spelling(man, woman):
    same, other = (compare(Person("a", (man,)), Person("b", (x,))) for x in (man, woman))
    back = compare(Person("b", (woman,)), Person("a", (man,)))
    assert other.score < same.score
    assert other.score == back.score
    assert [x["feature"] for x in other.reasons][1] == "name.similar"


def test_a_patronymic_that_is_misspelt_or_stands_first_answers_the_patronymic():
    for asked in ("Alksandrovna Bradonova", "Aleksandrovna Bradonova", "A. Bradonova"):
        found = reasons(asked, "Irina Aleksandrovna Bradonova")
        assert not any(weight < -1.0 for weight in found.values())
        assert any("~aleksandrovna" in x and found[x] > 0.0 for x in found)


def test_a_patronymic_never_speaks_against_another_word():
    found = reasons("Irina Bradonova", "Petrovna Ivanovna Bradonova")
    assert not any("~ivanovna" in x and found[x] < -1.0 for x in found)


def test_a_surname_that_is_a_particle_elsewhere_is_a_surname_where_it_begins_a_name():
    for name in ("Lê Minh Quang", "Đỗ Minh Quang"):
        assert not rows(name)[0].marks[0] & PARTICLE
    assert rows("Jean le Brado")[0].marks[1] & PARTICLE
    assert compare(Person("a", ("Lê Minh Quang",)), Person("b", ("Đỗ Minh Quang",))).score < (
        compare(Person("a", ("Lê Minh Quang",)), Person("b", ("Minh Quang",))).score
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wang Brado", "Wong Brado"), ("Zhang Brado", "Cheung Brado"), ("Xu Brado", "Tsui Brado"),
        ("Huang Brado", "Ng Brado"), ("Ryu Brado", "Yoo Brado"), ("Noh Brado", "Roh Brado"),
        ("Davit Brado", "Dato Brado"), ("Sergei Brado", "Seryozha Brado"), ("Jakub Brado", "Kuba Brado"),
    ],
)  # fmt: skip
def test_one_name_in_several_countries_letters_or_for_short_is_one_name(one, other):
    found = reasons(one, other)
    assert min(found.values()) >= 0.0
    assert found["brado~brado"] < sum(found.values())


@pytest.mark.parametrize("name", ["Viola", "Nikola", "Paola", "Gayala"])
def test_only_a_name_of_god_is_heard_at_the_end_of_a_word(name):
    assert sounds([name.lower()])[0].endswith("la")
    assert sounds(["ruhollah", "fazlulla", "abdulah"]) == ["ruhu", "fazlu", "abdu"]
