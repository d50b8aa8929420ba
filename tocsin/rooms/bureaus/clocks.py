"""The clocks of this room: the journal gets its numbers, what ran out is closed.

What ended opens nothing from that moment on, clock or no clock: powers are read off the posts in
force at each request. The clock only tidies up behind that.
"""

from tocsin.rooms.bureaus.actions import bureaus, proposals, sessions
from tocsin.rooms.bureaus.clock import Clock

CLOCKS = [
    Clock(
        "journal.sequence",
        "Journal entries get their number, and the tree its signed checkpoint, within a second.",
        0.5,
        bureaus.seal,
    ),
    Clock(
        "proposal.expire",
        "A proposal that nobody decided within a week expires.",
        30.0,
        proposals.expire,
    ),
    Clock(
        "session.sweep",
        "The sessions of an officer whose last post ended are closed.",
        60.0,
        sessions.sweep,
    ),
]
