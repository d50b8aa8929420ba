"""Two workers may sequence one log at the same time, while officers act and look."""

import threading

import pytest
from django.db import connection, connections

from tests.rooms.journal.logs import Log
from tocsin.rooms.journal import actions
from tocsin.rooms.journal.models import Entry

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
LOOK = {"verb": "record.fetch", "realm": "live", "objects": [], "actor": None}


@pytest.fixture(autouse=True)
def postgres() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory has one writer; TOCSIN_DATABASE_URL names PostgreSQL")


def run(*works) -> list[BaseException]:
    failures: list[BaseException] = []

    def guarded(work):
        try:
            work()
        except BaseException as error:
            failures.append(error)
            raise
        finally:
            connections.close_all()

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return failures


def test_every_entry_gets_one_number_and_the_log_verifies() -> None:
    log = Log()

    def sequence():
        for _ in range(20):
            log.sequence()

    def append():
        for _ in range(10):
            log.append(20)

    def look():
        for _ in range(30):
            actions.look(log=log.id, **LOOK)

    assert run(sequence, sequence, append, append, look, look, look) == []
    log.sequence()
    found = log.verify()
    assert found.ok, found.findings
    assert found.entries == Entry.unrestricted.of(log.id).count() == 490


def test_looks_are_all_there_when_they_return() -> None:
    log = Log()
    missing: list[int] = []

    def look():
        for number in range(20):
            uuid = actions.look(log=log.id, **LOOK)
            if not Entry.unrestricted.filter(uuid=uuid).exists():
                missing.append(number)

    assert run(*[look] * 8) == []
    assert missing == []
