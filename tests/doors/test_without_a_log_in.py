"""Nobody in particular gets the log-in page, a refusal, or one of the few open addresses."""

import pytest
from django.test import Client

from tests.doors import doors

pytestmark = pytest.mark.django_db


def test_every_page_sends_a_stranger_to_the_log_in() -> None:
    from tocsin.node.views import OPEN

    client = Client(HTTP_HOST="localhost")
    for door in doors.pages():
        for method in (client.get, client.post):
            address = door.address()
            answer = method(address)
            if address in OPEN:
                assert answer.status_code < 500, address
                continue
            turned_away = answer.status_code in {401, 403, 404, 405} or (
                answer.status_code == 302 and "/accounts/login/" in answer["Location"]
            )
            assert turned_away, f"{address} answered {answer.status_code}"


def test_what_is_open_says_nothing_of_records(cast) -> None:
    from tocsin.node.views import OPEN

    cast.person(cast.home.bureau_officer, "Zuzanna Niewidzialna")
    client = Client(HTTP_HOST="localhost")
    for address in OPEN:
        assert "Niewidzialna" not in client.get(address).content.decode(), address


def test_every_route_refuses_a_missing_or_spent_token() -> None:
    client = Client(HTTP_HOST="localhost")
    for headers in ({}, {"Authorization": "Bearer toc_nothing"}, {"Authorization": "Basic x"}):
        for method, door in doors.routes():
            answer = client.generic(
                method, door.address(), b"{}", content_type="application/json", headers=headers
            )
            assert answer.status_code == 401, f"{method} {door.pattern}: {answer.status_code}"
            assert answer["Content-Type"] == "application/problem+json"


def test_a_logged_in_browser_is_no_token(cast) -> None:
    client = cast.client(cast.home, "bureau_officer")
    for method, door in doors.routes():
        answer = client.generic(method, door.address(), b"{}", content_type="application/json")
        assert answer.status_code == 401, f"{method} {door.pattern}"
