"""The clock of this room: looks are counted, so that a page need not."""

from tocsin.rooms.bureaus.clock import Clock
from tocsin.rooms.oversight.actions import surveys

CLOCKS = [
    Clock(
        "oversight.survey",
        "Looks of the last four weeks are counted every ten minutes; pages show what stood out.",
        30.0,
        surveys.survey,
    ),
]
