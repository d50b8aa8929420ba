"""A demo node of its own on loopback: the real server and worker, filled as ``make run`` fills it.

Two web processes answer by turns, so that nothing a page relies on may live in one of them.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.tables import lay

PASSWORD = "bell tower at dawn"


@dataclass(frozen=True)
class Node:
    """A running node: its address and its home."""

    url: str
    home: Path


def free_port() -> int:
    """Return a port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(home: Path, tables: Path) -> Iterator[Node]:
    """Fill and serve a demo node, and end what was started."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "TOCSIN_HOME": str(home), "TOCSIN_BASE_URL": url}
    environment.pop("TOCSIN_DATABASE_URL", None)
    tocsin = [sys.executable, "-m", "tocsin.node"]
    lay(home, tables)
    subprocess.run([*tocsin, "demo"], env=environment, check=True, capture_output=True)
    log = (home / "server.log").open("wb")
    server = subprocess.Popen(
        [*tocsin, "up", "--port", str(port), "--processes", "2"],
        env=environment,
        stdout=log,
        stderr=log,
    )
    try:
        _wait(url, server)
        yield Node(url, home)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)
        log.close()


def _wait(url: str, server: "subprocess.Popen[bytes]", *, seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert server.poll() is None, "the server ended; see server.log in its home"
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):
                return
        except OSError:
            time.sleep(0.2)  # waiting for another process, not for luck
    raise AssertionError(f"no node answered at {url}")
