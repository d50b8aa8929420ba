"""The clocks of this room: feeds kept in line, calls, news, receipts, reminders, ends of copies."""

import math

from tocsin.rooms.bureaus.clock import Clock
from tocsin.rooms.exchange import dialling
from tocsin.rooms.exchange.actions import (
    copies,
    feeds,
    lines,
    peers,
    recalls,
    relaying,
    restoring,
    shelves,
)

CLOCKS = [
    Clock(
        "exchange.begin",
        "A worker that starts calls every peer at once, and says that it is back.",
        math.inf,
        lines.begin,
    ),
    Clock(
        "exchange.reconcile",
        "Feeds follow groups that changed and releases that ran out.",
        0.2,
        feeds.reconcile,
    ),
    Clock(
        "exchange.news",
        "Peers are told at once that there is news.",
        0.05,
        dialling.tell_news,
        urgent=True,
    ),
    Clock(
        "exchange.receipts",
        "A purge is confirmed once everything that follows the register has passed it.",
        0.05,
        copies.confirm,
        urgent=True,
    ),
    Clock(
        "exchange.calls",
        "Peers are called when poked, and each minute.",
        0.05,
        dialling.call_due,
        urgent=True,
    ),
    Clock(
        "exchange.files",
        "Files of records held here are fetched from their owners.",
        0.5,
        dialling.fetch_files,
    ),
    Clock(
        "exchange.copies",
        "Copies whose time has run out are purged; what was dated too late is asked for again.",
        5.0,
        copies.expire,
    ),
    Clock(
        "exchange.reminders",
        "A holder that has not confirmed a recall for a day is told again.",
        60.0,
        recalls.remind,
    ),
    Clock(
        "exchange.catch_up",
        "A restored node asks its peers what it missed, and opens once it is declared.",
        0.5,
        restoring.carry_on,
    ),
    Clock(
        "exchange.cards",
        "Peers are told of own cards issued anew: another key, or one revoked.",
        1.0,
        peers.tell_cards,
    ),
    Clock(
        "exchange.relay",
        "Parcels that nobody fetched in a week are forgotten.",
        600.0,
        relaying.sweep,
    ),
    Clock("exchange.sweep", "Spent numbers and old statuses are forgotten.", 600.0, shelves.sweep),
]
