"""What this room does when the register changes: each peer's feed follows."""

from collections.abc import Sequence

from tocsin.rooms.exchange.actions import feeds
from tocsin.rooms.register.feed import Reaction
from tocsin.rooms.register.models import Change


def _follow(changes: Sequence[Change]) -> None:
    feeds.changed({change.record for change in changes if change.realm == "live"})


REACTIONS = [Reaction("exchange.feeds", _follow, urgent=True)]
