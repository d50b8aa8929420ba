"""What the node knows about its own health, as numbers."""

from tocsin.rooms.bureaus.models import Proposal
from tocsin.rooms.journal.models import Entry
from tocsin.rooms.register.models import Cursor, Import, newest_change


def readings() -> dict[str, int]:
    """Return the readings by name; lags are counts of what waits."""
    newest = newest_change()
    cursors = Cursor.unrestricted.values_list("number", flat=True)
    return {
        "journal_unsequenced": Entry.unrestricted.filter(sequence__isnull=True).count(),
        "feed_newest": newest,
        "feed_lag": max((newest - number for number in cursors), default=0),
        "imports_running": Import.unrestricted.filter(phase__in=["waiting", "running"]).count(),
        "proposals_open": Proposal.unrestricted.filter(state="open").count(),
    }
