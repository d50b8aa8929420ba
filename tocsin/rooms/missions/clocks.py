"""The clock of this room: silence is escalated."""

from tocsin.rooms.bureaus.clock import Clock
from tocsin.rooms.missions.actions import silence

CLOCKS = [
    Clock(
        "mission.escalate",
        "A mission without an offer is marked as nearly due at three quarters of its time, at its"
        " end as overdue.",
        10.0,
        silence.escalate,
    ),
]
