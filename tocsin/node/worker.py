"""The worker: one loop that runs every room's clocks and reactions until it is told to stop.

A job is a row with a cursor and a clock that carries it on, so a killed worker loses nothing: the
next one goes on where the row says.
"""

import logging
import threading
import time
from collections.abc import Callable
from functools import partial

from django.db import close_old_connections
from django.utils import timezone

from tocsin.node import rooms
from tocsin.rooms.bureaus.clock import Clock
from tocsin.rooms.register import feed
from tocsin.web.waking import Waiter

logger = logging.getLogger(__name__)
PAUSE = 0.2  # seconds between two looks when nothing was due


class Worker:
    """``run`` goes on until ``stop``; ``once`` is one look at everything that is due."""

    def __init__(self) -> None:
        self.stopped = threading.Event()
        self.next: dict[str, float] = {}

    def stop(self) -> None:
        """Let the loop end after what it is doing."""
        self.stopped.set()

    def run(self) -> None:
        """Look, pause, look again; an error in one clock never stops the others."""
        waiter = Waiter()
        while not self.stopped.is_set():
            did = self.once()
            close_old_connections()
            if not did:
                waiter.wait(PAUSE)
        waiter.close()

    def once(self, *, everything: bool = False) -> int:
        """Run what is due and return how much was done."""
        did = 0
        for reaction in rooms.collected("reactions", "REACTIONS"):
            did += self._guarded(reaction.consumer, partial(feed.run, reaction))
        for clock in rooms.collected("clocks", "CLOCKS"):
            if everything or time.monotonic() >= self.next.get(clock.name, 0):
                did += self._tick(clock)
        return did

    def _tick(self, clock: Clock) -> int:
        did = self._guarded(clock.name, lambda: clock.run(timezone.now()))
        # A clock that did something is asked again at once: there may be more.
        self.next[clock.name] = time.monotonic() + (0 if did else clock.every)
        return did

    def _guarded(self, name: str, work: Callable[[], int]) -> int:
        try:
            return work()
        except Exception:
            logger.exception("%s failed; it is tried again", name)
            self.next[name] = time.monotonic() + 5
            return 0


def start() -> tuple[Worker, threading.Thread]:
    """Start a worker on a thread of this process."""
    worker = Worker()
    thread = threading.Thread(target=worker.run, name="worker", daemon=True)
    thread.start()
    return worker, thread
