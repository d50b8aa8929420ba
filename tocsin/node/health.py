"""What the node knows about its own health: numbers for a monitor, sentences for an administrator.

The numbers are about the whole node and for its operator alone; an administrator's page says only
what is her own bureau's or no bureau's, since a count of another's records would tell of them.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.core.statements.cards import decode
from tocsin.rooms.bureaus import keys
from tocsin.rooms.bureaus.models import Bureau, Proposal
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.journal.models import Entry
from tocsin.rooms.oversight import ledger
from tocsin.rooms.register.models import Cursor, Import, newest_change

KEY_AHEAD = timedelta(days=30)
SEALED_WITHIN = timedelta(seconds=30)
FREE_LEAST = 500  # megabytes


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


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that is well or not, its figure, and what to do if it is not."""

    good: bool
    title: str | Promise
    figure: str | Promise | datetime
    advice: str | Promise


def signs(who: Reader, now: datetime) -> Iterator[Sign]:
    """Yield the state of the reader's own bureau and of the machine."""
    log = ledger.state(who)
    last = log.waiting_since
    yield Sign(
        last is None or now - last < SEALED_WITHIN,
        _("Worker and journal"),
        str(log.unsequenced),
        _("Entries wait for their number: start the worker, it signs within a second."),
    )
    bureau = Bureau.visible_to(who).get(pk=who.bureau)
    until = max(node.not_after for node in decode(bureau.card.encode()).nodes)
    yield Sign(
        until > now + KEY_AHEAD,
        _("Node key is valid until"),
        until,
        _("Make a new one on the page of the bureau; bring the root key from the safe."),
    )
    away = not (keys.folder(bureau.id) / "root.key").exists()
    yield Sign(
        away or bureau.bootstrap_closed is None,
        _("Root key"),
        _("away") if away else _("in the home"),
        _("Move it to a stick in a safe: whoever has it is this bureau."),
    )
    yield _disk()
    yield Sign(True, _("Database"), connection.vendor, "")


def _disk() -> Sign:
    stat = os.statvfs(Path(settings.TOCSIN_HOME))
    free = stat.f_bavail * stat.f_frsize // 2**20
    return Sign(
        free > FREE_LEAST,
        _("Free space of the home"),
        f"{free} MB",
        _("Make room: without it nothing can be journalled, and so nothing answered."),
    )
