"""The clock of this room: silence is escalated."""

from tocsin.rooms.bureaus.clock import Clock
from tocsin.rooms.requests.actions import silence

CLOCKS = [
    Clock(
        "request.escalate",
        "A request at three quarters of its time is marked as nearly due, at its end as overdue.",
        10.0,
        silence.escalate,
    ),
]
