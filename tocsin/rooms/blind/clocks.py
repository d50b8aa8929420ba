"""The clocks of this room: tables are made, waiting questions put, old tables forgotten."""

from tocsin.rooms.blind.actions import tables
from tocsin.rooms.blind.calling import make_due, put_due
from tocsin.rooms.bureaus.clock import Clock

CLOCKS = [
    Clock(
        "match.make_table",
        "A peer's table is made anew when somebody in it changed, and at least once a day.",
        2.0,
        make_due,
    ),
    Clock("match.put", "Waiting blind questions are put to their peers.", 0.2, put_due),
    Clock("match.sweep", "Tables over for a month are forgotten.", 3600.0, tables.sweep),
]
