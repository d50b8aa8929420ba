"""Clocks and reactions: what a room wants done by itself, listed as data, run by the worker.

A clock is looked at again and again and acts on what is due; the automatic actor may only tighten
(suspend, expire, purge) or carry on a job an officer began. A reaction reads the change feed with a
cursor of its own, at least once, and must be idempotent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """``run(at)`` does what is due and returns how much it did; ``every`` is in seconds.

    What is urgent is not kept waiting by what is not: the worker runs it on a thread of its own.
    """

    name: str
    sentence: str
    every: float
    run: Callable[[datetime], int]
    urgent: bool = False
