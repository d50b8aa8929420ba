"""Catch-up: the state of a node restored from a backup, which may not know of recalls since.

A mark in the home, read at each request. While it is there the node serves and screens nothing but
what two administrators need to declare it. Meanwhile its worker hears from its peers what was
recalled since. ``bureau.declare_restored`` says in the mark that it is declared; what waits for
that ends catch-up within a second and takes the mark away.
"""

import uuid
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
DECLARED = "declared"


def mark() -> Path:
    """Return where the mark lies."""
    return Path(settings.TOCSIN_HOME) / "catch-up"


def begin() -> None:
    """Put the node into catch-up."""
    mark().touch(mode=0o600)
    mark().write_text(f"{uuid.uuid4()}\n")


def which() -> str:
    """Return the id of the restore that the node is catching up from; "" while it is not."""
    return mark().read_text().partition("\n")[0] if is_on() else ""


def declare() -> None:
    """Say in the mark that two administrators have declared the node restored."""
    if is_on() and not is_declared():
        with mark().open("a") as out:
            out.write(f"{DECLARED}\n")


def is_declared() -> bool:
    """Say whether the node in catch-up is declared."""
    return is_on() and DECLARED in mark().read_text().split("\n")


def end() -> None:
    """Leave catch-up."""
    mark().unlink(missing_ok=True)


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
