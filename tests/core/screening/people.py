"""Invented persons and name strategies that the screening tests share."""

import numpy as np
from hypothesis import strategies as st

from tocsin.core.screening import Person
from tocsin.core.screening.asked import questions
from tocsin.core.screening.known import known
from tocsin.core.screening.newcomers import Newcomers, meant

KOVALCHUK = Person(
    id="p1",
    names=("Олександр Ковальчук", "Oleksandr KOVALCHUK"),
    dob=("1971-03-05",),
    nat=("UKR",),
    gender="male",
    docs=("FA123456",),
)
DOLINSKI = Person(
    id="p2", names=("Jan Doliński",), dob=("1980-02-11",), nat=("POL",), gender="male"
)
RASHEDI = Person(
    id="p3", names=("محمد عبد الرحمن الراشدي",), dob=("1975",), nat=("IRQ",), gender="male"
)
WEI = Person(id="p4", names=("李伟强",), dob=("1990-10-01",), nat=("CHN",))
REGISTER = (KOVALCHUK, DOLINSKI, RASHEDI, WEI)

WORDS = (
    "Jan", "Anna", "Mohamed", "محمد", "Олександр", "Ковальчук", "Doliński", "Wickowska", "Brado",
    "Trzymasek", "al-Rashedi", "bin", "van", "Müller", "Mueller", "李", "伟强", "김", "민준", "J",
    "Ivanovich", "Kiroglu", "O'Hara", "Νίκος", "გიორგი", "כהן",
)  # fmt: skip
DAYS = (
    "1971-03-05", "1971-05-03", "1971-03-06", "1971-03", "1971", "1971-01-01", "1972-03-05",
    "1980-02-11", "2001-12-31", "1971-08-05", "1999",
)  # fmt: skip
STATES = ("POL", "UKR", "MDA", "UTO")
NUMBERS = ("FA123456", "FA 123-456", "FAI23456", "ZZ999", "fa123456")

names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
wild_names = st.text(max_size=60) | names
persons = st.builds(
    Person,
    id=st.just("q"),
    names=st.lists(names, min_size=1, max_size=3).map(tuple),
    dob=st.lists(st.sampled_from(DAYS), max_size=2).map(tuple),
    nat=st.lists(st.sampled_from(STATES), max_size=2).map(tuple),
    gender=st.sampled_from((None, "male", "female")),
    docs=st.lists(st.sampled_from(NUMBERS), max_size=2).map(tuple),
)


def registers(most: int = 6) -> st.SearchStrategy[list[Person]]:
    """Lists of persons with ids of their own."""
    return st.lists(persons, min_size=1, max_size=most).map(
        lambda found: [_with_id(person, f"p{at}") for at, person in enumerate(found)]
    )


def _with_id(person: Person, identifier: str) -> Person:
    return Person(identifier, person.names, person.dob, person.nat, person.gender, person.docs)


def with_changes(person: Person, **changes: object) -> Person:
    """The person with some fields replaced."""
    fields = ("id", "names", "dob", "nat", "gender", "docs", "classes", "valid_until")
    return Person(**({name: getattr(person, name) for name in fields} | changes))


def newcomers_meant(asked: list[Person], newcomers: list[Person], least: float) -> Newcomers:
    """Whom of the newcomers each question means with these log-odds, held to all of them."""
    laid_out = questions(asked, known(), least)
    side = laid_out.side(np.arange(len(asked)))
    return meant(laid_out, side, [newcomers] * len(asked), least)
