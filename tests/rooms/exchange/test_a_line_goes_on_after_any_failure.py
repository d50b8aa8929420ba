"""A call that is cut off at any moment is made again and loses nothing, doubles nothing."""

import contextlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.utils import timezone

from tests.counts import promised
from tests.rooms.exchange.abroad import Abroad, Spoken, settle
from tocsin.core.errors import Unavailable
from tocsin.core.ledger.checkpoint import Checkpoint, origin
from tocsin.core.ledger.tree import Frontier, leaf_hash
from tocsin.core.protocol import wire
from tocsin.core.protocol.messages import Look, Seen, Witness
from tocsin.rooms.exchange import taxii
from tocsin.web.fetch import Reply

# Statements of one call at which the process is killed.
POINTS = range(5, 300, 37)
FEED, INBOX = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


class Far:
    """The node abroad at the other end of a line: pages of a feed, an inbox, a journal."""

    def __init__(self, abroad: Abroad) -> None:
        self.abroad = abroad
        self.rows: list[dict[str, Any]] = []
        self.receipts: list[dict[str, Any]] = []
        self.page = 3
        self.silent = False
        self.pokes = 0

    def call(self, method: str, target: str, body: bytes = b"", _headers: Any = None) -> Reply:
        if self.silent:
            raise Unavailable("does not answer: {reason}", reason="silent")
        parts = urlsplit(target)
        path = parts.path.removeprefix(f"/taxii2/{self.abroad.id}")
        if path == "/witness/":
            return self.witness(body)
        answer = getattr(self, path.strip("/").replace("/", "_").replace("-", "_"), None)
        if path == f"/collections/{FEED}/objects/":
            return self.objects(parse_qs(parts.query))
        if path == f"/collections/{INBOX}/objects/":
            return self.inbox(json.loads(body))
        assert answer is not None, path
        return answer(method)

    def close(self) -> None:
        pass

    def collections(self, _method: str) -> Reply:
        rows = [
            {"id": FEED, "can_read": True, "can_write": False},
            {"id": INBOX, "can_read": False, "can_write": True},
        ]
        return _json({"collections": rows})

    def objects(self, query: dict[str, list[str]]) -> Reply:
        after = taxii.micros(query["added_after"][0], "added_after")
        place = 1_900_000_000_000_000
        numbered = [(place + i, one) for i, one in enumerate(self.rows) if place + i > after]
        page = numbered[: self.page]
        said: dict[str, Any] = {"objects": [one for _place, one in page]} if page else {}
        if len(numbered) > len(page):
            said |= {"more": True, "next": taxii.token(page[-1][0])}
        headers = {"x-taxii-date-added-last": taxii.spelled(page[-1][0])} if page else {}
        return _json(said, headers)

    def inbox(self, said: dict[str, Any]) -> Reply:
        self.receipts += [json.loads(one["signed"]["statement"]) for one in said["objects"]]
        return _json({"status": "complete"}, status=202)

    def poke(self, _method: str) -> Reply:
        self.pokes += 1
        return Reply(204, {}, b"")

    def card(self, _method: str) -> Reply:
        peer = self.abroad.peer
        return Reply(200, {}, (peer.card + peer.endpoint + "\n").encode())

    def witness(self, body: bytes) -> Reply:
        assert isinstance(wire.from_bytes(body), Look)
        tree = Frontier()
        tree.append(leaf_hash(b"a"))
        signed = Checkpoint(origin(self.abroad.id), 0, 1, tree.root()).sign(self.abroad.log)
        return Reply(200, {}, wire.to_bytes(Seen(Witness(head=signed.render()))))


def _json(said: Any, headers: dict[str, str] | None = None, status: int = 200) -> Reply:
    return Reply(status, headers or {}, json.dumps(said).encode())


class Killed(BaseException):
    """The process is gone: nothing that follows runs, what was not committed is not there."""


@contextmanager
def killed_at(number: int) -> Iterator[list[int]]:
    """Kill whatever runs at its n-th statement; yields how many statements there were."""
    count = [0]

    def wrapper(execute: Callable[..., Any], *said: Any) -> Any:
        count[0] += 1
        if count[0] == number:
            raise Killed
        return execute(*said)

    with connection.execute_wrapper(wrapper):
        yield count


@pytest.fixture
def far(cast) -> Far:
    uto = Abroad().meet(cast.home.administrator)
    made = Far(uto)
    people = [Spoken(uto, body={"names": [{"text": f"Person {i}"}]}) for i in range(4)]
    made.rows = [one.offer() for one in people] + [people[0].retract()]
    return made


