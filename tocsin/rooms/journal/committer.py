"""Group commit: threads that wait at the same time share one transaction, and one disk flush.

The first to come leads: it writes what has gathered, wakes those it wrote for, and hands over to
the next. Nobody waits for a timer, there is no thread to keep alive, and a failure reaches every
caller whose item was in the group.
"""

import os
import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from tocsin.core.errors import Unavailable

T = TypeVar("T")

LARGEST_GROUP = 512


class _Seat(Generic[T]):
    """One waiting caller: its item, and what it wakes up to."""

    __slots__ = ("error", "item", "leads", "woken")

    def __init__(self, item: T) -> None:
        self.item = item
        self.leads = False
        self.error: BaseException | None = None
        self.woken = threading.Event()


class Committer(Generic[T]):
    """Passes items to ``write`` in groups; ``write`` is durable when it returns."""

    def __init__(self, write: Callable[[Sequence[T]], None]) -> None:
        self._write = write
        self._lock = threading.Lock()
        self._waiting: list[_Seat[T]] = []
        self._led = False
        os.register_at_fork(after_in_child=self._begin)  # the child has none of the waiters

    def commit(self, item: T) -> None:
        """Return once the item is durable; raises Unavailable if its group was not written."""
        seat = _Seat(item)
        with self._lock:
            self._waiting.append(seat)
            seat.leads = not self._led
            self._led = True
        if not seat.leads:
            seat.woken.wait()
        if seat.leads:
            self._lead()
        if seat.error is not None:
            raise Unavailable(
                "the journal could not be written, so nothing may be shown; try again"
            ) from seat.error

    def _begin(self) -> None:
        self._lock = threading.Lock()
        self._waiting = []
        self._led = False

    def _lead(self) -> None:
        """Write the group at the head of the queue, in which the leader sits first."""
        with self._lock:
            group = self._waiting[:LARGEST_GROUP]
            del self._waiting[:LARGEST_GROUP]
        error: BaseException | None = None
        try:
            self._write([seat.item for seat in group])
        except BaseException as caught:  # every caller must hear of it, whatever it is
            error = caught
            if not isinstance(caught, Exception):
                raise
        finally:
            self._wake(group, error)

    def _wake(self, group: Sequence[_Seat[T]], error: BaseException | None) -> None:
        with self._lock:
            heir = self._waiting[0] if self._waiting else None
            self._led = heir is not None
        if heir is not None:
            heir.leads = True
            heir.woken.set()
        for seat in group:
            seat.error = error
            seat.woken.set()
