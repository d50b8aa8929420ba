"""The sessions of an officer, as allauth lists them: how to count them and how to end them."""

from typing import TYPE_CHECKING

from allauth.core import context
from allauth.usersessions.models import UserSession

if TYPE_CHECKING:
    from tocsin.rooms.bureaus.models import Officer


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