def run(far: Far) -> None:
    from tocsin.rooms.exchange.actions import lines
    from tocsin.rooms.exchange.models import Peer

    peer = Peer.unrestricted.select_related("bureau", "partner").get()
    far.abroad.peer = peer
    lines.sync(peer, far)
    settle()
    lines.sync(peer, far)


def check(far: Far) -> None:
    """Everything is here once, the one taken back is gone, each receipt was given."""
    from tocsin.rooms.exchange.models import Copy, Outgoing, Quarantined
    from tocsin.rooms.register.models import Record, Revision

    copies = list(Copy.unrestricted.values_list("state", flat=True))
    assert sorted(copies) == ["held", "held", "held", "purged"]
    assert Revision.unrestricted.count() == Record.unrestricted.count() == 4
    assert Record.unrestricted.filter(title="").count() == 1
    assert not Outgoing.unrestricted.exists()
    assert not Quarantined.unrestricted.exists()
    said = {(one["id"], one["outcome"]) for one in far.receipts}
    assert len(said) == 5
    assert [outcome for _pk, outcome in sorted(said)].count("purged") == 1


def test_a_call_brings_pages_and_leaves_receipts(far) -> None:
    with killed_at(0) as statements:
        run(far)
    check(far)
    assert statements[0] > max(POINTS), "every point to be killed at lies within the call"
    assert len(far.receipts) == 5, "each said once"
    before = len(far.receipts)
    run(far)
    check(far)
    assert len(far.receipts) == before, "nothing new, nothing said again"


@pytest.mark.long
@pytest.mark.parametrize("point", range(1, 301, 300 // promised(300)))
def test_a_process_killed_at_every_single_statement_loses_and_doubles_nothing(
    transactional_db, far, point
) -> None:
    killed_and_made_again(far, point)


@pytest.mark.parametrize("point", POINTS)
def test_a_process_killed_at_any_statement_loses_and_doubles_nothing(
    transactional_db, far, point
) -> None:
    killed_and_made_again(far, point)


def killed_and_made_again(far: Far, point: int) -> None:
    with contextlib.suppress(Killed), killed_at(point):
        run(far)
    run(far)
    check(far)


def test_a_silent_peer_is_called_more_and_more_seldom(far) -> None:
    from tocsin.rooms.exchange.actions import lines
    from tocsin.rooms.exchange.models import Peer

    far.silent = True
    waits = []
    for _call in range(14):
        lines.sync(Peer.unrestricted.select_related("bureau", "partner").get(), far)
        peer = Peer.unrestricted.get()
        waits.append((peer.next_call - timezone.now()).total_seconds())
        assert "silent" in peer.error
    assert waits[0] < 4
    assert 1_700 < waits[-1] < 5_500, "about an hour, never at the same beat"
    assert waits[-1] != waits[-2]
    far.silent = False
    run(far)
    assert Peer.unrestricted.get().error == ""
    check(far)


def peer_():
    from tocsin.rooms.exchange.models import Peer

    return Peer.unrestricted.select_related("bureau", "partner").get()


def due() -> bool:
    from tocsin.rooms.exchange.actions import lines

    return bool(list(lines.due(timezone.now())))


def test_a_worker_that_starts_calls_every_peer_at_once_and_says_so(far) -> None:
    from tocsin.rooms.exchange.actions import lines

    run(far)
    lines.poke(peer_(), far)
    assert not due(), "called a moment ago"
    lines.begin(timezone.now())
    assert due()
    assert peer_().news


def test_a_peer_that_calls_is_called_back_though_it_did_not_answer_for_long(far) -> None:
    from tocsin.rooms.exchange.actions import lines

    far.silent = True
    for _call in range(12):
        lines.sync(peer_(), far)
    assert not due(), "not for an hour"
    assert far.abroad.call("GET", "/collections/").status_code == 200
    assert due()


def test_news_that_could_not_be_told_is_told_when_the_peer_answers(far) -> None:
    from tocsin.rooms.exchange.actions import lines

    far.silent = True
    assert not lines.poke(peer_(), far)
    assert (peer_().news, peer_().failures) == (True, 1), "it is tried again with the next call"
    far.silent = False
    lines.sync(peer_(), far)
    assert lines.poke(peer_(), far)
    assert (peer_().news, peer_().failures, far.pokes) == (False, 0, 1)


def test_an_empty_page_that_is_not_the_last_is_gone_over(far) -> None:
    """A row ruled away when it is served leaves its page empty, and the next one is asked for."""
    rows, far.page = far.rows, 1
    far.rows = [{"type": "x-nothing", "id": f"x-nothing--{i}"} for i in range(2)] + rows
    run(far)
    from tocsin.rooms.exchange.models import Copy

    assert Copy.unrestricted.count() == 4
