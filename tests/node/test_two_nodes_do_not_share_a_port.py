"""A node listens where nothing else does, or says why it cannot, before anything is begun."""

import socket
from collections.abc import Iterator

import pytest

from tocsin.core.errors import Conflict
from tocsin.node import serving


@pytest.fixture
def another() -> Iterator[socket.socket]:
    """Another node that lets its own processes listen on its port, as servers do."""
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening


def test_a_port_on_which_another_node_listens_is_not_shared_with_it(another):
    port = another.getsockname()[1]
    with pytest.raises(Conflict, match=f"port {port}.*--port"):
        serving.claim("127.0.0.1", port)


def test_a_port_is_free_as_soon_as_nobody_listens(another):
    port = another.getsockname()[1]
    with socket.create_connection(("127.0.0.1", port)):
        there, _ = another.accept()
        there.close()  # first, so that what was said lingers on this side
    another.close()
    serving.claim("127.0.0.1", port)
    serving.claim("127.0.0.1", port)


def test_where_a_node_cannot_be_it_says_so():
    with pytest.raises(Conflict, match=r"cannot listen on 203\.0\.113\.7, port 8000"):
        serving.claim("203.0.113.7", 8000)  # the address of no machine
