"""The sessions of an officer, as allauth lists them: how to end them all."""

from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession

if TYPE_CHECKING:
    from tocsin.rooms.bureaus.models import Officer


def end_all(officer: "Officer") -> int:
    """End every session of this officer and return how many there were."""
    rows = list(UserSession.objects.filter(user=officer))
    for row in rows:
        row.end()
    return len(rows)
