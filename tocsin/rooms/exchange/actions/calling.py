"""One call to a peer: every request signed, over a line that is verified before a word is said."""

import json
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from tocsin.core.errors import Unavailable
from tocsin.core.statements import requests
from tocsin.rooms.bureaus import keys
from tocsin.rooms.exchange import taxii
from tocsin.rooms.exchange.models import Peer
from tocsin.web.fetch import Line, Reply


class Call:
    """One call to a peer, over a line that is verified before anything is said."""

    def __init__(self, peer: Peer, line: Line | None = None) -> None:
        self.peer = peer
        self.line = line or Line(peer.url, peer.certificate)
        self.base = f"/taxii2/{peer.partner_id}"

    def get(self, path: str, **query: Any) -> Reply:
        """Ask for something; raise Unavailable unless it is given."""
        return self._call("GET", f"{path}?{urlencode(query)}" if query else path, b"")

    def post(self, path: str, body: bytes) -> Reply:
        """Hand something over; raise Unavailable unless it is taken."""
        return self._call("POST", path, body)

    def fetch(self, path: str, most: int) -> Reply:
        """Ask for a file and return what is answered, cut off after so many bytes."""
        target = self.base + path
        return self.line.fetch(target, self._headers("GET", target, b""), most=most)

    def _call(self, method: str, path: str, body: bytes) -> Reply:
        target = self.base + path
        reply = self.line.call(method, target, body, self._headers(method, target, body))
        if not 200 <= reply.status < 300:
            raise Unavailable(
                "answers {status}: {reason}",
                place=self.peer.url,
                status=reply.status,
                reason=_reason(reply),
            )
        return reply

    def _headers(self, method: str, target: str, body: bytes) -> dict[str, str]:
        return {
            "Accept": f"{taxii.MEDIA_TYPE}, application/json",
            "Content-Type": taxii.MEDIA_TYPE,
            "Authorization": requests.authorize(
                keys.signer(self.peer.bureau_id),
                sender=self.peer.bureau_id,
                receiver=self.peer.partner_id,
                method=method,
                target=target,
                body=body,
                at=timezone.now(),
            ),
        }


def _reason(reply: Reply) -> str:
    try:
        said = json.loads(reply.body[:4000])
        return str(said.get("description") or said.get("detail") or "")[:200]
    except (ValueError, AttributeError, RecursionError):
        return ""
