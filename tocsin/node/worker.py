"""The worker: runs every room's clocks and reactions until it is told to stop.

Two loops, each on a thread: what is urgent, and all else. A long look back at old checks or a
manifest never keeps a recall waiting. A job is a row with a cursor and a clock that carries it on,
so a killed worker loses nothing: the next one goes on where the row says.
"""

import logging
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import close_old_connections, connection
from django.utils import timezone

from tocsin.node import rooms
from tocsin.rooms.bureaus.clock import Clock
from tocsin.rooms.register import feed
from tocsin.web.waking import Waiter

logger = logging.getLogger(__name__)
PAUSES = {True: 0.2, False: 0.5}  # seconds to the next look of the urgent and the other loop
STOPS = 0.5  # seconds within which it is seen that the worker was told to stop


class Worker:
    """``run`` goes on until ``stop``; ``once`` is one look at everything that is due."""

    def __init__(self) -> None:
        self.stopped = threading.Event()
        self.next: dict[str, float] = {}
        self._nudges = {urgent: threading.Event() for urgent in (True, False)}

    def stop(self) -> None:
        """Let the loop end after what it is doing."""
        self.stopped.set()

    def run(self) -> None:
        """Look, pause, look again; an error in one clock never stops the others."""
        rooms.load()  # by one thread, before there are two
        loops = [threading.Thread(target=self._loop, args=(one,)) for one in self._nudges]
        for loop in loops:
            loop.start()
        waiter = Waiter()
        while not self.stopped.is_set():
            if waiter.wait(STOPS):
                self._nudge()
        waiter.close()
        self._nudge()
        for loop in loops:
            loop.join()

    def once(self, *, everything: bool = False, urgent: bool | None = None) -> int:
        """Run what is due, of the urgent or the others or (None) of both; return how much."""
        did = 0
        reactions = _of("reactions", "REACTIONS", urgent)
        late = feed.late(reaction.consumer for reaction in reactions)
        for reaction in reactions:
            if reaction.consumer in late:
                did += self._guarded(reaction.consumer, partial(feed.run, reaction))
        for clock in _of("clocks", "CLOCKS", urgent):
            if everything or time.monotonic() >= self.next.get(clock.name, 0):
                did += self._tick(clock)
        return did

    def _loop(self, urgent: bool) -> None:  # noqa: FBT001  one of two loops
        nudged = self._nudges[urgent]
        while not self.stopped.is_set():
            nudged.clear()
            did = self._guarded("the worker", partial(self.once, urgent=urgent))
            close_old_connections()
            if did:
                self._nudges[not urgent].set()  # a purge is receipted when all have passed it
            else:
                nudged.wait(PAUSES[urgent])
        connection.close()

    def _nudge(self) -> None:
        for nudged in self._nudges.values():
            nudged.set()

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


def _of(module: str, attribute: str, urgent: bool | None) -> list[Any]:  # noqa: FBT001
    found = rooms.collected(module, attribute)
    return found if urgent is None else [one for one in found if one.urgent is urgent]


def start() -> tuple[Worker, threading.Thread]:
    """Start a worker on a thread of this process."""
    worker = Worker()
    thread = threading.Thread(target=worker.run, name="worker", daemon=True)
    thread.start()
    return worker, thread
