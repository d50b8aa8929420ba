"""The sessions of an officer, as allauth lists them: when seen, how many, how to end them."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

if TYPE_CHECKING:
    from tocsin.rooms.bureaus.models import Officer

SEEN_EVERY = timedelta(minutes=1)


class SeenMiddleware:
    """Note when and from where a session was last seen, once a minute and when the address changes.

    A page that only reads would otherwise write with each request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.session_key and request.user.is_authenticated and not _noted(request):
            UserSession.objects.create_from_request(request)
        return self.get_response(request)


def _noted(request: HttpRequest) -> bool:
    """Say whether this session was noted within a minute, as coming from this address."""
    return bool(
        UserSession.objects.filter(
            session_key=request.session.session_key,
            ip=get_adapter().get_client_ip(request),
            last_seen_at__gt=timezone.now() - SEEN_EVERY,
        ).exists()
    )


def end_all(officer: "Officer", *, but: str = "") -> int:
    """End every session of this officer, ``but`` one key, and return how many there were."""
    rows = list(UserSession.objects.filter(user=officer).exclude(session_key=but))
    for row in rows:
        row.end()
    return len(rows)


def present() -> str:
    """Return the key of the session that is asking; empty for a token or a command."""
    session = getattr(context.request, "session", None)
    return str(getattr(session, "session_key", "") or "")


def living(officer: "Officer") -> list[UserSession]:
    """Return the officer's sessions that still open something, newest first."""
    rows: list[UserSession] = UserSession.objects.purge_and_list(officer)
    return sorted(rows, key=lambda row: row.last_seen_at, reverse=True)
