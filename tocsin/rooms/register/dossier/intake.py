"""An import as its page shows it: how fast it goes, how long it will take, what is to be said."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tocsin.rooms.register.models import Import, ImportProblem

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Pace:
    """Rows a second and seconds left; none where there is nothing to tell from yet."""

    rate: int | None = None
    left: int | None = None


def pace(job: Import, at: datetime) -> Pace:
    """Return how fast an import is going, from what it has done so far."""
    if job.began is None or not job.rows:
        return Pace()
    seconds = max(0.001, ((job.finished or at) - job.began).total_seconds())
    rate = job.rows / seconds
    left = None if job.finished else round(max(0, job.expected - job.rows) / max(rate, 0.001))
    return Pace(round(rate), left)


def said_of(job: Import) -> dict[str, Any]:
    """Return the first things said about the rows of an import, by their sort."""
    found = ImportProblem.of(job)
    return {
        "problems": [
            {"title": label, "rows": rows}
            for sort, label in ImportProblem.Sort.choices
            if (rows := list(found.filter(sort=sort)[:SHOWN]))
        ],
        "shown": SHOWN,
    }
