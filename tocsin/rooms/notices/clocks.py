"""The clocks of this room: what is due is acted on, what is near is warned of."""

from tocsin.rooms.bureaus.clock import Clock
from tocsin.rooms.notices.actions import deadlines, silence

CLOCKS = [
    Clock(
        "notices.due",
        "A deadline that passed in silence is acted on: expiry, refusal, suspension, deletion.",
        5.0,
        silence.act_due,
    ),
    Clock(
        "notices.warnings",
        "A deadline that is near is marked, so that whoever it concerns sees it.",
        60.0,
        deadlines.warn_due,
    ),
]
