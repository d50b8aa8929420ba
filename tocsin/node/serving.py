"""Serving the node: static files gathered once, a worker process beside the server, both ended."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from tocsin.core.errors import Conflict
from tocsin.node import tls

_MOST_THREADS = 8  # of a process; fewer on few cores, where more would only wait for each other


def serve(address: str, port: int, *, worker: bool, processes: int = 1) -> None:
    """Serve until interrupted, by so many web processes; the worker process ends with the server.

    What one of them must know of another stands in the database: indexes follow the feed of the
    register before each answer, sessions and limits of rate are rows.
    """
    from granian import Granian
    from granian.constants import Interfaces

    gather_static()
    certificate, key = tls.files()
    encrypted = key.exists()
    with _worker() if worker else contextlib.nullcontext():
        Granian(
            "tocsin.node.wsgi:application",
            address=address,
            port=port,
            interface=Interfaces.WSGI,
            workers=processes,
            blocking_threads=min(_MOST_THREADS, 2 * (os.cpu_count() or 1) + 1),
            respawn_failed_workers=True,
            static_path_route=["/static"],
            static_path_mount=[Path(settings.STATIC_ROOT)],
            static_path_expires=3600,
            ssl_cert=certificate if encrypted else None,
            ssl_key=key if encrypted else None,
        ).serve()


def claim(address: str, port: int) -> None:
    """Raise Conflict where this node cannot listen there.

    The server shares its port with its own processes, and so with those of another node, whose
    pages would be answered by turns: whoever logged in to one would be a stranger to the other.
    """
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            address, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as free:
            free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what has just ended
            free.bind(place)
            free.listen()
    except OSError as error:
        raise Conflict(
            "Tocsin cannot listen on {address}, port {port}: {reason}. End what listens there, or "
            "choose another with --port or --address.",
            place="--port",
            address=address,
            port=port,
            reason=error.strerror or str(error),
        ) from error


def gather_static() -> None:
    """Copy the static files of every room to where the server reads them."""
    call_command("collectstatic", interactive=False, verbosity=0)


@contextlib.contextmanager
def _worker() -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-m", "tocsin.node", "work"])
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
