"""What this room does when the register changes: results forget what was taken back.

The index itself follows the feed before each answer and needs no reaction.
"""

from collections.abc import Sequence

from tocsin.rooms.hits.actions import retention
from tocsin.rooms.register.feed import Reaction
from tocsin.rooms.register.models import Change


def _forget(changes: Sequence[Change]) -> None:
    retention.forget({change.record for change in changes})


REACTIONS = [Reaction("hits.forget", _forget)]
