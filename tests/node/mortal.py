"""A node whose every act runs in a child of its own, which can be killed at any moment of it.

Run as a program with the environment of a node. It reads one act a line, forks, and prints what
became of the child. The child does the act on the node's real database, keys and files; before and
after each statement and before each step in a file a counter goes on, and at the number that it was
given the child kills itself with SIGKILL. So a life with hundreds of kills costs seconds.
"""

import json
import os
import select
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Client, Listener
from pathlib import Path
from typing import Any

import django

FILES = {"os.rename", "os.remove", "os.mkdir", "os.link", "os.truncate", "os.rmdir"}
KEY = b"two nodes of one test"


class Mortal:
    """Counts the moments of a child, and ends it at one of them."""

    def __init__(self, last: int) -> None:
        self.moments, self.last = 0, last

    def moment(self) -> None:
        self.moments += 1
        if self.moments == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def wrap(self, execute: Callable[..., Any], *said: Any) -> Any:
        self.moment()
        found = execute(*said)
        self.moment()
        return found

    def audit(self, event: str, said: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(said[1], str) and set(said[1]) & set("wxa+")
        if writes or event in FILES:
            self.moment()

    def watch(self) -> None:
        from django.db import connection

        connection.execute_wrappers.append(self.wrap)
        sys.addaudithook(self.audit)


class Wire:
    """A line to another mortal node: what it does not answer is a line that is down."""

    def __init__(self, url: str, certificate: str, *, wait: float = 0) -> None:
        del wait
        self.url, self.certificate = url, certificate

    def call(self, method: str, target: str, body: bytes = b"", headers: Any = None) -> Any:
        from tocsin.core.errors import Unavailable
        from tocsin.web.fetch import Reply

        try:
            with Client(("127.0.0.1", int(self.url.rpartition(":")[2])), authkey=KEY) as line:
                line.send((method, target, body, dict(headers or {})))
                return Reply(*line.recv())
        except (OSError, EOFError) as error:
            raise Unavailable("does not answer: {reason}", reason="killed") from error

    def fetch(self, target: str, headers: dict[str, str], *, most: int) -> Any:
        assert most > 0
        return self.call("GET", target, b"", headers)

    def close(self) -> None:
        pass


def serve(port: int) -> None:
    """Answer calls through all that a request goes through, until killed."""
    from django.test import Client as Browser

    browser = Browser(HTTP_HOST="127.0.0.1", raise_request_exception=False)
    with Listener(("127.0.0.1", port), authkey=KEY) as door:
        while True:
            try:
                line = door.accept()
            except (OSError, EOFError):
                continue  # the caller was killed while it rang
            with line:
                method, target, body, headers = line.recv()
                kind = headers.pop("Content-Type", "")
                answer = browser.generic(
                    method, target, body, content_type=kind, headers=headers, secure=True
                )
                said = {name.lower(): value for name, value in answer.items()}
                line.send((answer.status_code, said, answer.getvalue()))


def round_() -> dict[str, Any]:
    """Be a worker that starts and looks at everything once; calls are made one after another."""
    from django.utils import timezone

    from tocsin.node.worker import Worker
    from tocsin.rooms.exchange import dialling
    from tocsin.rooms.exchange.actions import calling
    from tocsin.rooms.register.models import Awaited

    Awaited.unrestricted.update(due=timezone.now())  # what was put off for seconds: they are over
    dialling.Line = calling.Line = Wire  # type: ignore[misc, assignment]  all that is not the node's
    one_by_one: Any = lambda _kind, peer, work: work(peer)  # noqa: E731
    dialling._dialler.start = dialling._carrier.start = one_by_one  # type: ignore[method-assign]
    return {"did": Worker().once(everything=True)}


class Fork:
    """The program: one child an act, one child that serves."""

    def __init__(self) -> None:
        self.server = 0

    def act(self, said: dict[str, Any], work: Callable[[], Any]) -> dict[str, Any]:
        """Let a child do it; ``last`` is its last moment, ``within`` its last second."""
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            _live(work, said.get("last", 0), writing)
        os.close(writing)
        if not select.select([reading], [], [], said.get("within") or 60)[0]:
            os.kill(child, signal.SIGKILL)
        with os.fdopen(reading, "rb") as pipe:
            answer = pipe.read()
        _pid, status = os.waitpid(child, 0)
        if answer:
            return dict(json.loads(answer))
        assert os.WTERMSIG(status) == signal.SIGKILL, status
        return {"killed": True}

    def serve(self, port: int, last: int) -> dict[str, Any]:
        """Kill the child that serves and let another, who may be killed at ``last``, go on."""
        was_killed = self.end()
        self.server = os.fork()
        if not self.server:
            mortal = Mortal(last)
            mortal.watch()
            try:
                serve(port)
            finally:
                os._exit(1)
        while True:
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", port)):
                    return {"was_killed": was_killed}

    def end(self) -> bool:
        """End the child that serves; return whether it had been killed by then."""
        if not self.server:
            return False
        gone, status = os.waitpid(self.server, os.WNOHANG)
        if not gone:
            os.kill(self.server, signal.SIGKILL)
            os.waitpid(self.server, 0)
        assert not gone or os.WTERMSIG(status) == signal.SIGKILL, "it fell over by itself"
        self.server = 0
        return bool(gone)


def _live(work: Callable[[], Any], last: int, writing: int) -> None:
    mortal = Mortal(last)
    mortal.watch()
    try:
        said = {"said": work(), "moments": mortal.moments}
    except Exception:  # noqa: BLE001  it is told to the parent, who fails
        said = {"error": traceback.format_exc()}
    mortal.last = 0
    os.write(writing, json.dumps(said).encode())
    os._exit(0)


def main() -> None:
    """Do what is said on standard input, line by line."""
    django.setup()
    from django.conf import settings
    from django.db import connection

    from tests.node import acts
    from tocsin.node import rooms

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    rooms.load()
    for name in ("clocks", "reactions", "panels", "api"):
        list(rooms.modules(name))
    home, url = Path(settings.TOCSIN_HOME), settings.BASE_URL
    fork = Fork()
    for line in sys.stdin:
        said = json.loads(line)
        if said["act"] == "serve":
            answer = fork.serve(int(url.rpartition(":")[2]), said.get("last", 0))
        elif said["act"] == "warm":
            answer = {"said": acts.Here(home, url).warm()}
            connection.close()
        elif said["act"] == "round":
            answer = fork.act(said, round_)
        else:
            made = acts.Here(home, url)
            answer = fork.act(said, partial(made.do, said["act"], *said.get("with", [])))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    fork.end()


if __name__ == "__main__":
    main()
