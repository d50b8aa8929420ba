"""Calls made side by side: each peer on a thread of its own, so that a slow one delays nobody."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from django.db import close_old_connections, connection

from tocsin.rooms.exchange.actions import files, lines
from tocsin.rooms.exchange.models import Peer

logger = logging.getLogger(__name__)
AT_ONCE = 16


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


def call_due(at: datetime) -> int:
    """Begin the calls that are due, as the clock; never calls itself busy."""
    for peer in lines.due(at):
        _dialler.start("call", peer, lines.sync)
    return 0


def tell_news(_at: datetime) -> int:
    """Poke the peers for whom there is something new; one that does not answer, once it does."""
    told = Peer.unrestricted.open().filter(news=True, failures=0)
    for peer in told.select_related("partner", "bureau", "via__bureau"):
        _dialler.start("poke", peer, lines.poke)
    return 0


def fetch_files(at: datetime) -> int:
    """Begin to fetch the files that are due, beside the calls and never in their way."""
    for peer in files.due(at):
        _carrier.start("files", peer, files.fetch)
    return 0
