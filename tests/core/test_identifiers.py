import contextlib
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.errors import InvalidInput
from tocsin.core.identifiers import (
    COUNTRIES,
    aircraft_registration,
    bureau_code,
    case_reference,
    country,
    country_name,
    document_number,
    document_numbers_agree,
    imo_number,
    is_country,
    plate,
    record_id,
    vin,
)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("PL", "POL"),
        ("pol", "POL"),
        (" Poland ", "POL"),
        ("D<<", "DEU"),
        ("D", "DEU"),
        ("uk", "GBR"),
        ("Republic of Moldova", "MDA"),
        ("Iran (Islamic Republic of)", "IRN"),
        ("Côte d’Ivoire", "CIV"),
        ("UTO", "UTO"),
        ("XXA", "XXA"),
        ("xk", "RKS"),
        ("SUN", "SUN"),
    ],
)
def test_a_country_is_known_by_its_codes_and_its_name(said, code):
    assert country(said) == code


@pytest.mark.parametrize("said", ["", "Polska 1", "P", "ZZZ", "XX", "<<<", "Atlantis" * 20])
def test_a_country_is_never_guessed(said):
    with pytest.raises(InvalidInput, match="not a country"):
        country(said)


def test_the_table_holds_every_current_state_once_and_its_names_point_back():
    assert sum(row.alpha2 is not None for row in COUNTRIES.values()) == 249 + 4
    assert len({row.alpha2 for row in COUNTRIES.values() if row.alpha2}) == 249 + 4
    for code, row in COUNTRIES.items():
        assert re.fullmatch("[A-Z]{3}", code)
        assert country(row.name) == country(code) == code
        assert row.alpha2 is None or country(row.alpha2) == code


def test_extra_codes_of_passports_are_there():
    assert {"UTO", "XXA", "XXB", "XXC", "XXX", "EUE", "UNO", "RKS", "XPO"} <= set(COUNTRIES)
    assert country_name("XPO") == "INTERPOL"
    assert country_name("QQQ") == "QQQ"
    assert not is_country("pol")


def test_an_imo_number_needs_its_check_digit():
    assert imo_number("IMO 9074729") == "9074729"
    with pytest.raises(InvalidInput, match="should be 9"):
        imo_number("9074728")
    with pytest.raises(InvalidInput, match="seven digits"):
        imo_number("907472")


@given(st.text("0123456789", min_size=6, max_size=6))
def test_exactly_one_check_digit_makes_an_imo_number(digits):
    accepted = []
    for last in "0123456789":
        try:
            accepted.append(imo_number(digits + last))
        except InvalidInput:
            continue
    assert len(accepted) == 1


def test_a_vin_has_seventeen_signs_and_no_look_alikes():
    assert vin("1m8gdm9axkp042788", check_digit=True) == "1M8GDM9AXKP042788"
    with pytest.raises(InvalidInput, match="17"):
        vin("1M8GDM9AXKPO42788")
    with pytest.raises(InvalidInput, match="should be X"):
        vin("1M8GDM9A1KP042788", check_digit=True)


@pytest.mark.parametrize(
    ("said", "agreed"), [("AB 123-456", "AB123456"), ("ａｂ１２<<<", "AB12"), ("ф-1", "Ф1")]
)
def test_a_document_number_keeps_letters_and_digits_only(said, agreed):
    assert document_number(said) == agreed
    assert document_numbers_agree(said, agreed)


@pytest.mark.parametrize("said", ["", " <-. ", "9" * 65])
def test_a_document_number_has_one_to_sixty_four_signs(said):
    with pytest.raises(InvalidInput):
        document_number(said)


def test_a_plate_keeps_its_script():
    assert plate("wa 1234-x") == "WA1234X"
    assert plate("АА 1234 ВВ") != plate("AA 1234 BB")
    with pytest.raises(InvalidInput):
        plate("-")


def test_an_aircraft_mark_keeps_its_hyphen():
    assert aircraft_registration("sp-abc") == "SP-ABC"
    with pytest.raises(InvalidInput):
        aircraft_registration("not an aircraft")


@pytest.mark.parametrize("said", ["POL-2031/0042", "KGP.BMWP-12/31", "UTO-1"])
def test_a_case_reference_is_groups_of_capitals_and_digits(said):
    assert case_reference(said) == said


@given(st.text(string.printable, max_size=60))
def test_a_case_reference_never_holds_a_space_or_a_small_letter(said):
    try:
        kept = case_reference(said)
    except InvalidInput:
        return
    assert len(kept) <= 40
    assert re.fullmatch(r"[A-Z0-9./-]+", kept)


def test_a_record_id_is_a_random_uuid_in_small_letters():
    good = "11111111-1111-4111-8111-111111111111"
    assert record_id(good) == good
    for bad in (good.upper().replace("1", "A"), good.replace("-4", "-1"), good + "\n", "x"):
        with pytest.raises(InvalidInput):
            record_id(bad)


def test_a_bureau_is_three_capitals_and_perhaps_a_unit():
    assert bureau_code("POL") == "POL"
    assert bureau_code("POL-SG1") == "POL-SG1"
    for bad in ("pol", "PO", "POL-", "POL SG"):
        with pytest.raises(InvalidInput):
            bureau_code(bad)


@given(st.text(max_size=80))
def test_whatever_is_given_is_refused_or_agreed_upon_for_good(said):
    for agree in (country, imo_number, vin, plate, document_number, aircraft_registration):
        with contextlib.suppress(InvalidInput):
            once = agree(said)
            assert agree(once) == once
