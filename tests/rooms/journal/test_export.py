"""Whatever happens to a log, its export verifies and continues every checkpoint kept from it."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.counts import promised
from tests.rooms.journal.logs import Log
from tocsin.core.ledger.report import Rewriting
from tocsin.core.ledger.verify import verify
from tocsin.rooms.journal.models import Checkpoint, Entry

steps = st.lists(
    st.sampled_from(["append", "append many", "manifest", "sequence", "erase", "close"]),
    min_size=1,
    max_size=12,
)


def take(log, step, appended) -> None:
    if step == "append":
        appended += log.append(3, query={"n": len(appended)})
    elif step == "append many":
        appended += log.append(130)
    elif step == "manifest":
        appended += log.append(rows=[{"n": 1}, {"n": 2}])
    elif step == "sequence":
        log.sequence()
    elif step == "erase" and appended:
        log.erase(entries=appended[::3], parts=["purpose", "rows"])
    elif step == "close" and appended:
        log.close()


def live(steps) -> None:
    log, appended, kept = Log(), [], []
    for step in steps:
        take(log, step, appended)
        newest = Checkpoint.unrestricted.filter(epoch__log=log.id)
        newest = newest.order_by("-epoch__number", "-size").first()
        if newest:
            kept.append(newest.text)
    log.sequence()
    data, done = log.export()
    assert done.entries == Entry.unrestricted.of(log.id).count()
    for text in (None, *kept):
        found = verify(io.BytesIO(data), log.card, text)
        assert found.ok, found.findings
        assert found.rewriting is (Rewriting.EXCLUDED if text else Rewriting.CANNOT_KNOW)


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=20)
@given(steps=steps)
def test_any_life_of_a_log_exports_to_what_verifies(steps) -> None:
    live(steps)


@pytest.mark.long
@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=promised(300), deadline=None)
@given(steps=steps)
def test_three_hundred_lives_of_a_log_export_to_what_verifies(steps) -> None:
    live(steps)


@pytest.mark.django_db
def test_a_changed_row_in_the_table_is_named() -> None:
    log = Log()
    log.append(20)
    log.sequence()
    entry = Entry.unrestricted.get(log=log.id, sequence=7)
    entry.parts["purpose"][1] = '"tourism"'
    entry.save()
    found = log.verify()
    assert [str(finding) for finding in found.findings] == [
        "epoch 0, entry 7: its purpose is not what the leaf commits to"
    ]


@pytest.mark.django_db
def test_a_row_deleted_from_the_table_is_named() -> None:
    log = Log()
    log.append(20)
    log.sequence()
    Entry.unrestricted.filter(log=log.id, sequence=7).delete()
    assert log.verify().findings[0].place == "epoch 0, entry 7"


@pytest.mark.django_db
def test_entries_that_wait_for_their_number_stay_behind() -> None:
    log = Log()
    log.append(3)
    log.sequence()
    log.append(2)
    assert log.export()[1].entries == 3
    assert log.verify().ok
