"""One page, one answer: within a request that only reads, the rule table is asked each thing once.

The menu, the panels and the page itself all need to know which classes their reader may see. The
answer cannot change in between, for a request that reads makes no class and moves no record.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest, HttpResponse

READING = frozenset({"GET", "HEAD"})

_answers: ContextVar[dict[Any, frozenset[int]] | None] = ContextVar("answers", default=None)


def once(question: Any, answer: Callable[[], frozenset[int]]) -> frozenset[int]:
    """Return the answer; what only reads remembers it until its end."""
    answers = _answers.get()
    if answers is None:
        return answer()
    if question not in answers:
        answers[question] = answer()
    return answers[question]


@contextmanager
def remembering() -> Iterator[None]:
    """Ask each thing once in here, for work that makes no class and moves no record."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


class OnceMiddleware:
    """Remember answers for the length of a request that only reads."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in READING:
            return self.get_response(request)
        with remembering():
            return self.get_response(request)
