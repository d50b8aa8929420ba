"""What takes long is done beside the worker: tables made, questions put, one at a time a peer."""

from datetime import datetime

from django.utils import timezone

from tocsin.core.blind import group
from tocsin.rooms.blind.actions import asking, tables
from tocsin.rooms.exchange.dialling import Dialler
from tocsin.rooms.exchange.models import Peer

_dialler = Dialler()


def make_due(at: datetime) -> int:
    """Begin to make the tables that are due; without the library none is promised to anybody."""
    if not group.is_installed():
        return 0
    for arrangement in tables.open_ones():
        if tables.is_due(arrangement, at):
            _dialler.start("table", arrangement.peer, _make)
    return 0


def put_due(at: datetime) -> int:
    """Begin to put the questions that wait."""
    for peer in {match.peer_id: match.peer for match in asking.due(at)}.values():
        _dialler.start("question", peer, asking.of_peer)
    return 0


def _make(peer: Peer) -> None:
    for arrangement in tables.open_ones():
        if arrangement.peer_id == peer.pk:
            tables.make(arrangement, timezone.now())
