"""A machine readable zone is read in all its forms; what does not hold is said, not refused."""

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.errors import InvalidInput
from tocsin.core.screening.mrz import check_digit, for_zone, parse

TODAY = date(2026, 3, 1)


def passport(number="L7D902C36", birth="740812", expiry="310415", personal="ZE184226B", name=None):
    """A TD3 zone with right check digits for the fields given."""
    name = (name or "WICKORA<<BRADO<JAN").ljust(39, "<")[:39]
    number = number.ljust(9, "<")
    personal = personal.ljust(14, "<")
    parts = [number, birth, expiry, personal]
    digits = [check_digit(x) for x in parts]
    if not personal.strip("<"):
        digits[3] = "<"
    composite = check_digit(
        number + digits[0] + birth + digits[1] + expiry + digits[2] + personal + digits[3]
    )
    second = f"{number}{digits[0]}UTO{birth}{digits[1]}M{expiry}{digits[2]}{personal}{digits[3]}{composite}"
    return f"P<UTO{name}\n{second}"


def card(number="D23145890", optional="", birth="740812", expiry="310415"):
    """A TD1 zone; a number of more than nine letters runs on in the optional field."""
    if len(number) > 9:
        head, digit = number[:9], "<"
        optional = number[9:] + check_digit(number) + "<" + optional
    else:
        head = number.ljust(9, "<")
        digit = check_digit(head)
    first = f"I<UTO{head}{digit}{optional.ljust(15, '<')}"
    days = birth + check_digit(birth), expiry + check_digit(expiry)
    composite = check_digit(first[5:] + days[0] + days[1] + "<" * 11)
    return f"{first}\n{days[0]}F{days[1]}UTO{'<' * 11}{composite}\n{'WICKORA<<ANNA<MARIA'.ljust(30, '<')}"


def two_lines(kind, length):
    """A TD2, MRV-A or MRV-B zone."""
    number, birth, expiry = "D23145890", "740812", "310415"
    head = number + check_digit(number)
    days = birth + check_digit(birth), expiry + check_digit(expiry)
    second = f"{head}UTO{days[0]}F{days[1]}".ljust(length, "<")
    if kind != "V":
        composite = check_digit(head + days[0] + days[1] + second[28 : length - 1])
        second = second[: length - 1] + composite
    return f"{kind}<UTO{'WICKORA<<ANNA'.ljust(length - 5, '<')}\n{second}"


FORMS = {
    "TD3": passport(),
    "TD1": card(),
    "TD2": two_lines("I", 36),
    "MRV-A": two_lines("V", 44),
    "MRV-B": two_lines("V", 36),
}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_read_and_all_its_digits_hold(form):
    zone = parse(FORMS[form], today=TODAY)
    assert zone.form == form
    assert zone.holds
    assert zone.findings == ()
    assert (zone.surname, zone.birth, zone.expiry) == ("WICKORA", "1974-08-12", "2031-04-15")
    assert (zone.issuer, zone.nationality) == ("UTO", "UTO")


@pytest.mark.parametrize("form", FORMS)
def test_spaces_case_and_line_breaks_do_not_matter(form):
    text = FORMS[form]
    spaced = "\r\n\r\n".join(" ".join(line.lower()) for line in text.split("\n"))
    assert parse(spaced, today=TODAY) == parse(text, today=TODAY)
    assert parse(text.replace("\n", ""), today=TODAY) == parse(text, today=TODAY)


def test_the_bearer_comes_out_as_a_person_to_screen():
    person = parse(passport(), today=TODAY).person("q")
    assert person.names == ("BRADO JAN WICKORA",)
    assert (person.dob, person.nat, person.gender, person.docs) == (
        ("1974-08-12",), ("UTO",), "male", ("L7D902C36",),
    )  # fmt: skip


def test_a_long_number_of_a_card_runs_on_in_the_optional_field():
    zone = parse(card("D231458907AB12"), today=TODAY)
    assert zone.number == "D231458907AB12"
    assert zone.holds


@pytest.mark.parametrize(
    ("field", "read"),
    [("74<<<<", "1974"), ("7408<<", "1974-08"), ("<<<<<<", ""), ("260301", "2026-03-01"),
     ("260302", "1926-03-02"), ("000229", "2000-02-29")],
)  # fmt: skip
def test_dates_of_birth_may_be_partial_and_lie_in_the_past(field, read):
    zone = parse(passport(birth=field), today=TODAY)
    assert zone.birth == read
    assert zone.holds


@pytest.mark.parametrize("field", ["741301", "740231", "7A0812"])
def test_a_date_that_does_not_exist_is_a_finding(field):
    zone = parse(passport(birth=field), today=TODAY)
    assert zone.birth == ""
    assert any("Date of birth" in finding for finding in zone.findings)


def test_expiry_is_judged_on_the_day_of_travel():
    zone = parse(passport(expiry="260228"), today=TODAY)
    assert zone.expired(TODAY)
    assert not zone.expired(date(2026, 2, 28))


