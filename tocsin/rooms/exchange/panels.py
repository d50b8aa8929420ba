"""What this room shows on pages of others: the menu, what needs somebody's eye, who holds what."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.exchange import health
from tocsin.rooms.exchange.models import Copy, Holding, Quarantined, holders_of
from tocsin.rooms.register.lifecycle import FINAL, State
from tocsin.web.panels import MenuItem, Panel, Section


def _unconfirmed(who: Reader) -> int:
    return Holding.visible_to(who).unconfirmed().count()


def _quarantined(who: Reader) -> int:
    return Quarantined.visible_to(who).count()


def _home(who: Reader) -> Panel | None:
    if not who.holds(Power.PEER_SEE):
        return None
    faulty = health.faults(who)
    unconfirmed, quarantined = _unconfirmed(who), _quarantined(who)
    if not (faulty or unconfirmed or quarantined):
        return None
    context = {
        "faulty": faulty,
        "unconfirmed": unconfirmed,
        "quarantined": quarantined,
        "tone": "strong" if faulty else "",
    }
    return Panel("exchange/_home.html", context, order=8)


def _holders(who: Reader, record: Any) -> Panel | None:
    if record.owner_id != who.bureau:
        return None
    rows = list(holders_of(who, record.pk))
    if not rows:
        return None
    # At a record's end this is its notice of purge: every holder by name, the silent ones first.
    rows.sort(key=lambda row: row.confirmed is not None)
    context = {
        "rows": rows,
        "record": record,
        "is_over": State(record.state) in FINAL,
        "silent": sum(row.confirmed is None for row in rows),
    }
    return Panel("exchange/_holders.html", context, 6 if context["is_over"] else 55)


def _copy(who: Reader, record: Any) -> Panel | None:
    # Who reads the record must learn why its files are not here; the template leaves out from whom
    # it came, and the hold, where she lacks the power for them.
    found = Copy.behind(who, record)
    return Panel("exchange/_copy.html", {"copy": found}, 55) if found else None


HOME = [_home]
RECORD = [_holders, _copy]
MENU = [
    MenuItem(_("Peers"), "exchange:peers", Power.PEER_SEE, "globe", Section.BUREAUS, 50),
    MenuItem(
        _("Recalls"),
        "exchange:recalls",
        Power.PEER_SEE,
        "history",
        Section.BUREAUS,
        60,
        _unconfirmed,
    ),
    MenuItem(
        _("Quarantine"),
        "exchange:quarantine",
        Power.PEER_SEE,
        "lock",
        Section.BUREAUS,
        70,
        _quarantined,
    ),
]
