"""A bureau abroad that is reached through a hub alone, and the hub's letter box between."""

import json
import os
from typing import Any

from django.utils import timezone

from tests.rooms.exchange.abroad import Abroad
from tests.rooms.exchange.test_a_line_goes_on_after_any_failure import Far, _json
from tests.rooms.exchange.watching import Watching
from tocsin.core.protocol import relaying
from tocsin.core.protocol.messages import Hand
from tocsin.core.statements.signed import sign
from tocsin.web.fetch import Reply


class Hub(Far):
    """The hub: it keeps what is left for whom, and sees nothing else."""

    def __init__(self, abroad: Abroad) -> None:
        super().__init__(abroad)
        self.boxes: dict[Any, list[dict[str, Any]]] = {}
        self.seen = b""
        self.full: set[Any] = set()
        self.endless: list[dict[str, Any]] = []

    def call(self, method: str, target: str, body: bytes = b"", headers: Any = None) -> Reply:
        if not target.endswith("/relay/") or self.silent:
            return super().call(method, target, body, headers)
        if method == "GET":
            if self.endless:
                self.endless.append(self.endless[0])
                return _json({"parcels": [{"id": "0", "parcel": self.endless[0]}]})
            rows = [{"id": str(i), "parcel": one} for i, one in enumerate(self.box(self.home))]
            return _json({"parcels": rows})
        said = json.loads(body)
        taken = {int(one) for one in said["taken"]}
        self.boxes[self.home] = [one for i, one in enumerate(self.box(self.home)) if i not in taken]
        self.seen += body
        refused = []
        for number, value in enumerate(said["parcels"]):
            _by, to = relaying.address(relaying.read(value))
            if to in self.full:
                refused.append({"parcel": number, "code": "too-large", "why": "its box is full"})
            else:
                self.box(to).append(value)
        return _json({"refused": refused})

    @property
    def home(self) -> Any:
        return self.abroad.peer.bureau_id

    def box(self, bureau: Any) -> list[dict[str, Any]]:
        return self.boxes.setdefault(bureau, [])


class Behind(Watching):
    """The bureau behind the hub, with its machine in memory and its sealing key."""

    def __init__(self, cast: Any, abroad: Abroad, hub: Hub) -> None:
        super().__init__(cast, abroad)
        self.hub = hub
        self.sealing = abroad.sealing

    def say(self) -> None:
        """Say what there is to say."""
        self._post(self.machine.reach(self.home, timezone.now()))

    def hear(self) -> list[str]:
        """Take what waits at the hub, and answer; return the kinds of message that came."""
        kinds = []
        waiting, self.hub.boxes[self.abroad.id] = self.hub.box(self.abroad.id), []
        for value in waiting:
            opened = relaying.open_(
                relaying.read(value),
                me=self.abroad.card(),
                key=self.sealing,
                find=self.store.card,
                at=timezone.now(),
            )
            kinds.append(type(opened.message).__name__)
            self.store.begin()
            outcome = self.machine.receive(self.home, opened.message, timezone.now())
            self.store.commit()
            self._post(outcome)
        return kinds

    def _post(self, outcome: Any) -> None:
        for to, message in outcome.messages:
            if to != self.home:
                continue
            parcel = relaying.close(
                message,
                to=self.store.card(self.home),
                by=self.abroad.card(),
                sign=lambda said: sign(said, self.abroad.key),
                nonce=os.urandom(12).hex(),
                at=timezone.now(),
            )
            self.hub.box(self.home).append(json.loads(json.dumps(relaying.plain(parcel))))


def parcel(by: Abroad, to: Any, message: Any = None) -> relaying.Parcel:
    """What a bureau leaves at a hub for another, closed to the other's sealing key."""
    return relaying.close(
        message or Hand(()),
        to=to,
        by=by.card(),
        sign=lambda said: sign(said, by.key),
        nonce=os.urandom(12).hex(),
        at=timezone.now(),
    )
