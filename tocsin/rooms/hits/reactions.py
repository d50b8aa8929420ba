"""What this room does when the register changes: results forget what was taken back.

The index itself follows the feed before each answer and needs no reaction.
"""

from collections.abc import Sequence

from django.utils import timezone

from tocsin.rooms.hits import index
from tocsin.rooms.hits.actions import retention
from tocsin.rooms.register.feed import Reaction
from tocsin.rooms.register.models import Change


def _forget(changes: Sequence[Change]) -> None:
    retention.forget({change.record for change in changes})


def _leave_no_snapshot(changes: Sequence[Change]) -> None:
    """Save the index again where somebody was purged: the file on disk still holds the name."""
    realms = {change.realm for change in changes if change.change in {"purged", "deleted"}}
    for realm in realms:
        index.of(realm).save(timezone.now())


REACTIONS = [
    Reaction("hits.forget", _forget),
    Reaction("hits.snapshot", _leave_no_snapshot),
]
