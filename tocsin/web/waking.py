"""A nudge from the process that changed something to the worker that waits: no polling in between.

A named pipe in the home. A nudge that finds nobody is lost, and costs one pause of the worker's.
"""

import contextlib
import os
import select
from pathlib import Path

from django.conf import settings


def _pipe() -> Path:
    return Path(settings.TOCSIN_HOME) / "worker.pipe"


def wake() -> None:
    """Wake this node's worker, if one waits."""
    with contextlib.suppress(OSError):
        pipe = os.open(_pipe(), os.O_WRONLY | os.O_NONBLOCK)
        try:
            os.write(pipe, b".")
        finally:
            os.close(pipe)


class Waiter:
    """The worker's end: waits for a nudge or for the time to pass."""

    def __init__(self) -> None:
        with contextlib.suppress(FileExistsError):
            os.mkfifo(_pipe(), 0o600)
        # Open for both, so that there is always a writer and never an end of file.
        self._pipe = os.open(_pipe(), os.O_RDWR | os.O_NONBLOCK)

    def wait(self, seconds: float) -> bool:
        """Return True when somebody nudged, or False after this many seconds."""
        ready, _, _ = select.select([self._pipe], [], [], seconds)
        if ready:
            with contextlib.suppress(BlockingIOError):
                os.read(self._pipe, 65_536)
        return bool(ready)

    def close(self) -> None:
        """Let go of the pipe."""
        os.close(self._pipe)
