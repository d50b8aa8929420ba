"""Everything that writes here: peers, copies, feeds, what arrives, receipts, cosignatures."""

from tocsin.rooms.exchange.actions import (
    copies,
    feeds,
    files,
    intake,
    peers,
    quarantines,
    recalls,
    relaying,
    restoring,
    shelves,
)

__all__ = [
    "copies",
    "feeds",
    "files",
    "intake",
    "peers",
    "quarantines",
    "recalls",
    "relaying",
    "restoring",
    "shelves",
]