def test_a_name_that_fills_its_field_may_have_been_cut():
    zone = parse(passport(name="WICKORATRZYMASEKDOLENHABERG<<BRADOJANMARIA"), today=TODAY)
    assert zone.truncated
    assert any("cut" in finding for finding in zone.findings)


def test_a_wrong_digit_is_named_with_what_would_be_right():
    lines = passport().split("\n")
    wrong = lines[0] + "\n" + lines[1][:9] + str((int(lines[1][9]) + 1) % 10) + lines[1][10:]
    zone = parse(wrong, today=TODAY)
    failing = [check for check in zone.checks if not check.holds]
    assert [check.name for check in failing] == ["document number", "whole zone"]
    assert (failing[0].line, failing[0].column) == (2, 10)
    assert failing[0].expected == lines[1][9]


@pytest.mark.parametrize(
    ("right", "misread"), [("1", "I"), ("0", "O"), ("8", "B"), ("5", "S"), ("2", "Z")]
)
def test_a_confused_letter_is_suggested_never_corrected(right, misread):
    text = passport(number=f"LX{right}77C364")
    wrong = text.replace(f"LX{right}77", f"LX{misread}77")
    zone = parse(wrong, today=TODAY)
    assert zone.number == f"LX{misread}77C364"
    assert (2, 3, misread, right) in [
        (x.line, x.column, x.given, x.meant) for x in zone.suggestions
    ]


def test_letters_in_dates_are_mended_together():
    text = passport()
    wrong = text.replace("740812", "74O8I2").replace("310415", "3IO4I5")
    assert parse(wrong, today=TODAY).corrected == text


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "line 1, column 1"),
        ("P<UTO", "line 1, column 1"),
        (passport().replace("WICKORA", "WICK%RA"), "line 1, column 10"),
        (passport()[:-1], "line 2, column 44"),
        (passport().replace("\n", "<\n"), "line 1, column 45"),
        ("\n".join([passport()] * 3), "line 6, column 1"),
    ],
)
def test_what_is_no_zone_is_refused_naming_the_place(text, place):
    with pytest.raises(InvalidInput) as refused:
        parse(text, today=TODAY)
    assert refused.value.place == place


def test_an_unknown_state_is_a_finding():
    zone = parse(passport().replace("P<UTO", "P<QQQ"), today=TODAY)
    assert "QQQ is not a code for the issuing state." in zone.findings


def test_german_documents_carry_one_letter():
    zone = parse(passport().replace("P<UTO", "P<D<<"), today=TODAY)
    assert zone.issuer == "DEU"
    assert zone.findings == ()


@pytest.mark.parametrize(
    ("name", "state", "spelled"),
    [
        ("Jörg Ødegård", "", "JOERG<OEDEGAARD"), ("Łukasz Żak-Brado", "", "LUKASZ<ZAK<BRADO"),
        ("O'Hara", "", "OHARA"), ("Олександр Григорович", "UKR", "OLEKSANDR<HRYHOROVYCH"),
        ("Юрий Щукин", "RUS", "IURII<SHCHUKIN"), ("محمّد", "", "MXHMMD"), ("Straße", "", "STRASSE"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_names_are_spelled_as_the_standard_has_it(name, state, spelled):
    assert for_zone(name, state) == spelled


@given(st.text(alphabet="<ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 \n«é", max_size=150))
def test_any_text_is_read_or_refused_with_a_place(text):
    try:
        zone = parse(text, today=TODAY)
    except InvalidInput as problem:
        refused = problem
    else:
        assert zone.form in FORMS
        return
    assert (refused.place or "").startswith("line ")


@given(st.data())
def test_any_letters_in_the_right_form_are_read(data):
    alphabet = "<ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    lines, length = data.draw(st.sampled_from([(2, 44), (2, 36), (3, 30)]))
    line = st.text(alphabet=alphabet, min_size=length, max_size=length)
    text = "\n".join(data.draw(line) for _ in range(lines))
    zone = parse(text, today=TODAY)
    assert isinstance(zone.corrected, str)
    zone.person("q")


@given(st.text(max_size=60))
def test_spelling_for_the_zone_uses_only_its_letters(text):
    assert set(for_zone(text)) <= set("<ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@pytest.mark.skipif("TOCSIN_SAMPLES" not in os.environ, reason="needs TOCSIN_SAMPLES")
def test_published_specimens_hold():
    path = Path(os.environ["TOCSIN_SAMPLES"]) / "mrz" / "icao9303_specimens.txt"
    blocks = "\n".join(
        "#" if line.startswith("#") else line for line in path.read_text().splitlines()
    ).split("#")
    zones = [parse(block, today=date(2012, 1, 1)) for block in blocks if block.strip()]
    assert [zone.form for zone in zones] == ["TD3", "TD1", "TD2"]
    assert all(zone.holds for zone in zones)
