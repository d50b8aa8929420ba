"""A bureau elsewhere, played by the test with keys of its own: it signs, calls and answers.

Nothing of it is on this node but what a peer's card says; what it sends goes through the same
doors and checks as what any node sends.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.test import Client
from django.utils import timezone

from tocsin.core.labels import Label, Tlp
from tocsin.core.statements import cards, introductions, requests
from tocsin.core.statements.envelope import Envelope
from tocsin.core.statements.keys import SealingKey, SigningKey
from tocsin.core.statements.moments import stamp
from tocsin.core.statements.salted import salt
from tocsin.core.statements.signed import Signed, sign

TAXII = "application/taxii+json;version=2.1"


@dataclass
class Abroad:
    """The bureau, its keys, and the peer row by which this node knows it."""

    code: str = "UTO"
    id: UUID = field(default_factory=uuid4)
    root: SigningKey = field(default_factory=SigningKey.generate)
    key: SigningKey = field(default_factory=SigningKey.generate)
    sealing: SealingKey = field(default_factory=SealingKey.generate)
    log: SigningKey = field(default_factory=SigningKey.generate)
    revoked: list[cards.Revocation] = field(default_factory=list)
    nodes: list[cards.NodeKey] = field(default_factory=list)
    serial: int = 1
    peer: Any = None

    def card(self) -> cards.Card:
        """Return the card in force."""
        now = timezone.now()
        if not self.nodes:
            self.certify(self.key, now - timedelta(days=2))
        return cards.issue(
            self.root,
            bureau=self.id,
            code=self.code,
            name=f"{self.code} abroad",
            at=now,
            journal=cards.Journal(f"tocsin/journal/{self.id}", (cards.LogKey(0, self.log.public),)),
            nodes=self.nodes,
            revoked=self.revoked,
            serial=self.serial,
        )

    def certify(self, key: SigningKey, since: datetime) -> None:
        """Let the root certify a node key."""
        self.nodes.append(
            cards.certify(
                self.root,
                bureau=self.id,
                signing=key.public,
                sealing=self.sealing.public,
                not_before=since,
                not_after=since + timedelta(days=400),
            )
        )

    def introduction(self, url: str = "https://127.0.0.1:9") -> str:
        """Return what is handed over at the beginning."""
        made = introductions.introduce(self.card(), self.key, url=url, at=timezone.now())
        return made.encode().decode()

    def meet(self, administrator: Any) -> "Abroad":
        """Become an accepted peer of the administrator's bureau, which is in bootstrap."""
        from tocsin.rooms.exchange.actions import peers

        found = peers.add(administrator, introduction=self.introduction())
        self.peer = peers.accept(administrator, found, words=" ".join(self.card().words()))
        self.peer.refresh_from_db()
        return self

    def call(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        key: SigningKey | None = None,
        at: datetime | None = None,
        header: str = "",
        sender: UUID | None = None,
        **more: Any,
    ) -> Any:
        """Call this node as the bureau, signed as said."""
        target = f"/taxii2/{self.peer.bureau_id}{path}"
        header = header or requests.authorize(
            key or self.key,
            sender=sender or self.id,
            receiver=self.peer.bureau_id,
            method=method,
            target=target,
            body=body,
            at=at or timezone.now(),
        )
        headers = {"Authorization": header, "Accept": TAXII, **more}
        return Client(HTTP_HOST="localhost").generic(
            method, target, body, content_type=TAXII, headers=headers
        )

    def collections(self) -> list[dict[str, Any]]:
        """Return what the node says this bureau may reach."""
        return list(self.call("GET", "/collections/").json()["collections"])

    def pull(self) -> list[dict[str, Any]]:
        """Return every object of every collection, as the node serves it now."""
        found = []
        for one in self.collections():
            if one["can_read"]:
                said = self.call("GET", f"/collections/{one['id']}/objects/").json()
                found += said.get("objects", [])
        return found

    def leave(self, *objects: Any) -> dict[str, Any]:
        """Post into the inbox and return the status."""
        inbox = next(one for one in self.collections() if one["can_write"])
        body = json.dumps({"objects": objects}).encode()
        answer = self.call("POST", f"/collections/{inbox['id']}/objects/", body)
        assert answer.status_code == 202, answer.content
        return dict(answer.json())

    def say(self, said: dict[str, Any], key: SigningKey | None = None) -> Signed:
        """Sign a statement as this bureau."""
        return sign(said, key or self.key)

    def receipt(
        self, record: UUID, outcome: str, answers: dict[str, Any] | None = None, **changes: Any
    ) -> dict[str, Any]:
        """Return the object of a receipt of ours for a record of the node's.

        ``answers`` is the stub that asked the copy back: the receipt names what it answers.
        """
        from tocsin.rooms.exchange import envelopes

        if answers is not None:
            changes["reason"] = answered(answers)
        said = {
            "type": "receipt",
            "schema": "receipt@1",
            "id": str(record),
            "owner": str(self.peer.bureau_id),
            "revision": 1,
            "holder": str(self.id),
            "at": stamp(timezone.now()),
            "outcome": outcome,
            **changes,
        }
        return envelopes.state(self.say(said), record)


