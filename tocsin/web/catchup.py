"""Catch-up: the state of a node restored from a backup, which may not know of recalls since.

A mark in the home, read at each request. While it is there the node serves and screens nothing but
what two administrators need to declare it; ``bureau.declare_restored`` takes it away.
"""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tocsin.core.errors import Unavailable
from tocsin.web.errors import page_of, respond

# What administrators need to look at the node and to declare it, and nothing more.
NEEDED = (
    "/accounts/",
    "/static/",
    "/bureau",
    "/proposals",
    "/api/bureaus/",
    "/api/proposals/",
    "/healthz",
    "/theme",
    "/language",
)


def mark() -> Path:
    """Return where the mark lies."""
    return Path(settings.TOCSIN_HOME) / "catch-up"


def begin() -> None:
    """Put the node into catch-up."""
    mark().touch(mode=0o600)


def is_on() -> bool:
    """Say whether the node stands in catch-up."""
    return mark().exists()


class CatchUpMiddleware:
    """Refuse everything but what is needed to declare the node restored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_on() and not request.path.startswith(NEEDED):
            restored = Unavailable(
                "This node was restored from a backup. It serves and screens nothing until two"
                " administrators have declared it on the page of the bureau."
            )
            return respond(request, page_of(restored))
        return self.get_response(request)
