"""A moment is said both ways: how far away, and when exactly."""

from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from tocsin.web.times import absolute, relative

NOW = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=20), "now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago"),
        (timedelta(hours=25), "1 day ago"),
        (timedelta(days=400), "1 year ago"),
        (timedelta(days=-3), "in 3 days"),
        (timedelta(days=-61), "in 2 months"),
    ],
)
def test_distances_in_english(ago: timedelta, words: str) -> None:
    assert relative(NOW - ago, NOW) == words


@pytest.mark.parametrize(
    ("minutes", "words"), [(1, "1 minutę temu"), (3, "3 minuty temu"), (12, "12 minut temu")]
)
def test_polish_has_three_forms(minutes: int, words: str) -> None:
    with translation.override("pl"):
        assert relative(NOW - timedelta(minutes=minutes), NOW) == words


def test_the_full_time_names_its_zone() -> None:
    with timezone.override("Europe/Warsaw"):
        assert absolute(NOW) == "21 Nov 2026, 07:00 CET"
    assert absolute(NOW) == "21 Nov 2026, 06:00 UTC"


def test_the_tag_gives_machines_the_exact_moment() -> None:
    page = Template("{% load furniture %}{% when moment %}").render(Context({"moment": NOW}))
    assert 'datetime="2026-11-21T06:00:00+00:00"' in page
    assert "21 Nov 2026, 06:00 UTC" in page


def test_an_absent_moment_is_a_dash() -> None:
    assert "&ndash;" in Template("{% load furniture %}{% when None %}").render(Context())


@given(st.integers(min_value=-(10**10), max_value=10**10))
def test_any_distance_has_words(seconds: int) -> None:
    words = relative(NOW + timedelta(seconds=seconds), NOW)
    assert words
    assert "%(" not in words
