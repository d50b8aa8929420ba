"""When and from where a session was last seen: noted once a minute, and at once from elsewhere."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone


def _session(cast) -> UserSession:
    return UserSession.objects.get(user=cast.home.account("analyst"))


def test_a_page_that_only_reads_writes_no_session(cast) -> None:
    client = cast.client(cast.home, "analyst")
    client.get("/records/new")
    noted = _session(cast).last_seen_at
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/records/new").status_code == 200
    assert not [one["sql"] for one in queries if one["sql"].startswith(("UPDATE", "INSERT"))]
    assert _session(cast).last_seen_at == noted


def test_a_minute_later_it_is_noted_again(cast) -> None:
    client = cast.client(cast.home, "analyst")
    client.get("/")
    long_ago = timezone.now() - timedelta(minutes=2)
    UserSession.objects.update(last_seen_at=long_ago)
    client.get("/")
    assert _session(cast).last_seen_at > long_ago


def test_from_another_address_it_is_noted_at_once(cast) -> None:
    client = cast.client(cast.home, "analyst")
    client.get("/")
    client.get("/", REMOTE_ADDR="10.0.0.9")
    assert _session(cast).ip == "10.0.0.9"
