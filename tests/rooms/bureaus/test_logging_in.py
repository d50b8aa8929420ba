"""Logging in tells a stranger nothing, leaves its trace, and leads nowhere else."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from tests.cast import PASSWORD
from tocsin.rooms.bureaus.models import Officer
from tocsin.rooms.journal.models import Entry

LOGIN = "/accounts/login/"


@pytest.fixture
def browser():
    return Client(HTTP_HOST="localhost")


def _try(browser, name, password, **more):
    return browser.post(LOGIN, {"login": name, "password": password, **more})


def _verbs(bureau):
    return list(Entry.unrestricted.of(bureau.id).order_by("id").values_list("verb", flat=True))


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(cast, browser) -> None:
    cast.home.account("analyst")
    known = _try(browser, "hom.analyst.1", "wrong wrong wrong")
    unknown = _try(browser, "nob.analyst.1", "wrong wrong wrong")
    assert known.status_code == unknown.status_code == 200
    said = known.content.decode().replace("hom.analyst.1", "NAME")
    other = unknown.content.decode().replace("nob.analyst.1", "NAME")
    token = "csrfmiddlewaretoken"
    assert [line for line in said.splitlines() if token not in line] == [
        line for line in other.splitlines() if token not in line
    ]


def test_both_refusals_ask_the_database_equally_often(
    cast, browser, django_assert_max_num_queries
) -> None:
    cast.home.account("analyst")
    with django_assert_max_num_queries(100) as known:
        _try(browser, "hom.analyst.1", "wrong wrong wrong")
    with django_assert_max_num_queries(100) as unknown:
        _try(browser, "nob.analyst.1", "wrong wrong wrong")
    assert abs(len(known) - len(unknown)) <= 1


def test_log_ins_and_refusals_stand_in_the_journal_without_what_was_typed(cast, browser) -> None:
    cast.home.account("analyst")
    _try(browser, "hom.analyst.1", "wrong wrong wrong")
    _try(browser, "my secret typed into the wrong field", "x")
    _try(browser, "hom.analyst.1", PASSWORD)
    verbs = _verbs(cast.home.bureau)
    assert verbs.count("session.refuse") == 2
    assert verbs[-1] == "session.start"
    kept = "".join(str(entry.parts) for entry in Entry.unrestricted.all())
    assert "my secret" not in kept


def test_guessing_is_slowed_down_for_the_account(cast, browser) -> None:
    cast.home.account("analyst")
    for _ in range(6):
        answer = _try(browser, "hom.analyst.1", "wrong wrong wrong")
    assert "Too many attempts" in answer.content.decode()
    assert "Too many attempts" in _try(browser, "hom.analyst.1", PASSWORD).content.decode()


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"],
)
def test_the_way_on_after_logging_in_stays_on_the_node(cast, browser, elsewhere) -> None:
    cast.home.account("analyst")
    answer = _try(browser, "hom.analyst.1", PASSWORD, next=elsewhere)
    assert answer.status_code == 302
    assert answer.url == "/"


@pytest.mark.parametrize("door", ["/purpose", "/theme", "/language", "/search/save"])
def test_no_form_leads_off_the_node(cast, door) -> None:
    browser = cast.client(cast.home, "analyst")
    said = {"next": "https://evil.example/", "purpose": "analysis", "theme": "dark"}
    answer = browser.post(door, said | {"language": "pl"})
    assert "evil.example" not in answer.headers.get("Location", "")


def test_an_account_without_a_post_gets_in_nowhere(cast, browser) -> None:
    cast.home.account("analyst").posts.all().delete()
    answer = _try(browser, "hom.analyst.1", PASSWORD)
    assert answer.url == "/accounts/inactive/"
    assert browser.get("/").status_code == 302
    assert "session.refuse" in _verbs(cast.home.bureau)


def test_a_first_password_is_changed_before_anything_else(cast, browser) -> None:
    officer = cast.home.account("analyst")
    Officer.objects.filter(pk=officer.pk).update(must_change_password=True)
    _try(browser, "hom.analyst.1", PASSWORD)
    assert browser.get("/records/").url == "/accounts/password/"
    fresh = {"password1": "another long phrase", "password2": "another long phrase"}
    answer = browser.post("/accounts/password/", {"oldpassword": PASSWORD, **fresh})
    assert answer.url == "/"
    assert browser.get("/").status_code == 200
    officer.refresh_from_db()
    assert not officer.must_change_password
    assert "password.change" in _verbs(cast.home.bureau)


def test_without_a_second_factor_one_is_set_up_first_where_it_is_required(
    cast, browser, settings
) -> None:
    settings.TOCSIN_SECOND_FACTOR = True
    cast.home.account("analyst")
    _try(browser, "hom.analyst.1", PASSWORD)
    assert browser.get("/records/").url == "/accounts/2fa/totp/activate/"
    page = browser.get("/accounts/2fa/totp/activate/")
    assert "data:image/svg+xml;base64," in page.content.decode()


def test_the_second_factor_is_asked_for_and_its_secret_lies_encrypted(cast, browser) -> None:
    officer, secret = cast.home.account("analyst"), generate_totp_secret()
    row = TOTP.activate(officer, secret).instance
    assert secret not in str(row.data)
    answer = _try(browser, "hom.analyst.1", PASSWORD)
    assert answer.url == "/accounts/2fa/authenticate/"
    assert browser.get("/").status_code == 302
    browser.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "session.refuse" in _verbs(cast.home.bureau)
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    browser.post("/accounts/2fa/authenticate/", {"code": code})
    assert browser.get("/").status_code == 200
    assert Authenticator.objects.get(pk=row.pk).data["secret"] != secret


def test_there_is_no_sign_up_and_no_reset_by_mail(client, db) -> None:
    for path in ("signup", "password/reset", "email", "confirm-email"):
        assert client.get(f"/accounts/{path}/").status_code in {302, 404}
    assert not Officer.objects.exists()
