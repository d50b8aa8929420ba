"""What ended a second ago opens nothing: posts, tokens, accounts; and a token never exceeds."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.utils import timezone

from tocsin.core.errors import AccessEnded, InvalidInput, PowerMissing
from tocsin.rooms.bureaus.actions import officers, roles, sessions, tokens
from tocsin.rooms.bureaus.models import Post, Token
from tocsin.rooms.bureaus.powers import Power, Role

A_SECOND = timedelta(seconds=1)


def _ended(account):
    Post.unrestricted.filter(officer=account).update(until=timezone.now() - A_SECOND)


def _api(client, token, path):
    return client.get(path, headers={"Authorization": f"Bearer {token}", "Host": "localhost"})


def test_a_post_that_ended_a_second_ago_ends_the_session_too(cast) -> None:
    client = cast.client(cast.home, "observer")
    assert client.get("/").status_code == 200
    _ended(cast.home.account("observer"))
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")
    assert client.get("/records/").status_code == 302


def test_a_token_ends_with_its_officer_s_post(cast, client) -> None:
    token = cast.token(cast.home, "analyst")
    assert _api(client, token, "/api/me").status_code == 200
    _ended(cast.home.account("analyst"))
    assert _api(client, token, "/api/me").status_code == 401


def test_a_token_past_its_day_or_ended_opens_nothing(cast, client) -> None:
    token = cast.token(cast.home, "analyst")
    Token.unrestricted.update(until=timezone.now())
    assert _api(client, token, "/api/me").status_code == 401
    other = cast.token(cast.home, "analyst")
    row = Token.unrestricted.latest("created")
    tokens.end(cast.home.reader("analyst"), row)
    assert _api(client, other, "/api/me").status_code == 401


def test_a_reader_made_before_the_post_ended_changes_nothing_after_it(cast) -> None:
    stale = cast.home.reader("administrator")
    _ended(cast.home.account("administrator"))
    with pytest.raises(AccessEnded):
        officers.add(stale, username="late.comer", name="Late Comer")


def test_a_token_holds_what_its_officer_holds_now_and_never_more(cast, client) -> None:
    reader = cast.home.reader("analyst")
    with pytest.raises(InvalidInput):
        tokens.create(reader, name="too much", powers=[Power.OFFICER_ADD])
    secret = tokens.create(reader, name="reads", powers=[Power.RECORD_SEE, Power.CHECK_RUN])
    assert _api(client, secret.text, "/api/me").json()["powers"] == ["check.run", "record.see"]
    row = Token.unrestricted.get(name="reads")
    row.powers = ["record.see", "officer.add", "no.such"]
    row.save()
    assert _api(client, secret.text, "/api/me").json()["powers"] == ["record.see"]


def test_an_observer_s_post_must_end_and_reads_nothing_but_records(cast) -> None:
    reader = cast.home.reader("administrator")
    with pytest.raises(InvalidInput):
        roles.grant(reader, cast.home.account("analyst"), role=Role.OBSERVER, reason="a visit")
    client = cast.client(cast.home, "observer")
    for path in ("/groups/", "/units/", "/officers/", "/tokens/", "/oversight/", "/health/"):
        assert client.get(path).status_code == 403, path
    with pytest.raises(PowerMissing):
        tokens.create(cast.home.reader("observer"), name="x", powers=[Power.RECORD_SEE])


def test_ending_an_account_ends_its_posts_tokens_and_sessions(cast, client) -> None:
    token = cast.token(cast.home, "analyst")
    browser = cast.client(cast.home, "analyst")
    browser.get("/")
    officers.end(cast.home.reader("administrator"), cast.home.account("analyst"), reason="left")
    assert browser.get("/").status_code == 302
    assert _api(client, token, "/api/me").status_code == 401
    assert not UserSession.objects.filter(user=cast.home.account("analyst")).exists()


def test_ending_the_other_sessions_keeps_the_one_in_hand(cast) -> None:
    here, there = (cast.client(cast.home, "analyst") for _ in range(2))
    for browser in (here, there):
        assert browser.get("/").status_code == 200
    assert here.post("/sessions/end").status_code == 302
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302


def test_the_clock_sweeps_the_sessions_of_whom_no_post_is_left(cast) -> None:
    browser = cast.client(cast.home, "analyst")
    browser.get("/")
    assert sessions.sweep(timezone.now()) == 0
    _ended(cast.home.account("analyst"))
    assert sessions.sweep(timezone.now()) == 1
