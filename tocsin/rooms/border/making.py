"""Copies are made beside the worker, one at a time, so that no recall waits for one."""

import logging
import threading
from datetime import datetime

from django.db import close_old_connections, connection
from django.utils import timezone

from tocsin.rooms.border.actions import copies

logger = logging.getLogger(__name__)
_busy = threading.Lock()


def make_waiting(_at: datetime) -> int:
    """Begin to make what was ordered unless that is under way."""
    if next(copies.waiting(), None) is None or not _busy.acquire(blocking=False):
        return 0
    threading.Thread(target=_run, name="copy", daemon=True).start()
    return 0


def _run() -> None:
    try:
        close_old_connections()
        for copy in copies.waiting():
            copies.make(copy, timezone.now())
    except Exception:
        logger.exception("a border copy could not be made; it is tried again")
    finally:
        connection.close()
        _busy.release()
