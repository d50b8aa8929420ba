"""Who gives a whole name alone is shown every entry of that name: "clear" would say too much."""

import pytest

from tocsin.core.screening import LEAST, THRESHOLD, Index, Person, compare
from tocsin.core.screening.match import threshold_for

LISTED = Person("p", ("Ileana Închipuitu",), ("1971-03-04",), docs=("UT1234567",))
INDEX = Index.build([LISTED, Person("other", ("Zbigniew Zmyślański",), ("1964-11-01",))])


def test_the_same_name_alone_is_possible():
    (found,) = INDEX.screen(Person("q", ("Ileana Inchipuitu",)))
    assert (found.id, found.verdict) == ("p", "possible")


@pytest.mark.parametrize(
    "name",
    [
        "Anna Maria",
        "Ali Ahmed",
        "Jan Nowak",
        "Maria Garcia",
        "Li Wei",
        "王伟",
        "Ivan Ivanov",
        "Ion Popescu",
    ],
)
def test_not_even_the_commonest_names_are_clear_of_themselves(name):
    assert compare(Person("q", (name,)), Person("p", (name,))).verdict == "possible"


def test_the_same_name_with_another_s_date_is_no_match():
    assert INDEX.screen(Person("q", ("Ileana Inchipuitu",), ("1990-07-21",))) == []


def test_another_name_alone_is_clear():
    assert INDEX.screen(Person("q", ("Ingeborg Nirgendwo",))) == []


@pytest.mark.parametrize(
    ("asked", "least"),
    [
        (Person("q", ("Jan Nowak",)), LEAST),
        (Person("q", ("Jan Nowak",), nat=("UTO",), gender="male"), LEAST),
        (Person("q", ("Jan Nowak",), ("1971",)), THRESHOLD),
        (Person("q", ("Jan Nowak",), docs=("X1",)), THRESHOLD),
    ],
)
def test_a_date_or_a_document_is_asked_for_more(asked, least):
    assert threshold_for(asked) == least


def test_questions_with_and_without_a_date_may_come_together():
    bare, dated = (
        Person("a", ("Ileana Inchipuitu",)),
        Person("b", ("Ileana Inchipuitu",), ("1971",)),
    )
    asked = [dated, bare, dated, bare]
    assert INDEX.screen_many(asked) == [INDEX.screen(one) for one in asked]


def test_a_comparison_says_the_same():
    asked = Person("q", ("Ileana Inchipuitu",))
    assert compare(asked, LISTED).verdict == "possible"
