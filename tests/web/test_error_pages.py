"""An error reaches a person as a page, htmx as a notice and a machine as problem+json."""

import json
from copy import deepcopy

import pytest
from django.conf import settings
from django.test import Client, override_settings

from tocsin.core import errors
from tocsin.web.errors import page_of, status_of


def test_a_person_reads_what_happened_where_and_what_to_do(client: Client) -> None:
    answer = client.get("/fail/file")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "row 17, dob" in text
    assert "31 Feb does not exist; write YYYY-MM-DD" in text
    assert "upload the file again" in text
    assert "malformed-file" in text


def test_a_sentence_without_a_place_begins_and_ends_as_one(client: Client) -> None:
    assert "Version 3 is there already." in client.get("/fail/stale").content.decode()


def test_a_machine_reads_problem_json(client: Client) -> None:
    for answer in (
        client.get("/api/fail/file"),
        client.get("/fail/file", headers={"accept": "application/json"}),
    ):
        assert answer["Content-Type"] == "application/problem+json"
        body = json.loads(answer.content)
        assert (body["status"], body["code"]) == (422, "malformed-file")
        assert body["place"] == "row 17, dob"
        assert body["type"] == "/manual/errors#malformed-file"


def test_htmx_gets_a_notice_and_leaves_the_page_alone(client: Client) -> None:
    answer = client.get("/fail/stale", headers={"hx-request": "true"})
    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#toasts"
    assert b"<html" not in answer.content
    assert b'role="alert"' in answer.content


def test_absent_and_forbidden_pages_say_nothing_of_the_record(client: Client) -> None:
    unknown = client.get("/no/such/page")
    hidden = client.get("/fail/absent")
    assert (unknown.status_code, hidden.status_code) == (404, 404)
    assert b"Person 8" not in hidden.content
    assert b"by rule 4" not in client.get("/fail/denied").content


def test_a_mistake_of_ours_shows_no_detail(client: Client) -> None:
    answer = client.get("/fail/bug")
    assert answer.status_code == 500
    assert b"secret detail" not in answer.content
    assert "our fault" in answer.content.decode()


def test_markup_in_an_error_stays_text(client: Client) -> None:
    for headers in ({}, {"hx-request": "true"}):
        text = client.get("/fail/markup", headers=headers).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text


def test_an_error_page_speaks_the_readers_language(client: Client) -> None:
    text = client.get("/fail/stale", headers={"accept-language": "pl"}).content.decode()
    assert 'lang="pl"' in text
    assert "Ktoś inny zmienił to wcześniej" in text


def test_a_wrong_kind_of_request_gets_a_page_too(client: Client) -> None:
    answer = client.get("/web/theme")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "use the button on the page" in answer.content.decode()


def test_htmx_reloads_the_page_when_the_session_has_ended(client: Client) -> None:
    answer = client.get("/ended", headers={"hx-request": "true"})
    assert answer["HX-Refresh"] == "true"
    assert not answer.content
    assert client.get("/ended").status_code == 302


def test_an_error_page_is_drawn_even_when_its_frame_cannot_be(client: Client) -> None:
    broken = deepcopy(settings.TEMPLATES)
    broken[0]["OPTIONS"]["context_processors"].append("tests.web.urls.broken")
    with override_settings(TEMPLATES=broken):
        answer = client.get("/fail/bug")
    assert answer.status_code == 500
    assert "our fault" in answer.content.decode()


def test_a_form_without_its_token_is_told_to_load_again(frame: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/web/theme", {"theme": "dark"})
    assert answer.status_code == 403
    assert "form-expired" in answer.content.decode()


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.InvalidInput, 422),
        (errors.TooLarge, 413),
        (errors.PowerMissing, 403),
        (errors.NotFound, 404),
        (errors.WrongState, 409),
        (errors.Unavailable, 503),
    ],
)
def test_statuses_that_clients_rely_on(error: type[errors.TocsinError], status: int) -> None:
    assert status_of(error) == status_of(error("because")) == status


def test_a_class_without_a_row_answers_as_its_parent() -> None:
    leaf = type("Leaf", (errors.NotAllowed,), {"code": "leaf"})
    try:
        assert page_of(leaf("no")).status == 403
    finally:
        del leaf
