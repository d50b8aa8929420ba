"""Who calls: a peer by a request its key signed, or a standard client by an officer's token."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from tocsin.core.errors import (
    AccessEnded,
    InvalidStatement,
    NotFound,
    ProofFailed,
    TocsinError,
    TooLarge,
)
from tocsin.core.statements import requests
from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.reading.requests import reader_of_token, stating
from tocsin.rooms.exchange import taxii
from tocsin.rooms.exchange.actions import lines, shelves
from tocsin.rooms.exchange.models import Peer
from tocsin.web.errors import page_of

MOST = 10 * 1024 * 1024  # bytes of one post


P = ParamSpec("P")
View = Callable[Concatenate["Caller", HttpRequest, P], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Caller:
    """The one who calls, for one API root; exactly one of peer and reader is there."""

    bureau: Bureau
    peer: Peer | None
    reader: Reader | None
    body: bytes

    @property
    def id(self) -> UUID:
        """Whose status resources these are."""
        if self.peer is not None:
            return self.peer.partner_id
        assert self.reader is not None
        return self.reader.officer


class Unknown(Exception):
    """Nobody this node knows."""


def read_body(request: HttpRequest) -> bytes:
    """Return the body; raise TooLarge before reading when more is announced than is taken."""
    try:
        announced = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        announced = MOST + 1
    if announced > MOST:
        raise TooLarge("a post may have {most} bytes at most", place="body", most=MOST)
    data = request.read(MOST + 1)
    if len(data) > MOST:
        raise TooLarge("a post may have {most} bytes at most", place="body", most=MOST)
    return bytes(data)


def caller(request: HttpRequest, root: UUID | None, at: datetime) -> Caller:
    """Return who calls; raise Unknown, TooLarge, or NotFound for somebody else's root."""
    header = request.headers.get("Authorization", "")
    token = _token(header)
    if token:
        return _by_token(request, token, root, at)
    if header.startswith(f"{requests.SCHEME} ") and len(header) < 10_000:
        return _by_signature(request, header, root, at)
    raise Unknown("sign the request as a peer, or send Authorization: Bearer toc_...")


def _token(header: str) -> str:
    """Return the token of a bearer, or the password of a client that knows no other way."""
    scheme, _, said = header.partition(" ")
    if scheme == "Bearer":
        return said.strip()
    if scheme != "Basic" or len(said) > 1_000:
        return ""
    try:
        return base64.b64decode(said, validate=True).decode().partition(":")[2]
    except ValueError:
        return ""


def _by_token(request: HttpRequest, token: str, root: UUID | None, at: datetime) -> Caller:
    reader = reader_of_token(token, at)
    if reader is None:
        raise Unknown("this token is not known, or is over")
    if root is not None and root != reader.bureau:
        raise NotFound("there is no such API root for you")
    bureau = Bureau.visible_to(reader).get(pk=reader.bureau)
    return Caller(bureau, None, stating(reader, request), read_body(request))


def _by_signature(request: HttpRequest, header: str, root: UUID | None, at: datetime) -> Caller:
    try:
        said = requests.peek(header)
    except InvalidStatement as error:
        raise Unknown(str(error)) from None
    peer = (
        Peer.unrestricted.select_related("bureau", "partner")
        .filter(bureau_id=said.receiver, partner_id=said.sender)
        .exclude(state=Peer.State.ADDED)
        .first()
    )
    if peer is None or (root is not None and root != peer.bureau_id):
        raise Unknown("this bureau has accepted no such peer")
    body = read_body(request)
    target = request.get_full_path()
    try:
        requests.verify(
            said, peer.read_card(), method=request.method or "", target=target, body=body, now=at
        )
    except (ProofFailed, InvalidStatement) as error:
        raise Unknown(str(error)) from None
    if not shelves.use_once(f"{said.sender.hex}{said.nonce}", at):
        raise Unknown("this request was made before; each is good for once")
    if peer.state == Peer.State.PAUSED:
        raise AccessEnded("the exchange is paused on this side")
    lines.contacted(peer, at)
    return Caller(peer.bureau, peer, None, body)


def door(
    *methods: str, plain: bool = False
) -> Callable[[View[P]], Callable[..., HttpResponseBase]]:
    """Make a view a TAXII door: who calls, which media types, errors as TAXII says them."""

    def made(view: View[P]) -> Callable[..., HttpResponseBase]:
        @csrf_exempt
        @login_not_required
        @wraps(view)
        def opened(request: HttpRequest, root: UUID | None = None, **more: Any) -> HttpResponseBase:
            if request.method not in methods:
                refused = taxii.refuse(405, "Not this way", "use another method", "method")
                refused["Allow"] = ", ".join(methods)
                return refused
            try:
                return _said(view, request, root, plain=plain, **more)
            except Unknown as error:
                return taxii.refuse(401, "Who calls?", str(error), "unauthenticated")
            except TocsinError as error:
                page = page_of(error)
                status = 400 if page.status == 422 else page.status
                return taxii.refuse(status, str(page.title), str(error), page.code)

        return opened

    return made


def _said(
    view: View[...], request: HttpRequest, root: UUID | None, *, plain: bool, **more: Any
) -> HttpResponseBase:
    who = caller(request, root, timezone.now())
    if not plain and not taxii.accepts(request):
        return taxii.refuse(406, "Not spoken here", f"accept {taxii.MEDIA_TYPE}", "not-acceptable")
    if not plain and request.method == "POST" and not taxii.sends(request):
        return taxii.refuse(415, "Not read here", f"send {taxii.MEDIA_TYPE}", "media-type")
    return view(who, request, **more)
