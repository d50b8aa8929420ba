"""A peer abroad with whom the blind match was agreed, and a far side in memory to be asked."""

import hashlib
import json
import random
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.utils import timezone

from tests.rooms.exchange.abroad import Abroad
from tocsin.core import blind
from tocsin.core.blind.answering import elements
from tocsin.core.blind.table import tags_of
from tocsin.rooms.blind.actions import arrangements, tables
from tocsin.rooms.bureaus.actions import proposals
from tocsin.rooms.register.actions import bases
from tocsin.web.fetch import Reply

NAME, BORN, PAPER = "Zenobia Tamtejsza", "1971-03-05", "UT1234567"
SOURCE = random.Random(11)


def person(cast: Any, name: str = NAME, born: str = BORN, *, watched: bool = True) -> Any:
    """Return a person of home's in force, screened for unless said otherwise."""
    officer = cast.home.bureau_officer
    made = cast.person(officer, name, births=[{"date": born}])
    if watched:
        bases.add(officer, made, reference="UTO-1")
    return made


def agreed(cast: Any, quota: int = 128, code: str = "UTO") -> tuple[Abroad, Any]:
    """Return a peer abroad and the arrangement by which it may ask home."""
    peer = Abroad(code=code).meet(cast.home.administrator)
    proposal = arrangements.open(cast.home.bureau_officer, peer=peer.peer.pk, quota=quota)
    return peer, proposals.approve(cast.home.reviewer, proposal)


def made(arrangement: Any) -> Any:
    """Return the table made for an arrangement now."""
    return tables.make(arrangement, timezone.now())


def keys(name: str = NAME, born: str = BORN, papers: tuple[str, ...] = ()) -> list[bytes]:
    """Return the keys of somebody, as anybody makes them."""
    return blind.keys_of(
        {"names": [name], "dob": [born], "nat": [], "gender": None, "docs": list(papers)}
    )


def asks(peer: Abroad, asked: list[bytes], **more: Any) -> list[bytes]:
    """Let the peer abroad ask home over the line; return the witnesses of what it learned."""
    said = peer.call("GET", "/blind/").json()
    table = blind.Table(peer.call("GET", "/blind/table/").content)
    asking = blind.ask(asked, SOURCE.randbytes)
    answer = peer.call("POST", f"/blind/?table={said['table']}", asking.message, **more)
    assert answer.status_code == 200, answer.content
    return blind.learn(asking, bytes.fromhex(said["public"]), answer.content, table)


@dataclass
class FarSide:
    """Another bureau's node as the asker's line sees it, and what it could see of the asker."""

    held: list[bytes]
    quota: int = 1_024
    status: int = 200
    form: int = 1
    seen: list[bytes] = field(default_factory=list)
    pair: blind.KeyPair = field(
        default_factory=lambda: blind.KeyPair.derive(SOURCE.randbytes(32), b"far")
    )
    lies: str = ""
    number: Any = 7

    def __post_init__(self) -> None:
        self.table = blind.Table.make(tags_of(self.pair, self.held), SOURCE.randbytes)

    def call(self, method: str, target: str, body: bytes = b"", headers: Any = None) -> Reply:
        """Answer as a node would, or as a liar."""
        assert headers["Authorization"].startswith("Tocsin ")
        if self.status != 200:
            return Reply(self.status, {}, b'{"description": "not now"}')
        parts = urlsplit(target)
        if parts.path.endswith("/table/"):
            data = self.table.data
            return Reply(200, {}, data[::-1] if self.lies == "table" else data)
        if method == "GET":
            return Reply(200, {}, json.dumps(self.described()).encode())
        assert parse_qs(parts.query) == {"table": ["7"]}
        self.seen.append(body)
        pair = blind.KeyPair.derive(b"\1" * 32, b"") if self.lies == "key" else self.pair
        return Reply(200, {}, blind.answer(pair, elements(body), SOURCE.randbytes))

    def described(self) -> dict[str, Any]:
        """Return the description of the table."""
        return {
            "form": self.form,
            "suite": "OPRFV1-1-ristretto255-SHA512",
            "table": self.number,
            "size": len(self.table),
            "digest": hashlib.sha256(self.table.data).hexdigest(),
            "public": self.pair.public.hex(),
            "left": self.quota,
        }

    def close(self) -> None:
        """Hang up."""
