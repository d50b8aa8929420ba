"""A line reads a bounded answer within a bounded time, whatever the other side sends."""

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tocsin.core.errors import Unavailable
from tocsin.web import fetch
from tocsin.web.fetch import Line

MOST = 1_000


@contextmanager
def answering(*pieces: bytes) -> Iterator[Line]:
    """A line to a server of one answer; it is in the clear, for what is tried is the reading."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            conn, _address = server.accept()
            with conn:
                conn.recv(65_536)
                try:
                    for piece in pieces:
                        conn.sendall(piece)
                except OSError:
                    pass  # the other side has heard enough

        thread = threading.Thread(target=serve)
        thread.start()
        line = Line("https://127.0.0.1:9")
        line._connection = http.client.HTTPConnection("127.0.0.1", server.getsockname()[1])
        yield line
        line.close()
        thread.join()


def head(length: int | None) -> bytes:
    said = b"" if length is None else f"Content-Length: {length}\r\n".encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n" + said + b"\r\n"


def test_an_answer_within_the_bound_comes_whole() -> None:
    with answering(head(MOST), b"a" * MOST) as line:
        reply = line.fetch("/", {}, most=MOST)
    assert (reply.status, reply.whole, len(reply.body)) == (200, True, MOST)


def test_a_length_beyond_the_bound_is_not_read() -> None:
    with answering(head(10**12)) as line:
        reply = line.fetch("/", {}, most=MOST)
    assert (reply.whole, reply.body) == (False, b"")
    assert reply.headers["content-type"] == "image/jpeg", "what it is called can be told"


def test_an_endless_answer_is_cut_off_and_hung_up() -> None:
    with answering(head(None), *(b"a" * 65_536 for _piece in range(200))) as line:
        reply = line.fetch("/", {}, most=MOST)
        assert line._connection is None
    assert (reply.whole, reply.body) == (False, b"")


def test_an_answer_that_drips_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "LONGEST", -1.0)
    with answering(head(100), b"a" * 50, b"a" * 50) as line, pytest.raises(Unavailable):
        line.fetch("/", {}, most=MOST)


def test_an_answer_that_ends_early_is_no_answer() -> None:
    with answering(head(100), b"a" * 50) as line, pytest.raises(Unavailable):
        line.fetch("/", {}, most=MOST)
