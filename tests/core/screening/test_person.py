"""What a person may be made of, said where it is wrong."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.errors import InvalidInput
from tocsin.core.screening import Person, document_key
from tocsin.core.screening.dates import pack, unpack


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("dob", ["1971-02-31"]), ("dob", ["9999"]), ("dob", ["71-02-03"]), ("dob", ["1971-13"]),
        ("dob", ["03.05.1971"]), ("dob", "1971"), ("dob", [1971]), ("names", "Jan"), ("names", [None]),
        ("nat", ["Poland"]), ("nat", ["P1"]), ("gender", "yes"), ("docs", [7]), ("id", 7),
        ("classes", "abc"), ("classes", b"abc"), ("classes", 7), ("classes", [("a", "b")]), ("classes", {None}),
        ("valid_until", datetime(2026, 1, 1)),  # noqa: DTZ001 - that is the mistake
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_naming_the_field(field, value):
    with pytest.raises(InvalidInput) as refused:
        Person(**({"id": "x"} | {field: value}))
    assert refused.value.place == field


def test_values_come_in_one_form():
    person = Person("x", ["Jan"], ["1971", "1971"], ["pl", "POL", "D"], "M", ["FA 1"])
    assert (person.dob, person.nat, person.gender) == (("1971",), ("POL", "DEU"), "male")
    assert person.names == ("Jan",)


def test_numbers_of_documents_meet_however_they_are_typed():
    assert document_key(" fa-123 456 ") == document_key("ＦＡ１２３４５６") == "FA123456"
    assert document_key("--") == ""


@given(st.dates(min_value=datetime(1800, 1, 1).date(), max_value=datetime(2100, 12, 31).date()))  # noqa: DTZ001 - a calendar day
def test_dates_pack_and_unpack(day):
    for text in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
        assert unpack(pack(text)) == text


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_refused(text):
    try:
        packed = pack(text)
    except InvalidInput:
        return
    assert unpack(packed) == text.strip()
