"""The clocks of this room: looks are counted, late decisions enforced, old files forgotten."""

from tocsin.rooms.bureaus.clock import Clock
from tocsin.rooms.oversight.actions import standing, surveys

CLOCKS = [
    Clock(
        "oversight.survey",
        "Looks of the last four weeks are counted every ten minutes; pages show what stood out.",
        30.0,
        surveys.survey,
    ),
    Clock(
        "petition.enforce",
        "A correction or deletion granted but not carried out in time: its records are blocked.",
        60.0,
        standing.enforce,
    ),
    Clock(
        "petition.forget",
        "Three years after a petition was closed, who asked and what was said is erased.",
        3600.0,
        standing.forget,
    ),
]
