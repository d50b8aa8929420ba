"""Threads that ask and change one index at a time get the answers that one thread gets."""

import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.screening.people import DOLINSKI, REGISTER, persons, registers, with_changes
from tocsin.core.screening import Index, Person, known, remembered, widening

THREADS = 4
SHARED = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8, deadline=None
)


@pytest.fixture
def hurried(monkeypatch) -> Iterator[None]:
    """Threads take turns as often as they can, and whatever is remembered is soon forgotten."""
    monkeypatch.setattr(remembered, "MOST_REMEMBERED", 3)
    monkeypatch.setattr(known, "MOST_WORDS", 5)
    monkeypatch.setattr(known, "MOST_NAMES", 2)
    monkeypatch.setattr(widening, "REMEMBERED_FROM", 0)
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@SHARED
@given(register=registers(), asked=st.lists(persons, min_size=2, max_size=8))
def test_the_order_of_threads_never_changes_an_answer(hurried, register, asked):
    alone = [Index.build(register).screen(person, limit=100, threshold=1e-9) for person in asked]
    index = Index.build(register)
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in range(THREADS):
            answers = pool.map(lambda x: index.screen(x, limit=100, threshold=1e-9), asked)
            assert list(answers) == alone


def test_what_another_thread_forgets_is_no_answers_loss(monkeypatch):
    """Another thread's question comes between looking a word up and weighing it, and clears all."""
    monkeypatch.setattr(widening, "REMEMBERED_FROM", 0)
    index = Index.build(REGISTER)
    alone = index.screen(Person("q", ("Jan Doliński",)))
    weigh, turns = widening.likely, []

    def widen(words, numbers, segment):
        if not turns:
            turns.append(True)
            monkeypatch.setattr(remembered, "MOST_REMEMBERED", 0)
            index.screen(Person("other", ("Somebody Else",)))
        return weigh(words, numbers, segment)

    monkeypatch.setattr(widening, "likely", widen)
    index.screen(Person("q", ("Jan",)))
    turns.clear()
    assert index.screen(Person("q", ("Jan Doliński", "Never Askedbefore")))[:1] == alone[:1]


def test_an_entry_that_is_replaced_is_never_missing_in_between(hurried):
    index = Index.build([with_changes(x, id=f"p{at}") for at, x in enumerate(REGISTER * 8)])
    index.add(DOLINSKI)
    over, missed = threading.Event(), []

    def ask() -> None:
        while not over.is_set():
            if DOLINSKI.id not in [x.id for x in index.screen(DOLINSKI, limit=100)]:
                missed.append(index.version)

    with ThreadPoolExecutor(THREADS) as pool:
        asking = [pool.submit(ask) for _ in range(THREADS - 1)]
        for _ in range(30):
            index.add(DOLINSKI)
        over.set()
        for each in asking:
            each.result()
    assert missed == []
    assert len(index) == len(REGISTER) * 8
