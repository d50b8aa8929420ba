"""What this room does when the register changes: forget what was taken back, look back for others.

The index itself follows the feed before each answer and needs no reaction.
"""

from collections.abc import Sequence

from django.utils import timezone

from tocsin.rooms.hits import index
from tocsin.rooms.hits.actions import looking_back, retention
from tocsin.rooms.hits.subjects import newly_standing
from tocsin.rooms.register.feed import Reaction
from tocsin.rooms.register.models import Change


def _forget(changes: Sequence[Change]) -> None:
    retention.forget({change.record for change in changes})


def _leave_no_snapshot(changes: Sequence[Change]) -> None:
    """Save the index again where somebody was purged: the file on disk still holds the name."""
    realms = {change.realm for change in changes if change.change in {"purged", "deleted"}}
    for realm in realms:
        index.of(realm).save(timezone.now())


def _look_back(changes: Sequence[Change]) -> None:
    at = timezone.now()
    for realm in {change.realm for change in changes}:
        here = [change for change in changes if change.realm == realm]
        looking_back.ask_for(realm, newly_standing(here, at), at)


REACTIONS = [
    Reaction("hits.look_back", _look_back),
    Reaction("hits.forget", _forget),
    Reaction("hits.snapshot", _leave_no_snapshot),
]
