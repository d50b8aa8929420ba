"""A page asks the rule table each thing once; nothing is remembered from page to page."""

from contextlib import suppress

from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from tocsin.core.labels import Label, Tlp, Use


def within(method: str, view):
    """Run the view inside a request and return what it returned."""
    from tocsin.rooms.release.once import OnceMiddleware

    said = []

    def answer(_request) -> HttpResponse:
        said.append(view())
        return HttpResponse()

    OnceMiddleware(answer)(RequestFactory().generic(method, "/"))
    return said[0]


def asked(reader) -> frozenset[int]:
    from tocsin.rooms.release.models import allowed

    return allowed(reader, Use.SEE, timezone.now())


def test_a_request_that_reads_asks_each_thing_once(cast, django_assert_num_queries) -> None:
    ally = cast.ally.analyst
    other = ally.stating("prosecution")
    with django_assert_num_queries(1):
        assert within("GET", lambda: [asked(ally), asked(ally)][1]) is not None
    with django_assert_num_queries(2):
        within("GET", lambda: [asked(ally), asked(other)])


def test_a_request_that_writes_and_work_without_a_request_ask_each_time(
    cast, django_assert_num_queries
) -> None:
    ally = cast.ally.analyst
    with django_assert_num_queries(2):
        within("POST", lambda: [asked(ally), asked(ally)])
    with django_assert_num_queries(2):
        assert asked(ally) == asked(ally)


def test_what_is_released_between_two_requests_is_seen_by_the_second(cast) -> None:
    from tocsin.rooms.release.models import intern

    ally = cast.ally.analyst
    before = within("GET", lambda: asked(ally))
    label = Label(bureaus=frozenset({cast.ally.bureau.id}), tlp=Tlp.AMBER)
    made = intern(cast.home.bureau.id, "released", "live", label)
    assert within("GET", lambda: asked(ally)) == before | {made.pk}


def test_an_error_in_a_page_leaves_nothing_behind(cast, django_assert_num_queries) -> None:
    ally = cast.ally.analyst

    def fails() -> None:
        asked(ally)
        raise RuntimeError

    with suppress(RuntimeError):
        within("GET", fails)
    with django_assert_num_queries(1):
        asked(ally)
