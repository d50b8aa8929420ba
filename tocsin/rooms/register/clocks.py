"""The clocks of this room: records and proposals that have passed their time."""

from datetime import datetime

from tocsin.rooms.bureaus.clock import Clock
from tocsin.rooms.register.actions import expiry, intake


def _expire(at: datetime) -> int:
    return expiry.expire_due(at)


CLOCKS = [
    Clock(
        "register.imports",
        "A file being imported is carried on by a slice, from wherever the last worker left it.",
        1.0,
        intake.carry_on,
    ),
    Clock(
        "register.expire",
        "A record past its last day expires: no longer served, no longer screened.",
        5.0,
        _expire,
    ),
]
