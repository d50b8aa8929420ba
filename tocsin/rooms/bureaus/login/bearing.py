"""How a program shows its token: as a bearer, or as the password of a feed that it follows."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBasicAuth, HttpBearer

from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.reading.requests import reader_of_token, stating


class Bearer(HttpBearer):
    """``Authorization: Bearer toc_...``; the purpose comes in ``X-Purpose``."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        return _known(request, token)


class Subscriber(HttpBasicAuth):
    """A token as the password, under any user name: calendar programs know no other way.

    For feeds alone, which are read and change nothing: a browser repeats such a password by itself.
    """

    def authenticate(self, request: HttpRequest, username: str, password: str) -> Any:
        del username  # the token says whose it is
        return _known(request, password)


FEEDS = (".ics",)


def challenge(request: HttpRequest) -> str:
    """Return what a route asks of a caller without a token (RFC 7235, section 4.1)."""
    if request.path.endswith(FEEDS):
        return 'Basic realm="Tocsin", charset="UTF-8"'
    return 'Bearer realm="Tocsin"'


def _known(request: HttpRequest, text: str) -> Reader | None:
    found = reader_of_token(text, timezone.now())
    if found is None:
        return None
    request.reader = stating(found, request)  # type: ignore[attr-defined]
    return found