def answered(stub: dict[str, Any]) -> str:
    """Return what a receipt for this stub answers: the owner's withdrawal, or the place it had."""
    from tocsin.core.formats.stix import extension
    from tocsin.core.protocol.facts import digest

    found = extension.carried(stub)
    assert found is not None
    if found.statements:
        return f"withdrawal {digest(found.statements[0])}"
    return f"retract {found.way['place']}"


@dataclass
class Spoken:
    """A record of the bureau abroad, as it writes it for its peers."""

    by: Abroad
    kind: str = "person"
    id: UUID = field(default_factory=uuid4)
    revision: int = 1
    label: Label = field(default_factory=lambda: Label(everyone=True, tlp=Tlp.AMBER))
    body: dict[str, Any] = field(default_factory=lambda: {"names": [{"text": "Zenobia Tamtejsza"}]})
    at: datetime = field(default_factory=lambda: timezone.now() - timedelta(minutes=3))
    state: str = "released"
    valid_until: datetime | None = None
    files: tuple[str, ...] = ()
    grain: bytes = b""

    def envelope(self, at: datetime | None = None) -> Envelope:
        """Return the envelope as of a moment."""
        return Envelope(
            id=self.id,
            kind=f"{self.kind}@1",
            owner=self.by.id,
            revision=self.revision,
            state=self.state,
            strands="",
            label=self.label,
            at=at or self.at,
            valid_until=self.valid_until,
        )

    def offer(self, ruled: datetime | None = None, key: SigningKey | None = None) -> dict[str, Any]:
        """Return the object in which it is offered; ``ruled`` adds a ruling of that moment."""
        from tocsin.core.formats.stix.told import Author, Told
        from tocsin.core.formats.stix.writing import render
        from tocsin.rooms.register import writing

        body, grain = writing.checked(self.kind, self.body), salt()
        self.grain = grain
        statement = self.envelope().statement(
            salt=grain, label_salt=salt(), body=body, files=self.files
        )
        said = [self.by.say(statement, key)]
        if ruled is not None:
            said.append(
                self.by.say(
                    self.envelope(ruled).ruling("record.widen", salt=salt(), reason=""), key
                )
            )
        author = Author(self.by.id, self.by.code, "abroad", self.at)
        return render(
            Told(
                id=self.id,
                kind=self.kind,
                author=author,
                created=self.at,
                modified=self.at,
                label=self.label,
                content=body,
                statements=tuple(said),
                salt=grain,
            )
        )

    def retract(self, *, final: bool = True, by: Abroad | None = None) -> dict[str, Any]:
        """Return the stub by which it is taken back; ``final`` carries the owner's withdrawal."""
        from tocsin.core.formats.stix.told import Author, Told
        from tocsin.core.formats.stix.writing import render

        said = {
            "type": "withdrawal",
            "schema": "withdrawal@1",
            "id": str(self.id),
            "owner": str(self.by.id),
            "revision": self.revision,
            "at": stamp(timezone.now()),
        }
        author = Author(self.by.id, self.by.code, "abroad", self.at)
        return render(
            Told(
                id=self.id,
                kind=self.kind,
                author=author,
                created=self.at,
                modified=timezone.now(),
                label=self.label,
                content=None,
                statements=((by or self.by).say(said),) if final else (),
            )
        )


def taken(peer: Any, *objects: dict[str, Any], at: datetime | None = None) -> list[str]:
    """Let the node take objects from a peer; return why each was refused, "" where it was not."""
    from tocsin.rooms.exchange.actions import intake

    whys = []
    for value in objects:
        row = intake.take(peer, value, at or timezone.now())
        whys.append(row.why if row else "")
    return whys


def settle() -> None:
    """Run every reaction and the clocks of exchange that need no line, until nothing is left."""
    from tocsin.node import rooms
    from tocsin.rooms.exchange.actions import copies, feeds
    from tocsin.rooms.register import feed

    for _round in range(3):
        for reaction in rooms.collected("reactions", "REACTIONS"):
            feed.run(reaction)
        feeds.reconcile(timezone.now())
        copies.confirm(timezone.now())
