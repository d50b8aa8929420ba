"""The tables of exchange: peers and lines, feeds and holders, copies and quarantine, foreign STIX.

Peers and what is held of whom belong to one bureau; its officers alone see them.
"""

from tocsin.rooms.exchange.models.copies import Copy, Outgoing, Quarantined, waiting_since
from tocsin.rooms.exchange.models.feeds import (
    Feed,
    FeedRow,
    Holding,
    Holdings,
    Standing,
    holders_of,
)
from tocsin.rooms.exchange.models.memory import JOURNALS, Finding, Freshness, Memory, Own, Took
from tocsin.rooms.exchange.models.peers import Cursor, Nonce, Peer, Witnessed, card_of
from tocsin.rooms.exchange.models.relays import Relayed
from tocsin.rooms.exchange.models.shelves import Item, Shelf, Status, digest_of

__all__ = [
    "JOURNALS",
    "Copy",
    "Cursor",
    "Feed",
    "FeedRow",
    "Finding",
    "Freshness",
    "Holding",
    "Holdings",
    "Item",
    "Memory",
    "Nonce",
    "Outgoing",
    "Own",
    "Peer",
    "Quarantined",
    "Relayed",
    "Shelf",
    "Standing",
    "Status",
    "Took",
    "Witnessed",
    "card_of",
    "digest_of",
    "holders_of",
    "waiting_since",
]
