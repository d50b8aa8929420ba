"""The clocks of this room: manifests carried on, the index saved, old checks erased."""

from datetime import datetime

from tocsin.rooms.bureaus.clock import Clock
from tocsin.rooms.bureaus.reader import Realm
from tocsin.rooms.hits import index
from tocsin.rooms.hits.actions import looking_back, retention, screening
from tocsin.rooms.register.models import newest_change

BEHIND = 1_000  # changes a starting process applies in about a second


def _save_indexes(at: datetime) -> int:
    """Save an index whose snapshot is missing or far behind; never calls itself busy."""
    newest = newest_change()
    for realm in Realm:
        saved = index.saved_number(realm)
        if newest and (saved is None or newest - saved >= BEHIND or newest < saved):
            index.of(realm).save(at)
    return 0


CLOCKS = [
    Clock(
        "hits.manifests",
        "A manifest is screened batch by batch, from wherever the last worker left it.",
        0.5,
        screening.carry_on,
    ),
    Clock(
        "hits.index",
        "The screening index is saved, so that a process that starts need not build it.",
        60.0,
        _save_indexes,
    ),
    Clock(
        "hits.look_back",
        "Whoever comes into screening is looked for in the checks of the last 30 days.",
        1.0,
        looking_back.carry_on,
    ),
    Clock(
        "hits.pack",
        "What was asked is packed for looking back; packs past their days are dropped.",
        600.0,
        looking_back.pack,
    ),
    Clock(
        "hits.retention",
        "Checks older than 30 days are erased; the journal keeps that they were made.",
        3600.0,
        retention.erase_old,
    ),
]
