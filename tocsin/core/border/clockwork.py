"""What time it is at a station that may be lied to: time never goes back there.

Kept is the latest moment ever seen, and a counter of the machine that runs while it is on. Within
one run of the machine the counter tells how much time has passed, whatever the clock says; after a
restart a clock before the latest moment is refused.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tocsin.core.errors import WrongState
from tocsin.core.statements.moments import moment, stamp

TOLERANCE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the machine says: its clock, which run of it this is, and seconds since it began."""

    wall: datetime
    run: str
    ticks: float


@dataclass(frozen=True, slots=True)
class Watch:
    """The latest moment seen, and the run and counter at which it was."""

    seen: datetime
    run: str
    ticks: float

    def moved(self, now: Reading) -> "Watch":
        """Return the watch as of a reading; raises WrongState for a clock that was set back."""
        if now.run == self.run and now.ticks >= self.ticks:
            passed = self.seen + timedelta(seconds=now.ticks - self.ticks)
            return Watch(max(passed, now.wall), now.run, now.ticks)
        if now.wall < self.seen - TOLERANCE:
            raise WrongState(
                "the clock stands before {seen}, which was here already; set it right",
                seen=stamp(self.seen),
                place="clock",
            )
        return Watch(max(self.seen, now.wall), now.run, now.ticks)

    def plain(self) -> dict[str, Any]:
        """Return the watch as data."""
        return {"seen": stamp(self.seen), "run": self.run, "ticks": self.ticks}

    @classmethod
    def read(cls, said: dict[str, Any]) -> "Watch":
        """Return the watch of its data."""
        return cls(moment(said["seen"]), str(said["run"]), float(said["ticks"]))
