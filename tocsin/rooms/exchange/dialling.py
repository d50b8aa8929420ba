"""Calls made side by side: each peer on a thread of its own, so that a slow one delays nobody.

The connection of a call is kept for the next: shaking hands costs more than most calls say.
"""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from uuid import UUID

from django.db import close_old_connections, connection

from tocsin.rooms.exchange.actions import files, lines
from tocsin.rooms.exchange.models import Peer
from tocsin.web.fetch import Line

logger = logging.getLogger(__name__)
AT_ONCE = 16
WAITS = {"call": 30.0, "poke": 5.0}  # seconds for an answer


class Dialler:
    """Runs work for peers, never two of one kind for the same peer at once."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._pool: ThreadPoolExecutor | None = None
        self._busy: set[tuple[str, str]] = set()
        self._lock = threading.Lock()

    def start(self, kind: str, peer: Peer, work: Callable[[Peer], object]) -> bool:
        """Begin this unless it is under way already; return whether it was begun."""
        with self._lock:
            if (kind, str(peer.pk)) in self._busy:
                return False
            self._busy.add((kind, str(peer.pk)))
            if self._pool is None:
                self._pool = ThreadPoolExecutor(self._at_once, thread_name_prefix="line")
        self._pool.submit(self._run, kind, peer, work)
        return True

    def _run(self, kind: str, peer: Peer, work: Callable[[Peer], object]) -> None:
        try:
            close_old_connections()
            work(peer)
        except Exception:
            logger.exception("the line to %s failed; it is tried again", peer.partner.code)
        finally:
            connection.close()
            with self._lock:
                self._busy.discard((kind, str(peer.pk)))


_dialler = Dialler()
_carrier = Dialler(2)  # files lie in memory until they are verified
_kept: dict[tuple[str, UUID], Line] = {}


def call_due(at: datetime) -> int:
    """Begin the calls that are due, as the clock; never calls itself busy."""
    for peer in lines.due(at):
        _dialler.start("call", peer, _call)
    return 0


def tell_news(_at: datetime) -> int:
    """Poke the peers for whom there is something new; one that does not answer, once it does."""
    told = Peer.unrestricted.open().filter(news=True, failures=0)
    if not told.exists():
        return 0
    for peer in told.select_related("partner", "bureau", "via__bureau"):
        _dialler.start("poke", peer, _poke)
    return 0


def fetch_files(at: datetime) -> int:
    """Begin to fetch the files that are due, beside the calls and never in their way."""
    for peer in files.due(at):
        _carrier.start("files", peer, files.fetch)
    return 0


def _call(peer: Peer) -> None:
    lines.sync(peer, _line("call", peer))


def _poke(peer: Peer) -> None:
    lines.poke(peer, _line("poke", peer))


def _line(kind: str, peer: Peer) -> Line:
    """Return the kept line for work of this kind to where the peer is reached now.

    No two threads have one, for no two do the same for the same peer at once.
    """
    to, key = peer.via or peer, (kind, peer.pk)
    kept = _kept.get(key)
    if kept is None or (kept.url, kept.certificate) != (to.url, to.certificate):
        if kept is not None:
            kept.close()
        kept = _kept[key] = Line(to.url, to.certificate, wait=WAITS[kind])
    return kept
