"""The desk: a name or a passport zone in, an answer that nobody misreads out."""

import pytest

from tests.rooms.hits.watched import NAME, PASSPORT, person, watch
from tocsin.rooms.hits.forms import DeskForm

pytestmark = pytest.mark.django_db

# ICAO Doc 9303 part 4's specimen: the state of Utopia is nobody's.
ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"


def test_an_empty_desk_says_what_to_do(cast) -> None:
    page = cast.client(cast.home, "border_officer").get("/desk/")
    assert page.status_code == 200
    assert b"Scan a passport zone or type a name" in page.content


def test_a_typed_name_is_answered_in_place(cast) -> None:
    watch(cast, person(cast))
    client = cast.client(cast.home, "border_officer")
    said = {"line": NAME, "dob": "5.3.1971"}
    answer = client.post("/desk/", said, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in answer
    assert "hero possible" in answer
    assert "Contact the owner before any action" in answer
    assert "Such an answer is right" in answer
    assert 'hx-swap-oob="true"' in answer


@pytest.mark.parametrize("typed", ["{} 1971-03-05", "{}, 5.3.1971", "1971-03-05 {}"])
def test_a_date_typed_with_the_name_is_a_date(cast, typed) -> None:
    watch(cast, person(cast))
    client = cast.client(cast.home, "border_officer")
    said = {"line": typed.format(NAME)}
    answer = client.post("/desk/", said, headers={"HX-Request": "true"}).content.decode()
    apart = {"line": NAME, "dob": "1971-03-05"}
    same = client.post("/desk/", apart, headers={"HX-Request": "true"}).content.decode()
    for page in (answer, same):
        assert "hero possible" in page
        assert "Such an answer is right" in page


def test_a_year_typed_with_the_name_is_a_year() -> None:
    form = DeskForm(None, data={"line": "Olena Kovenko 1971\n+UT1234567 X2000", "dob": "1972-01"})
    assert form.is_valid()
    said = form.arguments()
    assert said["dob"] == ["1972-01", "1971"]
    assert said["names"] == ["Olena Kovenko", "+UT1234567 X2000"]


def test_without_scripts_the_answer_is_a_whole_page(cast) -> None:
    watch(cast, person(cast))
    client = cast.client(cast.home, "border_officer")
    page = client.post("/desk/", {"line": NAME, "docs": PASSPORT}, follow=True)
    assert page.redirect_chain
    assert "hero strong" in page.content.decode()
    assert "Your checks today" in page.content.decode()


def test_a_passport_zone_is_read_and_its_bearer_asked_about(cast) -> None:
    body = {"names": [{"text": "Anna Maria Eriksson"}], "births": [{"date": "1974-08-12"}]}
    record = person(cast, body=body)
    watch(cast, record)
    client = cast.client(cast.home, "border_officer")
    answer = client.post("/desk/", {"line": ZONE}, headers={"HX-Request": "true"}).content.decode()
    assert "hero possible" in answer or "hero strong" in answer
    assert "Anna Maria Eriksson" in answer or "ANNA MARIA ERIKSSON" in answer
    assert "expired on 2012-04-15" in answer


def test_a_misread_digit_is_offered_mended(cast) -> None:
    misread = ZONE.replace("7408122", "74O8122")
    client = cast.client(cast.home, "border_officer")
    answer = client.post("/desk/", {"line": misread}, headers={"HX-Request": "true"})
    assert "Check again as corrected" in answer.content.decode()
    assert "L898902C36UTO7408122F1204159ZE184226B" in answer.content.decode()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"line": ""}, "give a name"),
        ({"line": NAME, "dob": "31.02.1971"}, "not a real day"),
        ({"line": NAME, "dob": "03/05/1971"}, "which part is the day"),
        ({"line": NAME, "nat": "Atlantis"}, "is not a country"),
        ({"line": ZONE.splitlines()[0]}, "A zone has two or three lines"),
        ({"line": "A" * 400}, "longer than 300"),
    ],
)
def test_what_cannot_be_checked_is_said_at_its_field(cast, said, sentence) -> None:
    client = cast.client(cast.home, "border_officer")
    answer = client.post("/desk/", said, headers={"HX-Request": "true"}).content.decode()
    assert "This was not checked" in answer
    assert sentence in answer


def test_only_who_may_check_sees_the_desk(cast) -> None:
    assert cast.client(cast.home, "border_officer").get("/desk/").status_code == 200
    assert cast.client(cast.home, "oversight").get("/desk/").status_code == 403
    assert cast.client(cast.home, "administrator").get("/desk/").status_code == 403
