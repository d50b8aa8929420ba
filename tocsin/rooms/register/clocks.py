"""The clocks of this room: records and proposals that have passed their time."""

from datetime import datetime

from tocsin.rooms.bureaus.clock import Clock
from tocsin.rooms.register import vault
from tocsin.rooms.register.actions import expiry, intake


def _expire(at: datetime) -> int:
    return expiry.expire_due(at)


def _clear(_at: datetime) -> int:
    vault.clear()
    return 0


CLOCKS = [
    Clock(
        "register.imports",
        "A file being imported is carried on by a slice, from wherever the last worker left it.",
        1.0,
        intake.carry_on,
    ),
    Clock(
        "register.files",
        "Files that no record holds any more, or that a killed process left, are erased.",
        60.0,
        _clear,
    ),
    Clock(
        "register.strays",
        "Files that no row names, left by a verb that was killed, are erased after an hour.",
        3600.0,
        vault.clear_strays,
    ),
    Clock(
        "register.expire",
        "A record past its last day expires: no longer served, no longer screened.",
        5.0,
        _expire,
    ),
]
